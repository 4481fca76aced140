"""Until when something must be done: spans ('six weeks left') and dates near a word of finishing; the last correction wins."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from advisor.dialogue.reading.dates import FoundDate, dates_in
from advisor.dialogue.reading.lexicon import alternation, phrases, words_of
from advisor.dialogue.reading.quantities import Kind, Term, terms

LONGEST_WEEKS = 520.0
_SENTENCE_END = re.compile(r"[!?;\n]+(?:\s+|$)|(?<!\d)\.+(?:\s+|$)|(?<=\d)\.(?:\s+(?=[A-Z])|$)|\.{2,}|…")
_DUE = re.compile(
    r"\b(?:by|before|until|till?|til|due(?:\s+(?:on|in|by|at))?|no(?:t)?\s+later\s+than|latest|(?:moved|pulled forward|brought forward|pushed back|pushed|postponed|shifted|put off|extended)\s+(?:to|till|until)|deadline(?:\s+(?:is|was|on|in|at|of))?\s*:?|ready\s+for|in\s+time\s+for|up\s+to)\b",
    re.IGNORECASE,
)
_MOST_BETWEEN = 8
"""Words between 'before' and its date: 'before we move house on 3 May'."""
_PREPOSITION = re.compile(r"(?:\b(?:on|at|in|is|for|from|:|the|around|about|be|=|-|early|sometime)\s*)*$", re.IGNORECASE)
_LIMIT = re.compile(r"(?:before|until|till?|til|up to)$", re.IGNORECASE)
"""Said of what happens as often as of what must be done, unlike 'by' and 'due'."""
_MODALS = frozenset({"should", "must", "has to", "have to", "needs to", "need to", "be able", "stand", "running", "working"})
_HABIT = re.compile(r"\b(?:either|every week|every month|each week|each month|most|usually|always|often|every year|each year|normally|typically)\b", re.IGNORECASE)
_PAST = re.compile(r"\b(?:was|were|has been|have been|had been|stopped|did|started)\b", re.IGNORECASE)
_SINCE = re.compile(r"\b(?:since|from|of|last|every|each|between|per|in the|data until|data to|records until|ran until|until now|history)\s*(?:the\s+)?$", re.IGNORECASE)


@dataclass(frozen=True)
class Deadline:
    """Weeks from today, None where the person says that there is no deadline, and the words that say so."""

    weeks: float | None
    quote: str


@dataclass(frozen=True)
class _Found:
    start: int
    end: int
    weeks: float | None
    strength: int
    """2 where a word of a deadline governs it, 1 where one is near, 0 where only a correction makes it one."""


def deadline_in(text: str, today: date, asked: bool = False) -> Deadline | None:
    """The deadline that a message tells. What it predicts, has behind it or does every so often is none."""
    days = dates_in(text, today)
    found = sorted((*_none(text, asked), *_spans(text, asked), *_dates(text, days, today, asked)), key=lambda f: f.start)
    firm = [f for f in found if f.strength > 0]
    if not firm:
        return None
    corrections = _corrections(text)
    best = firm[0]
    for later in found:
        if later.start <= best.start:
            continue
        corrected = any(best.end <= at <= later.end for at in corrections)
        if (corrected and not _only_named(text, later)) or (best.weeks is None and later.strength == 2) or later.strength > best.strength:
            best = later
    return Deadline(best.weeks, text[best.start : best.end].strip(" .,"))


def _corrections(text: str) -> list[int]:
    moved = re.finditer(r"\b(?:moved|pulled forward|brought forward|pushed|postponed|shifted|put off|extended|but now|now it|is now|now)\b", text, re.IGNORECASE)
    return [t.start for t in terms(text) if t.kind is Kind.CORRECTION] + [m.start() for m in moved]


def _only_named(text: str, found: _Found) -> bool:
    """Whether a date is what no longer holds: 'instead of 1 April'."""
    return bool(re.search(r"\b(?:instead of|rather than|not|from)\s+(?:on\s+|in\s+|by\s+|the\s+)*$", text[: found.start], re.IGNORECASE))


def _none(text: str, asked: bool) -> Iterator[_Found]:
    for match in phrases("no_deadline").finditer(text):
        if not re.match(r"\s*-?\s*hours?\b", text[match.end() :]):
            yield _Found(match.start(), match.end(), None, 2)
    if asked:
        answer = re.match(rf"\W*(?:{alternation(words_of('no_deadline_asked'))})", text, re.IGNORECASE)
        if answer and not re.match(r"\s*,?\s+(?:by|before|until|later)\b", text[answer.end() :]):
            yield _Found(answer.start(), answer.end(), None, 1)


# --- spans


def _spans(text: str, asked: bool) -> Iterator[_Found]:
    found = terms(text)
    for n, term in enumerate(found):
        if term.kind is Kind.SPAN and 0.1 < term.middle <= LONGEST_WEEKS:
            strength = _span_strength(text, found, n, asked)
            if strength is not None:
                yield _Found(*_with_lead(text, term), round(term.middle, 1), strength)


def _span_strength(text: str, found: Sequence[Term], n: int, asked: bool) -> int | None:
    """How surely a span is until when; None where it is a frequency, a history or something foretold."""
    term = found[n]
    low, high = _sentence(text, term.start)
    before, after = text[low : term.start].lower(), text[term.end : high].lower()
    if re.search(rf"(?:{alternation(words_of('not_before_span'))})\s*(?:about |around )?$", before) or re.match(rf"\s*(?:{alternation(words_of('not_after_span'))})", after):
        return None
    if asked and len(before.split()) < 8:
        return 2
    if _foretold(before):
        return None
    if re.match(rf"[\s,]*(?:{alternation(words_of('left'))})", after) and (before.strip() == "" or _lead(before) or not _spent(before)):
        return 2
    if re.search(r"\b(?:in|within|under|over)\s+(?:the next\s+)?(?:about |around |roughly |at most |maybe |less than |just )?$", before):
        near = phrases("finish").search(before) or phrases("finish").search(after[:40])
        return 2 if near or _alone(text, term) else None
    if _lead(before) and _closed(after):
        return 2
    listed = any(t.kind is Kind.DURATION and low <= t.start < high for t in found) and term.unit in ("week", "month")
    return 1 if _alone(text, term) and (listed or phrases("finish").search(before)) else None


def _lead(before: str) -> bool:
    """Whether 'I have', 'gave myself' or the like stands right before, hedges between allowed."""
    return bool(re.search(rf"(?:{alternation(words_of('allow'))})(?:\s+(?:about|around|roughly|only|just|got|now|maybe|is|of|:|myself|me|us|only about|at most|exactly|another|it|this|for it)|\s*[:=])*\s*$", before))


def _spent(before: str) -> bool:
    return bool(re.search(r"\b(?:worked|lasted|took|takes|lasts|for the|waits?|after|every|spent|been)\b[^,]*$", before))


def _closed(after: str) -> bool:
    """Whether nothing follows that makes a span of having one of something else: 'I have two years at a bank'."""
    return bool(re.match(r"\s*(?:$|[.,;:!?)\n–—-]|(?:to|for|and|but|until|till|before|left|now|max|at most|so|because|from|then|or so|in which|total|maximum)\b)", after))


def _alone(text: str, term: Term) -> bool:
    """Whether a span, with its preposition, is all that stands between two marks."""
    low = max((m.end() for m in re.finditer(r"[,;/·:(]|\s[-–—]\s|[.!?\n]+(?:\s|$)", text[: term.start])), default=0)
    rest = re.match(r"\s*(?:$|[,;./·)!?\n]|[-–—]\s|and\b)", text[term.end :])
    lead = text[low : term.start].strip().lower()
    return bool(rest) and bool(re.fullmatch(r"(?:(?:and|for|in|within|over|about|around|roughly|maybe|say|but|a|only|time|duration|max)\s*)*", lead))


def _with_lead(text: str, term: Term) -> tuple[int, int]:
    """The span with its preposition and with 'left' or the like after it."""
    lead = re.search(r"\b(?:in|within|under|over)\s+(?:about |around |roughly |at most |maybe )?$", text[: term.start], re.IGNORECASE)
    after = re.match(r"\s+(?:left|to go|from now)\b", text[term.end :], re.IGNORECASE)
    return lead.start() if lead else term.start, term.end + (after.end() if after else 0)


# --- dates


def _dates(text: str, days: Sequence[FoundDate], today: date, asked: bool) -> Iterator[_Found]:
    for found in days:
        weeks = (found.day - today).days / 7
        if 0 < weeks <= LONGEST_WEEKS and (governed := _governed(text, found, asked)):
            start, strength = governed
            yield _Found(start, found.end, round(weeks, 1), strength)


def _governed(text: str, found: FoundDate, asked: bool) -> tuple[int, int] | None:
    """Where the words begin by which a date is a deadline, and how sure they make it."""
    low, high = _sentence(text, found.start)
    before, after = text[low : found.start], text[found.end : high]
    if _SINCE.search(before) or re.match(r"\s+(?:on|onwards?)\b(?! the board)", after) or re.search(r"\bfrom\s+\S+(?:\s+\S+)?\s+(?:to|until|till)\s*$", before, re.IGNORECASE):
        return None
    due = _last(_DUE, before)
    if due and len(before[due.end() :].split()) <= _MOST_BETWEEN and _reaches(due, before):
        if asked or _must(text, before, after, due):
            return low + due.start(), 2
        return None
    if asked:
        return found.start, 1
    cue = _last(phrases("finish"), before)
    if cue and not (found.vague and (cue.group(0).lower() in _MODALS or len(before[cue.end() :].split()) > 1)) and not _foretold(before[cue.end() :]) and not _PAST.search(before[: cue.start()]) and len(before[cue.end() :].split()) <= _MOST_BETWEEN:
        return low + cue.start(), 1
    if re.match(r"\W+(?:\w+\W+){0,5}(?:deadline|due date)\b", after, re.IGNORECASE):
        return found.start, 1
    if _PREPOSITION.fullmatch(before) and (later := phrases("finish").search(after)) and len(after[: later.start()].split()) <= _MOST_BETWEEN and not _foretold(after[: later.end()]):
        return found.start, 1
    return found.start, 0


def _reaches(due: re.Match[str], before: str) -> bool:
    """Whether 'before' goes on to the date: directly, or as 'before we move on', not past a comma."""
    between = before[due.end() :]
    return not between.strip(" :") or ("," not in between and bool(re.search(r"\b(?:on|at|in|of|for|around)\s+(?:the\s+)?$", between)))


def _must(text: str, before: str, after: str, due: re.Match[str]) -> bool:
    """Whether 'by' or 'before' tells of something to be done, not of what is foretold or usual."""
    lead, between = before[: due.start()], before[due.end() :]
    if _HABIT.search(lead) or (_foretold(lead + between) and not _finishing(lead)):
        return False
    stands_alone = not lead.strip() or lead.rstrip()[-1] in ",;:-–—("
    timed = any(t.kind in (Kind.DURATION, Kind.PER) for t in terms(text))
    return not _LIMIT.search(due.group(0)) or _finishing(lead + after) or stands_alone or timed


def _foretold(before: str) -> bool:
    """Whether a question or forecast governs what follows: 'which lifts break within a year'."""
    last = _last(phrases("subordinate"), before)
    return last is not None and not _finishing(before[last.end() :])


def _finishing(part: str) -> bool:
    return bool(phrases("finish").search(part))


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return max(pattern.finditer(text), key=lambda m: m.start(), default=None)


def _sentence(text: str, at: int) -> tuple[int, int]:
    low = max((m.end() for m in _SENTENCE_END.finditer(text) if m.end() <= at), default=0)
    high = _SENTENCE_END.search(text, at)
    return low, high.start() if high else len(text)
