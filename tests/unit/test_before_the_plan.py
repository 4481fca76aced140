"""Turns before there is a plan: several problems, close readings, finding a problem, questions about the advisor."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from advisor.dialogue.choosing import Pick, pick
from advisor.dialogue.close_calls import close_readings
from advisor.dialogue.contrast import contrast, data_words, task_words
from advisor.dialogue.reading.about_us import topic_about_us
from advisor.dialogue.reading.circumstances import problem_text
from advisor.dialogue.reading.industries import industries_known, named, starters, tells_of_person, unknown_patterns
from advisor.dialogue.reading.several import problems_in
from advisor.dialogue.reading.skills import read_skills
from advisor.domain.catalog import Catalog
from advisor.domain.conversation import Done, Intent, Reply
from advisor.domain.frame import Frame, RunnerUp
from advisor.domain.vocabulary import Modality, Task, Verdict

ME = "somebody"
MESSAGES = yaml.safe_load((Path(__file__).parent / "messages" / "several.yaml").read_text(encoding="utf-8"))
THREE = "I'd like to predict which customers cancel, and also read our scanned invoices into a table, and maybe a chatbot for the website"
CRACKS = "we have photos of concrete walls with cracks, find cracks"


def say(advisor: Any, conversation: str, text: str) -> Reply:
    events = list(advisor.reply(conversation, ME, text))
    assert isinstance(events[-1], Done)
    return events[-1].reply


def talk(advisor: Any, *texts: str) -> list[Reply]:
    conversation = advisor.new(ME).id
    return [say(advisor, conversation, text) for text in texts]


def pattern(reply: Reply) -> str | None:
    return reply.frame.pattern if reply.frame else None


# --- several problems


def _told_in(knowledge: Any, text: str) -> tuple[Any, ...]:
    spoken_of = read_skills(knowledge.names, text, 1, searcher=knowledge.searcher).spoken_of
    return problems_in(knowledge.catalog, knowledge.searcher, problem_text(text, spoken_of))


@pytest.mark.parametrize("text", MESSAGES["one"])
def test_one_problem_is_never_split(knowledge: Any, text: str) -> None:
    assert _told_in(knowledge, text) == ()


def test_nearly_all_messages_with_several_problems_are_told_apart(knowledge: Any) -> None:
    missed = [text for text in MESSAGES["several"] if len(_told_in(knowledge, text)) < 2]
    assert len(missed) <= 3, missed


def test_several_problems_are_said_back_with_hours_and_one_is_asked_for(advisor: Any) -> None:
    (reply,) = talk(advisor, THREE)
    assert reply.verdict is Verdict.PLAN
    assert reply.frame is None
    assert reply.question is not None
    assert len(reply.question.answers) == 3
    assert "three problems" in reply.reply
    assert reply.reply.count(" hours; it needs ") == 3
    assert "not lost" in reply.reply


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("the invoices", "information-extraction"),
        ("second", "information-extraction"),
        ("the first one", "churn"),
        ("Let people ask a chatbot", "chat-assistant"),
        ("the bot, and I know Python", "chat-assistant"),
    ],
)
def test_one_of_several_is_picked_by_click_place_or_word(advisor: Any, answer: str, expected: str) -> None:
    asked, reply = talk(advisor, THREE, answer)
    assert pattern(reply) == expected
    problem = next(f.value for f in reply.facts if f.name == "problem")
    assert problem in THREE  # the part that told of it, not the answer
    assert reply.question is None or reply.question.id != asked.question.id  # type: ignore[union-attr]


@pytest.mark.parametrize("answer", ["you choose", "I don't know", "just draft it"])
def test_who_leaves_the_choice_to_us_gets_the_shortest_and_is_told(advisor: Any, answer: str) -> None:
    _, reply = talk(advisor, THREE, answer)
    assert "Then I take the shortest" in reply.reply
    assert pattern(reply) == "chat-assistant"


def test_the_other_problems_are_offered_when_the_plan_is_agreed_and_can_be_turned_to(advisor: Any) -> None:
    *_, agreed, turned = talk(advisor, THREE, "the invoices", "just draft it", "agree", "now the chatbot")
    assert "Still waiting" in agreed.reply
    assert "chatbot" in agreed.reply
    assert pattern(turned) == "chat-assistant"
    assert turned.plan is not None
    assert turned.plan.version == 2


def test_the_other_problem_can_be_asked_for_before_there_is_a_plan(advisor: Any) -> None:
    *_, reply = talk(advisor, "predict churn and also a chatbot for our shop", "the second", "what about the other one?")
    assert pattern(reply) == "churn"


def test_facts_told_instead_of_a_choice_are_kept_and_the_choice_is_asked_again(advisor: Any) -> None:
    _, reply = talk(advisor, THREE, "I have 3 hours a week")
    assert reply.question is not None
    assert reply.question.id == "several"
    assert any(f.name == "hours_per_week" for f in reply.facts)


# --- picking


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Where each one is", Pick(1)), ("where they are", Pick(1)), ("the latter", Pick(1)), ("2", Pick(1)), ("the last one", Pick(1)),
        ("whether", Pick(0)), ("both", Pick(all=True)), ("neither", Pick(none=True)), ("no", Pick(none=True)),
        ("I don't know", Pick(any=True)), ("you decide", Pick(any=True)), ("I know Python", None), ("hm", None),
        ("number 2", Pick(1)), ("I have 2 hours a week", None), ("I did a course last year", None),
    ],
)  # fmt: skip
def test_answers_pick_by_place_by_words_or_not_at_all(text: str, expected: Pick | None) -> None:
    assert pick(text, [("Whether it is there",), ("Where each one is",)]) == expected


# --- close readings


@pytest.fixture
def unsure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes every reading unsure, so that a question between the two best does not hang on what was learnt last."""
    for name, value in (("CLOSE", 1.0), ("NEAR", 0.0), ("NEAR_TOO", 2.0)):
        monkeypatch.setattr(f"advisor.dialogue.close_calls.{name}", value)


@pytest.mark.usefixtures("unsure")
def test_close_readings_are_asked_about_in_one_short_question(advisor: Any) -> None:
    (reply,) = talk(advisor, CRACKS)
    assert reply.question is not None
    assert reply.question.id == "pattern"
    assert len(reply.question.text) < 200
    assert all(len(answer) < 80 for answer in reply.question.answers)
    assert "not sure" not in reply.reply
    assert "So you want to" not in reply.reply


@pytest.mark.usefixtures("unsure")
def test_the_answer_to_a_close_call_settles_it_and_the_problem_is_said_back(advisor: Any) -> None:
    asked, reply = talk(advisor, CRACKS, "the second")
    assert asked.frame is not None
    assert pattern(reply) == asked.frame.runners_up[0].pattern
    assert "So you want to" in reply.reply
    assert next(f.value for f in reply.facts if f.name == "problem") == CRACKS


@pytest.mark.usefixtures("unsure")
def test_neither_asks_for_other_words_and_both_takes_the_larger(advisor: Any) -> None:
    _, neither = talk(advisor, CRACKS, "neither")
    assert neither.frame is None
    assert "other words" in neither.reply
    _, both = talk(advisor, CRACKS, "both")
    assert "whose plan holds more" in both.reply


def test_a_reading_is_close_only_where_the_best_one_is_unsure() -> None:
    near = (RunnerUp(pattern="object-detection", confidence=0.3), RunnerUp(pattern="line-inspection", confidence=0.05))
    frame = Frame(modality=(Modality.IMAGE,), task=(Task.CLASSIFICATION,), pattern="image-classification", confidence=0.4, runners_up=near)
    assert close_readings(frame) == ("image-classification", "object-detection")
    assert close_readings(frame.model_copy(update={"confidence": 0.8})) == ()


@pytest.mark.parametrize(
    ("one", "two", "words"),
    [
        ("image-classification", "object-detection", ("whether", "where")),
        ("object-detection", "medical-image-segmentation", ("where", "outline")),
        ("demand-forecasting", "patient-no-shows", ("how many", "who")),
        ("image-search", "image-generation", ("existing", "new")),
        ("document-question-answering", "semantic-search", ("answer", "documents")),
        ("document-ocr", "speech-recognition", ("pictures", "sound")),
        ("churn", "product-recommendation", ("leave", "products")),
    ],
)
def test_two_readings_are_parted_by_what_differs(catalog: Catalog, one: str, two: str, words: tuple[str, str]) -> None:
    found = contrast([catalog.patterns[one], catalog.patterns[two]])
    assert len(found.labels) == 2
    for label, word in zip(found.labels, words, strict=True):
        assert word in label.lower()
        assert "*" not in label


def test_every_pattern_task_and_kind_of_data_has_a_short_wording(catalog: Catalog) -> None:
    choices = [p.choice for p in catalog.patterns.values()]
    assert all(choices)
    assert len(set(choices)) == len(choices)
    assert all(task_words(t) for t in Task)
    assert all(data_words(m) for m in Modality)


# --- finding a problem


def test_all_ideas_name_patterns_of_the_catalogue(catalog: Catalog) -> None:
    assert unknown_patterns(catalog) == []
    assert len([i for i in industries_known() if i.button]) >= 8
    assert len(industries_known()) >= 12


def test_starters_practise_on_public_data(catalog: Catalog) -> None:
    for idea in starters():
        projects = [catalog.projects[i] for i in catalog.patterns[idea.pattern].projects]
        assert any(p.dataset.practise_on for p in projects)


@pytest.mark.parametrize("button", [i.button for i in industries_known() if i.button])
def test_each_button_names_its_industry(button: str) -> None:
    assert named(button)[0].button == button


def test_who_has_no_problem_is_asked_what_they_do_and_then_offered_fitting_ones(advisor: Any) -> None:
    asked, offered, taken = talk(advisor, "I want to learn AI", "I work in a small hotel", "the reviews one")
    assert asked.question is not None
    assert "Just curious" in asked.question.answers
    assert offered.question is not None
    assert 3 <= len(offered.question.answers) <= 4
    assert offered.frame is None
    assert "hours" in offered.reply
    assert pattern(taken) == "review-sentiment"


def test_the_curious_get_starters_and_nobody_is_pressed_for_ever(advisor: Any) -> None:
    _, offered, left = talk(advisor, "I want to learn AI", "Just curious", "no")
    assert offered.question is not None
    assert len(offered.question.answers) == 3
    assert left.question is not None
    assert left.question.answers == ()


def test_a_problem_told_instead_of_an_offered_one_is_taken(advisor: Any) -> None:
    *_, reply = talk(advisor, "I'm a nurse", "patients miss appointments and I want to call them before")
    assert pattern(reply) == "patient-no-shows"


@pytest.mark.parametrize(
    "text",
    ["I work in a small hotel", "im a nurse", "I run a bakery with three employees", "i am a farmer", "I'm a retired teacher and like birds",
     "we are a small software company", "I work in a warehouse, lots of excel", "I have a small law firm, two people", "I sell insurance", "hotel"],
)  # fmt: skip
def test_what_tells_of_the_person_alone_is_no_problem(advisor: Any, knowledge: Any, text: str) -> None:
    assert tells_of_person(knowledge.searcher, text)
    (reply,) = talk(advisor, text)
    assert reply.frame is None


@pytest.mark.parametrize(
    "text",
    ["I'm a nurse, patients don't come to their appointments", "predict which customers cancel", "I'm a teacher and want to know who will drop out",
     "I work in a shop and need a forecast of sales", "which of our machines will fail"],
)  # fmt: skip
def test_who_tells_a_problem_beside_themselves_has_told_a_problem(knowledge: Any, text: str) -> None:
    assert not tells_of_person(knowledge.searcher, text)


# --- the problem told anew


def test_another_problem_before_the_draft_is_said_back(advisor: Any) -> None:
    _, reply = talk(
        advisor, "forecast how many rooms are booked next month", "guests complain about the breakfast in reviews, I want to know what they mean"
    )
    assert pattern(reply) == "review-sentiment"
    assert "So you want to turn many short opinions" in reply.reply


def test_what_adds_to_the_problem_is_taken_in_and_the_question_stays(advisor: Any) -> None:
    first, reply = talk(
        advisor, "predict which patients miss their appointments", "the list of patients who don't come is long and they forget their appointment"
    )
    assert "could not read" not in reply.reply
    assert "forget their appointment" in next(f.value for f in reply.facts if f.name == "problem")
    assert reply.question == first.question


# --- about the advisor


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("what do you do with my data?", "privacy"), ("will you train on my messages", "privacy"), ("where does this chat get saved", "storage"),
        ("how can i get rid of my conversation", "delete"), ("are you a real person?", "identity"), ("are you ChatGPT?", "identity"),
        ("is this thing free?", "cost"), ("how do you arrive at those hours", "method"),
        ("am I too old for this?", "unsure"), ("I'm just not smart enough", "unsure"), ("is it too late to begin", "unsure"),
        ("maybe it’s too late for me", "unsure"), ("am i smart enough for it", "unsure"), ("I am probably too stupid for this", "unsure"),
    ],
)  # fmt: skip
def test_questions_about_the_advisor_are_known(knowledge: Any, text: str, topic: str) -> None:
    assert topic_about_us(knowledge.searcher, text) == topic


@pytest.mark.parametrize(
    "text",
    ["may patient data leave the clinic?", "can I use ChatGPT for this?", "is my data good enough", "how much does it cost to train this",
     "what does this metric mean", "is it allowed to keep the recordings of customers", "do I need a GPU for it", "why do you ask this",
     "I want to build a chatbot that tells people who it is", "the data must not leave our computers", "how do we delete customer data after training?",
     "where can I find this dataset", "is this a good first project", "can I share this plan with my boss?", "what would it cost us per month to host this",
     "find customers for people like me", "is Python too slow for this?", "the accuracy is not good enough for our nurses", "is the data not good enough to start",
     "I'm not good enough at SQL", "am I good enough in Python to skip that?", "I'm too slow at sorting mails", "is the laptop too old for this", "our alarm comes too late to do anything"],
)  # fmt: skip
def test_questions_about_the_persons_own_project_are_not_about_the_advisor(knowledge: Any, text: str) -> None:
    assert topic_about_us(knowledge.searcher, text) is None


def test_about_questions_are_answered_at_any_time_and_the_open_question_comes_back(advisor: Any) -> None:
    first, problem, asked, draft, later = talk(
        advisor, "who are you?", "spam filter for our contact form", "what do you do with my data?", "just draft it", "does it cost anything?"
    )
    assert "no language model" in first.reply
    assert asked.intents == (Intent.ABOUT,)
    assert asked.question == problem.question
    assert problem.question is not None
    assert problem.question.text in asked.reply
    assert "nothing is sent" in asked.reply
    assert draft.plan is not None
    assert later.plan == draft.plan
    assert "Nothing." in later.reply


def test_with_a_language_model_the_answers_say_so(knowledge: Any) -> None:
    from datetime import UTC, date, datetime

    from advisor.dialogue.decide import decide
    from advisor.dialogue.reading.reader import Reading
    from advisor.domain.conversation import State

    for topic in ("privacy", "identity", "cost"):
        reading = Reading("?", (Intent.ABOUT,), about=topic)
        made = decide(knowledge.catalog, knowledge.searcher, reading, State(), date(2026, 3, 2), datetime.now(UTC), "gpt-4o-mini")
        assert "gpt-4o-mini" in made.text
        assert "nothing is sent" not in made.text
