"""The plan against the calendar: when each project was or will be worked on, and whether the person keeps its pace."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Literal

from advisor.domain.brief import Brief
from advisor.domain.plan import Plan, PlanProject
from advisor.domain.progress import CLOSED, Progress

LEAST_DAYS = 7
"""Days since the first plan below which a pace says nothing."""
NOTABLE_WEEKS = 0.75
"""Weeks from which somebody is behind or ahead, rather than on pace."""
_FURTHEST = 36_500
"""Days: what lies further ahead than a century is put there."""

When = Literal["done", "now", "coming"]


@dataclass(frozen=True)
class Span:
    """One project on the calendar."""

    number: int
    project: PlanProject
    when: When
    first: date
    last: date


@dataclass(frozen=True)
class CalendarView:
    """All projects in their order. Open work goes on from today at the plan's hours a week, lost weeks taken off."""

    spans: tuple[Span, ...]
    today: date
    due: date | None

    @property
    def end(self) -> date:
        """The day on which the last project ends."""
        return max((s.last for s in self.spans), default=self.today)

    @property
    def late_days(self) -> int:
        """Days by which it ends after the date it is due; 0 if it does not."""
        return max(0, (self.end - self.due).days) if self.due and any(s.when != "done" for s in self.spans) else 0


def calendar_view(plan: Plan, brief: Brief, progress: Progress, today: date) -> CalendarView:
    """The projects of a plan on the calendar: what is done on the days of its marks, the rest from today on."""
    spans: list[Span] = []
    gone, running, ahead = 0.0, False, _days(brief.pause_left(today) * 7)
    for number, project in enumerate(plan.projects, start=1):
        marked = sorted(m.at.date() for step in project.milestones if (m := progress.marks.get(step.id)) and m.status in CLOSED)
        left = sum(step.hours for step in project.milestones if step.status not in CLOSED)
        start = today + timedelta(days=ahead + _days(7 * gone / plan.hours_per_week))
        gone += left
        end = today + timedelta(days=ahead + max(_days(7 * gone / plan.hours_per_week, up=True) - 1, 0))
        if project.finished:
            begun, ended = (marked[0], marked[-1]) if marked else (today, today)
            spans.append(Span(number, project, "done", begun, ended))
        else:
            first = min(marked[0], start) if marked and not running else start
            spans.append(Span(number, project, "coming" if running else "now", first, max(end, start)))
            running = True
    return CalendarView(tuple(spans), today, due_day(brief, today))


def due_day(brief: Brief, today: date) -> date | None:
    """The day of the deadline; None without one."""
    fact = brief.fact("deadline_weeks")
    return None if fact is None or fact.value is None else (fact.on or today) + timedelta(days=_days(7 * float(fact.value)))


def _days(number: float, up: bool = False) -> int:
    return min(ceil(number - 1e-6) if up else int(number + 1e-6), _FURTHEST)


@dataclass(frozen=True)
class Standing:
    """What was done since the first plan, against what its hours a week would have come to."""

    began: date
    hours: float
    """Hours of the steps that are done or skipped."""
    expected: float
    weeks_behind: float
    """Negative where the person is ahead."""

    @property
    def kept(self) -> bool:
        """Whether they are on pace, near enough."""
        return abs(self.weeks_behind) < NOTABLE_WEEKS


def standing(plan: Plan, brief: Brief, progress: Progress, began: date | None, today: date) -> Standing | None:
    """How the pace compares with the plan's; None while it is too early to tell, and when all is done."""
    if began is None or (today - began).days < LEAST_DAYS or all(p.finished for p in plan.projects):
        return None
    told = brief.fact("pause_weeks")
    lost = float(told.value or 0) - brief.pause_left(today) if told else 0.0
    settled = sum(m.hours for m in progress.marks.values() if m.status in CLOSED)
    weeks = max(0.0, (today - began).days / 7 - lost)
    expected = min(weeks * plan.hours_per_week, settled + plan.hours.total)
    return Standing(began, round(settled, 1), round(expected, 1), round((expected - settled) / plan.hours_per_week, 1))
