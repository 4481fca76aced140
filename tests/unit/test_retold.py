"""What was told before is put right in any words; questions, reports and chatter leave it as it is."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from advisor.dialogue.decide import Decision, decide
from advisor.dialogue.reading.reader import Reader
from advisor.domain.conversation import State

TODAY = date(2026, 11, 22)
MISSED = "I want to predict which patients will miss their appointments at our clinic."
LEAVES = "I want to recognise leaf diseases from photos of tomato plants."


def say(knowledge: Any, state: State, text: str) -> Decision:
    reading = Reader(knowledge.catalog, knowledge.searcher, knowledge.names).read(text, state, TODAY)
    return decide(knowledge.catalog, knowledge.searcher, reading, state, TODAY, datetime(2026, 11, 22, tzinfo=UTC))


def talk(knowledge: Any, *texts: str) -> Decision:
    state, decision = State(), None
    for text in texts:
        decision = say(knowledge, state, text)
        state = decision.state
    assert decision is not None
    return decision


@pytest.mark.parametrize(
    ("problem", "told", "anew", "slot", "value"),
    [
        (MISSED, "I have 6 hours a week.", "not 6 any more, my shifts changed, so 4", ("hours_per_week", ""), 4),
        (MISSED, "I have 6 hours a week.", "I said six hours but four is what I really manage", ("hours_per_week", ""), 4),
        (MISSED, "I have 4 hours a week.", "I told you four hours. Double it.", ("hours_per_week", ""), 8),
        (MISSED, "5 hours a week, deadline end of March.", "forget the march deadline", ("deadline_weeks", ""), None),
        (MISSED, "5 hours a week, until end of February.", "february wont work, lets aim for easter", ("deadline_weeks", ""), 18),
        (MISSED, "5 hours a week, in 10 weeks it has to run.", "10 weeks was the old plan, the go-live is in 16 now", ("deadline_weeks", ""), 16),
        (MISSED, "I know Python and SQL.", "I said I knew SQL - that was generous", ("known_skills", "sql"), "aware"),
        (MISSED, "I can program in Python.", "About the Python: I can read it but not write it.", ("known_skills", "python"), "aware"),
        (LEAVES, "I have a PC with an RTX 3060.", "the graphics card died yesterday", ("hardware", ""), "cpu"),
        (LEAVES, "I have a laptop without GPU.", "IT approved my request for an AWS account", ("hardware", ""), "cloud"),
        (MISSED, "The data must not leave our hospital.", "The data may leave the network now", ("conditions", "offline"), False),
        (MISSED, "The data may go to the cloud.", "legal just told me nothing may leave the building", ("conditions", "offline"), True),
        (MISSED, "The model has to explain its answers.", "the board dropped the demand for explanations", ("conditions", "explainable"), False),
        (MISSED, "No TensorFlow please.", "TensorFlow is fine after all", ("preferences", "tensorflow-keras"), "any"),
    ],
)
def test_what_is_put_right_replaces_what_was_told(knowledge: Any, problem: str, told: str, anew: str, slot: tuple[str, str], value: object) -> None:
    fact = talk(knowledge, problem, told, anew).state.brief.fact(*slot)
    assert fact is not None
    assert fact.value == (pytest.approx(value, abs=0.5) if isinstance(value, int) and not isinstance(value, bool) else value)
    assert fact.quote in anew


@pytest.mark.parametrize(
    "text",
    [
        "what if the deadline were March?", "what if I only had two hours?", "would it be faster with a graphics card?", "I only slept two hours, so today I'm slow",
        "let me think about it until tomorrow", "suppose I got a GPU, what then?", "what does explainable mean?", "my colleague has ten years of Java, can she help me?",
        "I spent 4 hours on the first project this week", "could the model run on a phone one day?",
    ],
)  # fmt: skip
def test_questions_suppositions_and_reports_change_nothing(knowledge: Any, text: str) -> None:
    before = talk(knowledge, MISSED, "I know a little Python. 6 hours a week, until end of May. The data must not leave our hospital. I have a laptop.", "just draft it").state
    assert say(knowledge, before, text).state.brief == before.brief


@pytest.mark.parametrize("planned", [True, False])
def test_a_change_without_its_value_is_asked_for_once(knowledge: Any, planned: bool) -> None:
    before = talk(knowledge, MISSED, "I know Python. 6 hours a week.", *(["just draft it"] if planned else [])).state
    asked = say(knowledge, before, "my hours are different now")
    assert asked.state.brief.hours_per_week == 6
    assert asked.state.dialogue.question is not None
    assert asked.state.dialogue.question.id == "hours"
    answered = say(knowledge, asked.state, "four")
    assert answered.state.brief.hours_per_week == 4
    assert "How many hours" not in answered.text


def test_what_is_put_right_leaves_the_open_question_open(knowledge: Any) -> None:
    before = talk(knowledge, MISSED, "I know Python. 6 hours a week.").state
    assert before.dialogue.question is not None
    after = say(knowledge, before, "6 h was before the baby came. now it's 2").state
    assert after.brief.hours_per_week == 2
    assert after.dialogue.question == before.dialogue.question


def test_being_late_is_answered_with_the_numbers_of_the_plan(knowledge: Any) -> None:
    before = talk(knowledge, MISSED, "I know Python. 5 hours a week, until end of June.", "just draft it").state
    late = say(knowledge, before, "what if I don't finish in time?")
    assert "Move the date" in late.text
    assert "hours a week instead of 5" in late.text
    assert late.state.brief == before.brief
    assert late.state.dialogue.question is None


def test_being_late_without_a_date_moves_the_end(knowledge: Any) -> None:
    before = talk(knowledge, MISSED, "I know Python. 5 hours a week.", "just draft it").state
    assert "no date to miss" in say(knowledge, before, "what happens if I run late?").text


def test_a_supposed_circumstance_is_compared_and_not_taken(knowledge: Any) -> None:
    before = talk(knowledge, "I want to sort incoming support emails by topic.", "I know Python, all in English.", "just draft it").state
    supposed = say(knowledge, before, "what if they ask for Spanish tickets too?")
    assert supposed.text.startswith("Supposing that: there are several languages")
    assert supposed.state.brief == before.brief


@pytest.mark.parametrize(("told", "again", "condition"), [
    ("I want to sort complaints by topic, nothing may leave the building. I know Python, 4 hours a week.", "it stays in the building", "offline"),
    ("I want to sort letters in two languages by topic. I know Python, 4 hours a week.", "So two languages, not one.", "multilingual"),
])  # fmt: skip
def test_a_condition_that_is_told_again_in_other_words_still_holds(knowledge: Any, told: str, again: str, condition: str) -> None:
    assert {str(c): held for c, held in talk(knowledge, told, again).state.brief.conditions.items()}[condition] is True
