"""How slots go together, and numbers as amounts of the unit of another: what `schedule` puts items together by."""

from dataclasses import replace

from advisor.dialogue.reading.quantities import Kind, Term
from advisor.dialogue.reading.terms import WEEKEND

_SUPPOSED_PARTS = 5.0
"""How often a week 'evenings' without a count are supposed to be."""


def firmer(old: Term, new: Term) -> Term | None:
    """Two slots as one where one tells how often and the other only when; None where both tell."""
    if old.counted and old.unit == "session" and is_daily(new):
        return replace(old, low=old.low * new.low, high=old.high * new.high, counted=False)
    if old.unit == "weekend" and not old.names and is_daily(new):  # 'at weekends, two hours each day'
        return replace(old, low=2.0, high=2.0, unit="", names=WEEKEND)
    if old.soft and (not new.soft or not old.low):
        return replace(new, unit=new.unit if new.unit not in ("", "session") else old.unit, start=old.start)
    if new.soft and (old.unit == "" or new.unit in ("", old.unit, "session") or not new.low):
        return replace(old, unit=old.unit or new.unit)
    if old.counted and not new.counted and new.names and len(new.names) == old.low:
        return old
    if old.names and not new.names and new.unit == "session" and new.counted:
        return old
    if old.unit == "weekend" and not old.names and new.names and new.names <= WEEKEND:
        return replace(new, start=old.start)
    if old.names and not old.unit and new.counted and not new.names and new.unit == "" and new.low == len(old.names):
        return old
    return None


def only_when(slot: Term) -> bool:
    """Whether a slot tells no more than when: 'in the evenings', 'on nights', 'daily'; not 'every evening'."""
    return slot.soft and (not slot.unit or slot.low in (0.0, _SUPPOSED_PARTS))


def is_daily(term: Term) -> bool:
    """Whether it is 'a day' or 'every day'."""
    return term.kind is Kind.SLOT and term.soft and not term.unit and term.low == 7.0


def of_unit(number: Term, like: Term) -> Term:
    """A number as so many of the hours or minutes that another amount is told in."""
    unit = unit_of(like)
    return replace(number, kind=Kind.DURATION, low=number.low * unit, high=number.high * unit, unit=like.unit)


def unit_of(length: Term) -> float:
    return 1 / 60 if length.unit == "minute" else 1.0


def days_of(slot: Term) -> float:
    return 2.0 if slot.unit == "weekend" else float(len(slot.names) or slot.low)
