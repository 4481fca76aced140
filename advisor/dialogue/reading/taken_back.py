"""Times that a message takes back: 'four, not six', 'I said January, I meant February', 'six was too optimistic'.

They are blanked, so that what is left tells the new time, at the same places of the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from advisor.dialogue.reading.dates import dates_in
from advisor.dialogue.reading.lexicon import alternation, words_of
from advisor.dialogue.reading.quantities import Kind, terms
from advisor.dialogue.reading.text import sentences

_NEAR = 48
"""Letters before a time in which the words stand that take it back."""
_MOST_APART = 4
"""Letters between a slip owned up to and the time behind it: a weekday's short name."""
_SMALL = r"(?:(?:the|my|those|a|an|in|on|by|at|to|for|until|till|before|about|around|only|just|end|middle|of|it|it['’]s|is|was|had|due|hours|first|early|mid|late)\s+)*$"
_DENIED = re.compile(rf"(?:\bnot|\bno longer|\b(?:is|was|are|does|do)n['’]?t|\binstead of|\brather than|\bin place of|\b(?:forget|scrap|scratch|drop|never mind|ignore)(?: about)?)\s+{_SMALL}", re.IGNORECASE)
"""Right before a time that does not hold."""
_ONCE_SAID = re.compile(rf"\b(?:said|told(?: you)?|gave you|mentioned|wrote|typed|thought|planned|put|was|were|used to be|from)\s+{_SMALL}", re.IGNORECASE)
"""Right before a time that held until now, where another follows."""
_MISJUDGED = re.compile(
    r"\s*(?:hours?|hrs?|h|weeks?|months?)?(?:\s+(?:a|per)\s+week)?\s+(?:is|was|were|are|seems?|turned out)\s+(?:\w+\s+){0,2}?"
    r"(?:too|wrong|optimistic|wishful|unrealistic|dreaming|a dream|a mistake|a typo|a slip|a lie|nonsense|back then|before|from before|out of date|history|never going to)\b",
    re.IGNORECASE,
)
"""Right behind a time that does not hold."""


@dataclass(frozen=True)
class Remainder:
    """A message without the times it takes back."""

    text: str
    """As long as the message, blanks for what was taken back."""
    hours: tuple[float, ...]
    """Amounts taken back that may be hours a week."""
    dates: bool
    """Whether a date or a span was taken back."""
    unit: str = ""
    """The unit of a span that was taken back, in which a bare number may tell the new one."""


@dataclass(frozen=True)
class _Time:
    start: int
    end: int
    hours: float | None
    unit: str = ""


def remainder(text: str, today: date) -> Remainder:
    """What is left of a message when the times that it takes back are gone."""
    found = sorted(_times(text, today), key=lambda it: it.start)
    gone = [it for n, it in enumerate(found) if _is_old(text, it, followed=n + 1 < len(found))]
    left = text
    for it in gone:
        start = _denial_of(text, it)
        left = left[:start] + " " * (it.end - start) + left[it.end :]
    hours = tuple(it.hours for it in gone if it.hours is not None)
    return Remainder(left, hours, any(it.hours is None for it in gone), next((it.unit for it in gone if it.unit), ""))


def _times(text: str, today: date) -> Iterator[_Time]:
    days = dates_in(text, today)
    yield from (_Time(day.start, day.end, None) for day in days)
    for term in terms(text):
        if any(day.start <= term.start < day.end for day in days):
            continue
        if term.kind in (Kind.NUMBER, Kind.DURATION):
            yield _Time(term.start, term.end, term.middle)
        elif term.kind is Kind.SPAN:
            yield _Time(term.start, term.end, None, term.unit)


def _is_old(text: str, it: _Time, followed: bool) -> bool:
    lead = text[max(0, it.start - _NEAR) : it.start]
    if _DENIED.search(lead) or _MISJUDGED.match(text, it.end):
        return True
    asked_again = text[it.end : it.end + 1] == "?"  # 'ten? I wish. Make that five'
    return followed and (asked_again or bool(_ONCE_SAID.search(lead)))


def _denial_of(text: str, it: _Time) -> int:
    """Where the words begin that deny a time, 'instead of' or 'not'; where it begins itself if none do."""
    low = max(0, it.start - _NEAR)
    denied = _DENIED.search(text[low : it.start])
    return low + denied.start() if denied else it.start


_TIMES = (Kind.NUMBER, Kind.DURATION, Kind.SPAN, Kind.SLOT, Kind.PER)
_CHANGING = re.compile(alternation(words_of("changing")), re.IGNORECASE)
_OTHER_TIME = re.compile(alternation(words_of("other_time")), re.IGNORECASE)


def changes(text: str) -> bool:
    """Whether a message speaks of something that is otherwise than it was told."""
    return bool(_CHANGING.search(text)) and not of_other_time(text)


_STRAIGHT = re.compile(rf"\W*(?:{alternation(words_of('owning_up'))}[\s,:;.!–—-]+)+(?:(?:it['’]?s|i meant|i mean|that['’]?s|should be|only|the|about|by|on|rather)\s+)*", re.IGNORECASE)
"""Owns up to a mistake and goes straight on to what is right: 'typo: 15 February', 'my mistake, four hours'."""


def straight_after_mistake(text: str, today: date) -> bool:
    """Whether a message begins with a slip that is owned up to, and a time right behind it."""
    begun = _STRAIGHT.match(text)
    return begun is not None and any(abs(it.start - begun.end()) <= _MOST_APART for it in _times(text, today))


def of_other_time(text: str) -> bool:
    """Whether a sentence that tells a time speaks of what was spent, or of what a thing needs."""
    return any(_OTHER_TIME.search(sentence) for sentence in sentences(text) if any(t.kind in _TIMES for t in terms(sentence)))


def in_own_words(quote: str, text: str) -> str:
    """The quote where it stands in the message, else the message: what was blanked is nobody's words."""
    return quote if quote and quote in text else text.strip()
