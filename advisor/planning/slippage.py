"""Falling behind: what is left against the time that is left, and the ways out with their numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from advisor.domain.brief import Fact
from advisor.domain.plan import Cut, Plan
from advisor.planning.planner import Situation, make_plan

MOST_HOURS = 60.0
"""Hours a week beyond which working more is no way out."""


@dataclass(frozen=True)
class Slippage:
    """What is left, and each way out: None or empty where it is none."""

    hours: float
    """Open work as the plan stands."""
    available: float | None
    """Hours until the date, the lost weeks taken off; None without a date."""
    lost: float
    """Weeks that the person lost and the calendar does not show yet."""
    end: date
    """The day on which the work ends at the plan's pace."""
    due: date | None
    new_due_weeks: float = 0.0
    """Weeks from today to the date that would do, in whole weeks."""
    cut: tuple[Cut, ...] = ()
    """What would go on top of what is cut already."""
    saved: float = 0.0
    over_after_cut: float = 0.0
    more_hours: float | None = None
    """Hours a week that would do."""

    @property
    def short(self) -> float:
        """Hours that are missing."""
        return 0.0 if self.available is None else round(max(0.0, self.hours - self.available), 1)

    def new_due(self, today: date) -> date:
        """The date that would do."""
        return today + timedelta(days=round(7 * self.new_due_weeks))


def slippage(situation: Situation, plan: Plan) -> Slippage:
    """The situation of somebody who fell behind; lost weeks are in the brief already."""
    lost = situation.brief.pause_left(situation.today)
    hours, pace = plan.hours.total, plan.hours_per_week
    end = situation.today + timedelta(days=round(7 * (hours / pace + lost)))
    weeks, available = situation.weeks, situation.available
    if weeks is None or available is None:
        return Slippage(hours, None, lost, end, None)
    due = situation.today + timedelta(days=round(7 * (weeks + lost)))
    if hours <= available:
        return Slippage(hours, available, lost, end, due)
    smaller = make_plan(situation, version=plan.version, before=plan)
    had = {(c.kind, c.id) for c in plan.cut}
    more = ceil(2 * hours / weeks) / 2 if weeks > 0 else None
    return Slippage(
        hours, available, lost, end, due,
        new_due_weeks=ceil(round(hours / pace + lost, 3)),
        cut=tuple(c for c in smaller.cut if (c.kind, c.id) not in had),
        saved=round(hours - smaller.hours.total, 1), over_after_cut=smaller.over,
        more_hours=more if more is not None and more <= MOST_HOURS else None,
    )  # fmt: skip


def unseen(weeks: float, plan: Plan, began: date, today: date, done: float) -> float:
    """Of the weeks that somebody says they are behind, those that the calendar does not show: what should be done by now
    at the plan's pace against what is done."""
    behind = (today - began).days / 7 - done / plan.hours_per_week
    return round(max(0.0, weeks - max(0.0, behind)), 1)


def lost_fact(weeks: float, quote: str, turn: int, today: date) -> Sequence[Fact]:
    """The fact that weeks are lost, if any are."""
    return [Fact(name="pause_weeks", value=weeks, quote=quote, turn=turn, on=today)] if weeks > 0 else []
