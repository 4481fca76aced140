"""What a message says of times, term by term: numbers, durations, slots, periods, spans and the words that bind them."""

import re
from dataclasses import dataclass
from enum import StrEnum

from advisor.dialogue.reading.lexicon import table

WEEKS = {"day": 1 / 7, "week": 1.0, "fortnight": 2.0, "month": 52 / 12, "quarter": 13.0, "year": 52.0}
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORKING_DAYS = frozenset(WEEK[:5])
WEEKEND = frozenset(WEEK[5:])
VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_CURRENCY = "€$£#"
_RAW = re.compile(
    r"(?P<number>\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:[.,]\d+)?|[½¼¾])"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)"
    r"|(?P<noise>\([!?.]+\))"
    r"|(?P<sign>->|→|\.{2,}|…|[-–—/%~+×*=,;:.!?()\n&])"
)


class Kind(StrEnum):
    """What a term says."""

    NUMBER = "number"
    DURATION = "duration"
    SLOT = "slot"
    PER = "per"
    SPAN = "span"
    WORKING_WEEK = "working week"
    SHARE = "share"
    LABEL = "label"
    EACH = "each"
    TOTAL = "total"
    TWICE = "twice"
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
    """Of a slot the part of the day, of a span or period its unit; of a duration 'minute', 'hour', 'day', 'clock' or 'same'."""
    names: frozenset[str] = frozenset()
    """The weekdays of a slot."""
    soft: bool = False
    """Of a slot: how often is only supposed ('in the evenings', 'every day'); something firmer may replace it."""
    counted: bool = False
    """Of a slot: it was counted ('three evenings'), and the count may be per month."""
    run: bool = False
    """Of a slot: a run of days ('Monday to Thursday'), each of which is meant."""
    pieces: float = 0.0
    """Of a duration in days: how many there are; 'two half-days' are two pieces, and their length may yet be told."""

    @property
    def middle(self) -> float:
        """The middle of a range, or the value itself."""
        return (self.low + self.high) / 2


def raw_terms(text: str) -> list[Term]:
    """Numbers, words and marks as they stand, usual slips of spelling mended in `Term.text`."""
    return [_raw_term(text, found) for found in _RAW.finditer(text) if not found["noise"]]


def _raw_term(text: str, found: re.Match[str]) -> Term:
    word = found.group(0).lower().replace("’", "'")
    if found["number"]:
        number = VULGAR[word] if word in VULGAR else _digits(word)
        foreign = found.start() > 0 and text[found.start() - 1] in _CURRENCY
        return Term(Kind.WORD if foreign else Kind.NUMBER, found.start(), found.end(), word, number, number)
    return Term(_kind_of_sign(text, found), found.start(), found.end(), table("slips").get(word, word))


def _digits(word: str) -> float:
    return float(word.replace(",", "")) if re.fullmatch(r"\d{1,3}(?:,\d{3})+", word) else float(word.replace(",", "."))


def _kind_of_sign(text: str, found: re.Match[str]) -> Kind:
    sign = found["sign"]
    if sign is None or sign in ("-", "/", "%", "~", "+", "->", "→", "&", "×", "*", "="):
        return Kind.WORD
    if sign == "." and text[found.end() : found.end() + 1].strip():
        return Kind.WORD
    return Kind.COMMA if sign in (",", ":", "(", ")", "–", "—") else Kind.STOP
