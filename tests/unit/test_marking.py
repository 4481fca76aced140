"""Which steps a message means, in many wordings."""

from datetime import UTC, date, datetime

import pytest

from advisor.dialogue.marking import steps_meant
from advisor.domain.brief import Brief, Fact
from advisor.domain.catalog import Catalog
from advisor.domain.frame import Frame
from advisor.domain.plan import Plan
from advisor.domain.progress import Mark, Progress, Status
from advisor.planning.planner import Situation, make_plan, with_progress

TODAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def plan(catalog: Catalog) -> Plan:
    spec = catalog.patterns["patient-no-shows"]
    frame = Frame(modality=spec.frame.modality, task=spec.frame.task, conditions=spec.frame.conditions, pattern=spec.id, confidence=1)
    brief = Brief(facts=(Fact(name="known_skills", key="python", value="working"), Fact(name="hours_per_week", value=5)))
    return make_plan(Situation(catalog, brief, frame, Progress(), TODAY))


def ticked(plan: Plan, project: int, count: int) -> Plan:
    ids = [m.id for m in plan.projects[project - 1].milestones[:count]]
    return with_progress(plan, Progress(marks={i: Mark(status=Status.DONE, at=datetime(2026, 3, 2, tzinfo=UTC)) for i in ids}))


def places(plan: Plan, ids: list[str]) -> list[str]:
    """Steps as 'project.step'."""
    where = {m.id: f"{i}.{j}" for i, p in enumerate(plan.projects, 1) for j, m in enumerate(p.milestones, 1)}
    return [where[i] for i in ids]


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("finished steps 1 and 2 of project 1", ["1.1", "1.2"]),
        ("steps 1, 2 and 3 are all finished", ["1.1", "1.2", "1.3"]),
        ("did 2 and 3, not yet 4", ["1.2", "1.3"]),
        ("I finished the first two steps", ["1.1", "1.2"]),
        ("project 1 is done except the last step", ["1.1", "1.2", "1.3"]),
        ("all of week 1", ["1.1", "1.2", "1.3", "1.4"]),
        ("done", ["1.1"]),
        ("it works now", ["1.1"]),
        ("finished project 1 a week later than planned", ["1.1", "1.2", "1.3", "1.4"]),
    ],
)
def test_steps_are_told_by_number_place_and_week(plan: Plan, text: str, steps: list[str]) -> None:
    assert places(plan, steps_meant(plan, text).done) == steps


def test_several_projects_at_once(plan: Plan) -> None:
    meant = steps_meant(plan, "first two projects are done")
    assert meant.done == [m.id for p in plan.projects[:2] for m in p.milestones]


def test_named_tools_are_done_and_what_is_denied_is_not(plan: Plan) -> None:
    meant = steps_meant(plan, "pandas and scikit-learn are done, the chart isn't")
    assert {i.split("/")[1] for i in meant.done} == {"pandas", "scikit-learn"}
    assert meant.asked == []


def test_everything_up_to_a_named_step_leaves_that_step_out_and_says_so(plan: Plan) -> None:
    meant = steps_meant(plan, "done with everything up to error analysis")
    order = [m.id for p in plan.projects for m in p.milestones]
    assert meant.done == order[: order.index("learn/error-analysis/working/1")]
    assert meant.before == "learn/error-analysis/working/1"


def test_everything_up_to_a_numbered_step_takes_it_in(plan: Plan) -> None:
    meant = steps_meant(plan, "everything up to step 3 of project 2 is finished")
    assert places(plan, meant.done)[-1] == "2.3"
    assert meant.before == ""


def test_halfway_counts_the_first_half_of_the_hours(plan: Plan) -> None:
    meant = steps_meant(plan, "halfway through project 2")
    project = plan.projects[1]
    hours = sum(m.hours for m in project.milestones if m.id in meant.done)
    assert meant.half == project.title
    assert meant.done == [m.id for m in project.milestones[: len(meant.done)]]
    assert 0 < hours <= project.hours / 2 + 0.01


@pytest.mark.parametrize("text", ["no wait, step 3 isn't done yet", "untick step 3", "I ticked step 3 by accident, untick it", "step 3 not done after all, my error"])
def test_a_step_that_is_not_done_after_all_is_unmarked(plan: Plan, text: str) -> None:
    meant = steps_meant(ticked(plan, 1, 4), text)
    assert meant.done == []
    assert places(plan, meant.undone) == ["1.3"]


def test_what_is_not_in_the_plan_marks_nothing(plan: Plan) -> None:
    for text in ("the dashboard is finished", "project 99 is done", "i finished the calibration"):
        meant = steps_meant(plan, text)
        assert meant.done == []
        assert meant.unread


def test_where_two_steps_fit_alike_it_asks(plan: Plan) -> None:
    meant = steps_meant(plan, "i read the worst misses")
    assert meant.done == []
    assert len(meant.asked) >= 2
