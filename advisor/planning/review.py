"""Looking back: what was done since the plan began, at what pace, and how that compares with what was planned."""

from dataclasses import dataclass
from datetime import date

from advisor.domain.plan import Plan
from advisor.domain.progress import Progress, Status

PAUSE_WEEKS = 3
"""Weeks without a sign after which the advisor looks back with the person before going on."""
LEAST_WEEKS = 2.0
"""Weeks below which a pace says nothing."""
NOTABLE = 0.25
"""Share by which the pace must differ from the plan to be worth a word."""


@dataclass(frozen=True)
class Review:
    """What there is to look back on."""

    weeks: float
    """Weeks since the first step of the plan could be taken."""
    hours: float
    """Hours of the steps done, as planned for them."""
    steps: int
    learnt: tuple[str, ...]
    """Names of the components all of whose steps are done."""
    planned: float
    """Hours a week that the plan counts on."""

    @property
    def pace(self) -> float | None:
        """Hours a week that were really done; None if it is too early to tell."""
        return round(self.hours / self.weeks, 1) if self.weeks >= LEAST_WEEKS and self.hours > 0 else None

    @property
    def notable_pace(self) -> float | None:
        """The pace, where it differs from the plan's by more than a quarter, in half hours, at least half an hour."""
        if self.pace is None or abs(self.pace - self.planned) <= NOTABLE * self.planned:
            return None
        return max(0.5, round(self.pace * 2) / 2)


def look_back(plan: Plan, progress: Progress, began: date, today: date) -> Review:
    """The review of a plan that was begun on `began`."""
    done = [mark for mark in progress.marks.values() if mark.status is Status.DONE]
    steps: dict[str, list[bool]] = {}
    for project in plan.projects:
        for milestone in project.milestones:
            if milestone.component:
                steps.setdefault(milestone.component, []).append(milestone.status is Status.DONE)
    names = {choice.component: choice.name for choice in plan.stack}
    return Review(
        weeks=round((today - began).days / 7, 1), hours=round(sum(mark.hours for mark in done), 1), steps=len(done),
        learnt=tuple(names[c] for c, marks in steps.items() if all(marks) and c in names), planned=plan.hours_per_week,
    )  # fmt: skip


def is_due(progress: Progress, last_seen: date | None, today: date) -> bool:
    """Whether so long a time has passed since the person was last here that looking back comes first."""
    return bool(progress.marks) and last_seen is not None and (today - last_seen).days >= 7 * PAUSE_WEEKS
