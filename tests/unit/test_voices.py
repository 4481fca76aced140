"""What visitors may choose is decided where it is carried out; typed addresses lead nowhere that they should not."""

import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from pydantic import SecretStr

from advisor.errors import BadInput, ModelError
from advisor.models import make_model
from advisor.models.trial import try_out
from advisor.models.typed import ForbiddenError, GuardedTransport, forbidden, judged, refuse
from advisor.spending import Limits
from advisor.voices import Rights, Voices, rights
from tests.support.model_server import model_server

KEY = SecretStr("sk-verysecretkey-0123456789")
SHARED, OPEN, HERE = Rights("providers"), Rights("any"), Rights("any", alone=True)


@pytest.fixture
def made() -> list[tuple[str, str | None, bool]]:
    """What was made."""
    return []


@pytest.fixture
def voices(made: list[tuple[str, str | None, bool]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Voices:
    """The choice, with models that are only noted."""
    monkeypatch.setattr("advisor.models.warming.warm", lambda: None)

    def make(setting: str, key: str | None, guarded: bool) -> None:
        made.append((setting, key, guarded))

    return Voices(make, Limits(), tmp_path)


def test_what_the_setting_gives() -> None:
    assert rights("auto", alone=True) == HERE
    assert rights("auto", alone=False) == SHARED
    assert rights("any", alone=False) == OPEN
    assert rights("no", alone=True).choosing == "no"


@pytest.mark.parametrize(
    "setting",
    [
        "http://127.0.0.1:8080/v1", "https://evil.example/v1", "http://169.254.169.254/v1", "ollama:llama3", "gguf:/etc/passwd",
        "gguf:recommended", " http://10.0.0.1/v1 ", "OLLAMA:x",
    ],
)  # fmt: skip
def test_visitors_of_a_shared_server_reach_nothing_but_providers(
    voices: Voices, made: list[Any], setting: str
) -> None:
    for carried_out in (voices.choose, voices.try_out):
        with pytest.raises(BadInput, match="only providers"):
            carried_out(SHARED, setting, KEY)
    assert made == []


@pytest.mark.parametrize("key", [None, SecretStr(""), SecretStr("  ")])
def test_the_server_s_own_keys_are_not_for_its_visitors(
    voices: Voices, made: list[Any], key: SecretStr | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-whoever-runs-it")
    for carried_out in (voices.choose, voices.try_out):
        with pytest.raises(BadInput, match="needs your key"):
            carried_out(SHARED, "openai:gpt-4o-mini", key)
    assert made == []


def test_a_provider_with_a_key_and_the_rules_may_always_be_chosen(voices: Voices, made: list[Any]) -> None:
    voice = voices.choose(SHARED, "openai:gpt-4o-mini", KEY)
    assert voice.keyed
    assert not voice.stays
    assert made == [("openai:gpt-4o-mini", KEY.get_secret_value(), True)]
    assert "verysecret" not in repr(voice)
    assert voices.choose(SHARED, "rules").name == "rules"


def test_where_nothing_may_be_chosen_nothing_is(voices: Voices, made: list[Any]) -> None:
    for setting in ("rules", "openai:gpt-4o-mini"):
        with pytest.raises(BadInput, match="settled"):
            voices.choose(Rights("no"), setting, KEY)
    assert voices.hosted(Rights("no")) == ()
    assert made == []


def test_nothing_is_looked_for_or_fetched_for_visitors_of_a_shared_server(voices: Voices, tmp_path: Path) -> None:
    (tmp_path / "own.gguf").write_bytes(b"GGUF")
    voices.prepare(SHARED)
    assert voices.running(SHARED)[0] == ()
    assert voices.files(SHARED) == []
    with pytest.raises(BadInput):
        voices.fetching(SHARED)
    assert [p.name for p in voices.files(HERE)] == ["own.gguf"]


def test_addresses_are_guarded_unless_nobody_else_reaches_the_page(voices: Voices, made: list[Any]) -> None:
    voices.choose(HERE, "http://127.0.0.1:8080/v1")
    voices.choose(OPEN, "http://127.0.0.1:8080/v1")
    assert [guarded for *_, guarded in made] == [False, True]


@pytest.mark.parametrize("setting", [KEY.get_secret_value(), f"openai:{KEY.get_secret_value()}", "x" * 400, "openai:a\nb", "openai:\x1b[1m"])
def test_a_key_in_the_wrong_field_is_refused_and_not_repeated(voices: Voices, made: list[Any], setting: str) -> None:
    with pytest.raises(BadInput) as caught:
        voices.choose(HERE, setting)
    assert "verysecret" not in caught.value.sentence + caught.value.detail
    assert made == []


@pytest.mark.parametrize("key", ["two words", "ключ", "line\nbreak", "x" * 600])
def test_what_cannot_be_a_key_is_refused_and_not_repeated(voices: Voices, key: str) -> None:
    with pytest.raises(BadInput) as caught:
        voices.choose(HERE, "openai:gpt-4o-mini", SecretStr(key))
    assert key not in caught.value.sentence


# --- typed addresses


@pytest.mark.parametrize(
    ("address", "bad"),
    [
        ("169.254.169.254", True), ("169.254.10.1", True), ("fe80::1%eth0", True), ("fd00:ec2::254", True),
        ("100.100.100.200", True), ("168.63.129.16", True), ("0.0.0.0", True), ("::", True), ("224.0.0.1", True),
        ("::ffff:169.254.169.254", True), ("64:ff9b::a9fe:a9fe", True), ("2002:a9fe:a9fe::1", True),
        ("127.0.0.1", False), ("192.168.1.4", False), ("203.0.113.9", False), ("2001:db8::1", False),
    ],
)  # fmt: skip
def test_where_clouds_keep_secrets_is_never_asked(address: str, bad: bool) -> None:
    assert forbidden(address) is bad


def test_a_forbidden_address_is_refused_before_anything_is_sent() -> None:
    with pytest.raises(ForbiddenError):
        refuse("169.254.169.254")
    refuse("a-name.example")
    with pytest.raises(ModelError, match="does not connect to that address"):
        make_model("http://169.254.169.254/v1", guarded=True)
    assert make_model("http://169.254.169.254/v1") is not None, "their own machine is theirs to ask"


def test_a_name_is_judged_by_every_address_that_it_stands_for() -> None:
    rows = [(socket.AF_INET, 1, 6, "", (ip, 80)) for ip in ("203.0.113.9", "169.254.169.254")]
    with pytest.raises(ForbiddenError):
        judged(rows)
    assert judged(rows[:1]) == ["203.0.113.9"]


def test_a_name_that_stands_for_a_forbidden_address_is_not_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    asked: list[str] = []

    def look_up(host: str, *_: Any, **__: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("169.254.169.254", 80))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)

    async def ask() -> None:
        async with httpx.AsyncClient(transport=GuardedTransport(), trust_env=False) as client:
            await client.get("http://innocent.example/v1/models")

    # In a thread of its own: browser tests before this one leave a loop running in theirs.
    with ThreadPoolExecutor(1) as own, pytest.raises(ForbiddenError):
        own.submit(asyncio.run, ask()).result()
    assert asked == ["innocent.example"]


def test_a_guarded_address_that_is_fine_answers_as_any_other() -> None:
    with model_server() as server:
        server.plays("Hello there.")
        model = make_model(server.url.replace("127.0.0.1", "localhost"), guarded=True)
        assert model is not None
        assert "".join(model._answered([("human", "x")], model._budget(), {}, "word")) == "Hello there."


def test_a_guarded_name_is_asked_at_each_of_its_addresses_until_one_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    with model_server() as server:
        server.plays("Hello there.")
        port = urlsplit(server.url).port
        rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in ("127.0.0.9", "127.0.0.1")]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: rows)
        model = make_model(f"http://two-places.example:{port}/v1", guarded=True)
        assert model is not None
        assert "".join(model._answered([("human", "x")], model._budget(), {}, "word")) == "Hello there."


@contextmanager
def redirecting(to: str, status: int) -> Iterator[str]:
    """A server that sends everybody on."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            """Silent."""

        def do_POST(self) -> None:
            """Elsewhere."""
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Location", to)
            self.send_header("Content-Length", "0")
            self.end_headers()

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{http.server_address[1]}/v1"
    finally:
        http.shutdown()
        http.server_close()


@pytest.mark.parametrize("status", [302, 307, 308])
@pytest.mark.parametrize("guarded", [True, False])
def test_nobody_is_sent_on_to_another_address(status: int, guarded: bool) -> None:
    with model_server() as other, redirecting(f"{other.url}/chat/completions", status) as address:
        trial = try_out(address, seconds=5, guarded=guarded)
        assert not trial.usable
        assert other.requests == []
