"""Questions that the plan itself answers, and small things that people say on the way."""

from typing import Any

import pytest

from advisor.dialogue.reading.sitting import sitting_told
from tests.unit.test_after_the_plan import plan_of, started
from tests.unit.test_conversation import ME, SPAM, say


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("what do i do tonight? i've 40 minutes", 40 / 60), ("I have half an hour, what next?", 0.5), ("got an hour and a half now", 1.5),
        ("what next, I have a quarter of an hour", 0.25), ("what next?", None), ("I have 5 hours a week", None),
    ],
)  # fmt: skip
def test_the_time_of_one_sitting_is_read(text: str, hours: float | None) -> None:
    assert sitting_told(text) == (pytest.approx(hours) if hours else None)


def test_the_next_step_fits_the_time_that_there_is_tonight(advisor: Any) -> None:
    talk = started(advisor)
    talk("steps 1 and 2 of project 1 are done")
    reply = talk("what do I do tonight? I have 20 minutes")
    assert "Next, about 20 minutes (the whole step takes about" in reply.reply
    assert "Tell me what changed" not in reply.reply


def test_what_exists_already_is_told_with_its_limits(advisor: Any) -> None:
    reply = started(advisor)("is there not some app that does this already?")
    assert "Akismet" in reply.reply
    assert "Falls short" in reply.reply
    assert reply.citations


def test_a_graphics_card_is_answered_from_the_plan(advisor: Any) -> None:
    assert started(advisor)("do I need a graphics card?").reply.startswith("No. Nothing in this plan needs a graphics card")


def test_a_whole_subject_is_answered_by_what_the_plan_has_of_it(advisor: Any) -> None:
    talk = started(advisor)
    maths = talk("Do I need a lot of maths?").reply
    assert "Of mathematics this plan takes" in maths
    assert "Linear algebra** is left out" in maths
    network = talk("why not a neural network?").reply
    assert "Nothing of deep learning is to be learnt in this plan." in network
    assert "I solved the plan with" in network


def test_what_one_knows_cannot_take_the_place_of_what_is_to_be_learnt(advisor: Any) -> None:
    conversation = advisor.new(ME).id
    say(advisor, conversation, SPAM + " I have known Java for ten years, no Python.")
    say(advisor, conversation, "just draft it")
    reply = say(advisor, conversation, "Why do I need Python at all? Can't I stay in Java?").reply
    assert "It cannot take the place of Python here" in reply
    assert reply.count("**Python** is in your plan") == 1, "two wishes that mean one question get one answer"


def test_what_could_go_is_told_and_nothing_is_left_out_yet(advisor: Any) -> None:
    talk = started(advisor)
    before = plan_of(talk("what next?"))
    reply = talk("this is too much, what could I leave out?")
    assert "These could go" in reply.reply
    assert "Saves" in reply.reply
    assert plan_of(reply).version == before.version
    assert not [m for p in plan_of(reply).projects for m in p.milestones if m.status != "todo"]


def test_a_fact_that_changes_no_plan_can_be_taken_back_too(advisor: Any) -> None:
    talk = started(advisor)
    assert "does not change the plan" in talk("please without Kubernetes").reply
    assert "Taken back: rather without Kubernetes" in talk("undo").reply


@pytest.mark.parametrize("text", ["Still the same problem, yes", "yes, it is still the same", "Yes", "yep, the plan still fits", "Yes, go on"])
def test_nothing_has_changed_in_any_words(advisor: Any, text: str) -> None:
    talk = started(advisor)
    talk("the first project is done")
    reply = talk(text)
    assert reply.reply.startswith("Next, about")
    assert reply.question is None


def test_late_and_done_at_once_asks_one_thing_only(advisor: Any) -> None:
    reply = started(advisor, " It must be done in 12 weeks.")("the first project is done, but I am two weeks late")
    assert reply.reply.count("Which way out?") + reply.reply.count("Is this still the problem") <= 1


def test_no_that_begins_a_sentence_is_no_answer_by_itself(advisor: Any) -> None:
    conversation = advisor.new(ME).id
    asked = say(advisor, conversation, SPAM + " I know Python well. 5 hours a week.").question
    assert asked is not None
    reply = say(advisor, conversation, "no, the messages may not leave our servers")
    assert [f.key for f in reply.facts if f.name == "conditions" and f.value] == ["offline"]


def test_weather_in_the_middle_of_the_interview_is_not_our_business(advisor: Any) -> None:
    conversation = advisor.new(ME).id
    asked = say(advisor, conversation, SPAM).question
    reply = say(advisor, conversation, "What's the weather tomorrow?")
    assert "outside what I can help with" in reply.reply
    assert reply.question == asked


def test_a_finished_warm_up_stays_in_sight_after_a_pivot_and_back(advisor: Any) -> None:
    talk = started(advisor)
    plan = plan_of(talk("what next?"))
    count = sum(len(p.milestones) for p in plan.projects[:2])
    talk("the first two projects are done")
    talk("yes")
    after = plan_of(talk("Change of plan: I have to forecast tomorrow's electricity load of our town instead"))
    assert sum(m.status == "done" for p in after.projects for m in p.milestones) == count
    back = talk("undo")
    assert sum(m.status == "done" for p in plan_of(back).projects for m in p.milestones) == count
    assert f"Done: {count} of" in talk("how far am I?").reply
