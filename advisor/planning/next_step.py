"""What to do next: one concrete step."""

from dataclasses import dataclass

from advisor.domain.plan import Plan, PlanMilestone, PlanProject
from advisor.domain.progress import Status

SITTINGS_A_WEEK = 2
"""How many sittings the hours of a week are taken to be spread over."""
LONGEST = 3.0
SHORTEST = 0.5


@dataclass(frozen=True)
class NextStep:
    """The next open milestone, its place in the project, and how much of it fits the next sitting (hours)."""

    project: PlanProject
    project_number: int
    milestone: PlanMilestone
    number: int
    of: int
    sitting: float


def next_step(plan: Plan, time: float | None = None) -> NextStep | None:
    """The first milestone that is neither done nor skipped; None when all are. `time`: hours there are for it now, if told."""
    for project_number, project in enumerate(plan.projects, start=1):
        for number, milestone in enumerate(project.milestones, start=1):
            if milestone.status in (Status.TODO, Status.STUCK):
                sitting = time or min(max(plan.hours_per_week / SITTINGS_A_WEEK, SHORTEST), LONGEST)
                return NextStep(
                    project, project_number, milestone, number, len(project.milestones), min(sitting, milestone.hours)
                )
    return None
