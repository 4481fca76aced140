"""A whole turn in which a model answers a free question from passages, or fails to."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from advisor.bootstrap import export
from advisor.domain.conversation import Done, Reply
from advisor.models import make_model
from advisor.service import Advisor
from advisor.storage import Store
from tests.support.model_server import ModelServer, Script, model_server

ME = "somebody"
FIRST = "We get spam through our contact form and want to filter it. I know Python. 5 hours a week."
QUESTION = "explain data leakage to me"
HELD = "Scores look splendid and the model fails in use."
"""A sentence of the passage that answers it."""


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with model_server() as running:
        yield running


def advisor_with(knowledge: Any, server: ModelServer | None, directory: Path) -> Advisor:
    model = make_model(server.url, seconds=5, first_word_seconds=2) if server else None
    return Advisor(knowledge, Store(directory / "t.sqlite3"), export, model=model, clock=lambda: datetime(2026, 3, 2, tzinfo=UTC))


def asked(knowledge: Any, server: ModelServer | None, directory: Path, text: str = QUESTION) -> tuple[Reply, list[str]]:
    """The reply to a question after a plan was drafted, and the notices."""
    rules = advisor_with(knowledge, None, directory)
    conversation = rules.new(ME).id
    for told in (FIRST, "just draft it"):
        list(rules.reply(conversation, ME, told))
    events = list(advisor_with(knowledge, server, directory).reply(conversation, ME, text))
    assert isinstance(events[-1], Done)
    assert "".join(e.text for e in events if e.kind == "text").strip() == events[-1].reply.reply
    return events[-1].reply, [e.text for e in events if e.kind == "notice"]


@pytest.fixture
def ruled(knowledge: Any, tmp_path: Path) -> Reply:
    """What the rules answer: passages, shortened."""
    return asked(knowledge, None, tmp_path)[0]


def test_the_model_answers_and_the_reply_cites_what_the_answer_cites(
    knowledge: Any, server: ModelServer, tmp_path: Path, ruled: Reply
) -> None:
    server.plays(f"{HELD} [1] You should also buy a big computer from Globex. [2]")
    reply, notices = asked(knowledge, server, tmp_path)
    assert reply.reply == f"{HELD} [1]"
    assert [c.id for c in reply.citations] == ["component/data-leakage"] == [c.id for c in ruled.citations][:1]
    assert reply.origin != "rules"
    assert notices == []
    assert QUESTION in server.prompts[0][1]["content"]


@pytest.mark.parametrize(
    "fault",
    [Script(status=401), Script(status=500), Script(""), Script("NOTHING"), Script("Use Globex, it costs 99 dollars. [1]"), Script("x", fault="drop")],
)
def test_whatever_fails_the_template_answers_with_one_notice(
    knowledge: Any, server: ModelServer, tmp_path: Path, ruled: Reply, fault: Script
) -> None:
    server.plays(*[fault] * 4)
    reply, notices = asked(knowledge, server, tmp_path)
    assert reply.reply == ruled.reply
    assert reply.citations == ruled.citations
    assert reply.origin == "rules"
    assert len(notices) == 1


def test_an_answer_that_breaks_off_keeps_what_was_said_and_repeats_nothing(
    knowledge: Any, server: ModelServer, tmp_path: Path
) -> None:
    server.plays(Script(f"{HELD} [1] {'And so on it goes for ever. ' * 20}", fault="truncated"))
    reply, notices = asked(knowledge, server, tmp_path)
    assert reply.reply == f"{HELD} [1]"
    assert len(reply.citations) == 1
    assert len(notices) == 1


def test_nothing_found_is_said_without_asking_for_an_answer(knowledge: Any, server: ModelServer, tmp_path: Path) -> None:
    reply, _ = asked(knowledge, server, tmp_path, "what is the best recipe for sourdough bread with rye?")
    assert all("<passages>" not in m["content"] for prompt in server.prompts for m in prompt)
    assert reply.citations == ()
