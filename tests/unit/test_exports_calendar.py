"""The plan in a calendar: steps on their days, each event the same one in every later file."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from math import ceil
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import exports
from advisor.domain.brief import Brief, Fact
from advisor.domain.catalog import Catalog
from advisor.domain.plan import Plan, PlanMilestone
from advisor.domain.progress import Mark, Progress, Status
from advisor.exports import calendar
from advisor.exports.schedule import days, due
from advisor.planning.planner import Situation, make_plan, with_progress
from tests.support.icalendar_reader import Component, read
from tests.unit.plan_factory import small_plan
from tests.unit.test_planning_properties import frame_of, situations

MONDAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 5, 10, 30, tzinfo=UTC)
NASTY = "Tab\there; comma, colon: \"quote\" \\n \\, 'x'\r\nEND:VEVENT\r\nשלום עולם 👩‍👩‍👧‍👦 \u202eevil\u2028next" + "é😀" * 200


def step(id: str, hours: float, **more: Any) -> PlanMilestone:
    return PlanMilestone(id=id, text=f"Step {id}", hours=hours, done_when="It runs", **more)


def plan_of(*projects: tuple[PlanMilestone, ...], **changes: Any) -> Plan:
    first = small_plan().projects[0]
    made = tuple(
        first.model_copy(update={"id": f"p{n}", "title": f"Project {n}", "milestones": steps}) for n, steps in enumerate(projects)
    )
    fields: dict[str, Any] = {"projects": made, "started": MONDAY, "hours_per_week": 7, "id": "plan-a"}
    return small_plan(**(fields | changes))


def span(plan: Plan, id: str) -> tuple[int, int]:
    """The first and last day of a step, counted from the plan's first."""
    first, last = days(plan)[id]
    return (first - plan.started).days, (last - plan.started).days


def events(plan: Plan, now: datetime = NOW) -> dict[str, Component]:
    return {e.text("SUMMARY"): e for e in read(calendar.render(plan, now)).components}


# --- days


def test_steps_follow_one_another_at_the_hours_a_week() -> None:
    plan = plan_of((step("a", 3), step("b", 0.5), step("c", 0.5)), (step("d", 7),))
    assert [span(plan, i) for i in "abcd"] == [(0, 2), (3, 3), (3, 3), (4, 10)]


def test_a_step_that_begins_in_the_middle_of_a_day_waits_for_the_next_one() -> None:
    plan = plan_of((step("a", 1.5), step("b", 3)))
    assert [span(plan, i) for i in "ab"] == [(0, 1), (2, 4)]


def test_done_steps_lie_on_the_day_they_were_done_and_the_rest_begins_there() -> None:
    done = step("a", 3, status=Status.DONE, done_on=MONDAY + timedelta(days=9))
    plan = plan_of((done, step("b", 2), step("c", 1, status=Status.SKIPPED), step("d", 1)))
    assert [span(plan, i) for i in "abcd"] == [(9, 9), (9, 10), (11, 11), (11, 11)]


def test_what_was_done_before_the_plan_does_not_put_off_its_beginning() -> None:
    before = step("a", 3, status=Status.DONE, done_on=MONDAY - timedelta(days=30))
    unknown = step("b", 3, status=Status.DONE)
    plan = plan_of((before, unknown, step("c", 1)))
    assert [span(plan, i) for i in "abc"] == [(-30, -30), (0, 0), (0, 0)]


@pytest.mark.parametrize("hours", [0.0, 1e9, 1.7e308])
def test_no_amount_of_hours_leads_out_of_the_calendar(hours: float) -> None:
    plan = plan_of((step("a", hours), step("b", hours)), hours_per_week=1e-9, started=date(9999, 12, 1))
    assert read(calendar.render(plan, NOW)).components


def test_the_days_keep_the_weeks_of_the_plan(catalog: Catalog) -> None:
    @settings(max_examples=40, deadline=None)
    @given(situations(catalog), st.data())
    def holds(situation: Situation, data: st.DataObject) -> None:
        plan = make_plan(situation)
        ids = [m.id for p in plan.projects for m in p.milestones]
        number = data.draw(st.integers(0, len(ids) // 2))
        at = datetime(2026, 3, 20, 12, tzinfo=UTC)
        plan = with_progress(plan, Progress(marks={i: Mark(status=Status.DONE, at=at) for i in ids[:number]}))
        begin = at.date() if number else plan.started
        when = days(plan)
        assert list(when) == ids
        still = [m for p in plan.projects for m in p.milestones if m.status is Status.TODO]
        gone = 0.0
        for earlier, later in pairwise(still):
            assert when[later.id].first > when[earlier.id].last or when[later.id] == (when[earlier.id].last,) * 2
        for milestone in still:
            gone += milestone.hours
            assert when[milestone.id].first <= when[milestone.id].last
            assert (when[milestone.id].last - begin).days + 1 >= ceil(7 * gone / plan.hours_per_week - 1e-6)
        if still:
            assert (when[still[-1].id].last - begin).days + 1 == max(1, ceil(7 * gone / plan.hours_per_week - 1e-6))
        for project in plan.projects:
            open_ = [when[m.id] for m in project.milestones if m.status is Status.TODO]
            if open_:
                assert (open_[0].first - begin).days >= 7 * (project.start_week - 1)
                assert (open_[-1].last - begin).days < 7 * project.end_week

    holds()


def test_the_deadline_is_the_day_that_was_told(catalog: Catalog) -> None:
    for weeks, lost in ((2.0, 0), (10 / 7, 0), (5.5, 2)):
        facts = [Fact(name="deadline_weeks", value=weeks, on=MONDAY)]
        facts += [Fact(name="pause_weeks", value=lost, on=MONDAY)] if lost else []
        situation = Situation(catalog, Brief(facts=tuple(facts)), frame_of(catalog, "spam-filtering"), Progress(), MONDAY + timedelta(days=3))
        assert due(make_plan(situation)) == MONDAY + timedelta(days=round(7 * weeks))
    assert due(make_plan(Situation(catalog, Brief(), frame_of(catalog, "spam-filtering"), Progress(), MONDAY))) is None


def test_a_plan_without_the_day_itself_tells_it_by_its_weeks() -> None:
    assert due(small_plan(due=None, weeks_available=1.4)) == date(2026, 3, 11)
    assert due(small_plan(due=None, weeks_available=None)) is None


# --- the file


def test_each_step_is_an_all_day_event_that_leaves_the_day_free() -> None:
    plan = plan_of((step("a", 3), step("b", 7)), due=date(2026, 5, 1))
    found = events(plan)
    assert list(found) == ["Step a", "Step b", "Due: have spam put aside"]
    assert (found["Step a"].date("DTSTART"), found["Step a"].date("DTEND")) == ("20260302", "20260305")
    assert (found["Step b"].date("DTSTART"), found["Step b"].date("DTEND")) == ("20260305", "20260312")
    assert found["Due: have spam put aside"].date("DTSTART") == "20260501"
    assert found["Step b"].text("DESCRIPTION").splitlines() == [
        "Done when: It runs.", "Project 1 of 1: Project 0", "Takes about 7 hours.", "Version 2 of your plan.",
    ]  # fmt: skip
    assert all(e.text("TRANSP") == "TRANSPARENT" for e in found.values())
    whole = read(calendar.render(plan, NOW))
    assert "METHOD" not in whole.properties
    assert whole.text("X-WR-CALNAME") == "Plan: have spam put aside"


def test_done_and_skipped_steps_are_told_apart() -> None:
    found = events(plan_of((step("a", 1, status=Status.DONE), step("b", 1, status=Status.SKIPPED), step("c", 1))))
    assert [(name, e.text("STATUS")) for name, e in found.items() if "Step" in name] == [
        ("✓ Step a", "CONFIRMED"), ("Step b", "CANCELLED"), ("Step c", "CONFIRMED"),
    ]  # fmt: skip


def test_a_later_file_changes_the_same_events() -> None:
    before = plan_of((step("a", 1), step("b", 1)))
    after = plan_of((step("b", 2), step("a", 1, status=Status.DONE)), version=3, problem="Another wording", hours_per_week=3)
    old, new = events(before), events(after, NOW + timedelta(seconds=1))
    for then, now in (("Step a", "✓ Step a"), ("Step b", "Step b")):
        assert old[then].text("UID") == new[now].text("UID")
        assert int(old[then].text("SEQUENCE")) < int(new[now].text("SEQUENCE"))
        assert old[then].text("DTSTAMP") < new[now].text("DTSTAMP")


def test_two_plans_share_no_event_even_with_the_same_steps() -> None:
    steps = (step("a", 1), step("b", 1))
    pairs = [(plan_of(steps), plan_of(steps, id="plan-b")), (plan_of(steps, id=""), plan_of(steps, id="", problem="Something else"))]
    for one, other in pairs:
        uids = [{e.text("UID") for e in events(p).values()} for p in (one, other)]
        assert not uids[0] & uids[1]


@given(st.text() | st.just(NASTY), st.text())
def test_any_text_arrives_whole_and_makes_no_line_of_its_own(text: str, name: str) -> None:
    plan = small_plan(text, id="p", problem=name)
    found = read(exports.render(plan, "icalendar"))
    assert [c.name for c in found.components] == ["VEVENT"] * 4
    letters = "".join(c for c in text if c.isalnum())
    told = "".join(c for c in found.components[1].text("DESCRIPTION") if c.isalnum())
    assert letters[1:] in told  # the first may have become a capital


def test_emoji_and_right_to_left_survive_and_what_turns_direction_goes() -> None:
    event = read(exports.render(small_plan(NASTY), "icalendar")).components[1]
    told = event.text("DESCRIPTION")
    assert "שלום עולם 👩‍👩‍👧‍👦" in told
    assert "END:VEVENT" in told
    assert "\u202e" not in told
    assert "é😀" * 200 in told
    assert len(event.text("SUMMARY")) <= 82


def test_an_empty_plan_is_still_a_calendar() -> None:
    (event,) = read(exports.render(small_plan(projects=(), weeks_available=None), "icalendar")).components
    assert event.date("DTSTART") == "20260301"


def test_another_library_reads_the_same() -> None:
    vobject = pytest.importorskip("vobject")
    plan = small_plan(NASTY, id="p")
    ours = read(calendar.render(plan, NOW)).components
    theirs = list(vobject.readOne(calendar.render(plan, NOW).decode()).vevent_list)
    assert [e.summary.value for e in theirs] == [e.text("SUMMARY") for e in ours]
    assert [e.description.value for e in theirs[:3]] == [e.text("DESCRIPTION") for e in ours[:3]]
    assert [e.uid.value for e in theirs] == [e.text("UID") for e in ours]
    assert theirs[0].dtstart.value == date(2026, 3, 1)
    assert theirs[0].dtend.value == date(2026, 3, 2)
    assert theirs[0].dtstamp.value == NOW
