"""What somebody says of their time, thing by thing, and the hours a week that each comes to."""

from dataclasses import dataclass

from advisor.dialogue.reading.quantities import Term
from advisor.dialogue.reading.terms import WEEKEND

PART_HOURS = {
    "evening": 2.0, "night": 2.0, "morning": 2.0, "afternoon": 3.0, "lunch": 0.5, "lunch hour": 1.0, "weekend": 6.0, "": 6.0,
}  # fmt: skip
"""Hours of a slot whose length was not said."""
FREE_MORNING = 3.0
"""Hours of a morning at the weekend, when no work follows it."""
LONGEST_PART = 3.0
"""Hours beside counted evenings from which on they are meant of all together, unless 'each' is said."""
LONGEST_DAY = 12.0
"""Hours told beside whole days from which on they are meant of all together."""
_PARTS_OF_DAY = ("evening", "morning", "night", "afternoon")


@dataclass(frozen=True)
class Item:
    """One thing that a person says of their time."""

    start: int
    end: int
    length: Term | None = None
    slot: Term | None = None
    per: Term | None = None
    each: bool = False
    total: bool = False
    joined: bool = False
    """Whether 'plus', 'then' or the like joins it to the item before."""
    corrects: bool = False
    """Whether a correction stands between it and the item before."""
    bare: bool = False
    """Whether its amount is a number without a unit, which the item before has."""
    labelled: bool = False
    """Whether a label such as 'hours:' stands before it, or it is said to be so much of an amount before."""
    instead: bool = False
    """Whether it stands for one that was denied: 'not forty minutes but fourteen'."""
    refused: bool = False
    """Whether it is named only to be denied: 'not seven hours'."""
    hours: float = 0.0

    @property
    def general(self) -> bool:
        """Whether it speaks of the whole week, not of some days of it."""
        return self.length is not None and self.slot is None and self.per is not None


def weekly_hours(item: Item) -> float:
    """Hours a week of an item; 0 where it does not say them."""
    scale = 1 / item.per.middle if item.per else 1.0
    length = item.length.middle if item.length else None
    if item.slot is None:
        return 0.0 if length is None else length * scale
    often = item.slot.middle or 7.0
    if length is None:
        return _supposed_length(item.slot) * (5.0 if item.slot.soft and item.slot.unit == "" else often) * scale
    parts = item.slot.counted and item.slot.unit in _PARTS_OF_DAY
    together = item.total or (parts and length > LONGEST_PART)
    return length * scale if together and not item.each else length * often * scale


def _supposed_length(slot: Term) -> float:
    free = slot.unit == "morning" and slot.names and slot.names <= WEEKEND
    return FREE_MORNING if free else PART_HOURS.get(slot.unit, 0.0)
