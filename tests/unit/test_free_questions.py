"""Questions that stand by themselves beside a plan: answered from passages or declined, and nothing is changed by them."""

from typing import Any

import pytest

from advisor.dialogue.reading.free_questions import news_beside, questions_in, without_their_data
from advisor.domain.brief import Fact
from advisor.domain.conversation import Intent
from tests.unit.test_after_the_plan import plan_of, started

GENERAL = (
    "the recall fell from 0.9 to 0.7 after we took on a second supplier, is that overfitting?",
    "my manager asks whether a deep network would beat the decision tree we have for 1500 rows?",
    "our labels come from three students who often disagree, is there a way to measure that?",
    "we have 80 negatives and 9000 positives, does accuracy still mean anything?",
    "why would cross-validation give me 0.8 when the fresh data only gives 0.6?",
)
ELSEWHERE = (
    "what does the yearly licence of that spreadsheet program cost for twelve seats?",
    "will there be snow in Innsbruck on Sunday?",
    "which column of our hospital system holds the time of discharge?",
)


@pytest.mark.parametrize("text", GENERAL)
def test_a_general_question_is_answered_from_passages_and_changes_nothing(advisor: Any, text: str) -> None:
    talk = started(advisor)
    before = talk("what next")
    reply = talk(text)
    assert reply.citations
    assert not reply.plan_changed
    assert plan_of(reply) == plan_of(before)
    assert reply.facts == before.facts
    assert "You are at" not in reply.reply
    assert "Tell me what changed" not in reply.reply


@pytest.mark.parametrize("text", ELSEWHERE)
def test_what_no_handbook_knows_is_declined_and_nothing_is_added(advisor: Any, text: str) -> None:
    talk = started(advisor)
    before = talk("what next")
    reply = talk(text)
    assert "outside what I can help with" in reply.reply or "no guidance" in reply.reply
    assert "ready to take away" not in reply.reply
    assert "Perhaps not" not in reply.reply
    assert plan_of(reply) == plan_of(before)


def test_another_wish_beside_a_general_question_is_still_heard(advisor: Any) -> None:
    reply = started(advisor)("Step 1 is done. By the way, how many examples does each class need before a score can be trusted?")
    assert Intent.MARK_DONE in reply.intents
    assert reply.citations


def test_whether_the_plan_needs_a_tool_is_answered_from_the_plan(advisor: Any) -> None:
    assert "graphics card" in started(advisor)("do I need a graphics card?").reply
    assert "no guidance" not in started(advisor)("why is pandas in my plan?").reply


def test_being_stuck_at_a_step_is_still_heard(advisor: Any) -> None:
    reply = started(advisor)("I'm stuck")
    assert reply.question is not None and reply.question.id == "symptom"


def test_the_sentences_that_ask_are_found_with_or_without_a_mark() -> None:
    assert questions_in("The score is 0.9. Can I trust it? My boss does not.") == ["Can I trust it?"]
    assert questions_in("how do I split by patient") == ["how do I split by patient"]
    assert questions_in("I bought a GPU.") == []


def test_news_in_a_sentence_of_its_own_is_kept_and_the_data_of_a_question_is_not() -> None:
    card = Fact(name="hardware", value="gpu", quote="bought a GPU", turn=2)
    rows = Fact(name="data", value="70k rows", quote="70k rows", turn=2)
    text = "I bought a GPU. Is it of use for 70k rows?"
    assert news_beside(text, [card, rows]) == [card]
    assert without_their_data(text, [card, rows]) == [card]
