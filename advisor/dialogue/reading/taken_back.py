"""Times that a message takes back: 'four, not six', 'I said January, I meant February', 'six was too optimistic'.

They are blanked, so that what is left tells the new time, at the same places of the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from advisor.dialogue.reading.dates import dates_in
from advisor.dialogue.reading.lexicon import alternation, words_of
from advisor.dialogue.reading.quantities import Kind, terms
from advisor.dialogue.reading.text import sentences

_NEAR = 48
"""Letters before a time in which the words stand that take it back."""
_MOST_APART = 4
"""Letters between a slip owned up to and the time behind it: a weekday's short name."""
SAME_WEEK = 0.4
"""Weeks within which two dates are the same."""
_BESIDE_MONTH = 14
"""Letters before a month in which its day or its part may stand."""
_BESIDE_DAYS = 20
"""Letters between an amount and the days on which it is told: 'an hour before work, Monday to Friday'."""
_JUDGES = re.compile(r"\b(?:is|are|was|were|not|no|isn['’]?t|wasn['’]?t)\b", re.IGNORECASE)
_SMALL = r"(?:(?:the|my|those|a|an|in|on|by|at|to|for|until|till|before|about|around|only|just|end|middle|of|it|it['’]s|is|was|had|due|hours|first|early|mid|late)\s+)*$"
_DENIED = re.compile(rf"(?:\bnot|\bno longer|\b(?:is|was|are|does|do)n['’]?t|\binstead of|\brather than|\bin place of|\b(?:forget|scrap|scratch|drop|never mind|ignore)(?: about)?)\s+{_SMALL}", re.IGNORECASE)
"""Right before a time that does not hold."""
_ONCE_SAID = re.compile(rf"\b(?:said|told(?: you)?|gave you|mentioned|wrote|typed|thought|planned|put|was|were|used to be|from)\s+{_SMALL}", re.IGNORECASE)
"""Right before a time that held until now, where another follows."""
_MISJUDGED = re.compile(
    r"\s*(?:hours?|hrs?|h|weeks?|months?)?(?:\s+(?:a|per)\s+week)?\s+(?:is|was|were|are|seems?|turned out)\s+(?:\w+\s+){0,2}?"
    r"(?:impossible|not possible|not happening|not going to happen|not on|no longer on|no longer possible|off|out|dead|gone|out of the question|too|wrong|optimistic|wishful|unrealistic|dreaming|a dream|a mistake|a typo|a slip|a lie|nonsense|back then|before|from before|out of date|history|never going to)\b"
    r"|\s*(?:isn['’]?t|is not|won['’]?t|will not|can['’]?t|cannot|doesn['’]?t|does not|didn['’]?t)\s+(?:\w+\s+)?(?:happen(?:ing)?|work(?:ing)? out|work|hold|possible|on|doable|realistic|feasible|be (?:met|done|held|possible|kept)|true|right)\b|\s*(?:fell|falls|has fallen) through\b",
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
    weeks: float | None = None
    """Weeks from today to a date, or of a span."""


@dataclass(frozen=True)
class Known:
    """What the message puts right: the hours a week, or the weeks left to a date."""

    hours: float | None = None
    weeks: float | None = None


NOTHING_KNOWN = Known()


def remainder(text: str, today: date, known: Known = NOTHING_KNOWN) -> Remainder:
    """What is left of a message when the times that it takes back are gone, and those that are `known`."""
    found = sorted(_times(text, today), key=lambda it: it.start)
    gone = [it for n, it in enumerate(found) if _is_old(text, it, followed=n + 1 < len(found)) or _is_known(text, it, known, today)]
    left = text
    for it in gone:
        start = _denial_of(text, it)
        left = left[:start] + " " * (it.end - start) + left[it.end :]
    hours = tuple(it.hours for it in gone if it.hours is not None)
    return Remainder(left, hours, any(it.hours is None for it in gone), next((it.unit for it in gone if it.unit), ""))


def _times(text: str, today: date) -> Iterator[_Time]:
    days = dates_in(text, today)
    yield from (_Time(day.start, day.end, None, weeks=(day.day - today).days / 7) for day in days)
    for term in terms(text):
        if any(day.start <= term.start < day.end for day in days):
            continue
        if term.kind in (Kind.NUMBER, Kind.DURATION):
            yield _Time(term.start, term.end, term.middle)
        elif term.kind is Kind.SPAN:
            yield _Time(term.start, term.end, None, term.unit, weeks=term.middle)


def _is_old(text: str, it: _Time, followed: bool) -> bool:
    lead = text[max(0, it.start - _NEAR) : it.start]
    if _DENIED.search(lead) or _MISJUDGED.match(text, it.end):
        return True
    asked_again = text[it.end : it.end + 1] == "?"  # 'ten? I wish. Make that five'
    return followed and (asked_again or bool(_ONCE_SAID.search(lead)))


def _is_known(text: str, it: _Time, known: Known, today: date) -> bool:
    """Whether a time is the known one: to the day, or the month of it without a day."""
    if it.hours is not None:
        return it.hours == known.hours and not _of_other_period(text, it)
    if it.weeks is None or known.weeks is None:
        return False
    if abs(it.weeks - known.weeks) < SAME_WEEK:
        return True
    one, other = (today + timedelta(weeks=weeks) for weeks in (it.weeks, known.weeks))
    bare = not re.search(r"\d|\b(?:first|early|beginning|start|mid|middle|second|third|last|end|late)\b", text[max(0, it.start - _BESIDE_MONTH) : it.end], re.IGNORECASE)
    return bare and not it.unit and (one.year, one.month) == (other.year, other.month)


def _of_other_period(text: str, it: _Time) -> bool:
    """Whether an amount is told of each day or month, and so is not the known one of a week: '4 hours every day'."""
    after = next((t for t in terms(text) if t.start >= it.end and t.kind in (*_TIMES, Kind.STOP)), None)
    if after is None or _JUDGES.search(text, it.end, after.start):
        return False
    near = after.start - it.end < _BESIDE_DAYS
    return near and ((after.kind is Kind.PER and after.unit != "week") or after.kind is Kind.SLOT)


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
