"""What items share: days named once for two of them, a length told in the next sentence, 'every other weekend' for a day of it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from advisor.dialogue.reading.items import LONGEST_DAY, Item
from advisor.dialogue.reading.lexicon import alternation, words_of
from advisor.dialogue.reading.terms import WEEKEND

_LISTED = re.compile(r"^[^.!?;,]*\b(?:and|plus)\b[^.!?;,]*$", re.IGNORECASE)
"""What stands between two amounts of one list."""

_THOSE = re.compile(alternation(words_of("those_days")), re.IGNORECASE)


def completed(text: str, items: Sequence[Item]) -> Iterator[Item]:
    """Items with what stands beside them: how often from another that says it, the length from the sentence after."""
    kept = list(items)
    for n in range(len(kept) - 1, 0, -1):
        before, item = kept[n - 1], kept[n]
        if meant := _of_those_days(text, before, item):
            kept[n] = item = meant
        if shared := _shared_days(text, before, item):
            kept[n - 1] = before = shared
        if _shares_length(text, before, item):
            kept[n - 1] = replace(before, length=item.length, each=True)
        elif thinned := _every_other(before, item):
            kept[n - 1 : n + 1] = [thinned]
        elif _lends_length(text, before, item):
            kept[n - 1 : n + 1] = [replace(before, length=item.length, end=item.end, each=item.each, total=item.total)]
        elif restated := _restated(before, item):
            kept[n] = restated
    yield from kept


def _shares_length(text: str, before: Item, item: Item) -> bool:
    """'Every Tuesday and every other Saturday, two hours each'."""
    if not (before.slot and item.slot and item.length and item.each) or before.length or before.slot.soft:
        return False
    return _LISTED.search(text[before.slot.end : item.slot.start]) is not None


def _lends_length(text: str, before: Item, item: Item) -> bool:
    """'Tuesdays are free. I could sit down for two hours.': a length in the next sentence at most, and no longer than the days are."""
    if before.slot is None or before.length or item.length is None or item.slot or item.per or item.corrects:
        return False
    apart = len(re.findall(r"[.!?;\n]+\s", text[before.end : item.start]))
    return apart <= 1 and item.length.low <= LONGEST_DAY * max(1.0, before.slot.high)


def _shared_days(text: str, before: Item, item: Item) -> Item | None:
    """'half an hour in the morning and half an hour at night, Monday to Friday': the days are those of both."""
    days = item.slot
    if days and days.soft and days.low and item.length and before.length and not before.slot and not before.per and not item.corrects:
        listed = _LISTED.search(text[before.length.end : item.length.start])
        return replace(before, slot=days) if listed else None
    if days is None or before.slot is None or before.slot.low or before.per:
        return None
    if (item.joined and days.soft and days.low) or (days.run and days.unit):
        return replace(before, slot=replace(before.slot, low=days.low, high=days.high))
    return None


def _of_those_days(text: str, before: Item, item: Item) -> Item | None:
    """'Tuesdays and Fridays are free, and I use those mornings': as often as the days named before."""
    days, part = before.slot, item.slot
    if days is None or part is None or before.length or not days.names or part.names or not part.soft or not part.unit:
        return None
    if not _THOSE.search(text[before.end : part.start]):
        return None
    return replace(item, slot=replace(part, low=days.low, high=days.high, names=days.names, soft=False))


def _every_other(before: Item, item: Item) -> Item | None:
    """'Every other weekend the kids are away and I have all of Saturday': the first says how often the second is."""
    slot, often = item.slot, before.slot
    if often is None or slot is None or before.length or not 0 < often.low < 1 or not slot.names or item.corrects:
        return None
    within = slot.names <= (often.names or WEEKEND if often.unit == "weekend" else often.names)
    return replace(item, start=before.start, slot=replace(slot, low=slot.low * often.low, high=slot.high * often.low)) if within else None


def _restated(before: Item, item: Item) -> Item | None:
    """'... five days. That is half an hour a day': the days counted before still hold."""
    old, new = before.slot, item.slot
    if old and new and old.counted and not old.unit and new.soft and not new.unit and item.length and before.length:
        return replace(item, slot=replace(new, low=old.low, high=old.high))
    return None
