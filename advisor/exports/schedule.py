"""On which days the steps of a plan lie, worked out from what the plan itself holds."""

from collections.abc import Mapping
from datetime import date
from math import ceil, floor
from typing import NamedTuple

from advisor.domain.plan import Plan
from advisor.domain.progress import CLOSED, Status

_FURTHEST = 36_500.0
"""Days: what lies further ahead than a century is put there."""


class Days(NamedTuple):
    """The first and the last day of a step; the same day for what fits into one."""

    first: date
    last: date


def days(plan: Plan) -> Mapping[str, Days]:
    """The days of each step, by its id.

    A done step lies on the day on which it was marked. The open ones follow one another in the plan's order, at its
    hours a week, from the plan's first day on, or from the last day on which one was done if that is later: so they
    keep the plan's weeks, counted from that day. Two steps share a day only where the later one ends on it. A skipped
    step takes no time: it lies where its turn would have come.
    """
    begin = max([plan.started, *(m.done_on for p in plan.projects for m in p.milestones if m.done_on)])
    found: dict[str, Days] = {}
    hours, free = 0.0, 0
    for milestone in (m for p in plan.projects for m in p.milestones):
        if milestone.status is Status.DONE:
            day = _later(milestone.done_on or plan.started, 0)
            found[milestone.id] = Days(day, day)
            continue
        start = floor(_in_days(hours, plan) + 1e-6)
        if milestone.status in CLOSED:
            day = _later(begin, max(start, free - 1, 0))
            found[milestone.id] = Days(day, day)
            continue
        hours += milestone.hours
        last = max(ceil(_in_days(hours, plan) - 1e-6) - 1, free - 1, 0)
        first = min(max(start, free), last)
        free = last + 1
        found[milestone.id] = Days(_later(begin, first), _later(begin, last))
    return found


def due(plan: Plan) -> date | None:
    """The day by which the plan must be done. Plans of an earlier version of the advisor tell it in weeks."""
    if plan.due or plan.weeks_available is None:
        return plan.due
    return _later(plan.started, round(min(7 * plan.weeks_available, _FURTHEST)))


def _in_days(hours: float, plan: Plan) -> float:
    return min(7 * hours / plan.hours_per_week, _FURTHEST)


def _later(day: date, number: int) -> date:
    """So many days later, a year before the end of all calendars at most."""
    return date.fromordinal(min(day.toordinal() + number, date.max.toordinal() - 366))
