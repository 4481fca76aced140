"""How often and when: weekdays, parts of the day, 'every other Sunday', 'a week', 'daily'."""

import re
from collections.abc import Sequence
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from advisor.dialogue.reading.lexicon import table, values, word_set
from advisor.dialogue.reading.terms import WEEK, WEEKS, WORKING_DAYS, Kind, Term
from advisor.dialogue.reading.tokens import Tokens, Unit

Read = tuple[Term, int]
"""A term, and the place after it."""
_MEASURED = (Kind.DURATION, Kind.SLOT, Kind.NUMBER)
_NO_PART = (None, "day", "weekend", "session")
_SHORTEST_MISSPELT = 5


def read_weekdays(tokens: Tokens, i: int) -> Read | None:
    """'Tuesdays', 'Mon-Fri', 'Monday to Thursday', 'weekdays', 'Saturday mornings', with the part of the day."""
    first = _day(tokens, i)
    if first is None:
        return None
    names, j = first
    last = _last_day(tokens, j)
    run = last is not None and len(names | last[0]) == 2
    if last and run:
        names, j = _days_between(names, last[0]), last[1]
    rate = float(len(names))
    part = next(((table("parts")[p], k) for p, k in tokens.phrases(j)[-3:] if table("parts").get(p) not in _NO_PART), None)
    unit, end = part or ("", j)
    return tokens.make(Kind.SLOT, i, end, rate, unit=unit, names=names, run=run)


def _last_day(tokens: Tokens, i: int) -> tuple[frozenset[str], int] | None:
    """The day up to which a run of days goes."""
    link = tokens.find(i, word_set("between_days"))
    return _day(tokens, link[1]) if link else None


def _days_between(first: frozenset[str], last: frozenset[str]) -> frozenset[str]:
    a, b = WEEK.index(next(iter(first))), WEEK.index(next(iter(last)))
    return frozenset(WEEK[a : b + 1] if a < b else (*WEEK[a:], *WEEK[: b + 1]))


def _day(tokens: Tokens, i: int) -> tuple[frozenset[str], int] | None:
    for phrase, j in tokens.phrases(i)[-3:]:
        if phrase in table("names"):
            dotted = tokens.word(j) == "." and j < len(tokens) - 1 and len(phrase) <= 4
            return frozenset({table("names")[phrase]}), j + dotted
        if phrase in word_set("weekdays"):
            return WORKING_DAYS, j
    name = _meant_day(tokens.word(i))
    return (frozenset({name}), i + 1) if name else None


def _meant_day(word: str) -> str | None:
    """The weekday that a misspelt word means: 'wensday', 'mondys'."""
    if len(word) < _SHORTEST_MISSPELT or word in word_set("no_days") or not re.search(r"d\w{0,2}y?s?$", word):
        return None
    most = 2 if re.search(r"days?$", word) else 1
    near = process.extractOne(word, _day_names(), scorer=OSA.distance, score_cutoff=most)
    return table("names")[near[0]] if near and near[0][0] == word[0] else None


@cache
def _day_names() -> tuple[str, ...]:
    return tuple(word for word in table("names") if len(word) > _SHORTEST_MISSPELT)


def read_part(tokens: Tokens, i: int, _: Sequence[Term] = ()) -> Read | None:
    """'in the evenings', 'weekends', 'at night': a time without a count."""
    lead = next((j for p, j in tokens.phrases(i)[-3:] if p in word_set("before_part")), i)
    unit = tokens.unit(lead)
    if unit is None or unit[0] != "parts" or unit[1] in ("day", "session"):
        return None
    word, name, j = tokens.word(unit[2] - 1), unit[1], unit[2]
    if name == "weekend":
        return tokens.make(Kind.SLOT, i, j, 1.0, unit=name)
    if word.endswith("s") or name == "lunch":
        return tokens.make(Kind.SLOT, i, j, 5.0, unit=name, soft=True)
    return tokens.make(Kind.SLOT, i, j, 0.0, unit=name, soft=True) if lead > i else None


def read_every(tokens: Tokens, i: int, _: Sequence[Term] = ()) -> Read | None:
    """'every other Saturday', 'each evening', 'every two weeks', 'every weekday evening', 'daily'."""
    if adverb := tokens.find(i, table("adverbs")):
        period = table("adverbs")[adverb[0]]
        if period == "day":
            return tokens.make(Kind.SLOT, i, adverb[1], 7.0, soft=True)
        return tokens.make(Kind.PER, i, adverb[1], WEEKS[period], unit=period)
    gap, j = _gap(tokens, i)
    if j == i:
        return None
    number = tokens.single(j) if gap == 1 else None
    if number and (unit_ := tokens.unit(number[1])) and unit_[0] == "periods":
        return tokens.make(Kind.PER, i, unit_[2], number[0] * WEEKS[unit_[1]], unit=unit_[1])
    days = read_weekdays(tokens, j) or read_weekdays(tokens, tokens.skip(j, 1))
    if days:
        slot, end = days
        return tokens.make(Kind.SLOT, i, end, slot.low / gap, unit=slot.unit, names=slot.names, run=len(slot.names) > 1)
    unit = tokens.unit(tokens.skip(j, 1), near=True)
    return _every_unit(tokens, i, unit, gap) if unit else None


def read_days_of_month(tokens: Tokens, i: int, _: Sequence[Term] = ()) -> Read | None:
    """'The first Saturday of the month', 'every 2nd and 4th Friday'."""
    every = tokens.find(i, word_set("every"))
    j = every[1] if every else i + (tokens.word(i) == "the")
    count, last = 0, ""
    while nth := _ordinal(tokens, j):
        count, last, j = count + 1, tokens.word(j), nth
        j += tokens.word(j) in ("and", "&") or (tokens.kind(j) is Kind.COMMA and _ordinal(tokens, j + 1) is not None)
    days = read_weekdays(tokens, j) if count else None
    if days is None:
        return None
    month = tokens.find(days[1], word_set("of_month"))
    if not month and not (every and (count > 1 or last in ("first", "last", "1"))):
        return None
    slot, end = days
    return tokens.make(Kind.SLOT, i, month[1] if month else end, count * slot.low / WEEKS["month"], unit=slot.unit, names=slot.names)


def _ordinal(tokens: Tokens, i: int) -> int | None:
    """The place after 'first', 'last', '3rd' or the like."""
    if tokens.word(i) in ("first", "last") or tokens.word(i) in values("nth"):
        return None if tokens.word(i) == "other" else i + 1
    written = tokens.kind(i) is Kind.NUMBER and tokens.word(i + 1) in ("st", "nd", "rd", "th")
    return i + 2 if written else None


def _gap(tokens: Tokens, i: int) -> tuple[float, int]:
    """1 for 'every', 2 for 'every other', 'alternate', 3 for 'every third', with the place after the words."""
    if alone := tokens.find(i, word_set("alternate")):
        return 2.0, alone[1]
    every = tokens.find(i, word_set("every"))
    if every is None:
        return 1.0, i
    j = every[1]
    ordinal = values("nth").get(tokens.word(j) + tokens.word(j + 1)) if tokens.kind(j) is Kind.NUMBER else None
    if ordinal:
        return ordinal, j + 2
    nth = values("nth").get(tokens.word(j))
    return (nth, j + 1) if nth else (1.0, j)


def _every_unit(tokens: Tokens, i: int, unit: Unit, gap: float) -> Read | None:
    kind, name, j = unit
    if kind == "durations":
        return None
    if name == "day" and (gap > 1 or kind == "periods"):
        return tokens.make(Kind.SLOT, i, j, 7.0 / gap, soft=True)
    if kind == "periods":
        return tokens.make(Kind.PER, i, j, gap * WEEKS[name], unit=name)
    return every_part(tokens, i, unit, gap)


def every_part(tokens: Tokens, i: int, unit: Unit, gap: float = 1.0) -> Read:
    """The slot of 'every evening', 'each weekend' and the like."""
    _, name, j = unit
    if name == "weekend":
        return tokens.make(Kind.SLOT, i, j, 1 / gap, unit="weekend")
    if name == "session":
        return tokens.make(Kind.SLOT, i, j, 5.0 / gap, unit="session", soft=True)
    return tokens.make(Kind.SLOT, i, j, 7.0 / gap, unit="" if name == "day" else name, soft=True)


def read_per(tokens: Tokens, i: int, done: Sequence[Term]) -> Read | None:
    """'a week', 'per month', '/day', 'an evening' after an amount."""
    lead = tokens.find(i, word_set("per"))
    after_amount = follows_amount(done)
    if lead is None:
        lead = tokens.find(i, word_set("per_amount")) if after_amount else None
        if lead is None or tokens.single(lead[1] + 1) or tokens.word(lead[1]).endswith("s"):
            return None
    unit = tokens.unit(lead[1], near=after_amount)
    if unit is None or unit[0] == "durations":
        return None
    kind, name, j = unit
    if kind == "periods" and tokens.word(i) == "in" and not _amount_told(done):
        return None
    if kind == "periods":
        return tokens.make(Kind.PER, i, j, WEEKS[name], unit=name)
    if not after_amount:
        return None
    if name == "weekday":
        return tokens.make(Kind.SLOT, i, j, 5.0, names=WORKING_DAYS)
    return every_part(tokens, i, unit)


def _amount_told(done: Sequence[Term]) -> bool:
    """Whether the sentence has told an amount before, so that 'in a month' may say how often and not until when."""
    for term in reversed(done):
        if term.kind is Kind.STOP:
            return False
        if term.kind in _MEASURED:
            return True
    return False


def follows_amount(done: Sequence[Term]) -> bool:
    """Whether an amount stands directly before, so that 'a day' says how often."""
    last = next((t for t in reversed(done) if t.text not in word_set("after_amount")), None)
    return last is not None and last.kind in _MEASURED and last.unit != "same"


def is_weekly(tokens: Tokens, i: int) -> bool:
    """Whether 'a week', 'each month' or the like begins here."""
    lead = tokens.find(i, word_set("per")) or tokens.find(i, word_set("every"))
    unit = tokens.unit(lead[1], near=True) if lead else None
    return (unit is not None and unit[0] == "periods") or tokens.find(i, table("adverbs")) is not None
