"""Hours and deadlines told anew in the middle of a conversation, beside those that are known.

Then a bare number or date may be meant: it counts where the message takes the old one back or says that something has
changed. In a first message nothing is known yet, and these rules do not apply.
"""

import re
from datetime import date

from advisor.dialogue.reading import times
from advisor.dialogue.reading.dates import dates_in
from advisor.dialogue.reading.due import finishing
from advisor.dialogue.reading.quantities import Kind, terms
from advisor.dialogue.reading.revising import hours_anew, moved_to
from advisor.dialogue.reading.taken_back import Remainder, changes, in_own_words, remainder
from advisor.domain.brief import Brief, Fact

_WEEKLY = re.compile(r"\b(?:hours?|hrs?|h|minutes|mins?|weekends?|evenings?|mornings?)\b|\d\s?h\b|\b(?:a|per|each|every) week\b|\bweekly\b|/\s?w", re.IGNORECASE)
"""Words of a message in which a number may be hours a week."""
_DUE = re.compile(r"\b(?:deadline|date|due|extension|instead|until|till|make it|make that|say|weeks?|months?)\b", re.IGNORECASE)
"""Words of a message in which a date or a span may be the deadline, beside those of finishing."""
_ASKS_FOR = re.compile(r"(?:can|could|may|shall) (?:we|you|i) (?:please |rather |also )?(?:plan|say|make|take|calculate|reckon|go|count|do it|set|put)\b", re.IGNORECASE)
"""'Could we plan with nine hours?' asks for another number and tells it."""
_LATER = re.compile(r"\b(?:more|extra|longer|later|additional|on top)\b", re.IGNORECASE)
_SOONER = re.compile(r"\b(?:earlier|sooner|less)\b", re.IGNORECASE)
_BY_MORE = re.compile(r"\b(?:extended|extension|prolonged|postponed|delayed|slipped|put off|pushed back)(?: (?:by|of|for))? (?:another |an extra |about )?$", re.IGNORECASE)
"""A span with one of these moves the deadline that is known."""
_MOST_LETTERS = 160
"""Letters of a message beyond which it tells too much else for a bare number to be meant so."""


def hours(text: str, turn: int, today: date, brief: Brief) -> list[Fact]:
    """The hours a week that replace those known."""
    known = brief.hours_per_week
    if known is None or len(text) > _MOST_LETTERS:
        return []
    left = remainder(text, today)
    if text.rstrip().endswith("?") and not (left.hours or _ASKS_FOR.match(text)):
        return []
    if _tells_hours(text, left, known):
        found = [f for f in times.hours_facts(left.text, turn, asked=True) if f.value != known]
        if found:
            return [f.model_copy(update={"quote": in_own_words(f.quote, text)}) for f in found]
    replaced = hours_anew(text, known)
    return [Fact(name="hours_per_week", value=replaced[0], quote=replaced[1], turn=turn)] if replaced else []


def _tells_hours(text: str, left: Remainder, known: float) -> bool:
    if not (changes(text) or _ASKS_FOR.match(text)):
        return known in left.hours and changes(f"now {left.text}")
    return known in left.hours or bool(_WEEKLY.search(text))


def deadline(text: str, turn: int, today: date, brief: Brief) -> list[Fact]:
    """The deadline that replaces the one known."""
    known = brief.fact("deadline_weeks")
    if known is None or len(text) > _MOST_LETTERS:
        return []
    moved = moved_to(text)
    told = times.deadline_facts(moved, turn, today, asked=True) if moved else []
    if told:
        return told
    left = remainder(text, today)
    if not (changes(text) and (left.dates or finishing(text) or _DUE.search(text))):
        return []
    shifted = _shifted(left.text, known, today)
    if shifted:
        return [Fact(name="deadline_weeks", value=shifted[0], quote=in_own_words(shifted[1], text), turn=turn, on=today)]
    found = [f for f in times.deadline_facts(_without_spans(left.text, today), turn, today, asked=True) if f.value is not None]
    return [f.model_copy(update={"quote": in_own_words(f.quote, text)}) for f in found]


def _without_spans(text: str, today: date) -> str:
    """Beside a date 'three more weeks' only tells how far it moved."""
    spans = [t for t in terms(text) if t.kind is Kind.SPAN and _LATER.search(text[t.start : t.end + 8])] if dates_in(text, today) else []
    for term in spans:
        text = text[: term.start] + " " * (term.end - term.start) + text[term.end :]
    return text


def _shifted(text: str, known: Fact, today: date) -> tuple[float, str] | None:
    """The deadline moved by a span, 'three more weeks', 'two weeks earlier', with the words; None where a date is told too."""
    if not isinstance(known.value, float | int) or dates_in(text, today):
        return None
    weeks_left = float(known.value) - ((today - known.on).days / 7 if known.on else 0.0)
    for term in terms(text):
        if term.kind is Kind.SPAN:
            quote = text[max(0, term.start) : term.end]
            if _LATER.search(quote) or _LATER.match(text, term.end + 1) or _BY_MORE.search(text[: term.start]):
                return round(weeks_left + term.middle, 1), quote
            if _SOONER.match(text, term.end + 1):
                return round(weeks_left - term.middle, 1), quote
    return None
