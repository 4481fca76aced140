"""Hours told anew in the middle of a conversation, beside those that are known.

Then a bare number may be meant: it counts where the message takes the old one back or says that something has changed.
In a first message nothing is known yet, and these rules do not apply.
"""

import re
from dataclasses import replace
from datetime import date

from rapidfuzz.distance import OSA

from advisor.dialogue.reading import times
from advisor.dialogue.reading.anew_words import (
    LATER,
    MOST_BESIDE_OLD,
    MOST_LETTERS,
    SHORT,
    conclusion,
    is_likely,
    sets,
    tells_span,
    unstarred,
)
from advisor.dialogue.reading.beside import ends_well
from advisor.dialogue.reading.lexicon import phrases
from advisor.dialogue.reading.quantities import Kind, terms
from advisor.dialogue.reading.reckoning import Change, change_in
from advisor.dialogue.reading.retold import FAINT, HINTED, NOTHING, TOLD, Retold, Topic
from advisor.dialogue.reading.revising import hours_anew, set_alone, settled_on
from advisor.dialogue.reading.sessions import other_days, without_gone_days
from advisor.dialogue.reading.taken_back import (
    Known,
    Remainder,
    changes,
    in_own_words,
    of_other_time,
    remainder,
    straight_after_mistake,
)
from advisor.dialogue.reading.terms import WEEKS
from advisor.dialogue.reading.text import digits, words
from advisor.domain.brief import MOST_HOURS_PER_WEEK, Brief, Fact

_WEEKLY = re.compile(r"\b(?:hours?|hrs?|h|minutes|mins?|weekends?|evenings?|mornings?)\b|\d\s?h\b|\b(?:a|per|each|every) week\b|\bweekly\b|/\s?w", re.IGNORECASE)
"""Words of a message in which a number may be hours a week."""
_ASKS_FOR = re.compile(r"(?:can|could|may|shall) (?:we|you|i) (?:please |rather |also )?(?:plan|replan|re-plan|redo|rework|recalculate|say|make|take|calculate|reckon|go|count|do it|set|put)\b", re.IGNORECASE)
"""'Could we plan with nine hours?' asks for another number and tells it."""
_REFERS = re.compile(r"\b(?:i|we)(?:['’]ve| have| had|['’]d)? (?:first |once |only |just )?(?:said|told|wrote|typed|gave|mentioned|promised|put down)\b", re.IGNORECASE)
"""Speaks of what was told before, so that what is taken back is that, and nothing that was measured."""
_OFFERS = re.compile(
    r"\b(?:can|could|['’]ll|will|might|may)(?: only| just| now| still| really| probably| at most| maybe)* (?:manage|do|spare|give|offer|find|put in|free up)"
    r"(?: only| just| now| about| around| at most| maybe| perhaps| up to)* (?=\d)",
    re.IGNORECASE,
)
"""Leads to a number of hours, whether or not it has its unit: 'I can only manage six now'."""
_OF_THEM = re.compile(r"\b(?:she|he|they)(?=\s+(?:only\s+)?(?:can|could|has|have|will|may|might)\b)", re.IGNORECASE)
"""Whoever the hours are of, 'he could only manage two hours a week' puts them right."""
_A_WEEK = re.compile(r"\b(?:hours?|hrs?|h|minutes)\s*(?:a|per|each|every|/)\s*(?:week|day)\b|\bweekly\b", re.IGNORECASE)
_YOUR_HOURS = re.compile(r"(?:\w+\s+of\s+my\s+hours?\b|half (?:of )?(?:that|it|this)\b(?=\s*(?:$|[.,;!)]|(?:please|pls|now|then)\b))|(?:double|triple|treble|halve)\s+(?:that|it|this|them|those|my hours|the hours)\s*(?:$|[.,;!)]|(?:please|pls|now|then|lol|from|for)\b))", re.IGNORECASE)
"""What is of the hours a week by its own words: 'two of my hours', or an order to double them."""
_OF_OTHERS = re.compile(r"\b(?:they|he|she|it|which|who|prices?|costs?|sales)(?:['’](?:ll|d|ve|s))?\s+(?:\w+\s+)?$", re.IGNORECASE)
"""Right before a verb that says what somebody or something else does: 'they double the price'."""
_PERIOD = re.compile(r"(?P<was>\b(?:that|it|those|they|this)(?: hours?)? (?:was|were|is|are) )?\b(?:per|a|each|every)\s+(?P<unit>day|month|fortnight|two weeks)\b", re.IGNORECASE)
"""A period that is told in the place of the week."""
_NOT_A_WEEK = re.compile(r"\b(?:not|instead of|rather than)\b.*\bweek|\b(?:meant|mean)\b", re.IGNORECASE)
_TO_AMOUNT = re.compile(r"\b(?:up|down|raise|lower|bump|set|change|cut|drop|go|reduce|increase)\b(?:\s+\w+){0,3}\s+to\s+(?=\d+(?:\.\d+)?\s*(?:h|hrs?|hours?)\b)", re.IGNORECASE)
"""Sets hours anew: 'bump that up to 10h'."""
_SHOULD_BE = re.compile(r"\b(?:should|ought to|was (?:meant|supposed) to)\s+(?:read|say|be|have (?:been|read|said))\s+$", re.IGNORECASE)
"""Right before a number that was mistyped."""
_FEW = 6
"""Words of a message that tells a number and nothing else."""
_OFTEN = (5.0, 7.0)
"""How often a week 'an hour more a day' is meant."""


def hours(text: str, turn: int, today: date, brief: Brief, told: Retold = NOTHING) -> list[Fact]:
    """The hours a week that replace those known. `told`: what the message puts right."""
    known = brief.hours_per_week
    if known is None:
        return []
    without_known = remainder(text, today, Known(known))
    repeats = known in without_known.hours
    surely = told.tells(Topic.HOURS) or (repeats and (told.share(Topic.HOURS) >= HINTED or _gives_another(without_known.text, told)))
    if len(text) > MOST_BESIDE_OLD and not surely:
        return []
    if (alone := set_alone(text)) and sets(brief, told) is Topic.HOURS and alone[0] <= MOST_HOURS_PER_WEEK:
        return [Fact(name="hours_per_week", value=alone[0], quote=alone[1], turn=turn)]
    if (settled := settled_on(text)) and settled[0] not in (known, *_numbers_of_deadline(brief)) and sets(brief, told) is Topic.HOURS and not text.rstrip().endswith("?"):
        return [Fact(name="hours_per_week", value=settled[0], quote=settled[1], turn=turn)]
    text, starred = unstarred(text)
    left = without_known if surely else remainder(text, today)
    if len(text) > MOST_LETTERS and known not in left.hours and not surely:
        return []
    reckoned = _reckoned_hours(text, brief.fact("hours_per_week"), told, turn, alone=brief.fact("deadline_weeks") is None)
    if reckoned:
        return reckoned
    if text.rstrip().endswith("?") and not (surely or left.hours or _ASKS_FOR.match(text)):
        return []
    asks_for = _ASKS_FOR.match(text) and told.something - told.share(Topic.HOURS) < HINTED
    likely = surely or is_likely(told, Topic.HOURS) or bool(asks_for) or bool(_A_WEEK.search(text) or _TO_AMOUNT.search(digits(text)))
    if surely or (likely and (_tells_hours(text, left, known, starred, today) or _TO_AMOUNT.search(digits(text)))):
        rest = without_gone_days(left.text)
        for part in (rest, conclusion(rest), _OF_THEM.sub("I", rest)):
            found = [f for f in times.hours_facts(part, turn, asked=True) if f.value != known]
            if found:
                return [f.model_copy(update={"quote": in_own_words(f.quote, text)}) for f in found]
    replaced = (hours_anew(text, known) if likely and not of_other_time(text) else None) or _mistyped(text, brief)
    return [Fact(name="hours_per_week", value=replaced[0], quote=replaced[1], turn=turn)] if replaced else []


def _gives_another(rest: str, told: Retold) -> bool:
    """Whether a short message beside the hours that are known tells another bare number and nothing else: '4-5? 2, at most'."""
    if told.share(Topic.HOURS) < FAINT or len(words(rest)) > _FEW:
        return False
    found = terms(rest)
    return any(t.kind is Kind.NUMBER and ends_well(rest, t, after) for t, after in zip(found, (*found[1:], None), strict=True))


def _numbers_of_deadline(brief: Brief) -> list[float]:
    """The numbers by which the deadline was told."""
    due = brief.fact("deadline_weeks")
    return [t.middle for t in terms(due.quote) if t.kind is Kind.NUMBER] if due else []


def _mistyped(text: str, brief: Brief) -> tuple[float, str] | None:
    """'That should read 15': the number that was meant for the hours, unless one that is nearer to it was told of the deadline."""
    for term in terms(text):
        if term.kind is Kind.NUMBER and _SHOULD_BE.search(text[: term.start]) and ends_well(text, term, None):
            told = {fact.name: [t.middle for t in terms(fact.quote) if t.kind in (Kind.NUMBER, Kind.DURATION, Kind.SPAN)]
                    for fact in brief.facts if fact.name in ("hours_per_week", "deadline_weeks")}  # fmt: skip
            near = {name: min((OSA.distance(f"{n:g}", f"{term.middle:g}") for n in numbers), default=9) for name, numbers in told.items()}
            if near.get("hours_per_week", 9) <= near.get("deadline_weeks", 9) and term.middle <= MOST_HOURS_PER_WEEK:
                return term.middle, text[term.start : term.end]
    return None


def _reckoned_hours(text: str, fact: Fact | None, told: Retold, turn: int, alone: bool) -> list[Fact]:
    """Hours reckoned from those that are known: 'an hour more', 'half of that', 'Wednesday is off'. `alone`: no deadline is known."""
    if fact is None or fact.value is None:
        return []
    known, share = float(fact.value), told.share(Topic.HOURS)
    change = change_in(text, Kind.DURATION)
    change = None if change and of_other_time(text) and not change.of_known else change
    if swapped := _of_other_period(text, known):
        return [fact.model_copy(update={"value": swapped[0], "quote": swapped[1], "turn": turn})]
    plainly = change is not None and _plainly_of_hours(text, change, told)
    if (share < HINTED and not plainly) or (told.share(Topic.DEADLINE) > share + FAINT and not (alone and plainly)):
        new = other_days(text, fact.quote, known) if changes(text) or share >= FAINT or len(words(text)) <= _FEW else None
        return [fact.model_copy(update={"value": new[0], "quote": new[1], "turn": turn})] if new else []
    if change is None:
        new = other_days(text, fact.quote, known)
        return [Fact(name="hours_per_week", value=new[0], quote=new[1], turn=turn)] if new else []
    if change.added and (a_week := times.hours_facts(LATER.sub(lambda more: " " * len(more[0]), text[change.start :]), turn, asked=True)):
        often = float(a_week[0].value) / abs(change.added) if not change.of_known else 1.0
        change = replace(change, added=change.added * (often if often in _OFTEN else 1.0))
    value = change.of(known)
    return [Fact(name="hours_per_week", value=value, quote=text[change.start : change.end].strip(), turn=turn)] if 0 < value != known else []


def _plainly_of_hours(text: str, change: Change, told: Retold) -> bool:
    """Whether a change is of the hours a week whatever the sorter says: 'of those hours', 'two hours a week less', or in few words."""
    if told.something - told.share(Topic.HOURS) >= TOLD:
        return False
    if change.of_known:
        if told.share(Topic.HOURS) >= FAINT or _YOUR_HOURS.match(text, change.start):
            return True
        if _OF_OTHERS.search(text[: change.start]):
            return False
        return len(words(text)) <= SHORT and bool(phrases("having_time").search(text)) and not phrases("made_so_far").search(text)
    return bool(_A_WEEK.match(text, change.start) or _A_WEEK.search(text[change.start :]))


def _of_other_period(text: str, known: float) -> tuple[float, str] | None:
    """'That was per month': the hours that were told, of another period than the week."""
    found = _PERIOD.search(text)
    if found is None or not (found["was"] or _NOT_A_WEEK.search(text)) or len(words(text)) > SHORT or any(t.kind in (Kind.NUMBER, Kind.DURATION) for t in terms(text)):
        return None
    weeks = WEEKS.get(found["unit"].lower(), WEEKS["fortnight"])
    return round(known / weeks, 2), found[0].strip()


def _tells_hours(text: str, left: Remainder, known: float, starred: bool, today: date) -> bool:
    if known in left.hours:
        return bool(_REFERS.search(text)) or not of_other_time(text)
    if straight_after_mistake(text, today) and _WEEKLY.search(text):
        return True
    if starred:
        return not (left.dates or tells_span(text))
    if not (changes(text) or _ASKS_FOR.match(text)):
        return False
    return bool(_WEEKLY.search(text) or _OFFERS.search(digits(text)))
