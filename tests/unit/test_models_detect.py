"""Servers on this machine are found by what they answer, all at once, and in a set time."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from advisor.models.detect import PLACES, SECONDS, Place, detect
from advisor.models.providers import find

TAGS = {"models": [{"name": "llama3.2:3b"}, {"name": "nomic-embed-text:latest"}, {"name": "qwen2.5:1.5b"}]}
LISTED = {"object": "list", "data": [{"id": "qwen2.5-7b"}, {"id": "text-embedding-nomic"}]}
FILE = {"object": "list", "data": [{"id": "/home/me/models/qwen.gguf"}]}


@contextmanager
def answering(body: Any, status: int = 200, before: Callable[[], object] = lambda: None) -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            """Silent."""

        def do_GET(self) -> None:
            before()
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield http.server_address[1]
    finally:
        http.shutdown()
        http.server_close()


def at(number: int, port: int) -> Place:
    return replace(PLACES[number], port=port)


def free() -> int:
    with answering({}) as port:
        return port


def test_the_usual_places_are_asked() -> None:
    assert [(p.name, p.port) for p in PLACES] == [("Ollama", 11434), ("llama.cpp", 8080), ("LM Studio", 1234), ("vLLM", 8000)]


def test_what_runs_is_offered_with_its_models_and_the_setting_that_picks_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OLLAMA_HOST", raising=False)
    with answering(TAGS) as ollama, answering(FILE) as llama, answering(LISTED) as studio:
        found = detect([at(0, ollama), at(1, llama), at(2, studio), at(3, free())], seconds=5)
    assert [r.sentence for r in found] == [
        "Ollama, here: llama3.2:3b, qwen2.5:1.5b", "llama.cpp, here: qwen.gguf", "LM Studio, here: qwen2.5-7b",
    ]  # fmt: skip
    settings = [[o.setting for o in r.offers] for r in found]
    assert settings == [
        ["ollama:llama3.2:3b", "ollama:qwen2.5:1.5b"], [f"http://127.0.0.1:{llama}/v1"], [f"http://127.0.0.1:{studio}/v1#qwen2.5-7b"],
    ]  # fmt: skip
    assert all(find(setting) for row in settings for setting in row)


@pytest.mark.parametrize("why", ["no package", "elsewhere"])
def test_ollama_is_offered_by_its_address_where_its_client_would_not_find_it(monkeypatch: pytest.MonkeyPatch, why: str) -> None:
    if why == "no package":
        monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    else:
        monkeypatch.setenv("OLLAMA_HOST", "http://elsewhere:11434")
    with answering(TAGS) as port:
        (found,) = detect([at(0, port)], seconds=5)
    assert found.offers[0].setting == f"http://127.0.0.1:{port}/v1#llama3.2:3b"


def test_a_server_that_wants_a_key_says_so() -> None:
    with answering({"error": {"message": "Invalid API Key"}}, 401) as port:
        (found,) = detect([at(1, port)], seconds=5)
    assert found.needs_key
    assert "ADVISOR_MODEL_KEY" in found.sentence


@pytest.mark.parametrize(
    ("body", "status"), [(b"<html>Log in</html>", 403), (b"<html>", 200), (["x"], 200), ({"data": "x"}, 200), (LISTED, 302), (b"x" * 2_000_000, 200)]
)
def test_another_program_on_such_a_port_is_no_server_for_models(body: Any, status: int) -> None:
    with answering(body, status) as port:
        assert detect([at(1, port)], seconds=5) == ()


def test_odd_names_are_left_out() -> None:
    names = ["good", "", "a\nb", "x" * 500, None, "\u202eevil"]
    with answering({"data": [*({"id": n} for n in names), "no row"]}) as port:
        (found,) = detect([at(2, port)], seconds=5)
    assert [o.name for o in found.offers] == ["good"]


def test_all_are_asked_at_once_and_nobody_waits_for_the_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    with ExitStack() as stack:
        slow = [stack.enter_context(answering(LISTED, before=lambda: time.sleep(3))) for _ in range(3)]
        quick = stack.enter_context(answering(TAGS))
        detect([])  # what is imported is no part of the time
        began = time.monotonic()
        found = detect([at(0, quick), *(at(i + 1, port) for i, port in enumerate(slow))])
        took = time.monotonic() - began
    assert took < SECONDS + 0.3
    assert [r.name for r in found] == ["Ollama"]


def test_no_proxy_is_ever_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    with answering({}, before=lambda: asked.append(1)) as proxy, answering(TAGS) as port:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy}")
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        assert len(detect([at(0, port)], seconds=5)) == 1
    assert asked == []
