"""Lexer of times: a message becomes terms (durations, slots, periods, spans, joins, corrections) that know where they stand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA
from text_to_num import text2num

from advisor.dialogue.reading.lexicon import table, values, words_of

WHOLE_DAY_HOURS = 7.0
"""A 'whole day' or 'half a day' is meant as a working day."""
WEEKS = {"day": 1 / 7, "week": 1.0, "fortnight": 2.0, "month": 52 / 12, "quarter": 13.0, "year": 52.0}
_MINUTES = 60
_WEEK_ORDER = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_RAW = re.compile(
    r"(?P<number>\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:[.,]\d+)?|[½¼¾])"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)"
    r"|(?P<sign>->|→|\.{2,}|…|[-–—/%~+,;:.!?()\n&])"
)
_VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_CURRENCY = "€$£#"


class Kind(StrEnum):
    """What a term says."""

    NUMBER = "number"
    DURATION = "duration"
    SLOT = "slot"
    PER = "per"
    SPAN = "span"
    WORKING_WEEK = "working week"
    SHARE = "share"
    EACH = "each"
    TOTAL = "total"
    JOIN = "join"
    CORRECTION = "correction"
    COMMA = "comma"
    STOP = "stop"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Term:
    """A piece of a message with its meaning.

    `low` and `high`: a number; hours of a duration; times a week of a slot; weeks of a period or span; per cent of a share.
    """

    kind: Kind
    start: int
    end: int
    text: str
    low: float = 0.0
    high: float = 0.0
    unit: str = ""
    """Of a slot the part of the day, of a span or period its unit."""
    names: frozenset[str] = frozenset()
    """The weekdays of a slot."""
    soft: bool = False
    """Of a slot: how often is only supposed ('in the evenings', 'every day'); something firmer may replace it."""
    counted: bool = False
    """Of a slot: it was counted ('three evenings'), and the count may be per month."""

    @property
    def middle(self) -> float:
        """The middle of a range, or the value itself."""
        return (self.low + self.high) / 2


@lru_cache(maxsize=64)
def terms(text: str) -> tuple[Term, ...]:
    """The terms of `text`, in order; every `text[term.start:term.end]` holds the person's own words."""
    return tuple(_Lexer(text, _raw_terms(text)).run())


def _raw_terms(text: str) -> list[Term]:
    raw = []
    for found in _RAW.finditer(text):
        word = found.group(0).lower().replace("’", "'")
        if found["number"]:
            number = _VULGAR[word] if word in _VULGAR else _digits(word)
            foreign = found.start() > 0 and text[found.start() - 1] in _CURRENCY
            kind = Kind.WORD if foreign else Kind.NUMBER
            raw.append(Term(kind, found.start(), found.end(), word, number, number))
        else:
            raw.append(Term(_sign_kind(text, found), found.start(), found.end(), word))
    return raw


def _digits(word: str) -> float:
    return float(word.replace(",", "")) if re.fullmatch(r"\d{1,3}(?:,\d{3})+", word) else float(word.replace(",", "."))


def _sign_kind(text: str, found: re.Match[str]) -> Kind:
    sign = found["sign"]
    if sign is None or sign in ("-", "/", "%", "~", "+", "->", "→", "&"):
        return Kind.WORD
    if sign == "." and text[found.end() : found.end() + 1].strip():
        return Kind.WORD
    return Kind.COMMA if sign in (",", ":", "(", ")", "–", "—") else Kind.STOP


@lru_cache(maxsize=4096)
def number_word(words: str) -> float | None:
    """The value of a number in words, None if it is none; 'o' and the like are none."""
    try:
        return float(text2num(words, "en")) if len(words) > 2 else None
    except ValueError:
        return None


class _Lexer:
    """Reads the raw terms from left to right; at each place the longest thing that can begin there."""

    def __init__(self, text: str, raw: Sequence[Term]) -> None:
        self.text = text
        self.raw = raw
        self.done: list[Term] = []

    def run(self) -> list[Term]:
        """All terms."""
        i = 0
        readers = (self._marker, self._share, self._every, self._counted, self._weekdays, self._part, self._per, self._number_term)
        while i < len(self.raw):
            for read in readers:
                found = read(i)
                if found:
                    term, i = found
                    self._add(term)
                    break
            else:
                self.done.append(self.raw[i])
                i += 1
        return self.done

    def _add(self, term: Term) -> None:
        """Appends, joining '1 hour' + '30 minutes', days beside days ('Tuesdays and Thursdays') and days with their part."""
        last = self._neighbour(term)
        if last and (merged := _merged(last, term, self.text)):
            while self.done[-1] is not last:
                self.done.pop()
            self.done[-1] = merged
        else:
            self.done.append(term)

    def _neighbour(self, term: Term) -> Term | None:
        """The term before, past one linking word; past a comma too in a list of weekdays."""
        for links, last in enumerate(reversed(self.done)):
            if links == 2 or not (last.text in _LINKS or (last.kind is Kind.COMMA and term.names)):
                return last
        return None

    # --- pieces

    def _word(self, i: int) -> str:
        return self.raw[i].text if 0 <= i < len(self.raw) else ""

    def _phrase(self, i: int, most: int = 5) -> list[tuple[str, int]]:
        """The phrases that begin at `i` with the place after each, the longest first; hyphens between words count as spaces."""
        found: list[tuple[str, int]] = []
        words: list[str] = []
        j = i
        while j < len(self.raw) and len(words) < most:
            if self.raw[j].kind is Kind.STOP or (self.raw[j].kind is Kind.COMMA and words):
                break
            if self.raw[j].text != "-" or not words:
                words.append(self.raw[j].text)
                found.append((" ".join(words), j + 1))
            j += 1
        return found[::-1]

    def _in(self, i: int, known: "frozenset[str] | dict[str, float]") -> tuple[str, int] | None:
        return next(((p, j) for p, j in self._phrase(i) if p in known), None)

    def _make(self, kind: Kind, i: int, j: int, low: float = 0.0, high: float | None = None, **more: object) -> tuple[Term, int]:
        start, end = self.raw[i].start, self.raw[j - 1].end
        term = Term(kind, start, end, self.text[start:end].lower(), low, low if high is None else high)
        return replace(term, **more), j  # type: ignore[arg-type]

    def _number(self, i: int) -> tuple[float, float, int] | None:
        """A number or a range of two, with the place after it."""
        first = self._single(i)
        if first is None:
            return None
        low, j = first
        j += self._word(j) in ("ish", "odd")
        if self._word(j) == "-" and self._word(j + 1) == "ish":
            j += 2
        k = j + (self._word(j) == ",") if self._word(j + 1) in _hedges() else j
        link = self._in(k, _between_numbers())
        second = self._single(link[1]) if link else None
        if second is None and self._opens_range(i):
            second = self._single(j + 1) if self._word(j) == "and" else None
        if second is None:
            return low, low, j
        high, end = second
        if high < low:
            return (high, high, end) if self._word(i - 1) == "from" else (low, low, j)
        return low, high, end + (self._word(end) == "ish")

    def _opens_range(self, i: int) -> bool:
        return "between" in (self._word(i - 1), self._word(i - 2))

    def _single(self, i: int) -> tuple[float, int] | None:
        few = self._in(i, _few())
        if few:
            return _few()[few[0]], few[1]
        if i >= len(self.raw):
            return None
        if self.raw[i].kind is Kind.NUMBER:
            number, j = self.raw[i].low, i + 1
            if self._word(i) == "1" and self._word(j) == "/" and self._word(j + 1) in ("2", "4"):
                number, j = 1 / self.raw[j + 1].low, j + 2
            elif self._word(j) in _VULGAR:
                number, j = number + _VULGAR[self._word(j)], j + 1
        else:
            spelt = next(((n, k) for p, k in self._phrase(i, 4) if (n := number_word(p)) is not None), None)
            if spelt is None:
                return None
            number, j = spelt
        after = " ".join(self._word(k) for k in range(j, j + 3))
        if after in ("and a half", "and a quarter"):
            return number + (0.5 if after.endswith("half") else 0.25), j + 3
        return number, j

    def _amount(self, i: int) -> tuple[float, float, int] | None:
        """A number, a fraction or an article before a unit."""
        fraction = self._in(i, _fractions())
        if fraction and self._unit(self._skip(fraction[1], 1)):
            number = _fractions()[fraction[0]]
            return number, number, self._skip(fraction[1], 1)
        number_ = self._number(i)
        if number_:
            low, high, j = number_
            j += self._word(j) in ("-", "+", "~")
            return low, high, j
        if self._word(i) in ("a", "an", "another") and self._unit(self._skip(i + 1, 2)):
            return 1.0, 1.0, i + 1
        return None

    def _skip(self, i: int, most: int = 2) -> int:
        """The place after words such as 'free' and 'whole' that may stand between a number and its unit."""
        for _ in range(most):
            found = self._in(i, _between())
            i = found[1] if found else i
            i += bool(found) and self._word(i) == ","
        return i

    def _unit(self, i: int, near: bool = False) -> tuple[str, str, int] | None:
        """('duration' | 'part' | 'weekdays' | 'period', its name, the place after it)."""
        for phrase, j in self._phrase(i, 2):
            for kind in ("durations", "parts", "periods"):
                if phrase in table(kind):
                    return kind, table(kind)[phrase], j
            if phrase in words_of("weekdays"):
                return "weekdays", "weekday", j
        return self._misspelt(i) if near else None

    def _misspelt(self, i: int) -> tuple[str, str, int] | None:
        word = self._word(i)
        if word == "ours":
            return "durations", "hour", i + 1
        if len(word) < 3 or number_word(word) is not None:
            return None
        near = process.extractOne(word, _unit_words(), scorer=OSA.distance, score_cutoff=1 if len(word) < 7 else 2)
        if near is None or near[0][0] != word[0]:
            return None
        kind, name = _units()[near[0]]
        return kind, name, i + 1

    # --- readers of terms

    def _marker(self, i: int) -> tuple[Term, int] | None:
        for kind, known in _markers():
            found = self._in(i, known)
            if found and not (kind is Kind.CORRECTION and found[0] in _HALF_CORRECTIONS and not self._between_marks(i, found[1])):
                if kind is Kind.JOIN and found[0] == "another" and self._word(i + 1) in ("one", "on", "at"):
                    return self._make(Kind.DURATION, i, i + 1 + (self._word(i + 1) == "one"), unit="same")
                if kind is Kind.JOIN and found[0].endswith("another") and self._word(found[1]) == "one":
                    return self._make(Kind.JOIN, i, i + 1)
                if kind is Kind.EACH and self._every(i):
                    continue
                return self._make(kind, i, found[1])
        return None

    def _between_marks(self, i: int, j: int) -> bool:
        """Whether a word stands between marks or beside 'no', as 'Well,' and ', rather,' do, or a number follows it."""
        before, after = self.raw[i - 1].kind if i else Kind.STOP, self.raw[j].kind if j < len(self.raw) else Kind.STOP
        marks = (Kind.COMMA, Kind.STOP)
        return self._single(j) is not None or (after in marks and before in marks) or self._word(j) in ("no", "only")

    def _share(self, i: int) -> tuple[Term, int] | None:
        number = self._number(i)
        if number and self._word(number[2]) in ("%", "percent", "per"):
            j = number[2] + (2 if self._word(number[2]) == "per" and self._word(number[2] + 1) == "cent" else 1)
            if self._word(number[2]) != "per" or self._word(number[2] + 1) == "cent":
                return self._share_of(i, j, number[0] / 100, number[1] / 100)
        half = self._in(i, _fractions())
        return self._share_of(i, half[1], _fractions()[half[0]], _fractions()[half[0]]) if half else None

    def _share_of(self, i: int, j: int, low: float, high: float) -> tuple[Term, int] | None:
        """A share of the working time; a percentage of anything else is no time at all."""
        of = self._in(j, frozenset(words_of("already_week"))) or self._in(j, _short_shares())
        if of:
            return self._make(Kind.SHARE, i, of[1], low, high)
        return self._make(Kind.WORD, i, j) if self._word(j - 1) in ("%", "percent", "cent") else None

    def _every(self, i: int) -> tuple[Term, int] | None:
        """'every other Saturday', 'each evening', 'every two weeks', 'every weekday evening', 'daily'."""
        adverb = self._in(i, _adverbs())
        if adverb:
            period = table("adverbs")[adverb[0]]
            if period == "day":
                return self._make(Kind.SLOT, i, adverb[1], 7.0, soft=True)
            return self._make(Kind.PER, i, adverb[1], WEEKS[period], unit=period)
        other = self._in(i, frozenset(words_of("every_other")))
        every = self._in(i, frozenset(words_of("every")))
        if not other and not every:
            return None
        gap, j = (2.0, other[1]) if other else (1.0, every[1] if every else i)
        number = self._single(j) if not other else None
        if number and (unit_ := self._unit(number[1])) and unit_[0] == "periods":
            return self._make(Kind.PER, i, unit_[2], number[0] * WEEKS[unit_[1]], unit=unit_[1])
        days = self._weekdays(j) or self._weekdays(self._skip(j, 1))
        j = self._skip(j, 1)
        if days:
            slot, end = days
            return self._make(
                Kind.SLOT, i, end, slot.low / gap, unit=slot.unit, names=slot.names, counted=False, soft=False,
            )  # fmt: skip
        unit = self._unit(j, near=True)
        if unit is None or unit[0] == "durations":
            return None
        if unit[0] == "periods" or (unit[1] == "day" and gap > 1):
            if unit[1] == "day":
                return self._make(Kind.SLOT, i, unit[2], 7.0 / gap, soft=True)
            return self._make(Kind.PER, i, unit[2], gap * WEEKS[unit[1]], unit=unit[1])
        return self._every_part(i, unit, gap)

    def _every_part(self, i: int, unit: tuple[str, str, int], gap: float) -> tuple[Term, int]:
        name = unit[1]
        if name == "weekend":
            return self._make(Kind.SLOT, i, unit[2], 1 / gap, unit="weekend")
        if name == "session":
            return self._make(Kind.SLOT, i, unit[2], 5.0, unit="session", soft=True)
        return self._make(Kind.SLOT, i, unit[2], 7.0 / gap, unit="" if name == "day" else name, soft=True)

    def _counted(self, i: int) -> tuple[Term, int] | None:
        """'two hours', 'three free evenings', 'six weeks', 'half a day', '5 times', '38-hour week'."""
        once = self._in(i, values("once"))  # type: ignore[arg-type]
        if once and (self._in(once[1], _every_words()) or self._word(once[1]) in ("a", "per", "weekly", "in")):
            return self._make(Kind.SLOT, i, once[1], values("once")[once[0]], unit="session", counted=True)
        amount = self._amount(i)
        if amount is None or (self._word(i) in ("a", "an") and self._follows_amount()):
            return None
        low, high, j = amount
        k = self._skip(j)
        if self._word(k) in words_of("times") and self._word(i) not in ("a", "an") and (low > 1 or self._word(k) != "time"):
            return self._make(Kind.SLOT, i, k + 1, low, high, unit="session", counted=True)
        days = self._weekdays(k)
        if days and (self._word(i) not in ("a", "an") or days[0].unit):
            slot, end = days
            return self._make(Kind.SLOT, i, end, low, high, unit=slot.unit, names=slot.names, counted=True)
        unit = self._unit(k, near=True)
        if unit is None:
            return None
        return self._of_unit(i, low, high, k, unit)

    def _of_unit(self, i: int, low: float, high: float, k: int, unit: tuple[str, str, int]) -> tuple[Term, int] | None:
        kind, name, j = unit
        if kind == "durations":
            if name == "hour" and self._word(k - 1) == "-" and self._word(j) in ("week", "weeks", "job"):
                return self._make(Kind.WORKING_WEEK, i, j + 1, low, high)
            hours = 1.0 if name == "hour" else 1 / _MINUTES
            if " ".join(self._word(n) for n in range(j, j + 3)) == "and a half":
                return self._make(Kind.DURATION, i, j + 3, (low + 0.5) * hours, (high + 0.5) * hours)
            if name == "hour" and j < len(self.raw) and self.raw[j].kind is Kind.NUMBER and self._word(j) in ("15", "20", "30", "40", "45"):
                return self._make(Kind.DURATION, i, j + 1, low + self.raw[j].low / _MINUTES)
            return self._make(Kind.DURATION, i, j, low * hours, high * hours)
        whole = any(self._word(n) in ("whole", "full", "working") for n in range(i, k)) or low < 1
        if name == "day" and whole and low <= 3:
            return self._make(Kind.DURATION, i, j, low * WHOLE_DAY_HOURS, high * WHOLE_DAY_HOURS)
        if kind == "periods":
            return self._make(Kind.SPAN, i, j, low * WEEKS[name], high * WEEKS[name], unit=name)
        if name == "weekday":
            return self._make(Kind.SLOT, i, j, low, high, names=frozenset(_WEEK_ORDER[:5]), counted=True)
        if name == "day" and self._is_weekly(j):
            return self._make(Kind.SLOT, i, j, low, high, counted=True)
        if name == "day":
            return self._make(Kind.SPAN, i, j, low / 7, high / 7, unit="day")
        if name == "session" and self._word(i) in ("a", "an", "another"):
            return self._make(Kind.SLOT, i, j, 0.0, unit=name, soft=True)
        return self._make(Kind.SLOT, i, j, low, high, unit=name, counted=True)

    def _is_weekly(self, i: int) -> bool:
        """Whether 'a week', 'each month' or the like begins here."""
        lead = self._in(i, frozenset(words_of("per"))) or self._in(i, _every_words())
        unit = self._unit(lead[1], near=True) if lead else None
        return (unit is not None and unit[0] == "periods") or bool(self._in(i, _adverbs()))

    def _follows_amount(self) -> bool:
        """Whether an amount stands directly before, so that 'a day' says how often."""
        last = next((t for t in reversed(self.done) if t.text not in ("or", "so", "about", "-")), None)
        return last is not None and last.kind in (Kind.DURATION, Kind.SLOT, Kind.NUMBER) and last.unit != "same"

    def _weekdays(self, i: int) -> tuple[Term, int] | None:
        """'Tuesdays', 'Mon-Fri', 'Monday to Thursday', 'weekdays', 'Saturday mornings', with the part of the day."""
        first = self._day(i)
        if first is None:
            return None
        names, j = first
        if self._word(j) in ("to", "till", "until", "through", "-", "–", "—", "thru") and (last := self._day(j + 1)) and len(names | last[0]) == 2:
            a, b = _WEEK_ORDER.index(next(iter(names))), _WEEK_ORDER.index(next(iter(last[0])))
            names = frozenset(_WEEK_ORDER[a : b + 1]) if a < b else names | last[0]
            j = last[1]
        rate = float(len(names))
        part = next(((table("parts")[p], k) for p, k in self._phrase(j, 2) if table("parts").get(p) not in (None, "day", "weekend", "session")), None)
        if part:
            return self._make(Kind.SLOT, i, part[1], rate, unit=part[0], names=names)
        return self._make(Kind.SLOT, i, j, rate, names=names)

    def _day(self, i: int) -> tuple[frozenset[str], int] | None:
        for phrase, j in self._phrase(i, 2):
            if phrase in table("names"):
                return frozenset({table("names")[phrase]}), j + (self._word(j) == "." and j < len(self.raw) - 1 and len(phrase) <= 4)
            if phrase in words_of("weekdays"):
                return frozenset(_WEEK_ORDER[:5]), j
        word = self._word(i)
        if re.search(r"days?$", word) and len(word) > 5 and word not in _NO_DAYS:
            near = process.extractOne(word, _day_names(), scorer=OSA.distance, score_cutoff=2)
            if near and near[0][0] == word[0]:
                return frozenset({table("names")[near[0]]}), i + 1
        return None

    def _part(self, i: int) -> tuple[Term, int] | None:
        """'in the evenings', 'weekends', 'at night': a time without a count."""
        lead = next((j for p, j in self._phrase(i, 3) if p in ("in the", "on", "at", "on the", "at the", "in", "during the")), i)
        unit = self._unit(lead)
        if unit is None or unit[0] != "parts" or unit[1] in ("day", "session"):
            return None
        word, name, j = self._word(unit[2] - 1), unit[1], unit[2]
        if name == "weekend":
            return self._make(Kind.SLOT, i, j, 1.0, unit=name)
        if word.endswith("s") or name == "lunch":
            return self._make(Kind.SLOT, i, j, 5.0, unit=name, soft=True)
        return self._make(Kind.SLOT, i, j, 0.0, unit=name, soft=True) if lead > i else None

    def _per(self, i: int) -> tuple[Term, int] | None:
        """'a week', 'per month', '/day', 'an evening' after an amount."""
        lead = self._in(i, frozenset(words_of("per")))
        if lead is None:
            return None
        unit = self._unit(lead[1], near=self._follows_amount())
        if unit is None or unit[0] == "durations":
            return None
        if self.done and self.done[-1].kind is Kind.NUMBER:
            return self._make(Kind.WORD, i, unit[2])  # '70 a day' counts things
        kind, name, j = unit
        if kind == "periods":
            return self._make(Kind.PER, i, j, WEEKS[name], unit=name)
        if not self._follows_amount():
            return None
        if name == "weekday":
            return self._make(Kind.SLOT, i, j, 5.0, names=frozenset(_WEEK_ORDER[:5]))
        return self._every_part(i, unit, 1.0)

    def _number_term(self, i: int) -> tuple[Term, int] | None:
        number = self._number(i)
        return self._make(Kind.NUMBER, i, number[2], number[0], number[1]) if number else None


def _merged(last: Term, term: Term, text: str) -> Term | None:
    """Two neighbours as one term, if they say one thing."""
    start, end = last.start, term.end
    words = text[start:end].lower()
    if last.kind is term.kind is Kind.DURATION and last.low >= 1 > term.low > 0 and "min" in term.text and last.end <= term.start:
        return replace(last, end=end, text=words, low=last.low + term.low, high=last.high + term.high)
    if not (last.kind is term.kind is Kind.SLOT):
        return None
    if last.names and term.names and not last.counted and not term.counted and not last.names & term.names and last.low == len(last.names):
        names = last.names | term.names
        return replace(term, start=start, text=words, low=float(len(names)), high=float(len(names)), names=names, unit=term.unit or last.unit)
    return None


_LINKS = frozenset({"and", "&", "on", "in", "the", "or", "/"})
_HALF_CORRECTIONS = frozenset({"rather", "well", "instead", "actually", "sorry", "honestly", "realistically", "down to", "another"})
"""Words that correct only where marks or numbers stand beside them: not in 'I'd rather use' or 'as well'."""
_NO_DAYS = frozenset({"holiday", "holidays", "birthday", "birthdays", "someday", "everyday", "midday", "today", "yesterday", "payday", "nowadays", "workdays", "workday"})


@cache
def _markers() -> tuple[tuple[Kind, frozenset[str]], ...]:
    kinds = ((Kind.CORRECTION, "correction"), (Kind.EACH, "each"), (Kind.TOTAL, "total"), (Kind.JOIN, "join"))
    return tuple((kind, frozenset(words_of(name))) for kind, name in kinds)


@cache
def _between() -> frozenset[str]:
    return frozenset(words_of("between"))


@cache
def _between_numbers() -> frozenset[str]:
    return frozenset(words_of("between_numbers"))


@cache
def _hedges() -> frozenset[str]:
    return frozenset({"maybe", "perhaps", "sometimes", "possibly"})


@cache
def _few() -> dict[str, float]:
    return dict(values("a_few"))


@cache
def _fractions() -> dict[str, float]:
    return dict(values("fractions"))


@cache
def _adverbs() -> frozenset[str]:
    return frozenset(table("adverbs"))


@cache
def _every_words() -> frozenset[str]:
    return frozenset(words_of("every"))


@cache
def _short_shares() -> frozenset[str]:
    """'half my working time' lacks the 'of'."""
    return frozenset(phrase.removeprefix("of ") for phrase in words_of("already_week"))


@cache
def _units() -> dict[str, tuple[str, str]]:
    """Long names of units, by which misspelt ones are mended."""
    return {
        word: (kind, name) for kind in ("durations", "parts", "periods") for word, name in table(kind).items()
        if len(word) > 3 and " " not in word and word not in ("slot", "slots", "block", "blocks", "shift", "shifts")
    }  # fmt: skip


@cache
def _unit_words() -> tuple[str, ...]:
    return tuple(_units())


@cache
def _day_names() -> tuple[str, ...]:
    return tuple(word for word in table("names") if len(word) > 5)
