"""A plan for calendars (iCalendar, RFC 5545): its steps as all-day events.

Events, not tasks (VTODO): Google's and Outlook's calendars import events alone. They are marked as free time, since
nobody works all day on a step of two hours. Each event keeps its UID through all versions of the plan and counts its
SEQUENCE up with every export, so that a calendar which is given a later file changes its events instead of doubling them.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from advisor.domain.plan import Plan, PlanMilestone
from advisor.domain.progress import Status
from advisor.exports.plain import block, one_line
from advisor.exports.schedule import Days, days, due
from advisor.exports.words import bare, heading, hours, sentence

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//Problem-First Advisor//Plan//EN"
_NAMESPACE = UUID("58d67eb8-711c-55ed-a7fa-4f8c6568e2f6")
_COUNTED_FROM = datetime(2020, 1, 1, tzinfo=UTC)


def render(plan: Plan, now: datetime | None = None) -> bytes:
    """The plan's steps, and the day by which it is due, as a calendar file. `now` is the moment of the export."""
    from icalendar import Calendar, vText

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", vText(f"Plan: {_title(plan)}"))
    for event in _events(plan, now or datetime.now(UTC)):
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(plan: Plan, now: datetime) -> Iterator["Event"]:
    when = days(plan)
    for number, project in enumerate(plan.projects, start=1):
        place = f"Project {number} of {len(plan.projects)}: {one_line(project.title)}"
        for step in project.milestones:
            event = _event(plan, f"step/{step.id}", _name(step), when[step.id], now)
            event.add("description", "\n".join(_told(plan, step, place)))
            event.add("status", "CANCELLED" if step.status is Status.SKIPPED else "CONFIRMED")
            yield event
    day = due(plan)
    if day:
        yield _event(plan, "due", f"Due: {_title(plan)}", Days(day, day), now)
    elif not when:  # a calendar must hold something
        yield _event(plan, "start", f"Plan: {_title(plan)}", Days(plan.started, plan.started), now)


def _event(plan: Plan, key: str, name: str, when: Days, now: datetime) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", f"{uuid5(_NAMESPACE, f'{_plan_key(plan)}/{key}')}@problem-first-advisor")
    event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", max(0, int((now - _COUNTED_FROM).total_seconds())))
    event.add("dtstart", when.first)
    event.add("dtend", _day_after(when.last))
    event.add("transp", "TRANSPARENT")
    event.add("summary", name)
    return event


def _plan_key(plan: Plan) -> str:
    """What tells the plan from others: its id, or its problem where it has none, as in files of an earlier version."""
    return plan.id or sha256(plan.problem.encode("utf-8", "replace")).hexdigest()


def _day_after(day: date) -> date:
    """The end of an all-day event is the first day that is free again."""
    return day + timedelta(days=1)


def _title(plan: Plan) -> str:
    told = plan.about.restate if plan.frame.pattern else plan.problem
    return one_line(bare(heading(told))) or "your plan"


def _name(step: PlanMilestone) -> str:
    """As short as a calendar shows it; the whole of a longer text is in the description."""
    name = heading(one_line(bare(step.text))) or "A step"
    return f"✓ {name}" if step.status is Status.DONE else name


def _told(plan: Plan, step: PlanMilestone, place: str) -> Iterator[str]:
    whole = one_line(bare(step.text))
    if whole != heading(whole):
        yield sentence(whole)
    if step.done_when.strip():
        yield f"Done when: {block(sentence(step.done_when))}"
    yield place
    if step.hours > 0:
        yield f"Takes about {hours(step.hours)}."
    if step.status is Status.STUCK:
        yield "You were stuck here."
    if step.status is Status.SKIPPED:
        yield "You skipped this."
    yield f"Version {plan.version} of your plan."
