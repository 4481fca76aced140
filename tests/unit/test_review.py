"""When a project ends or weeks pass, the advisor looks back with the person and plans on from the answer."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from advisor.bootstrap import export
from advisor.domain.conversation import Reply
from advisor.domain.progress import Mark, Progress, Status
from advisor.planning.review import Review, is_due
from advisor.service import Advisor
from advisor.storage import Store
from tests.unit.test_conversation import ME, SPAM, say

START = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def pass_weeks(self, weeks: float) -> None:
        self.now += timedelta(weeks=weeks)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def talk(knowledge: Any, tmp_path: Path, clock: Clock) -> Any:
    """A function that says something in one conversation with a plan."""
    advisor = Advisor(knowledge, Store(tmp_path / "t.sqlite3"), export, clock=clock)
    conversation = advisor.new(ME).id
    say(advisor, conversation, SPAM + " I know Python, pandas and SQL. 6 hours a week.")
    say(advisor, conversation, "just draft it")
    return lambda text: say(advisor, conversation, text)


def asked(reply: Reply) -> str:
    return reply.question.id if reply.question else ""


def test_the_end_of_a_project_is_the_time_to_look_back(talk: Any, clock: Clock) -> None:
    clock.pass_weeks(1)
    reply = talk("project 1 is done")
    assert asked(reply) == "review"
    assert "Looking back" in reply.reply
    assert "hours a week" not in reply.reply.split("Looking back")[1].split("Is this")[0], "a week is too early for a pace"
    onward = talk("Yes, go on")
    assert asked(onward) == ""
    assert "Done when" in onward.reply


def test_a_slower_pace_is_measured_and_planned_with(talk: Any, clock: Clock) -> None:
    clock.pass_weeks(8)
    reply = talk("project 1 is done")
    assert reply.plan is not None and reply.question is not None
    done = reply.plan.hours.done
    pace = max(0.5, round(2 * round(done / 8, 1)) / 2)
    offer = next(a for a in reply.question.answers if a.startswith("Plan with"))
    slower = talk(offer)
    assert slower.plan is not None
    assert slower.plan.hours_per_week == pace < reply.plan.hours_per_week
    assert slower.plan.hours.done == done
    assert slower.plan.projects[0].finished


def test_after_weeks_away_it_looks_back_and_only_once(talk: Any, clock: Clock) -> None:
    talk("the first step is done")
    clock.pass_weeks(4)
    assert asked(talk("what next?")) == "review"
    assert asked(talk("go on, what is precision?")) == ""
    assert asked(talk("what next?")) == ""


def test_another_answer_than_the_offered_ones_is_read_as_always(talk: Any) -> None:
    talk("project 1 is done")
    changed = talk("I changed my mind, I want to forecast how many loaves our bakery sells")
    assert changed.plan is not None
    assert changed.plan.frame.pattern == "demand-forecasting"
    assert changed.plan.projects[0].finished


def test_a_problem_that_has_changed_is_asked_for(talk: Any) -> None:
    talk("project 1 is done")
    assert asked(talk("The problem has changed")) == "problem"
    changed = talk("forecast how many loaves of bread our bakery sells each day")
    assert changed.plan is not None
    assert changed.plan.frame.pattern == "demand-forecasting"


@pytest.mark.parametrize(("hours", "weeks", "notable"), [(6, 3, 2.0), (10, 2, None), (0, 9, None), (40, 4, 10.0), (0.5, 5, 0.5)])
def test_a_pace_is_told_only_when_it_differs_from_the_plan(hours: float, weeks: float, notable: float | None) -> None:
    assert Review(weeks=weeks, hours=hours, steps=1, learnt=(), planned=5).notable_pace == notable


def test_nothing_to_look_back_on_is_not_looked_back_on() -> None:
    marks = Progress(marks={"a": Mark(status=Status.DONE, at=START)})
    day = date(2026, 5, 1)
    assert is_due(marks, day - timedelta(days=21), day)
    assert not is_due(marks, day - timedelta(days=20), day)
    assert not is_due(marks, None, day)
    assert not is_due(Progress(), day - timedelta(days=90), day)
