"""Choosing a language model in a real browser: tried, chosen, talked with, stopped, failing; and its key is kept nowhere."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import ARTEFACTS, PATIENCE, SIZES, Visit, running
from tests.e2e.test_story import MESSAGES, PROBLEM, settled, write
from tests.support.model_server import ModelServer, Script, model_server

pytestmark = pytest.mark.e2e

KEY = "sk-scripted-0123456789abcdef"
OPENING = "Good to hear from you."
NOTES = re.compile(r"<notes>\n(.*)\n</notes>", re.DOTALL)


def speaks(messages: Sequence[Mapping[str, str]]) -> str:
    """A well-behaved model: it adds a greeting to the notes that it is to word, and answers the trial's two questions."""
    fixed, asked = messages[0]["content"], messages[-1]["content"]
    if notes := NOTES.search(asked):
        return f"{OPENING} {notes[1]}"
    if "whole number" in fixed:
        return '{"tool": "Excel", "hours": 6}'
    return "People like the quiet, and the air is good there. Many feel calmer after half an hour among trees."


@pytest.fixture(scope="module")
def model() -> Iterator[ModelServer]:
    """The server with the model."""
    with model_server() as server:
        yield server


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the advisor keeps its data."""
    return tmp_path_factory.mktemp("voice-data")


@pytest.fixture(scope="module")
def server(data: Path, data_dir: Path) -> Iterator[str]:
    """An advisor that only this machine reaches, as `run.py` starts it: any address may be chosen."""
    with running(data, data_dir, STREAMLIT_SERVER_ADDRESS="localhost") as address:
        yield address


def looked_at(page: Any, name: str) -> None:
    """Screenshots for whoever wants to look, as wide as a phone and a desktop; nothing is wider than either."""
    for size in ("phone", "desktop"):
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(300)
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth <= innerWidth")
        page.screenshot(path=ARTEFACTS / f"voice-{name}-{size}.png")


def to_the_voices(page: Any) -> None:
    """By the bar."""
    page.get_by_role("link", name=re.compile("^Voice: ")).click()
    page.get_by_role("heading", name="Who words the replies").wait_for()


def back_to_the_talk(page: Any, messages: int) -> None:
    """By the bar, to the conversation that one came from."""
    page.get_by_role("link", name="Back to the talk").click()
    settled(page, messages)


def reply(page: Any) -> str:
    """The last one's words."""
    return str(page.locator(MESSAGES).last.inner_text())


def test_a_model_is_tried_chosen_stopped_and_missed_and_its_key_stays_nowhere(
    visit: Visit, model: ModelServer, data: Path
) -> None:
    page = visit()
    page.get_by_role("button", name="I have no problem yet").wait_for()
    assert page.get_by_role("link", name="Voice: rules").count() == 1
    write(page, PROBLEM)
    settled(page, 2)
    assert page.get_by_text("Worded by").locator("visible=true").count() == 0

    # Tried: plain words about what works.
    model.otherwise = Script(speaks, pace=0.02)
    to_the_voices(page)
    page.get_by_text("Now: rules.").wait_for()
    page.get_by_role("button", name="Look again").wait_for(timeout=PATIENCE)
    looked_at(page, "1-choices")
    page.get_by_label("Provider").click()
    page.get_by_label("Provider").fill("Any other")
    page.get_by_role("option", name="Any other server").click()
    page.get_by_role("textbox", name="Address").fill(model.url)
    page.get_by_label("Key, if it asks for one").fill(KEY)
    page.get_by_role("button", name="Test connection").last.click()
    trial = page.locator(".st-key-voice-trial")
    trial.get_by_text("It answers in JSON of a given form").wait_for(timeout=PATIENCE)
    assert "answers." in trial.inner_text()
    assert "It streams: the first words after" in trial.inner_text()
    assert page.locator(".st-key-voice-now").get_by_text("Now: rules").count() == 1, "a trial chooses nothing"
    trial.scroll_into_view_if_needed()
    looked_at(page, "2-tried")

    # Chosen: it says so, and what is typed into the field for the key does not stay there.
    page.get_by_role("button", name="Use it").last.click()
    page.get_by_text("In use: from your next message on, local model words the replies.").wait_for()
    page.get_by_text("Now: local model").wait_for()
    assert page.get_by_label("Key, if it asks for one").input_value() == ""
    looked_at(page, "3-chosen")
    back_to_the_talk(page, 2)
    assert page.get_by_role("link", name="Voice: local model").count() == 1
    page.get_by_text("From your next message on, local model words the replies.").wait_for()

    # Talked with: the model's words, and whose they are.
    page.locator(".st-key-answers button").first.click()
    settled(page, 4)
    assert OPENING in reply(page)
    page.get_by_text("Worded by local model").first.wait_for()
    looked_at(page, "4-worded")

    # Stopped in mid-stream: the server sees it, the message stays, and is answered anew.
    model.gone.clear()
    model.otherwise = Script(speaks, pace=0.4)
    asked = page.locator(".st-key-answers button").first
    asked.click()
    live = page.locator("[class*=st-key-live-]")
    live.get_by_text(OPENING[:7]).wait_for(timeout=PATIENCE)
    looked_at(page, "5-under-way")
    live.get_by_role("button", name="Stop").click()
    page.get_by_text("You stopped this answer.").wait_for()
    assert model.gone.wait(5), "the server goes on writing"
    looked_at(page, "6-stopped")
    model.otherwise = Script(speaks)
    page.get_by_role("button", name="Answer it now").click()
    settled(page, 6)
    assert OPENING in reply(page)

    # Taken away, without the key.
    page.get_by_role("button", name="Take it away").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="JSON", exact=True).click()
    assert KEY not in Path(taken.value.path()).read_text(encoding="utf-8")

    # Failing, in another conversation: the reply is whole all the same, with one notice.
    model.otherwise = Script(speaks, fault="reset", pace=0.02)
    page.get_by_role("link", name="New", exact=True).or_(page.get_by_role("button", name="New", exact=True)).first.click()
    page.get_by_role("button", name="I have no problem yet").wait_for()
    write(page, PROBLEM)
    settled(page, 2)
    notices = page.get_by_text(re.compile("language model", re.IGNORECASE)).locator("visible=true")
    looked_at(page, "7-broken-off")
    told = notices.all_inner_texts()
    assert len(told) == 1, told
    assert "Traceback" not in told[0]

    to_the_voices(page)
    page.get_by_text("This conversation has taken").wait_for()
    looked_at(page, "8-spent")
    assert KEY not in page.content()
    assert all(KEY not in field.input_value() for field in page.locator("input").all())
    back_to_the_talk(page, 2)
    assert KEY not in page.content()

    assert f"Bearer {KEY}" in model.keys, "the key was used, or its absence elsewhere shows nothing"
    assert KEY not in (ARTEFACTS / "server.log").read_text(encoding="utf-8", errors="replace")
    files = [f for f in data.rglob("*") if f.is_file() and "index" not in f.relative_to(data).parts]
    assert any(f.suffix == ".sqlite3" for f in files)
    for file in files:
        assert KEY.encode() not in file.read_bytes(), file
