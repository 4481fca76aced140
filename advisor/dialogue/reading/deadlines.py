"""Until when something must be done: spans ('six weeks left') and dates near a word of finishing; the last correction wins."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from advisor.dialogue.reading.dates import dates_in
from advisor.dialogue.reading.due import Due, sentence_of
from advisor.dialogue.reading.due_dates import due_dates
from advisor.dialogue.reading.due_events import due_events, shifted
from advisor.dialogue.reading.due_spans import due_spans
from advisor.dialogue.reading.lexicon import alternation, phrases, words_of
from advisor.dialogue.reading.quantities import Kind, terms

_MOST_WORDS = 14
"""Words between a correction and what it corrects to."""
_MOST_LETTERS = 45
"""Letters by which a correction may stand before the sentence of what it corrects to: 'Oh wait. I looked it up.'"""


@dataclass(frozen=True)
class Deadline:
    """Weeks from today, None where the person says that there is no deadline, and the words that say so."""

    weeks: float | None
    quote: str


def deadline_in(text: str, today: date, asked: bool = False) -> Deadline | None:
    """The deadline that a message tells. What it predicts, has behind it or does every so often is none."""
    days = shifted(text, dates_in(text, today))
    spans = [span for span in due_spans(text, asked) if not any(day.start <= span.start and span.end <= day.end for day in days)]
    due = (*_none(text, asked), *spans, *due_dates(text, days, today, asked))
    found = sorted((*due, *_called_off(text, due), *due_events(text, days, today)), key=lambda f: f.end)
    firm = [f for f in found if f.strength > 0]
    firm = [f for f in firm if not _only_named(text, f)] or firm  # 'not in June, in July'
    if not firm:
        return None
    corrections = [*_corrections(text), *_put_right(text, found)]
    best = firm[0]
    for n, later in enumerate(found):
        if later.end <= best.end:
            continue
        since = max(best.end, found[n - 1].end if n else 0)
        corrected = any(since <= at <= later.end and _near(text, at, later.end) for at in corrections)
        if (corrected and not _only_named(text, later)) or (best.weeks is None and later.strength >= best.strength) or later.strength > best.strength:
            best = later
    return Deadline(best.weeks, text[best.start : best.end].strip(" .,"))


def _near(text: str, at: int, end: int) -> bool:
    """Whether a correction is soon followed by what it corrects to."""
    return len(text[at:end].split()) <= _MOST_WORDS and sentence_of(text, end - 1)[0] - at < _MOST_LETTERS


def _corrections(text: str) -> list[int]:
    moved = re.finditer(r"\b(?:moved|pulled forward|brought forward|pushed|postponed|shifted|put off|extended|but now|now it|is now|now|moved it|(?:since |then )?agreed on|extended it|changed it|then said|it became)\b", text, re.IGNORECASE)
    return [t.start for t in terms(text) if t.kind is Kind.CORRECTION] + [m.start() for m in moved]


def _put_right(text: str, found: Sequence[Due]) -> Iterator[int]:
    """Where words such as 'realistically' lead straight to one of the times found; elsewhere they correct no date."""
    for match in _leading_to().finditer(text):
        if any(due.start <= match.end() < due.end for due in found):
            yield match.start()


@cache
def _leading_to() -> re.Pattern[str]:
    small = alternation(words_of("before_right_date"))
    return re.compile(rf"{alternation(words_of('leads_to_right_date'))}[\s,:]+(?:{small}\s+)*", re.IGNORECASE)


def _only_named(text: str, found: Due) -> bool:
    """Whether a date is what no longer holds: 'instead of 1 April'."""
    return bool(re.search(r"\b(?:instead of|rather than|not|from)\s+(?:on\s+|in\s+|by\s+|the\s+)*$", text[: found.start], re.IGNORECASE))


def _called_off(text: str, due: Sequence[Due]) -> Iterator[Due]:
    """'We had a deadline in May, but it was scrapped': none is left."""
    for match in phrases("called_off").finditer(text):
        low, high = sentence_of(text, match.start())
        named = [d for d in due if d.strength and d.weeks is not None and low - _MOST_LETTERS <= d.end and d.start < high]
        if phrases("deadline_named").search(text, max(0, low - _MOST_LETTERS), high):
            yield Due(match.start(), max([match.end(), *(d.end + 1 for d in named)]), None, 3)


_GOES_ON = re.compile(r"\s*,?\s+(?:by|before|until|later|they|these|those|this data|our|the|my|you|he|she)\b", re.IGNORECASE)
"""After a 'no', what shows that it answers something else: 'no, they may not leave our servers'."""


def _none(text: str, asked: bool) -> Iterator[Due]:
    for match in phrases("no_deadline").finditer(text):
        after = text[match.end() :]
        if not re.match(r"\s*-?\s*hours?\b", after) and not phrases("apart_from_that").match(after.lstrip(" ,")):
            yield Due(match.start(), match.end(), None, 2)
    if asked:
        answer = re.match(rf"\W*(?:{alternation(words_of('no_deadline_asked'))})", text, re.IGNORECASE)
        if answer and not _GOES_ON.match(text, answer.end()):
            yield Due(answer.start(), answer.end(), None, 1)
