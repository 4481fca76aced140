"""Deadlines told by something else that has a date: 'the fair is on 6 February and it should run by then', 'ten days before Easter'."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from advisor.dialogue.reading.dates import FoundDate
from advisor.dialogue.reading.due import LONGEST_WEEKS, Due, finishing, sentence_of
from advisor.dialogue.reading.lexicon import alternation, phrases, words_of
from advisor.dialogue.reading.quantities import Kind, Term, terms

_NEAR = 45
"""Letters from the event to the beginning of the sentence that refers to it."""
_ASIDE = re.compile(r"\s+(?P<side>before|ahead of|after|following|past|from)\s+(?:(?:the|our|my)\s+)?(?:[\w']+\s+){0,4}(?:on\s+)?$", re.IGNORECASE)


def shifted(text: str, days: Sequence[FoundDate]) -> list[FoundDate]:
    """The dates, those from which a span is counted moved by it: 'three weeks after Christmas', 'a week from Friday'."""
    return [_moved(text, day) for day in days]


def _moved(text: str, day: FoundDate) -> FoundDate:
    for term in terms(text):
        side = _ASIDE.fullmatch(text, term.end, day.start) if term.kind is Kind.SPAN and term.end < day.start else None
        if side:
            back = side["side"].lower() in ("before", "ahead of")
            return replace(day, start=term.start, day=day.day + timedelta(weeks=term.middle) * (-1 if back else 1), vague=False, exact=True)
    return day


def due_events(text: str, days: Sequence[FoundDate], today: date) -> Iterator[Due]:
    """Deadlines by reference to a day that is named before."""
    yield from _sooner(text, days, today)
    yield from _referred(text, days, today)


def _sooner(text: str, days: Sequence[FoundDate], today: date) -> Iterator[Due]:
    """'The defence is on 18 June and all must be done ten days earlier'."""
    for term in terms(text):
        if term.kind is Kind.SPAN and _is_sooner(text, term):
            day = _last_before(days, term.start)
            weeks = (day.day - today).days / 7 - term.middle if day else 0.0
            if 0 < weeks <= LONGEST_WEEKS:
                yield Due(term.start, term.end, round(weeks, 1), 3)


def _is_sooner(text: str, term: Term) -> bool:
    """Whether it says so much earlier something is to be done: 'ready a month ahead', not 'we know it a month ahead'."""
    if not _earlier().match(text, term.end):
        return False
    return finishing(text[sentence_of(text, term.start)[0] : term.start])


@cache
def _earlier() -> re.Pattern[str]:
    return re.compile(rf"\s+{alternation(words_of('sooner'))}", re.IGNORECASE)


def _referred(text: str, days: Sequence[FoundDate], today: date) -> Iterator[Due]:
    """'The fair is on 6 February; it should run by then', '... and I'd like to show it there', '... ready before that'."""
    for match in _references().finditer(text):
        if any(term.kind is Kind.SPAN and 0 <= match.start() - term.end <= 1 for term in terms(text)):
            continue
        event = _event(text, days, match.start(), today)
        if event and 0 < event[2] <= LONGEST_WEEKS and sentence_of(text, match.start())[0] - event[1] < _NEAR:
            yield Due(event[0], match.end(), round(event[2], 1), 2)


def _event(text: str, days: Sequence[FoundDate], at: int, today: date) -> tuple[int, int, float] | None:
    """The day or span named last before a place: where it stands, and the weeks to it."""
    day = _last_before(days, at)
    span = max((term for term in terms(text) if _lies_ahead(text, term) and term.end <= at), key=lambda term: term.end, default=None)
    if span and (day is None or span.start > day.end):
        return span.start, span.end, span.middle
    return (day.start, day.end, (day.day - today).days / 7) if day else None


def _lies_ahead(text: str, term: Term) -> bool:
    """Whether a span goes on from today: 'in 100 days', 'for another four months'."""
    lead = text[max(0, term.start - 12) : term.start].lower() + text[term.start : term.end].lower()
    return term.kind is Kind.SPAN and bool(re.search(r"\b(?:in|another|within|due in)\b", lead))


def _last_before(days: Sequence[FoundDate], at: int) -> FoundDate | None:
    return max((day for day in days if day.end <= at), key=lambda day: day.end, default=None)


@cache
def _references() -> re.Pattern[str]:
    """Words that refer to a day named before them."""
    before = rf"{alternation(words_of('done_before'))}\s+(?:{alternation(words_of('well_before'))}\s+)?before(?=\s*(?:$|[.,;:!?)]))"
    there = rf"{alternation(words_of('shown_there'))}(?:\s+[\w']+){{0,3}}?\s+there(?=\s*(?:$|[.,;:!?)]|and\b|too\b))"
    then = rf"{alternation(words_of('needed_then'))}(?:\s+[\w']+){{0,3}}?\s+(?:then|on that (?:very )?(?:day|date))(?=\s*(?:$|[.,;:!?)]))"
    for_it = rf"{alternation(words_of('needed_then'))}(?:\s+[\w']+){{1,8}}?\s+for (?:it|that)(?=\s*(?:$|[.,;:!?)]))"
    return re.compile(rf"{phrases('by_then').pattern}|{before}|{there}|{then}|{for_it}", re.IGNORECASE)
