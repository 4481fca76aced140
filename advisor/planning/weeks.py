"""In which week of the plan a step comes to its end."""

from collections.abc import Mapping
from math import ceil

from advisor.domain.plan import Plan
from advisor.domain.progress import CLOSED


def week_of_steps(plan: Plan) -> Mapping[str, int]:
    """The week in which each open step ends, from 1, if the work goes on at the plan's hours a week."""
    gone, weeks = 0.0, {}
    for milestone in (m for p in plan.projects for m in p.milestones if m.status not in CLOSED):
        gone += milestone.hours
        weeks[milestone.id] = max(1, ceil(round(gone / plan.hours_per_week, 6)))
    return weeks
