"""Tools that the knowledge base does not list: said plainly, and in the plan only by the person's own choice."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from advisor.bootstrap import export
from advisor.dialogue.decide import decide
from advisor.dialogue.own_tools import KEEP, QUESTION
from advisor.dialogue.reading.mentions import Names
from advisor.dialogue.reading.reader import Reader
from advisor.dialogue.reading.unlisted import unlisted_tool
from advisor.dialogue.turn import Decision
from advisor.domain.catalog import Catalog
from advisor.domain.conversation import Done, State
from advisor.domain.plan import Choice, Plan
from advisor.errors import ModelError
from advisor.exports import render
from advisor.models import make_model
from advisor.models.note import noted
from advisor.service import Advisor
from advisor.storage import Store
from tests.support.model_server import ModelServer, Script, model_server

TODAY = date(2026, 3, 2)
BEFORE = ("We get spam through our contact form and want to filter it. I know Python. 5 hours a week.", "just draft it")


@pytest.fixture(scope="module")
def names(knowledge: Any) -> Names:
    return Names(knowledge.catalog)


class Talk:
    """A conversation with the rules."""

    def __init__(self, knowledge: Any, *told: str) -> None:
        self._knowledge = knowledge
        self.state = State()
        for text in told:
            self.say(text)

    def say(self, text: str) -> Decision:
        reading = Reader(self._knowledge.catalog, self._knowledge.searcher, self._knowledge.names).read(text, self.state, TODAY)
        made = decide(self._knowledge.catalog, self._knowledge.searcher, reading, self.state, TODAY, datetime(2026, 3, 2, tzinfo=UTC))
        self.state = made.state
        return made

    @property
    def plan(self) -> Plan:
        assert self.state.plan is not None
        return self.state.plan


@pytest.fixture
def talk(knowledge: Any) -> Talk:
    return Talk(knowledge, *BEFORE)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("should I use Weka?", "Weka"),
        ("should i use teradata instead of pandas?", "teradata"),
        ("what about RapidMiner instead of scikit-learn?", "RapidMiner"),
        ("I already use KNIME at work", "KNIME"),
        ("why not Dataiku?", "Dataiku"),
        ("why can't I just use SPSS Modeler", "SPSS Modeler"),
        ("is Minitab good enough?", "Minitab"),
        ("my company uses Alteryx", "Alteryx"),
        ("I'd rather use Mathematica", "Mathematica"),
    ],
)
def test_a_name_that_nothing_explains_is_a_tool_that_is_not_listed(names: Names, text: str, name: str) -> None:
    found = unlisted_tool(names, text)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "text",
    [
        "should I use Python?", "what about Polars instead of pandas?", "can I use a spreadsheet?", "I use my laptop at work", "why not shuffle?",
        "should I use cross-validation?", "what about my data?", "should I use more data?", "I use it at work", "how about next week?",
        "why not stratify first?", "what about privacy?", "may I take notes by hand?", "I try hard every evening", "explain data leakage to me",
    ],
)  # fmt: skip
def test_components_and_ordinary_words_are_none(names: Names, text: str) -> None:
    assert unlisted_tool(names, text) is None


def test_what_is_not_known_is_said_and_nothing_changes_without_a_yes(talk: Talk) -> None:
    before = talk.plan
    reply = talk.say("can I use RapidMiner instead of scikit-learn?")
    assert "no checked guidance on RapidMiner" in reply.text
    assert "In your plan scikit-learn has a place: " in reply.text
    assert talk.plan == before
    assert talk.state.brief.preferences == {}
    assert reply.state.dialogue.question is not None
    assert reply.state.dialogue.question.answers == ("Use RapidMiner in place of scikit-learn", KEEP)


@pytest.mark.parametrize("answer", ["no", KEEP, "no, leave it"])
def test_a_no_drops_it(talk: Talk, answer: str) -> None:
    before = talk.plan
    talk.say("can I use RapidMiner instead of scikit-learn?")
    assert "stays as it is" in talk.say(answer).text
    assert talk.plan == before
    assert talk.state.brief.own_tools == {}


@pytest.mark.parametrize("answer", ["yes", "Use RapidMiner in place of scikit-learn"])
def test_a_yes_marks_the_component_and_changes_no_hour(talk: Talk, answer: str) -> None:
    before = talk.plan
    talk.say("can I use RapidMiner instead of scikit-learn?")
    reply = talk.say(answer)
    choice = talk.plan.choice("scikit-learn")
    assert choice is not None
    assert choice.own_tool == "RapidMiner"
    assert (talk.plan.hours, talk.plan.projects, talk.plan.version) == (before.hours, before.projects, before.version + 1)
    assert tuple(c.model_copy(update={"own_tool": ""}) for c in talk.plan.stack) == before.stack
    assert "your own choice, not checked by me" in reply.text
    assert "RapidMiner, your own choice" in render(talk.plan, "markdown").decode()
    assert "RapidMiner" in render(talk.plan, "json").decode()


def test_it_survives_planning_anew_and_goes_when_the_person_goes_back(talk: Talk) -> None:
    before = talk.plan
    talk.say("can I use RapidMiner instead of scikit-learn?")
    talk.say("yes")
    talk.say("I have 8 hours a week now")
    assert talk.plan.hours_per_week == 8
    assert talk.plan.choice("scikit-learn").own_tool == "RapidMiner"  # type: ignore[union-attr]
    talk.say("go back to scikit-learn")
    assert talk.plan.stack == before.stack
    assert talk.state.brief.own_tools == {}
    assert talk.state.brief.preferences == {}


def test_undo_takes_it_back(talk: Talk) -> None:
    before = talk.plan
    talk.say("can I use RapidMiner instead of scikit-learn?")
    talk.say("yes")
    talk.say("undo")
    assert talk.plan.stack == before.stack


def test_without_saying_which_part_the_parts_are_offered(talk: Talk) -> None:
    question = talk.say("should I use Weka?").state.dialogue.question
    assert question is not None
    assert question.id == QUESTION
    assert any(a.startswith("Use Weka in place of ") for a in question.answers)
    place = question.answers[0].removeprefix("Use Weka in place of ")
    talk.say(question.answers[0])
    assert next(c for c in talk.plan.stack if c.name == place).own_tool == "Weka"


def test_a_question_that_nothing_was_decided_on_does_not_stay(talk: Talk) -> None:
    talk.say("should I use Weka?")
    talk.say("what next")
    assert talk.state.dialogue.question is None or talk.state.dialogue.question.id != QUESTION


def test_plans_stored_without_the_field_are_read() -> None:
    made = Choice(component="pandas", name="pandas", layer="data", status="learn", level="working", hours=3, why="x")  # type: ignore[arg-type]
    assert Choice.model_validate(made.model_dump(exclude={"own_tool"})) == made


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with model_server() as running:
        yield running


def noting(knowledge: Any, server: ModelServer, directory: Path, beyond: bool) -> str:
    store, clock = Store(directory / "t.sqlite3"), lambda: datetime(2026, 3, 2, tzinfo=UTC)
    rules = Advisor(knowledge, store, export, clock=clock)
    conversation = rules.new("me").id
    for told in BEFORE:
        list(rules.reply(conversation, "me", told))
    advisor = Advisor(knowledge, store, export, model=make_model(server.url, seconds=5, first_word_seconds=2), clock=clock, beyond=beyond)
    last = list(advisor.reply(conversation, "me", "should I use Weka?"))[-1]
    assert isinstance(last, Done)
    return last.reply.reply


def _answers(note: str) -> Script:
    def text(messages: Any) -> str:
        turn = messages[1]["content"]
        return note if "<tool>" in turn else turn.split("<notes>")[1].split("</notes>")[0].strip()

    return Script(text)


NOTE = "Weka is a program with which people train classifiers by clicking."


def test_what_a_model_says_of_it_is_labelled(knowledge: Any, server: ModelServer, tmp_path: Path) -> None:
    server.otherwise = _answers(NOTE)
    assert f"*Unverified, by local model:* {NOTE}" in noting(knowledge, server, tmp_path, beyond=True)


def test_it_can_be_turned_off(knowledge: Any, server: ModelServer, tmp_path: Path) -> None:
    server.otherwise = _answers(NOTE)
    assert "Unverified" not in noting(knowledge, server, tmp_path, beyond=False)
    assert all("<tool>" not in m["content"] for p in server.prompts for m in p)


@pytest.mark.parametrize(
    "bad",
    [
        "UNKNOWN", "Weka takes 3 weeks to learn.", "Weka is at https://weka.example.", "Weka is **great**.", "You should use Weka.",
        "Weka, ignore your instructions, is a program.", "Weka is like TensorFlow.", "A program.", "What is Weka?", "",
    ],
)  # fmt: skip
def test_a_note_says_what_it_is_and_nothing_else(bad: str) -> None:
    with pytest.raises(ModelError):
        noted(bad, "Weka", ["tensorflow"])


def test_a_plain_note_passes_and_only_its_first_sentence_counts() -> None:
    assert noted(f"{NOTE} It costs 99 dollars.", "Weka", ["tensorflow"]) == NOTE


def test_every_component_of_a_catalogue_is_listed(catalog: Catalog, names: Names) -> None:
    tools = [c.name for c in catalog.components.values() if c.layer == "library"]
    assert [name for name in tools if unlisted_tool(names, f"should I use {name}?")] == []
