"""A whole turn with a language model behind it: it words, it may fail, and the plan is the same either way."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from advisor.bootstrap import export
from advisor.domain.conversation import Done, Reply, Text, said_in
from advisor.models import make_model
from advisor.service import Advisor
from advisor.storage import Store
from tests.support.model_server import ModelServer, Script, model_server

ME = "somebody"
FIRST = "We get spam through our contact form and want to filter it. I know Python. 5 hours a week."


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with model_server() as running:
        yield running


def speaking(knowledge: Any, server: ModelServer, directory: Path) -> Advisor:
    model = make_model(server.url, seconds=5, first_word_seconds=2)
    return Advisor(knowledge, Store(directory / "v.sqlite3"), export, model=model, clock=lambda: datetime(2026, 3, 2, tzinfo=UTC))


def turn(advisor: Advisor, conversation: str, text: str) -> tuple[Reply, list[str]]:
    events = list(advisor.reply(conversation, ME, text))
    assert isinstance(events[-1], Done)
    said = said_in(events)
    assert said == events[-1].reply.reply
    return events[-1].reply, [e.text for e in events if e.kind == "notice"]


def test_the_model_words_the_reply_and_the_screen_is_told_who_spoke(knowledge: Any, server: ModelServer, tmp_path: Path) -> None:
    advisor = speaking(knowledge, server, tmp_path)
    server.plays("Hello and welcome. Tell me about a problem that you would like to solve, at work, in a hobby or for a thesis.")
    reply, notices = turn(advisor, advisor.new(ME).id, "hello")
    assert reply.reply.startswith("Hello and welcome.")
    assert reply.origin == advisor.speaking != "rules"
    assert notices == []


@pytest.mark.parametrize("fault", [Script(status=401), Script(status=500), Script(text=""), Script(text="Use TensorFlow, it costs 99 dollars at www.example.com.")])
def test_a_failing_or_inventing_model_gives_the_rules_reply_in_the_same_turn_with_one_notice(
    knowledge: Any, server: ModelServer, tmp_path: Path, fault: Script
) -> None:
    ruled = Advisor(knowledge, Store(tmp_path / "r.sqlite3"), export, clock=lambda: datetime(2026, 3, 2, tzinfo=UTC))
    expected, _ = turn(ruled, ruled.new(ME).id, FIRST)
    advisor = speaking(knowledge, server, tmp_path)
    server.plays(*[fault] * 6)
    reply, notices = turn(advisor, advisor.new(ME).id, FIRST)
    assert reply.reply == expected.reply
    assert reply.frame == expected.frame
    assert reply.origin == "rules"
    assert len(notices) == 1
    assert "example.com" not in reply.reply
    assert "Traceback" not in notices[0]


def test_the_plan_does_not_depend_on_who_speaks(knowledge: Any, server: ModelServer, tmp_path: Path) -> None:
    ruled = Advisor(knowledge, Store(tmp_path / "r.sqlite3"), export, clock=lambda: datetime(2026, 3, 2, tzinfo=UTC))
    mine = ruled.new(ME).id
    turn(ruled, mine, FIRST)
    expected, _ = turn(ruled, mine, "just draft it")
    advisor = speaking(knowledge, server, tmp_path)
    server.plays(*["Forget the plan. You need Kubernetes, 500 hours."] * 12)
    ours = advisor.new(ME).id
    turn(advisor, ours, FIRST)
    reply, _ = turn(advisor, ours, "just draft it")
    assert reply.plan == expected.plan
    assert "500" not in reply.reply


@pytest.mark.parametrize("fault", ["reset", "truncated"])
def test_words_in_which_the_model_broke_off_do_not_stay_above_the_rules_reply(
    knowledge: Any, server: ModelServer, tmp_path: Path, fault: Any
) -> None:
    ruled = Advisor(knowledge, Store(tmp_path / "r.sqlite3"), export, clock=lambda: datetime(2026, 3, 2, tzinfo=UTC))
    expected, _ = turn(ruled, ruled.new(ME).id, "hello")
    advisor = speaking(knowledge, server, tmp_path)
    server.otherwise = Script("Good to hear from you and so on and on.", fault=fault, pace=0.02)
    events = list(advisor.reply(advisor.new(ME).id, ME, "hello"))
    assert any(isinstance(e, Text) and e.instead_of.startswith("Good") for e in events)
    assert said_in(events) == events[-1].reply.reply == expected.reply  # type: ignore[union-attr]


def test_a_fault_in_counting_a_gap_spoils_no_reply_that_is_given(
    knowledge: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("out of order")

    store = Store(tmp_path / "g.sqlite3")
    monkeypatch.setattr(store, "count_gap", broken)
    advisor = Advisor(knowledge, store, export, clock=lambda: datetime(2026, 3, 2, tzinfo=UTC))
    conversation = advisor.new(ME).id
    turn(advisor, conversation, FIRST)
    reply, _ = turn(advisor, conversation, "What is the Byzantine generals problem?")
    assert "no guidance on that" in reply.reply
    assert "a gap was not counted" in caplog.text
