"""Dates that are deadlines: those near a word of finishing, but not what is past, usual or foretold."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

from advisor.dialogue.reading.dates import FoundDate
from advisor.dialogue.reading.due import LONGEST_WEEKS, Due, finishing, foretold, last_of, sentence_of
from advisor.dialogue.reading.due_put import is_cut, is_past, listed, own_end, told_otherwise, wanted_when
from advisor.dialogue.reading.lexicon import alternation, patterns, phrases, word_set, words_of
from advisor.dialogue.reading.quantities import Kind, terms

_DUE = re.compile(
    r"\b(?:by|before|befor|until+|till?|til|through|due(?:\s+(?:on|in|by|at))?|no(?:t)?\s+later\s+than|latest|(?:moved|pulled forward|brought forward|pushed back|pushed|postponed|shifted|put off|extended)\s+(?:to|till|until)|(?:deadline?|dedline?)(?:'s)?(?:\s+(?:is|was|on|in|at|of))?\s*[:=]?|(?:ready|needed|wanted)\s+for|within|in\s+time\s+for|up\s+to)\b",
    re.IGNORECASE,
)
_MOST_BETWEEN = 10
"""Words between 'before' and its date: 'before we move house on 3 May'."""
_MOST_SUBJECT = 6
"""Words of a clause that tells the date of the end named before it: 'before the rush, boarding starts on 3 May'."""
_PREPOSITION = re.compile(r"(?:\b(?:on|at|in|is|for|from|:|the|around|about|be|=|-|early|sometime)\s*)*$", re.IGNORECASE)
_LIMIT = re.compile(r"(?:before|until+|till?|til|up to|through|within)$", re.IGNORECASE)
"""Said of what happens as often as of what must be done, unlike 'by' and 'due'."""
_SMALL = frozenset({"is", "in", "on", "the", "at", "for"})
_MODALS = frozenset({"should", "must", "has to", "have to", "needs to", "need to", "be able", "stand", "running", "working"})
_HABIT = re.compile(r"\b(?:either|every week|every month|each week|each month|most|usually|always|often|every year|each year|normally|typically)\b", re.IGNORECASE)
_PAST = re.compile(r"\b(?:was|were|has been|have been|had been|stopped|did|started)\b", re.IGNORECASE)
_LATEST = re.compile(r"[\s,(]*(?:at the )?(?:very )?latest\b", re.IGNORECASE)
_OF_A_THING = re.compile(r"\b(?:that|which|who|whose|whom)\b|\b\w{2,}(?:ed|tten|made|sent|born|taken)\s*$", re.IGNORECASE)
"""Between what is wanted and a day these make the day one of the thing: 'letters that came before 3 May', 'bills dated before 3 May'."""
_TO_BE_MADE = re.compile(r"\b(?:an?|something)(?:\s+\w+){0,2}\s+$", re.IGNORECASE)
"""Before 'that' or 'which', the thing that is wanted itself: 'a small tool that sorts them before 3 May'."""
_LABEL = re.compile(r"\b(?:deadline|due date|due|by when|until when|till when|end date)\s*\?\s*$", re.IGNORECASE)
_MOST_NAMED = 8
"""Words that name the end whose date stands after them: 'until my scholarship runs out, which is 28 February'."""
_EVENT = re.compile(rf"{alternation(words_of('event_verbs'))}\s*(?:on\s*|the\s*|by\s*)*$", re.IGNORECASE)
_OCCASION = re.compile(
    rf"(?:\bfor (?:the|our|my|her|his|their|its|a|an) (?:[\w'’-]+ ){{1,5}}?|\bwe {alternation(words_of('we_do_on_a_day'))} (?:[\w'’-]+ ){{0,3}}?)(?:on|at)\s+(?:the\s+|(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)*$"
    r"|\bfor (?:st\.? |saint )?$|\bfor (?:(?:the|our|my|her|his|their|its|a|an) )?(?:[\w'’-]+ ){0,4}?[\w'’-]+, (?:the )?$", re.IGNORECASE)
"""What something is for, or what is done, on a day: 'for the anniversary on 5 June', 'for the fair, 5 June', 'we open on 18 May'."""
_SINCE = re.compile(r"\b(?:since|from|(?<!glad\s)of|last|every|each|between|per|in the|data until|data to|records until|ran until|until now|history)\s*(?:the\s+)?$", re.IGNORECASE)


def due_dates(text: str, days: Sequence[FoundDate], today: date, asked: bool) -> Iterator[Due]:
    """The dates ahead that may be deadlines, in order; those of strength 0 only where a correction leads to them."""
    for found in days:
        weeks = (found.day - today).days / 7
        if _in_days_of_the_week(text, found):
            continue
        if 0 < weeks <= LONGEST_WEEKS and (governed := _governed(text, found, asked)):
            start, strength = governed
            yield Due(start, found.end, round(weeks, 1), strength)


def _in_days_of_the_week(text: str, found: FoundDate) -> bool:
    """Whether a weekday is one of a list or run of them, or comes round: 'Monday up to Friday', 'every second Tuesday'."""
    return any(t.kind is Kind.SLOT and (t.run or len(t.names) > 1 or (0 < t.low < 1 and t.text.split()[0] in word_set("every"))) and t.start <= found.start and found.end <= t.end for t in terms(text))


def _governed(text: str, found: FoundDate, asked: bool) -> tuple[int, int] | None:
    """Where the words begin by which a date is a deadline, and how sure they make it."""
    low, high = sentence_of(text, found.start)
    if label := _LABEL.search(text, 0, low):
        low = label.start()
    before, after = text[low : found.start], text[found.end : high]
    if any(patterns(name).search(before) for name in ("others_have", "idle", "other_business")):
        return None
    if is_past(before, after) or (not asked and is_cut(before, after)):
        return None
    if _SINCE.search(before) or re.match(r"\s+(?:on|onwards?)\b(?! the board)", after) or re.search(r"\bfrom\s+\S+(?:\s+\S+)?\s+(?:to|until|till)\s*$", before, re.IGNORECASE):
        return None
    if _LATEST.match(after):
        return found.start, 2
    due = last_of(_DUE, before)
    if due and len(before[due.end() :].split()) <= _MOST_BETWEEN and _reaches(due, before):
        if not asked and _LIMIT.search(due.group(0)) and _of_a_thing(before[: due.start()]):
            return None
        if asked or _must(text, before, after, due) or (found.exact and _wanted(before, due)):
            return low + due.start(), 2
        return None
    if asked:
        return found.start, 1
    if (begins := wanted_when(before)) is not None or (not found.vague and (begins := own_end(before)) is not None):
        return low + begins, 1
    if told_otherwise(before, after) or listed(text, found, before, after, (low, high)):
        return found.start, 1
    cue = last_of(phrases("finish"), before)
    if cue and _governs(cue, before, found):
        return low + cue.start(), 1
    if re.match(r"\W+(?:\w+\W+){0,5}(?:deadline|due date)\b", after, re.IGNORECASE):
        return found.start, 1
    if _PREPOSITION.fullmatch(before) and (later := phrases("finish").search(after)) and len(after[: later.start()].split()) <= _MOST_BETWEEN and not foretold(after[: later.end()]):
        return found.start, 1
    if not (re.search(r"\w", _PREPOSITION.sub("", before) + after) or found.vague):
        return found.start, 1  # a date that stands all by itself: 'End of March.'
    if not found.vague and not _HABIT.search(after) and (event := _event(before, found)) is not None:
        return low + event, 1
    if found.exact and (occasion := _OCCASION.search(before)) and not phrases("foretelling").search(before):
        return low + occasion.start(), 1
    return found.start, 0


def _governs(cue: re.Match[str], before: str, found: FoundDate) -> bool:
    """Whether a word of finishing speaks of the date after it: near enough, not past, not foretold."""
    between = before[cue.end() :]
    if foretold(between) or len(between.split()) > _MOST_BETWEEN:
        return False
    if _PAST.search(before[: cue.start()]) and not phrases("planned_for").search(cue.group(0)):
        return False
    apart = [word for word in between.lower().split() if word not in _SMALL]
    return not found.vague or (cue.group(0).lower() not in _MODALS and len(apart) <= 1)


def _event(before: str, found: FoundDate) -> int | None:
    """Where an event begins that has its date: 'the exhibition opens on 5 May'; no course, season or birthday."""
    verb = _EVENT.search(before)
    if verb is None or not found.exact or foretold(before[: verb.start()].rpartition(",")[2]):
        return None
    subject = before[: verb.start()]
    return None if phrases("no_events").search(subject) or not subject.strip() else verb.start()


def _reaches(due: re.Match[str], before: str) -> bool:
    """Whether 'before' goes on to the date: directly, or as 'before we move on', not past a comma."""
    between = before[due.end() :]
    return bool(_end_named(between)) or not between.strip(" :") or ("," not in between and bool(re.search(r"\b(?:on|at|in|of|for|around)\s+(?:the\s+)?$", between)))


def _end_named(between: str) -> str:
    """The end that is named before its date is told: 'by the regatta, 29 October', 'before the harvest, i.e. 20 August'; else nothing."""
    named, mark, told = max((between.rpartition(mark) for mark in (", ", "(", " - ", " – ", ": ")), key=lambda parts: len(parts[0]))
    known = _told().fullmatch(told)
    begins = _EVENT.search(told) and len(told.split()) <= _MOST_SUBJECT
    return named if mark and (known or begins) and len(named.split()) <= _MOST_NAMED else ""


def _wanted(before: str, due: re.Match[str]) -> bool:
    """Whether something is wanted, not foretold, before a day: 'we need a shop search before the doors open on 2 May'."""
    wish = last_of(phrases("wanting"), before[: due.start()])
    if wish is None or _HABIT.search(before) or _PAST.search(before[: due.start()]):
        return False
    return not (foretold(before[wish.end() :]) or phrases("foretelling").search(before))


def _of_a_thing(lead: str) -> bool:
    """Whether 'before' or 'until' tells which things are wanted or looked at: 'we want the bills that came before 3 May'."""
    wish = last_of(phrases("wanting"), lead)
    wanted = lead[wish.end() :] if wish else ""
    thing = phrases("looking").search(wanted) or _OF_A_THING.search(wanted)
    return thing is not None and not finishing(wanted[thing.start() :]) and not _TO_BE_MADE.search(wanted[: thing.start()])


@cache
def _told() -> re.Pattern[str]:
    return re.compile(rf"(?:\W*{alternation(words_of('apposition'))})*\W*", re.IGNORECASE)


def _must(text: str, before: str, after: str, due: re.Match[str]) -> bool:
    """Whether 'by' or 'before' tells of something to be done, not of what is foretold or usual."""
    lead, between = before[: due.start()], before[due.end() :]
    between = _end_named(between) or between
    nearest = lead.rpartition(",")[2] if lead.strip() else lead
    if _HABIT.search(lead) or _HABIT.search(after) or re.search(r"\bnot\s*$", lead, re.IGNORECASE) or (foretold(nearest + between) and not finishing(lead)):
        return False
    stands_alone = not lead.strip() or lead.rstrip()[-1] in ",;:-–—("
    low, high = sentence_of(text, text.find(before)) if before else (0, len(text))
    timed = any(t.kind in (Kind.DURATION, Kind.PER) and low <= t.start < high for t in terms(text))
    return not _LIMIT.search(due.group(0)) or finishing(lead + after) or stands_alone or timed or bool(patterns("time_given").search(lead))
