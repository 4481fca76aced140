"""Hours and deadlines told anew in the middle of a conversation, beside those that are known.

Then a bare number or date may be meant: it counts where the message takes the old one back or says that something has
changed. In a first message nothing is known yet, and these rules do not apply.
"""

import re
from datetime import date

from advisor.dialogue.reading import times
from advisor.dialogue.reading.beside import ends_well
from advisor.dialogue.reading.dates import dates_in
from advisor.dialogue.reading.due import finishing
from advisor.dialogue.reading.quantities import Kind, terms
from advisor.dialogue.reading.revising import hours_anew, moved_to
from advisor.dialogue.reading.taken_back import (
    Remainder,
    changes,
    in_own_words,
    of_other_time,
    remainder,
    straight_after_mistake,
)
from advisor.dialogue.reading.terms import WEEKS
from advisor.dialogue.reading.text import digits, words
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
_REFERS = re.compile(r"\b(?:i|we)(?:['’]ve| have| had|['’]d)? (?:first |once |only |just )?(?:said|told|wrote|typed|gave|mentioned|promised|put down)\b", re.IGNORECASE)
"""Speaks of what was told before, so that what is taken back is that, and nothing that was measured."""
_OFFERS = re.compile(
    r"\b(?:can|could|['’]ll|will|might|may)(?: only| just| now| still| really| probably| at most| maybe)* (?:manage|do|spare|give|offer|find|put in|free up)"
    r"(?: only| just| now| about| around| at most| maybe| perhaps| up to)* (?=\d)",
    re.IGNORECASE,
)
"""Leads to a number of hours, whether or not it has its unit: 'I can only manage six now'."""
_STARRED = re.compile(r"\s*\*\s?(?=[\w'’])|(?<=\w)\*(?=\s*$)")
"""The mark by which typists put right what they wrote before: '*20 hrs'."""
_MOST_STARRED = 6
"""Words of such a message."""
_SETS_DATE = re.compile(r"(?:\b(?:meant|mean|correction|make it|make that|rather)\b|^)\W*(?:(?:to say|on|by|the|at|it['’]?s|is|in|of|first|early|mid|middle|end|late|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?)\s+)*$", re.IGNORECASE)
"""Right before a date that replaces the one known: 'meant Friday'."""
_UNITS = re.compile(r"(?<!\d )\b(?P<new>days?|weeks?|months?|years?),? (?:and |but )?not (?:in )?(?P<old>days?|weeks?|months?|years?)\b", re.IGNORECASE)
"""One unit for another, without a number."""
_CONCLUDES = re.compile(r"\b(?:so|therefore|hence|which means|that means|meaning)\b[\s,:]*", re.IGNORECASE)
"""What follows is what is meant, whatever was told before as its reason."""
_MOST_LETTERS = 160
"""Letters of a message beyond which it tells too much else for a bare number to be meant so."""
_MOST_BESIDE_OLD = 280
"""The same where it takes back what is known, word for word."""
_MOST_HOURS = 60.0
"""Hours a week beyond which a number is an age or a count, and no time that anybody has."""


def hours(text: str, turn: int, today: date, brief: Brief) -> list[Fact]:
    """The hours a week that replace those known."""
    known = brief.hours_per_week
    if known is None or len(text) > _MOST_BESIDE_OLD:
        return []
    text, starred = _unstarred(text)
    left = remainder(text, today)
    if len(text) > _MOST_LETTERS and known not in left.hours:
        return []
    if text.rstrip().endswith("?") and not (left.hours or _ASKS_FOR.match(text)):
        return []
    if _tells_hours(text, left, known, starred, today):
        for part in (left.text, _conclusion(left.text)):
            found = [f for f in times.hours_facts(part, turn, asked=True) if f.value != known and f.value <= _MOST_HOURS]
            if found:
                return [f.model_copy(update={"quote": in_own_words(f.quote, text)}) for f in found]
    replaced = hours_anew(text, known)
    return [Fact(name="hours_per_week", value=replaced[0], quote=replaced[1], turn=turn)] if replaced else []


def _tells_hours(text: str, left: Remainder, known: float, starred: bool, today: date) -> bool:
    if known in left.hours:
        return bool(_REFERS.search(text)) or not of_other_time(text)
    if straight_after_mistake(text, today) and _WEEKLY.search(text):
        return True
    if starred:
        return not (left.dates or _tells_span(text))
    if not (changes(text) or _ASKS_FOR.match(text)):
        return False
    return bool(_WEEKLY.search(text) or _OFFERS.search(digits(text)))


def _unstarred(text: str) -> tuple[str, bool]:
    """The message with a blank for the mark by which a short one puts right what was typed, and whether it has one."""
    mark = _STARRED.match(text) or _STARRED.search(text)
    if mark is None or len(words(text)) > _MOST_STARRED:
        return text, False
    return text.replace("*", " "), True


def _conclusion(text: str) -> str:
    """What a message comes to after its reasons: 'I lost the other job, so ten hours a week'."""
    ends = [match.end() for match in _CONCLUDES.finditer(text)]
    return text[ends[-1] :] if ends else ""


def _tells_span(text: str) -> bool:
    """Whether the message tells a span such as 'six weeks'."""
    return any(term.kind is Kind.SPAN for term in terms(text))


def deadline(text: str, turn: int, today: date, brief: Brief) -> list[Fact]:
    """The deadline that replaces the one known."""
    known = brief.fact("deadline_weeks")
    if known is None or len(text) > _MOST_BESIDE_OLD:
        return []
    text, starred = _unstarred(text)
    if swapped := _unit_swapped(text, known):
        return [Fact(name="deadline_weeks", value=swapped[0], quote=swapped[1], turn=turn, on=today)]
    left = remainder(text, today)
    if len(text) > _MOST_LETTERS and not left.dates:
        return []
    moved = moved_to(text)
    told = times.deadline_facts(moved, turn, today, asked=True) if moved else []
    if told:
        return told
    set_anew = any(_SETS_DATE.search(text[: day.start]) for day in dates_in(left.text, today))
    if not (starred or straight_after_mistake(text, today) or (changes(text) and (left.dates or finishing(text) or _DUE.search(text) or set_anew))):
        return []
    shifted = _shifted(left.text, known, today)
    if shifted:
        return [Fact(name="deadline_weeks", value=shifted[0], quote=in_own_words(shifted[1], text), turn=turn, on=today)]
    found = [f for f in times.deadline_facts(_without_spans(left.text, today), turn, today, asked=True) if f.value is not None]
    return [f.model_copy(update={"quote": in_own_words(f.quote, text)}) for f in found] or _in_unit(left, turn, today)


def _unit_swapped(text: str, known: Fact) -> tuple[float, str] | None:
    """'Weeks, not months': the number that was told, in the other unit, with the words."""
    span = next((t for t in terms(known.quote) if t.kind is Kind.SPAN and t.unit in WEEKS), None)
    for match in _UNITS.finditer(text) if span else ():
        new, old = (match[name].lower().rstrip("s") for name in ("new", "old"))
        if span and span.unit == old and new != old:
            return round(span.middle / WEEKS[old] * WEEKS[new], 1), match[0]
    return None


def _in_unit(left: Remainder, turn: int, today: date) -> list[Fact]:
    """'Ten weeks was wrong, we have fourteen': a bare number in the unit of the span that it replaces."""
    found = terms(left.text)
    following = (*found[1:], None)
    bare = (t for t, after in zip(found, following, strict=True) if t.kind is Kind.NUMBER and ends_well(left.text, t, after))
    number = next(bare, None) if left.unit in WEEKS else None
    if number is None:
        return []
    return [Fact(name="deadline_weeks", value=round(number.middle * WEEKS[left.unit], 1), quote=left.text[number.start : number.end], turn=turn, on=today)]


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
