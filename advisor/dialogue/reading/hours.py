"""Hours a week that a message tells: of the items of time in it those that are the person's own, added up."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from advisor.dialogue.reading.beside import ends_well, word_before
from advisor.dialogue.reading.items import Item
from advisor.dialogue.reading.lexicon import patterns, phrases, word_set
from advisor.dialogue.reading.quantities import Kind, Term, terms
from advisor.dialogue.reading.schedule import items_of
from advisor.dialogue.reading.stretches import clause
from advisor.dialogue.reading.whose_time import is_theirs
from advisor.domain.brief import MOST_HOURS_PER_WEEK

WORKING_WEEK_HOURS = 38.0
FULL_TIME_HOURS = 35.0


@dataclass(frozen=True)
class Hours:
    """Hours a week and the words that say so."""

    hours: float
    quote: str


def hours_a_week(text: str, asked: bool = False) -> Hours | None:
    """What the person can give a week. Amounts that are not theirs to give are left out; if asked, a bare number counts."""
    found = terms(text)
    mine: list[Item] = []
    for item in items_of(text, found, asked):
        if is_theirs(text, item, asked, mine):
            mine.append(item)
    last = max((n for n, i in enumerate(mine) if i.corrects), default=0)
    chosen = _side_by_side(_unconditional(text, mine[last:]))
    share = _share(text, found)
    if share and all(i.general and i.hours > share.hours for i in chosen):
        return share
    if chosen:
        total = sum(i.hours for i in chosen)
        return Hours(round(min(total, MOST_HOURS_PER_WEEK), 2), _quote(text, chosen))
    return share or _full_time(text, asked) or (_bare(text, found) if asked else None)


def _unconditional(text: str, items: Sequence[Item]) -> list[Item]:
    """Without those that hold only sometimes ('seven if I am lucky'), where there is another."""
    def sometimes(n: int) -> bool:
        up_to = clause(text, items[n].start, items[n].end)[1]
        return n > 0 and bool(phrases("conditional").search(text, items[n - 1].end, up_to))

    kept = [item for n, item in enumerate(items) if not sometimes(n)]
    return kept or list(items)


def _side_by_side(items: Sequence[Item]) -> list[Item]:
    """The items that make up the week: the last that speaks of all of it with what is joined to it, else those of distinct days."""
    whole = [n for n, i in enumerate(items) if i.general or i.labelled]
    if whole:
        first = last = whole[-1]
        while first and items[first].joined:
            first -= 1
        while last + 1 < len(items) and items[last + 1].joined:
            last += 1
        return list(items[first : last + 1])
    firm = [i for i in items if i.length or i.joined] if any(i.length for i in items) else list(items)
    if firm and all(i.slot is None for i in firm):
        return [firm[-1]]
    by_days: dict[tuple[object, ...], Item] = {}
    for item in firm:
        if item.slot:
            by_days[(item.slot.names, item.slot.unit)] = item
    return list(by_days.values())


def _share(text: str, found: Sequence[Term]) -> Hours | None:
    """'20% of my working time'."""
    share = next((t for t in found if t.kind is Kind.SHARE), None)
    if share is None or patterns("foreign").search(text, clause(text, share.start, share.end)[0], share.start):
        return None
    told = (t.middle for t in found if t.kind is Kind.WORKING_WEEK or (t.kind is Kind.DURATION and word_before(text, t, "posts")))
    week = next(told, WORKING_WEEK_HOURS)
    return Hours(round(share.middle * week, 2), text[share.start : share.end])


def _full_time(text: str, asked: bool) -> Hours | None:
    """'I can do this full time', but no full-time job."""
    for name, hours in (("full_time", FULL_TIME_HOURS), ("half_time", FULL_TIME_HOURS / 2)):
        found = phrases(name).search(text)
        if not found:
            continue
        start, end = clause(text, found.start(), found.end())
        before, after = text[start : found.start()].lower(), text[found.end() : end].lower()
        if patterns("job_after").match(after) or patterns("job_before").search(before):
            continue
        if asked or not re.search(r"\w", before + after) or phrases("mine").search(before + " | " + after):
            return Hours(hours, found.group(0))
    return None


def _bare(text: str, found: Sequence[Term]) -> Hours | None:
    """The number that answers 'how many hours a week?': the first, or the one after a correction."""
    best: Term | None = None
    corrected = False
    weekly = (t for t, after in pairwise(found) if t.kind is Kind.NUMBER and 0 < t.high <= MOST_HOURS_PER_WEEK and after.kind is Kind.PER and after.unit == "week")
    if told := next(weekly, None):
        return Hours(told.middle, text[told.start : told.end])  # 'she is 71 now, so 7 a week'
    for n, term in enumerate(found):
        corrected = corrected or term.kind is Kind.CORRECTION or (best is not None and term.text in word_set("hesitation"))
        after = found[n + 1] if n + 1 < len(found) else None
        if term.kind is Kind.NUMBER and 0 < term.high <= MOST_HOURS_PER_WEEK and ends_well(text, term, after) and not _stands_for_a_thing(text, term) and (best is None or corrected):
            best = term
    return Hours(round(best.middle * _times_a_week(best, found), 2), text[best.start : best.end]) if best else None


def _stands_for_a_thing(text: str, term: Term) -> bool:
    """'This one', 'the other one'."""
    return term.text == "one" and re.search(r"\b(?:this|that|which|each|every|any|no|the|other|another|new|old|last|first|right|wrong)\s+$", text[: term.start], re.IGNORECASE) is not None


def _times_a_week(number: Term, found: Sequence[Term]) -> float:
    """How often a week a bare number is meant: 'five per month'."""
    after = next((t for t in found if t.start >= number.end), None)
    if after is None or after.start - number.end > 1:
        return 1.0
    return 1 / after.middle if after.kind is Kind.PER and after.middle else 1.0


def _quote(text: str, chosen: Sequence[Item]) -> str:
    """The words from the first to the last item; of a bare number its clause."""
    if len(chosen) == 1 and chosen[0].bare:
        start, end = clause(text, chosen[0].start, chosen[0].end)
        return text[start:end].strip()
    return text[min(i.start for i in chosen) : max(i.end for i in chosen)].strip()
