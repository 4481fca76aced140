"""Prompts reach a tracing service only if the environment says so; then the advisor knows where they go."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.support.model_server import model_server

ROOT = Path(__file__).resolve().parents[2]
SAID = "the zebras of our shop get junk"
PROGRAM = f"""
import sys
from advisor.models import make_model
from advisor.models.tracing import traced_to
model = make_model(sys.argv[1], seconds=20, first_word_seconds=10)
print("".join(model.word("So you want to keep junk out. That takes about 38 hours.", {SAID!r})))
from langchain_core.tracers.langchain import wait_for_all_tracers
wait_for_all_tracers()
print("traced to:", traced_to())
"""


@contextmanager
def tracing_service() -> Iterator[tuple[str, list[bytes]]]:
    """Its address and all that was sent to it."""
    received: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Silent."""

        def _answer(self) -> None:
            if "chunked" in self.headers.get("Transfer-Encoding", ""):
                while size := int(self.rfile.readline().strip() or b"0", 16):
                    received.append(self.rfile.read(size))
                    self.rfile.readline()
            received.append(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        do_GET = do_POST = do_PATCH = _answer

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{http.server_address[1]}", received
    finally:
        http.shutdown()
        http.server_close()


def worded(**variables: str) -> str:
    """What a process of its own prints that lets a model word a reply, in an environment without other tracing."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("LANGSMITH_", "LANGCHAIN_", "OTEL_"))}
    with model_server() as server:
        server.plays("So you want to keep the junk out. That takes about 38 hours.")
        made = subprocess.run(
            [sys.executable, "-c", PROGRAM, server.url], cwd=ROOT, env={**clean, **variables},
            capture_output=True, text=True, timeout=120, check=True,
        )  # fmt: skip
    return made.stdout


@pytest.mark.parametrize("on", [True, False])
def test_prompts_reach_langsmith_only_where_it_is_switched_on(on: bool) -> None:
    with tracing_service() as (address, received):
        switch = {"LANGSMITH_TRACING": "true"} if on else {}
        printed = worded(
            LANGSMITH_ENDPOINT=address, LANGSMITH_API_KEY="lsv2-none", LANGSMITH_DISABLE_RUN_COMPRESSION="true", **switch
        )

    sent = b"".join(received)
    assert "38 hours" in printed
    assert (SAID.encode() in sent) is on
    assert (b"advisor word" in sent) is on
    assert ("traced to: 127.0.0.1" in printed) is on
    assert on or not received
