"""Times of the clock: '7 to 9' beside an evening, 'from 18:00 to 20:30', '8 till half ten' as hours."""

from collections.abc import Sequence
from itertools import takewhile

from advisor.dialogue.reading.frequencies import read_weekdays
from advisor.dialogue.reading.lexicon import table, values, word_set
from advisor.dialogue.reading.terms import Kind, Term
from advisor.dialogue.reading.tokens import Tokens

_NOON = 12.0
_MINUTES = 60
_SINGLING_OUT = frozenset({"only", "just", "instead"})
"""May stand between a day and its times: 'Sundays only, 10 till 1'."""


def read_clock(tokens: Tokens, i: int, done: Sequence[Term]) -> tuple[Term, int] | None:
    """The hours between two times, where a day or part of one stands before or the times are written as such."""
    lead = tokens.word(i) in word_set("before_clock")
    first = _time(tokens, i + lead)
    if first is None:
        return None
    link = tokens.find(first[1], word_set("between_clocks"))
    last = _time(tokens, link[1]) if link else None
    if last is None or tokens.unit(last[1]) or tokens.word(last[1]) in word_set("no_clock"):
        return None
    written = first[2] or last[2]
    if not written and not _follows_slot(done) and not (tokens.word(i) in ("from", "between") and _beside_slot(tokens, last[1], done)):
        return None
    hours = (last[0] - first[0]) % _NOON
    return tokens.make(Kind.DURATION, i, last[1], hours, unit="clock") if hours else None


def _beside_slot(tokens: Tokens, i: int, done: Sequence[Term]) -> bool:
    """Whether the clause has told a day before, or goes on with one: 'evenings are free from 7 to 9', 'from 6 to 8, Mondays'."""
    clause = takewhile(lambda term: term.kind not in (Kind.STOP, Kind.COMMA), reversed(done))
    if any(term.kind is Kind.SLOT and (term.names or term.unit not in ("", "session")) for term in clause):
        return True
    return read_weekdays(tokens, i + (tokens.kind(i) is Kind.COMMA or tokens.word(i) == "on")) is not None


def _follows_slot(done: Sequence[Term]) -> bool:
    """Whether a weekday or a part of the day stands directly before."""
    last = next((t for t in reversed(done) if t.kind is not Kind.COMMA and t.text not in word_set("before_clock") | _SINGLING_OUT), None)
    return last is not None and last.kind is Kind.SLOT and bool(last.names or last.unit not in ("", "session"))


def _named(tokens: Tokens, i: int) -> tuple[float, int] | None:
    """'noon', 'midnight'."""
    found = tokens.find(i, values("named_hours"))
    return (values("named_hours")[found[0]], found[1]) if found else None


def _time(tokens: Tokens, i: int) -> tuple[float, int, bool] | None:
    """Hours since midnight or noon, the place after, and whether it is written as no mere number is."""
    if past := tokens.find(i, values("past_hour")):
        hour = _named(tokens, past[1]) or tokens.single(past[1])
        return (hour[0] + values("past_hour")[past[0]], hour[1], True) if hour else None
    if named := _named(tokens, i):
        return *named, True
    read = tokens.single(i)
    if read is None or read[0] > 2 * _NOON:
        return None
    hour_, j = read
    written = False
    if tokens.word(j) == ":" and tokens.kind(j + 1) is Kind.NUMBER and tokens.raw[j + 1].low < _MINUTES:
        hour_, j, written = hour_ + tokens.raw[j + 1].low / _MINUTES, j + 2, True
    elif "." in tokens.word(i) and tokens.kind(i) is Kind.NUMBER:
        hour_ = int(hour_) + (hour_ - int(hour_)) * 100 / _MINUTES
    if half := tokens.find(j, table("half_of_day")):
        return hour_, half[1], True
    return hour_, j, written
