"""Hours of a week told by its days, of which a later message takes some away or names others: 'Wednesday is off', 'only Mondays and Fridays'."""

import re
from functools import cache

from advisor.dialogue.reading.lexicon import alternation, words_of
from advisor.dialogue.reading.quantities import Kind, Term, terms
from advisor.dialogue.reading.schedule import items_of
from advisor.dialogue.reading.terms import WEEKEND

_EVERY_DAY = 7.0


def other_days(text: str, quote: str, known: float) -> tuple[float, str] | None:
    """The hours a week of sittings as long as those of the `quote`, by which the hours were told, on the days that are left
    or that a message names instead, with its words; None if it names a length itself, or no days."""
    was = [t for t in terms(quote) if t.kind is Kind.SLOT]
    now = [t for t in terms(text) if t.kind is Kind.SLOT]
    if not was or not now or any(t.kind in (Kind.DURATION, Kind.PER) for t in terms(text)):
        return None
    before = max((t.middle for t in was if not t.names), default=0.0) or sum(t.middle for t in was)
    if before <= 0:
        return None
    gone = [t for t in now if _is_gone(text, t)]
    left = [t for t in now if t not in gone and not (t.soft and t.middle >= _EVERY_DAY)]
    by_day = _hours_by_day(quote)
    if by_day and left and {name for t in left for name in t.names} < set(by_day) and all(t.names and t.low == len(t.names) for t in left):
        return round(sum(by_day[name] for t in left for name in t.names), 2), text[left[0].start : left[-1].end]
    if left:
        days = sum(t.middle for t in left)
        return (round(known / before * days, 2), text[left[0].start : left[-1].end]) if _sittings(quote) and 0 < days != before else None
    lost = {name for t in gone for name in t.names}
    held = {name for t in was for name in (WEEKEND if t.unit == "weekend" and not t.names else t.names)}
    if not lost or not lost < held:
        return None
    return round(known * (1 - len(lost) / len(held)), 2), text[gone[0].start : gone[-1].end]


def without_gone_days(text: str) -> str:
    """The text with blanks for the days that it names as no longer free."""
    for slot in terms(text):
        if slot.kind is Kind.SLOT and slot.names and _is_gone(text, slot):
            text = text[: slot.start] + " " * (slot.end - slot.start) + text[slot.end :]
    return text


def _hours_by_day(quote: str) -> dict[str, float]:
    """The hours of each weekday, where the quote tells them day by day: 'one hour on Mondays and two on Saturdays'."""
    made: dict[str, float] = {}
    for item in items_of(quote, terms(quote), asked=True):
        names = item.slot.names if item.slot and item.length else frozenset()
        if not names or item.slot is None or item.slot.low != len(names):
            return {}
        made |= dict.fromkeys(names, item.hours / len(names))
    return made


def _sittings(quote: str) -> bool:
    """Whether the length of one sitting was told: 'two hours each on Mondays and Fridays', 'an hour a day'."""
    items = items_of(quote, terms(quote), asked=True)
    return len(items) == 1 and items[0].length is not None and items[0].slot is not None


def _is_gone(text: str, slot: Term) -> bool:
    """Whether the days are named as those that are no longer free."""
    return bool(_behind().match(text, slot.end) or _ahead().search(text[: slot.start]))


@cache
def _behind() -> re.Pattern[str]:
    return re.compile(rf"\s*{alternation(words_of('day_gone'))}", re.IGNORECASE)


@cache
def _ahead() -> re.Pattern[str]:
    return re.compile(rf"{alternation(words_of('without_day'))}\s+(?:the |my |on |our )*$", re.IGNORECASE)
