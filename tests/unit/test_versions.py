"""Versions of the plan: kept with what each was made from, compared, and gone back to, by words and by click."""

from typing import Any

import pytest

from advisor.domain.brief import Fact
from advisor.domain.conversation import Intent, Reply
from advisor.domain.progress import Status
from advisor.errors import BadInput, NotFound

ME = "me"
PROBLEM = "We get a lot of spam through our contact form. I know some Python, 5 hours a week. just draft it"


def say(advisor: Any, conversation: str, text: str) -> Reply:
    """Says something and returns the reply."""
    return [e for e in advisor.reply(conversation, ME, text) if e.kind == "done"][-1].reply  # type: ignore[no-any-return]


@pytest.fixture
def talk(advisor: Any) -> Any:
    """A conversation with three versions: five hours, three hours, three hours with pandas known."""
    conversation = advisor.new(ME).id
    for text in (PROBLEM, "actually make it 3 hours, not 5", "I know pandas well"):
        say(advisor, conversation, text)
    return conversation


def test_each_version_is_kept_with_its_day_its_reason_and_what_was_known(advisor: Any, talk: str) -> None:
    found = advisor.versions(talk, ME)
    assert [v.number for v in found] == [1, 2, 3]
    assert [v.reason for v in found] == [PROBLEM, "actually make it 3 hours, not 5", "I know pandas well"]
    assert [v.brief.hours_per_week for v in found] == [5, 3, 3]
    assert [v.plan.hours_per_week for v in found] == [5, 3, 3]
    assert all(v.frame and v.frame.pattern == "spam-filtering" for v in found)


def test_a_change_by_click_has_its_reason_too(advisor: Any, talk: str) -> None:
    advisor.edit(talk, ME, facts=[Fact(name="hours_per_week", value=6.0)])
    assert advisor.versions(talk, ME)[-1].reason == "I noted: 6 hours a week."


def test_going_back_makes_a_new_version_and_keeps_what_is_done(advisor: Any, talk: str) -> None:
    step = advisor.open(talk, ME).state.plan.projects[0].milestones[0].id
    advisor.mark(talk, ME, step, Status.DONE)
    reply = advisor.restore(talk, ME, 1)
    state = advisor.open(talk, ME).state
    assert reply.plan.version == 4
    assert state.plan.hours_per_week == 5
    assert "pandas" not in state.brief.skills
    assert state.progress.is_done(step)
    assert state.plan.milestone(step).status is Status.DONE
    assert [v.number for v in advisor.versions(talk, ME)] == [1, 2, 3, 4], "nothing is lost"
    advisor.undo(talk, ME)
    assert advisor.open(talk, ME).state.plan.hours_per_week == 3


def test_what_cannot_be_gone_back_to_is_said(advisor: Any, talk: str) -> None:
    with pytest.raises(NotFound):
        advisor.restore(talk, ME, 9)
    with pytest.raises(NotFound):
        advisor.restore(talk, "somebody else", 1)
    assert "the one you have" in advisor.restore(talk, ME, 3).reply
    empty = advisor.new(ME).id
    with pytest.raises((BadInput, NotFound)):
        advisor.restore(empty, ME, 1)


@pytest.mark.parametrize(
    ("text", "told", "intent", "version"),
    [
        ("go back to version 1", "Back to what held for version 1", Intent.UNDO, 4),
        ("please restore v2", "Back to what held for version 2", Intent.UNDO, 4),
        ("I liked the first version better, go back to the first version", "Back to what held for version 1", Intent.UNDO, 4),
        ("back to the previous version", "Back to what held for version 2", Intent.UNDO, 4),
        ("show me what changed between version 1 and 3", "From version 1 to version 3", Intent.STATUS, 3),
        ("compare v1 and v2", "From version 1 to version 2", Intent.STATUS, 3),
        ("what changed since version 2?", "From version 2 to version 3", Intent.STATUS, 3),
        ("should I go back to version 1?", "From version 1 to version 3", Intent.STATUS, 3),
        ("don't go back to version 1", "version 3 stays as it is", Intent.UNDO, 3),
        ("go back to version 7", "There is no version 7; there are versions 1 to 3.", Intent.UNDO, 3),
        ("which versions are there?", "“I know pandas well”", Intent.STATUS, 3),
    ],
)  # fmt: skip
def test_versions_are_asked_for_in_words(advisor: Any, talk: str, text: str, told: str, intent: Intent, version: int) -> None:
    reply = say(advisor, talk, text)
    assert told in reply.reply
    assert reply.intents == (intent,)
    assert reply.plan is not None
    assert reply.plan.version == version


def test_going_back_takes_what_is_said_beside_it(advisor: Any, talk: str) -> None:
    reply = say(advisor, talk, "back to version 1, but with 8 hours a week")
    assert reply.plan is not None
    assert reply.plan.hours_per_week == 8


@pytest.mark.parametrize("text", ["how do I get Python version 3?", "what is a first version good for?"])
def test_other_versions_are_not_the_plans(advisor: Any, talk: str, text: str) -> None:
    reply = say(advisor, talk, text)
    assert "version 1" not in reply.reply
    assert reply.plan is not None
    assert reply.plan.version == 3


# --- edits by click that do more than set a value


def test_another_problem_told_by_click_is_planned(advisor: Any, talk: str) -> None:
    told = "We want to forecast how many meals our canteen needs each day"
    reply = advisor.edit(talk, ME, facts=[Fact(name="problem", value=told)])
    assert reply.plan.frame.pattern != "spam-filtering"
    assert reply.plan.problem == told
    assert reply.plan.version == 4


def test_the_same_problem_in_other_words_keeps_the_plan_and_takes_the_words(advisor: Any, talk: str) -> None:
    told = "Spam comes in through our contact form all day long"
    reply = advisor.edit(talk, ME, facts=[Fact(name="problem", value=told)])
    assert "Taken out" not in reply.reply
    assert reply.plan.frame.pattern == "spam-filtering"
    assert reply.plan.problem == told


def test_a_project_is_left_out_and_put_back_by_click(advisor: Any, talk: str) -> None:
    plan = advisor.open(talk, ME).state.plan
    shipped = next(p.id for p in plan.projects if p.kind == "ship")
    reply = advisor.rescope(talk, ME, f"project/{shipped}", "drop")
    assert shipped not in [p.id for p in reply.plan.projects]
    assert advisor.open(talk, ME).state.brief.fact("scope", f"project/{shipped}").provenance.value == "edited"
    assert shipped in [p.id for p in advisor.rescope(talk, ME, f"project/{shipped}", "keep").plan.projects]
    own = next(p.id for p in plan.projects if p.kind == "own")
    assert "I cannot leave out" in advisor.rescope(talk, ME, f"project/{own}", "drop").reply
