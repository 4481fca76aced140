"""Choosing who words the replies: what is offered, what may be chosen, where it shows, and that keys stay nowhere."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from advisor.domain.conversation import Usage
from advisor.models import download, fetching
from advisor.models.detect import Offer, Running
from advisor.models.warming import warm
from advisor.spending import Limits
from advisor.web import model_choice, model_now, model_panel, session
from tests.app.fake_advisor import FakeAdvisor
from tests.app.test_page import PROBLEM, labels, press, say, texts
from tests.support.hub_server import Hub, hub_server
from tests.support.model_server import ModelServer, Script, model_server
from tests.unit.test_models_download import CONTENT, FILE

KEY = "sk-verysecretkey-0123456789"
Page = Callable[..., AppTest]


@pytest.fixture
def server() -> Iterator[ModelServer]:
    """A scripted server for language models."""
    with model_server() as running:
        yield running


@pytest.fixture(scope="module", autouse=True)
def warm_client() -> None:
    """The client for servers is imported before anybody waits for it: that takes long on a busy machine."""
    warm()


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data directory of the test's own; nothing real is looked for on this machine."""
    monkeypatch.setenv("ADVISOR_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr("advisor.models.detect.detect", lambda **_: ())
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GOOGLE_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "data"


@pytest.fixture
def anything(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything may be chosen."""
    monkeypatch.setenv("ADVISOR_VISITORS_CHOOSE", "any")


def open_voice(at: AppTest) -> AppTest:
    """Goes to the choice. AppTest's own way there knows only pages that are files."""
    at._page_hash = calc_hash("voice")
    return at.run()


def to_voice(at: AppTest) -> AppTest:
    """Goes to the choice, and waits until this machine was looked over."""
    open_voice(at)
    for _ in range(100):
        if "Looking for Ollama" not in texts(at):
            return at
        time.sleep(0.05)
        at.run()
    raise AssertionError("still looking")


@pytest.fixture
def voice(page: Page) -> Callable[[], AppTest]:
    """The page of the choice, opened."""
    return lambda: to_voice(page())


def plain(at: AppTest) -> str:
    """What is written, without the backslashes that keep it from being Markdown."""
    return texts(at).replace("\\", "")


def by_address(at: AppTest, address: str, key: str = "") -> AppTest:
    """Fills in an address and a key."""
    at.selectbox(key="voice-provider").set_value(model_panel.ADDRESS_LABEL).run()
    at.text_input(key="model-address").set_value(address)
    next(t for t in at.text_input if str(t.key).startswith("model-key-")).set_value(key)
    return at


# --- what is offered


def test_the_bar_names_who_speaks(page: Page) -> None:
    at = page()
    assert any(link.proto.label == "Voice: rules" for link in at.get("page_link"))


@pytest.mark.usefixtures("anything")
def test_servers_that_run_here_are_offered_with_their_models(
    voice: Callable[[], AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    offers = (Offer("llama3.2:3b", "http://127.0.0.1:1/v1#a"), Offer("qwen2.5:1.5b", "http://127.0.0.1:1/v1#b"))
    found = (Running("Ollama", "http://127.0.0.1:11434", offers), Running("vLLM", "http://127.0.0.1:8000", (), needs_key=True))
    monkeypatch.setattr("advisor.models.detect.detect", lambda **_: found)
    at = voice()
    assert at.selectbox(key="of-Ollama").options == ["llama3.2:3b", "qwen2.5:1.5b"]
    assert "vLLM runs and asks for a key" in plain(at).replace("*", "")
    at.selectbox(key="of-Ollama").set_value(1).run()
    next(b for b in at.button if b.key == "use-Ollama").click().run()
    assert "Now: b" in plain(at)


@pytest.mark.usefixtures("anything")
def test_looking_for_servers_never_keeps_the_page_waiting(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("advisor.models.detect.detect", lambda **_: time.sleep(3) or ())
    at = page()
    began = time.monotonic()
    open_voice(at)
    assert time.monotonic() - began < 2.5
    assert "Looking for Ollama" in texts(at)
    assert "With a key" in texts(at), "the rest is there already"


@pytest.mark.usefixtures("anything")
def test_a_missing_package_is_named_with_the_line_that_brings_it(voice: Callable[[], AppTest]) -> None:
    at = voice()
    at.selectbox(key="voice-provider").set_value("Groq").run()
    assert any("problem-first-advisor[groq]" in c.value for c in at.code)
    assert not any(str(t.key).startswith("model-key-") for t in at.text_input)


# --- who may choose what


def test_a_server_that_others_reach_offers_providers_alone(voice: Callable[[], AppTest]) -> None:
    at = voice()
    assert model_panel.ADDRESS_LABEL not in at.selectbox(key="voice-provider").options
    assert at.selectbox(key="voice-provider").options[:3] == ["OpenAI", "Anthropic", "Google"]
    assert "On this machine" not in texts(at)
    assert not any("Download" in label for label in labels(at))
    press(at, "Use it")
    assert "It needs your key" in plain(at)


def test_where_it_is_settled_nothing_can_be_chosen(voice: Callable[[], AppTest], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_VISITORS_CHOOSE", "no")
    at = voice()
    assert "has settled who speaks" in texts(at)
    assert labels(at) == []


@pytest.mark.parametrize(
    ("address", "headers", "expected"),
    [
        ("127.0.0.1", {"Host": "localhost:8501"}, True),
        ("localhost", {"Host": "127.0.0.1:8501"}, True),
        ("::1", {"Host": "[::1]:8501"}, True),
        (None, {"Host": "localhost:8501"}, False),  # listens everywhere
        ("0.0.0.0", {"Host": "localhost:8501"}, False),
        ("127.0.0.1", {"Host": "advisor.example.org"}, False),  # through a tunnel, or a name bent to this machine
        ("127.0.0.1", {"Host": "localhost", "x-forwarded-for": "203.0.113.9"}, False),
        ("127.0.0.1", {}, False),
    ],
)
def test_only_a_page_that_nobody_else_reaches_counts_as_alone(
    address: str | None, headers: dict[str, str], expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Context:
        pass

    context = Context()
    context.headers = headers  # type: ignore[attr-defined]
    monkeypatch.setattr(model_choice.st, "context", context)
    monkeypatch.setattr(model_choice.st, "get_option", lambda _: address)
    assert model_choice.alone() is expected


# --- testing, choosing, going back


@pytest.mark.usefixtures("anything")
def test_a_test_says_in_plain_words_what_works(voice: Callable[[], AppTest], server: ModelServer) -> None:
    server.otherwise = Script("Trees are tall and quiet, and people like to walk under them for a while.", pace=0.02)
    at = press(by_address(voice(), server.url), "Test connection")
    assert "answers" in plain(at)
    assert "It streams" in plain(at)
    assert "It was asked for JSON and answered in another form." in plain(at)
    assert "Now: rules" in texts(at), "a test chooses nothing"


@pytest.mark.usefixtures("anything")
def test_what_cannot_be_reached_says_so(voice: Callable[[], AppTest]) -> None:
    at = press(by_address(voice(), "http://127.0.0.1:9/v1"), "Test connection")
    assert "cannot be reached" in plain(at)


@pytest.mark.usefixtures("anything")
@pytest.mark.parametrize("address", [f"http://{KEY}", KEY, "ftp://x/", "nonsense", "http://u:p@127.0.0.1/v1"])
def test_what_is_no_address_is_refused_without_repeating_it(voice: Callable[[], AppTest], address: str) -> None:
    at = press(by_address(voice(), address), "Use it")
    assert len(at.error) == 1
    assert "verysecret" not in plain(at).replace("-", "")
    assert "Now: rules" in texts(at)


@pytest.mark.usefixtures("anything")
def test_a_choice_counts_from_the_next_message_on_and_can_be_taken_back(
    page: Page, advisor: FakeAdvisor, server: ModelServer
) -> None:
    at = say(page(), PROBLEM)
    at = press(by_address(to_voice(at), f"{server.url}#tiny"), "Use it")
    assert "Now: tiny" in plain(at).replace("*", "")
    talk = page("c1")
    assert any(link.proto.label == "Voice: tiny" for link in talk.get("page_link")), "a refresh keeps what needs no key"
    at = press(to_voice(talk), "Use rules")
    assert "Now: rules" in texts(at)
    assert any(link.proto.label == "Voice: rules" for link in page("c1").get("page_link"))


@pytest.mark.usefixtures("anything")
def test_somebody_else_s_choice_is_not_mine(page: Page, server: ModelServer) -> None:
    press(by_address(to_voice(page()), f"{server.url}#tiny"), "Use it")
    other = page(visitor="o" * 43)
    assert any(link.proto.label == "Voice: rules" for link in other.get("page_link"))


@pytest.mark.usefixtures("anything")
def test_a_choice_with_a_key_ends_with_the_session(page: Page, server: ModelServer) -> None:
    at = press(by_address(to_voice(page()), f"{server.url}#tiny", KEY), "Use it")
    assert "Your key is kept for this tab alone" in plain(at)
    assert all(t.value != KEY for t in at.text_input), "the field is empty again"
    assert any(link.proto.label == "Voice: rules" for link in page().get("page_link")), "a new session knows nothing of it"


def test_the_budget_stands_where_the_voice_is_chosen(page: Page, advisor: FakeAdvisor) -> None:
    at = say(page(), PROBLEM)
    advisor.taken = Usage(prompt_tokens=1200, answer_tokens=34, calls=2, estimated=True)
    at = to_voice(at)
    assert "taken about 1,234 of 200,000 tokens" in plain(at)


def test_money_is_told_where_prices_are_set() -> None:
    taken = Usage(prompt_tokens=9, answer_tokens=1, calls=1, cost=0.0123)
    assert "in 1 call to language models, 0.0123 of 2 in money" in model_now.spent(taken, Limits(0, 2.0, 1.0, 1.0))
    assert "No language model was asked" in model_now.spent(Usage(), Limits())


# --- the download


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub that has a small file to recommend."""
    monkeypatch.setattr(download, "RECOMMENDED", FILE)
    monkeypatch.setattr(download, "PAUSE", 0.01)
    with hub_server(CONTENT) as running:
        of_the_hub = fetching.Fetching
        monkeypatch.setattr(fetching, "Fetching", lambda what, where: of_the_hub(what, where, running.url))
        yield running


@pytest.mark.usefixtures("anything")
def test_a_download_is_seen_by_every_tab_stopped_and_gone_on_with(
    page: Page, voice: Callable[[], AppTest], hub: Hub, data: Path
) -> None:
    hub.slow = threading.Event()
    at = voice()
    assert "licence MIT" in plain(at)
    at = press(at, "Download 0.0 GB")
    other = to_voice(page(visitor="o" * 43))
    assert "Stop the download" in labels(other)
    kept = session.wiring().voices().fetching(model_choice.rights("any", False))
    _until(lambda: kept.standing.done >= len(CONTENT) // 2 - 70_000)
    kept.stop()
    hub.slow.set()
    _until(lambda: not kept.standing.busy)
    assert kept.standing.phase == "begun"
    session.wiring.clear()  # as if the server had been started anew
    hub.slow = None
    at = press(voice(), "Go on with the download")
    _until(lambda: (data / "models" / FILE.file).is_file())
    assert hub.asked[-1][1].startswith("bytes="), "it went on from where it was"
    at = voice()
    assert "use-Tiny" in [b.key for b in at.button]
    assert (data / "models" / FILE.file).read_bytes() == CONTENT


@pytest.mark.usefixtures("anything")
def test_a_file_that_was_changed_on_the_way_is_not_offered(voice: Callable[[], AppTest], hub: Hub, data: Path) -> None:
    hub.claims = FILE.sha256
    hub.content = CONTENT[:-1] + b"?"
    press(voice(), "Download 0.0 GB")
    _until(lambda: bool(session.wiring().voices().fetching(model_choice.rights("any", False)).standing.failure))
    at = voice()
    assert "its checksum is another one" in plain(at)
    assert not (data / "models" / FILE.file).exists()


def _until(happened: Callable[[], bool], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)
