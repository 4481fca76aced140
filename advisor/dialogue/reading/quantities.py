"""Lexer of times: a message becomes terms (durations, slots, periods, spans, joins, corrections) that know where they stand."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from advisor.dialogue.reading.clock import read_clock
from advisor.dialogue.reading.frequencies import (
    Read,
    follows_amount,
    is_weekly,
    read_days_of_month,
    read_every,
    read_part,
    read_per,
    read_weekdays,
)
from advisor.dialogue.reading.lexicon import values, word_set
from advisor.dialogue.reading.terms import WEEKS, WORKING_DAYS, Kind, Term
from advisor.dialogue.reading.tokens import Tokens, Unit

__all__ = ["Kind", "Term", "terms"]

WHOLE_DAY_HOURS = 7.0
"""A 'whole day' or 'half a day' is meant as a working day."""
MOST_WHOLE_DAYS = 3
_MINUTES = 60
_MINUTES_AFTER_HOUR = ("15", "20", "30", "40", "45")
_MARKERS = (
    (Kind.CORRECTION, "correction"), (Kind.TWICE, "twice"), (Kind.EACH, "each"), (Kind.TOTAL, "total"), (Kind.JOIN, "join"),
)  # fmt: skip
_MARKS = (Kind.COMMA, Kind.STOP)


@lru_cache(maxsize=64)
def terms(text: str) -> tuple[Term, ...]:
    """The terms of `text`, in order; every `text[term.start:term.end]` holds the person's own words."""
    tokens = Tokens(text)
    done: list[Term] = []
    i = 0
    while i < len(tokens):
        found = next((f for read in _READERS if (f := read(tokens, i, done))), None)
        if found:
            term, i = found
            _add(done, term, text)
        else:
            done.append(tokens.raw[i])
            i += 1
    return tuple(done)


# --- neighbours that say one thing


def _add(done: list[Term], term: Term, text: str) -> None:
    """Appends, joining '1 hour' + '30 minutes', days beside days ('Tuesdays and Thursdays') and days with their part."""
    last = _neighbour(done, term)
    if last and (merged := _merged(last, term, text)):
        while done[-1] is not last:
            done.pop()
        done[-1] = merged
    else:
        done.append(term)


def _neighbour(done: Sequence[Term], term: Term) -> Term | None:
    """The term before, past one linking word; in a list of weekdays past a comma and a 'plus' too."""
    for links, last in enumerate(reversed(done)):
        listed = term.names and (last.kind is Kind.COMMA or last.text == "+")
        if links == 2 or not (last.text in word_set("links") or listed):
            return last
    return None


def _merged(last: Term, term: Term, text: str) -> Term | None:
    """Two neighbours as one term, if they say one thing."""
    start, end = last.start, term.end
    words = text[start:end].lower()
    if last.unit == "hour" and term.unit == "minute" and last.low >= 1 > term.low > 0 and last.kind is term.kind is Kind.DURATION:
        return replace(last, end=end, text=words, low=last.low + term.low, high=last.high + term.high)
    if not (last.kind is term.kind is Kind.SLOT):
        return None
    apart = last.names and term.names and not last.names & term.names
    if apart and not last.counted and not term.counted and last.low == len(last.names) and term.low == len(term.names):
        names = last.names | term.names
        rate = float(len(names))
        return replace(term, start=start, text=words, low=rate, high=rate, names=names, unit=term.unit or last.unit)
    return None


# --- readers, each of what may begin at a place


def _label(tokens: Tokens, i: int, _: Sequence[Term]) -> Read | None:
    """'Hours?', 'hours per week:', 'weekly hours =': what a number after it counts."""
    j = tokens.skip(i, 2)
    unit = tokens.unit(j)
    named = tokens.find(j, word_set("labels"))
    if named is None and (unit is None or unit[:2] != ("durations", "hour")):
        return None
    other = "other" if tokens.word(i - 1) in word_set("not_before_label") else ""
    k = named[1] if named else unit[2] if unit else j
    if follows_number(tokens, i):
        return None
    per = tokens.find(k, word_set("per")) or tokens.find(k, word_set("every"))
    period = tokens.unit(per[1]) if per else None
    k = period[2] if period and period[0] == "periods" else k
    if tokens.word(k) in ("?", ":", "=") or (tokens.word(k) == "are" and tokens.word(k + 1) in word_set("few")):
        return tokens.make(Kind.LABEL, i, k + 1, WEEKS[period[1]] if period and period[0] == "periods" else 1.0, unit=other)
    return None


def follows_number(tokens: Tokens, i: int) -> bool:
    """Whether a number stands right before."""
    return tokens.kind(i - 1) is Kind.NUMBER or (i > 0 and tokens.single(i - 1) is not None) or tokens.word(i - 1) in ("a", "an", "-")


def _marker(tokens: Tokens, i: int, done: Sequence[Term]) -> Read | None:
    for kind, name in _MARKERS:
        found = tokens.find(i, word_set(name))
        if found is None or (kind is Kind.CORRECTION and not _corrects(tokens, i, found)):
            continue
        if kind is Kind.JOIN and found[0] == "another" and tokens.word(i + 1) in ("one", "on", "at"):
            return tokens.make(Kind.DURATION, i, i + 1 + (tokens.word(i + 1) == "one"), unit="same")
        if kind is Kind.JOIN and found[0].endswith("another") and tokens.word(found[1]) == "one":
            return tokens.make(Kind.JOIN, i, i + 1)
        if kind is Kind.JOIN and found[0] == "another" and done and done[-1].kind is Kind.SLOT:
            return tokens.make(Kind.WORD, i, i + 1)  # 'Sundays another two' is of the day before it
        if kind is Kind.EACH and (read_every(tokens, i) or read_days_of_month(tokens, i)):
            continue
        return tokens.make(kind, i, found[1])
    if again := tokens.find(i, word_set("same_each_week")):
        return tokens.make(Kind.PER, i, again[1], 1.0, unit="week")
    after_days = next((t for t in reversed(done) if t.kind is not Kind.COMMA), None)
    if after_days and after_days.kind is Kind.SLOT and (alike := tokens.find(i, word_set("likewise"))):
        return tokens.make(Kind.DURATION, i, alike[1], unit="same")
    if same := tokens.find(i, word_set("same")):
        return tokens.make(Kind.DURATION, i, same[1], unit="same")
    if multiple := tokens.find(i, values("multiples")):
        return tokens.make(Kind.DURATION, i, multiple[1], unit="same", pieces=values("multiples")[multiple[0]])
    return None


def _corrects(tokens: Tokens, i: int, found: tuple[str, int]) -> bool:
    """Whether a word corrects; some do only between marks or beside a number: not in 'I'd rather use' or 'as well'."""
    words, j = found
    if words not in word_set("half_corrections"):
        return True
    before, after = tokens.kind(i - 1), tokens.kind(j)
    return tokens.single(j) is not None or (after in _MARKS and before in _MARKS) or tokens.word(j) in ("no", "only")


def _share(tokens: Tokens, i: int, _: Sequence[Term]) -> Read | None:
    """'20% of my working time', 'half of my week'."""
    if number := tokens.number(i):
        j = number[2]
        if tokens.word(j) in ("%", "percent"):
            return _share_of(tokens, i, j + 1, number[0] / 100, number[1] / 100)
        if tokens.words(j, 2) == "per cent":
            return _share_of(tokens, i, j + 2, number[0] / 100, number[1] / 100)
    half = tokens.find(i, values("fractions"))
    return _share_of(tokens, i, half[1], values("fractions")[half[0]], values("fractions")[half[0]]) if half else None


def _share_of(tokens: Tokens, i: int, j: int, low: float, high: float) -> Read | None:
    """A share of the working time; a percentage of anything else is no time at all."""
    if tokens.word(j) == "time" and tokens.word(j - 1) in ("%", "percent", "cent"):
        return tokens.make(Kind.SHARE, i, j + 1, low, high)  # '20 % time', as firms call it
    if of := tokens.find(j, word_set("already_week")) or (tokens.find(j + 1, word_set("already_week")) if tokens.word(j) == "of" else None):
        return tokens.make(Kind.SHARE, i, of[1], low, high)
    if tokens.word(j) == "of" and (number := tokens.number(j + 2)) and _is_working_week(tokens, j + 2, number[2]):
        return tokens.make(Kind.SHARE, i, j + 1, low, high)
    return tokens.make(Kind.WORD, i, j) if tokens.word(j - 1) in ("%", "percent", "cent") else None


def _once(tokens: Tokens, i: int, _: Sequence[Term]) -> Read | None:
    """'twice a week'."""
    once = tokens.find(i, values("once"))
    if once and (is_weekly(tokens, once[1]) or tokens.word(once[1]) == "in"):
        return tokens.make(Kind.SLOT, i, once[1], values("once")[once[0]], unit="session", counted=True)
    return None


def _counted(tokens: Tokens, i: int, done: Sequence[Term]) -> Read | None:
    """'two hours', 'three free evenings', 'six weeks', 'half a day', '5 times', '38-hour week', 'all seven days'."""
    whole = tokens.word(i) in word_set("whole_week") and tokens.amount(i + 1) is not None
    at = i + whole
    amount = tokens.amount(at)
    article = tokens.word(at) in ("a", "an")
    if amount is None:
        return None
    low, high, j = amount
    k = tokens.skip(j)
    if article and follows_amount(done) and not _after_day(tokens, k, done):
        return None
    if tokens.word(k) in word_set("times") and not article and (low > 1 or tokens.word(k) != "time"):
        return tokens.make(Kind.SLOT, i, k + 1, low, high, unit="session", counted=True)
    days = read_weekdays(tokens, k)
    if days and (not article or days[0].unit):
        slot, end = days
        return tokens.make(Kind.SLOT, i, end, low, high, unit=slot.unit, names=slot.names, counted=True)
    if halves := _half_days(tokens, i, k, low, high):
        return halves
    unit = tokens.unit(k, near=True)
    if unit is None:
        return None
    if unit[1] == "day" and (cycle := _out_of_days(tokens, unit[2])):
        return tokens.make(Kind.SLOT, i, cycle[1], 7.0 * low / cycle[0], counted=True)
    each_of = "each of" in (tokens.words(at - 2, 2), tokens.words(at - 3, 2))
    if unit[1] == "day" and (whole or each_of or tokens.word(unit[2]) == "off" or not word_set("remaining").isdisjoint((tokens.word(at - 1), tokens.word(j)))):
        return tokens.make(Kind.SLOT, i, unit[2], low, high, counted=True)
    return _of_unit(tokens, at, low, high, k, unit, done)


def _out_of_days(tokens: Tokens, j: int) -> tuple[float, int] | None:
    """The days of the cycle of 'four days out of seven', 'two days in every six'."""
    lead = tokens.find(j, word_set("in_a_cycle"))
    whole = tokens.single(lead[1]) if lead else None
    if whole is None or whole[0] <= 1:
        return None
    return whole[0], whole[1] + (tokens.word(whole[1]) == "days")


def _after_day(tokens: Tokens, k: int, done: Sequence[Term]) -> bool:
    """Whether the unit at `k` is of how long, right after a weekday: 'Mondays an hour', unlike 'two days a week'."""
    unit = tokens.unit(k)
    return unit is not None and unit[0] == "durations" and bool(done[-1].names)


def _half_days(tokens: Tokens, i: int, k: int, low: float, high: float) -> Read | None:
    """'two half-days'."""
    half = tokens.find(k, values("half_days"))
    if half is None:
        return None
    return tokens.make(Kind.DURATION, i, half[1], low * WHOLE_DAY_HOURS / 2, high * WHOLE_DAY_HOURS / 2, unit="day", pieces=low)


def _of_unit(tokens: Tokens, i: int, low: float, high: float, k: int, unit: Unit, done: Sequence[Term]) -> Read:
    """An amount whose unit stands at `k`."""
    kind, name, j = unit
    if kind == "durations":
        return _duration(tokens, i, low, high, k, unit)
    if name == "week" and tokens.word(i) == "one" and done and done[-1].kind is Kind.DURATION:
        return tokens.make(Kind.PER, i, j, WEEKS[name], unit=name)  # 'three hours one week', as some say 'a week'
    whole = any(tokens.word(n) in ("whole", "full", "working") for n in range(i, k))
    if name == "day" and (whole or low < 1) and low <= MOST_WHOLE_DAYS:
        hours = (low * WHOLE_DAY_HOURS, high * WHOLE_DAY_HOURS)
        return tokens.make(Kind.DURATION, i, j, *hours, unit="day", pieces=max(1.0, low))
    if kind == "periods":
        share, end = tokens.more_after(j)
        return tokens.make(Kind.SPAN, i, end, (low + share) * WEEKS[name], (high + share) * WEEKS[name], unit=name)
    if name == "weekday":
        return tokens.make(Kind.SLOT, i, j, low, high, names=WORKING_DAYS, counted=True)
    if name == "day" and is_weekly(tokens, j):
        return tokens.make(Kind.SLOT, i, j, low, high, counted=True)
    if name == "day":
        return tokens.make(Kind.SPAN, i, j, low / 7, high / 7, unit="day")
    if name == "session" and tokens.word(i) in ("a", "an", "another"):
        return tokens.make(Kind.SLOT, i, j, 0.0, unit=name, soft=True)
    return tokens.make(Kind.SLOT, i, j, low, high, unit=name, counted=True)


def _duration(tokens: Tokens, i: int, low: float, high: float, k: int, unit: Unit) -> Read:
    """So many hours or minutes; 'an hour and a half' and '1h30' too."""
    _, name, j = unit
    if name == "hour" and _is_working_week(tokens, i, k):
        return tokens.make(Kind.WORKING_WEEK, i, j + 1, low, high)
    size = 1.0 if name == "hour" else 1 / _MINUTES
    share, end = tokens.more_after(j)
    if share:
        return tokens.make(Kind.DURATION, i, end, (low + share) * size, (high + share) * size, unit=name)
    if name == "hour" and tokens.kind(j) is Kind.NUMBER and tokens.word(j) in _MINUTES_AFTER_HOUR:
        return tokens.make(Kind.DURATION, i, j + 1, low + tokens.raw[j].low / _MINUTES, unit=name)
    return tokens.make(Kind.DURATION, i, j, low * size, high * size, unit=name)


def _is_working_week(tokens: Tokens, i: int, k: int) -> bool:
    """Whether a number at `i` with its unit from `k` on is that of a '38-hour week', 'my 40h week'."""
    k += tokens.word(k) == "-"
    unit = tokens.unit(k)
    if unit is None or unit[:2] != ("durations", "hour") or tokens.word(unit[2]) not in ("week", "weeks", "job", "contract", "post", "position"):
        return False
    return tokens.word(k - 1) == "-" or tokens.word(i - 1) in ("a", "my", "our", "the", "of")


def _shift(tokens: Tokens, i: int, done: Sequence[Term]) -> Read | None:
    """'Five on, two off', and the days off of such a cycle."""
    if days := tokens.find(i, word_set("days_off")):
        cycle = next((t for t in reversed(done) if t.unit == "cycle"), None)
        return tokens.make(Kind.SLOT, i, days[1], cycle.low) if cycle else None
    on = tokens.single(i)
    if on is None:
        return None
    k = on[1] + (tokens.word(on[1]) in ("days", "nights", "shifts"))
    if tokens.word(k) != "on":
        return None
    off = tokens.single(k + 1 + (tokens.kind(k + 1) is Kind.COMMA))
    if off is None or tokens.word(off[1]) != "off":
        return None
    return tokens.make(Kind.WORD, i, off[1] + 1, 7.0 * off[0] / (on[0] + off[0]), unit="cycle")


def _ahead(tokens: Tokens, i: int, _: Sequence[Term]) -> Read | None:
    """'Month from today', 'fortnight from now': one of it, its article left out."""
    unit = tokens.unit(i)
    if unit is None or unit[0] != "periods" or tokens.words(unit[2], 2) not in ("from today", "from now") or follows_number(tokens, i):
        return None
    return tokens.make(Kind.SPAN, i, unit[2], WEEKS[unit[1]], unit=unit[1])


def _weekdays(tokens: Tokens, i: int, _: Sequence[Term]) -> Read | None:
    return read_weekdays(tokens, i)


def _number(tokens: Tokens, i: int, _: Sequence[Term]) -> Read | None:
    number = tokens.number(i)
    return tokens.make(Kind.NUMBER, i, number[2], number[0], number[1]) if number else None


_READERS: tuple[Callable[[Tokens, int, Sequence[Term]], Read | None], ...] = (
    _label, _marker, read_clock, _share, _shift, read_days_of_month, read_every, _once, _counted, _ahead, _weekdays, read_part, read_per, _number,
)  # fmt: skip
"""The more special first: each sees only what those before it have left."""
