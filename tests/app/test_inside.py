"""The whole advisor behind the page, with a scripted model: the decision at once, keys that stay nowhere, looking inside."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from advisor import bootstrap
from advisor.domain.conversation import Decided, Event, Reply, Text
from advisor.models.calls import Ledger
from advisor.models.warming import warm
from advisor.service import Advisor
from advisor.storage import Store
from advisor.web import chat, session
from tests.app.conftest import ME, PAGE
from tests.app.fake_advisor import QUESTION
from tests.app.test_choosing_a_voice import KEY, by_address, plain, to_voice
from tests.app.test_page import labels, press, say, texts
from tests.support.model_server import ModelServer, Script, model_server
from tests.unit.plan_factory import small_plan

HOSTILE = "<b>bold</b> ![x](https://evil.example/p.png) Nothing."


@pytest.fixture
def server() -> Iterator[ModelServer]:
    """A scripted server for language models."""
    warm()
    with model_server() as running:
        yield running


@pytest.fixture
def opened(knowledge: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], AppTest]]:
    """Opens the page over a real advisor with a database of its own."""
    monkeypatch.setenv("ADVISOR_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("ADVISOR_VISITORS_CHOOSE", "any")
    monkeypatch.setenv("ADVISOR_DEBUG", "true")
    monkeypatch.setattr("advisor.models.detect.detect", lambda **_: ())
    real = Advisor(knowledge, Store(tmp_path / "advisor.sqlite3"), bootstrap.export, ledger=Ledger())
    monkeypatch.setattr(bootstrap, "build", lambda settings: real)
    session.wiring.clear()

    def page(conversation: str | None = None) -> AppTest:
        at = AppTest.from_file(str(PAGE), default_timeout=120)
        at.session_state["visitor"] = ME
        if conversation:
            at.query_params["c"] = conversation
        return at.run()

    yield page
    session.wiring.clear()


def back(at: AppTest) -> AppTest:
    """From the choice to the talk."""
    at._page_hash = calc_hash("")
    return at.run()


def test_a_key_that_was_typed_in_is_found_nowhere(
    opened: Callable[[], AppTest], server: ModelServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.otherwise = Script(status=401, message=f"Incorrect API key provided: {KEY}")
    at = press(by_address(to_voice(opened()), f"{server.url}#tiny", KEY), "Test connection")
    assert "refused the key" in plain(at)
    server.otherwise = Script("So you want junk mail put aside.")
    at = press(by_address(at, f"{server.url}#tiny", KEY), "Use it")
    shown = [str(block.proto) for block in at.main if hasattr(block, "proto")]
    at = say(back(at), "we get junk mail through our contact form. I know Python, 4 hours a week")
    at = press(at, "Look inside")
    assert any(KEY in key for key in server.keys), "it was really used"
    conversation = at.query_params["c"]
    advisor = session.wiring().advisor()
    kept = str(advisor.calls(conversation, ME)) + str(advisor.open(conversation, ME))
    say(at, "just draft it")
    files = [advisor.export(conversation, ME, form)[2] for form in ("markdown", "json")]
    page = plain(at) + "".join(c.value for c in at.code) + str(at._tree) + str(dict(at.query_params)) + "".join(shown)
    assert "verysecret" not in kept
    assert "verysecret" not in page
    assert "verysecret" not in caplog.text
    assert not any(b"verysecret" in file for file in files)
    stored = [p for p in tmp_path.rglob("*") if p.is_file()]
    assert stored
    assert not any(b"verysecret" in p.read_bytes() for p in stored)


def test_calls_are_looked_into_from_the_reply_and_are_text_alone(opened: Callable[[], AppTest], server: ModelServer) -> None:
    server.otherwise = Script(HOSTILE)
    at = press(by_address(to_voice(opened()), f"{server.url}#tiny"), "Use it")
    at = say(back(at), "we get junk mail through our contact form. I know Python, 4 hours a week")
    at = press(at, "Look inside")
    codes = [c.value for c in at.code]
    assert HOSTILE in codes
    assert any("junk mail" in code for code in codes), "the prompt"
    assert "321 tokens in, 45 tokens out" in plain(at)
    assert "evil.example" not in texts(at)
    assert not any(m.allow_html for m in at.markdown)


def test_without_the_setting_there_is_no_way_inside(
    opened: Callable[[], AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADVISOR_DEBUG", "false")
    at = say(opened(), "we get junk mail through our contact form")
    assert "Look inside" not in labels(at)


# --- the decision, while its words are on their way


def test_question_and_plan_show_before_the_words(opened: Callable[..., AppTest], server: ModelServer) -> None:
    server.otherwise = Script("Nothing.", wait=15.0)
    at = press(by_address(to_voice(opened()), f"{server.url}#tiny"), "Use it")
    advisor, wiring = session.wiring().advisor(), session.wiring()
    conversation = advisor.new(ME).id
    speaking = advisor.speaking_by(bootstrap.voices(wiring.settings, advisor)._make(f"{server.url}#tiny", None, False))
    turn = wiring.turns.start(
        conversation, "m1", "x", lambda: speaking.reply(conversation, ME, "we get junk mail through our contact form. 4 hours a week", "m1")
    )
    end = time.monotonic() + 60
    while turn.decided is None and time.monotonic() < end:
        time.sleep(0.05)
    view = advisor.open(conversation, ME)
    assert view.state.dialogue.question is None, "nothing is stored yet"
    shown = chat.ahead(view)
    assert shown is not None
    assert shown.state.dialogue.question is not None
    assert [f.name for f in shown.state.brief.facts]
    assert shown.messages[-1].number == view.messages[-1].number + 1
    turn.stop()
    assert chat.ahead(view) is None
    del at


@pytest.mark.parametrize(
    ("text", "plan_changed", "expected"),
    [
        ("", False, f"{QUESTION.text} Putting it into words …"),
        ("", True, f"Version 1 of the plan is drafted. {QUESTION.text} Putting it into words …"),
        ("So it is junk.", True, QUESTION.text),
        ("So it is junk. Do you have any?", True, ""),
    ],
)
def test_what_is_decided_is_told_until_the_words_tell_it(text: str, plan_changed: bool, expected: str) -> None:
    plan = small_plan(version=1, agreed=False, agreed_at=None) if plan_changed else None
    reply = Reply(reply="x", question=QUESTION, plan=plan, plan_changed=plan_changed)
    assert chat._coming(reply, text).replace("\\", "") == expected


def test_a_message_sent_while_another_is_answered_waits_for_its_turn(
    opened: Callable[..., AppTest],
) -> None:
    page = opened()
    advisor, wiring = session.wiring().advisor(), session.wiring()
    conversation = advisor.new(ME).id
    gate = threading.Event()

    def slow(id: str, text: str) -> Iterator[Event]:
        events = advisor.reply(conversation, ME, text, id)
        for event in events:
            yield event
            if isinstance(event, Decided | Text):
                gate.wait(1)

    for id, text in (("m1", "we get junk mail through our contact form"), ("m2", "4 hours a week")):
        wiring.turns.start(conversation, id, text, lambda id=id, text=text: slow(id, text))  # type: ignore[misc]
    at = opened(conversation)
    assert not at.exception
    assert sorted(m.name for m in at.chat_message) == ["assistant", "assistant", "user", "user"]
    del page
