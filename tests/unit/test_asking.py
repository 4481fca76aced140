"""Questions are told by their form, with their mark or without it, and what is only asked about is no wish."""

from typing import Any

import pytest

from advisor.dialogue.reading.asking import asks, doubts, told_beside, without_doubts
from advisor.domain.brief import Fact
from advisor.domain.conversation import Intent
from tests.unit.test_conversation import drafted, say


@pytest.mark.parametrize(
    "sentence",
    [
        "how do I check that", "ok so why is that in there", "wat is a matrix", "must I know the maths behind it",
        "and is it any good", "shouldn't we test it first", "which of them comes first?",
    ],
)  # fmt: skip
def test_a_question_is_told_by_its_form(sentence: str) -> None:
    assert asks(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "what if we sorted the parcels instead", "how about apples rather than pears", "why don't we stop here", "done with the first one",
        "when I run it, it breaks", "what I want is a smaller plan", "do it this way", "is", "where it sits doesn't matter", "did that and the other one too",
    ],
)  # fmt: skip
def test_a_suggestion_and_a_report_are_no_questions(sentence: str) -> None:
    assert not asks(sentence)


@pytest.mark.parametrize("sentence", ["cant i do it in excel", "ok but couldn't I use a pivot table?", "why not just use R"])
def test_asking_whether_something_would_do_is_a_doubt(sentence: str) -> None:
    assert doubts(sentence)


@pytest.mark.parametrize("sentence", ["I can't use Docker here", "please use Excel", "could we use polars instead?", "we cannot use the cloud"])
def test_a_rule_or_a_request_is_no_doubt(sentence: str) -> None:
    assert not doubts(sentence)


def test_a_tool_that_is_only_asked_about_is_not_wished_for() -> None:
    wish = Fact(name="preferences", key="spreadsheets", value="prefer", quote="Excel", turn=1)
    assert without_doubts("Can't I do it in Excel?", [wish]) == []
    assert without_doubts("Hm. I want to do it in Excel.", [wish]) == [wish]


def test_a_fact_told_beside_a_question_is_seen() -> None:
    told = Fact(name="hardware", value="gpu", quote="a GPU", turn=1)
    assert told_beside("We do have a GPU. What is a batch?", [told])
    assert not told_beside("Is a GPU needed?", [told])


@pytest.fixture
def talk(advisor: Any) -> str:
    return drafted(advisor)[0]


def test_can_it_be_done_in_excel_is_answered_and_changes_nothing(advisor: Any, talk: str) -> None:
    reply = say(advisor, talk, "why do I need pandas, cant i do it in excel?")
    assert set(reply.intents) <= {Intent.WHY_ITEM, Intent.DO_I_NEED, Intent.COMPARE}
    assert not [f for f in reply.facts if f.name == "preferences"]


def test_thanks_and_farewells_are_answered_in_kind(advisor: Any, talk: str) -> None:
    assert say(advisor, talk, "many thanks!").reply.startswith("You're welcome")
    assert say(advisor, talk, "bye, see you tomorrow").reply.startswith("Until then")


def test_too_hard_before_the_plan_is_heard_and_the_question_stays_open(advisor: Any) -> None:
    conversation = advisor.new("somebody").id
    asked = say(advisor, conversation, "We get a lot of spam through our contact form and I want to filter it.").question
    reply = say(advisor, conversation, "oh dear, this is over my head")
    assert "I don't know" in reply.reply
    assert reply.question == asked


def test_one_word_may_be_a_wish_of_its_own(advisor: Any, talk: str) -> None:
    assert {Intent.AGREE, Intent.WHAT_NEXT} <= set(say(advisor, talk, "deal. what do I do first").intents)


def test_one_answer_to_two_things_is_given_once(advisor: Any, talk: str) -> None:
    paragraphs = say(advisor, talk, "compare fine-tuning vs prompting for this").reply.split("\n\n")
    assert len(paragraphs) == len(set(paragraphs))


def test_what_is_known_is_not_avoided(advisor: Any) -> None:
    conversation, _ = drafted(advisor, "We want to filter spam from our contact form. I write Go for a living, 5 hours a week.")
    reply = say(advisor, conversation, "skip the python stuff, I know that")
    assert not [f for f in reply.facts if f.name == "preferences"]
    assert reply.plan is not None and "python" in {c.component for c in reply.plan.stack}


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("skip pandas, I know that", True), ("no pandas please, I know it already", True), ("we learnt that well, so no pandas", True),
        ("I already know pandas, leave it out", True), ("I know all that. No pandas", True), ("I've done this by heart - no pandas", True),
        ("I know that pandas is slow, no pandas please", False), ("no pandas, I already know that it is slow", False),
        ("we know this team hates pandas, so no pandas", False), ("I know it's slow, no pandas", False),
    ],
)
def test_why_a_tool_is_not_wanted_is_told_from_its_being_known(text: str, known: bool) -> None:
    wish = Fact(name="preferences", key="pandas", value="avoid", quote="pandas", turn=1)
    assert without_doubts(text, [wish]) == ([] if known else [wish])


def test_a_thought_that_is_played_with_changes_no_goal(advisor: Any) -> None:
    conversation, before = drafted(advisor, "We want to filter spam from our contact form. I know some Python, 5 hours a week.")
    reply = say(advisor, conversation, "what if they write in spanish too")
    assert Intent.CHANGE_GOAL not in reply.intents
    assert reply.plan is not None and before.plan is not None and reply.plan.frame.pattern == before.plan.frame.pattern


def test_only_one_of_two_steps_stays_done(advisor: Any) -> None:
    conversation, _ = drafted(advisor, "We want to filter spam from our contact form. I know some Python, 5 hours a week.")
    say(advisor, conversation, "done with step 1 and 2")
    reply = say(advisor, conversation, "no wait, only step 1")
    assert reply.plan is not None
    assert [m.status for p in reply.plan.projects for m in p.milestones][:2] == ["done", "todo"]


def test_who_doubts_themselves_is_answered_kindly(advisor: Any) -> None:
    conversation, _ = drafted(advisor, "We want to filter spam from our contact form. I know some Python, 5 hours a week.")
    assert "Nothing here asks for an age" in say(advisor, conversation, "I am 54, is it too late for me?").reply
