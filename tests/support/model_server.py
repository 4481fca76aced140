"""An OpenAI-compatible chat server on loopback that answers from a script and breaks on demand."""

import json
import select
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

Fault = Literal[
    "none", "slow", "stall", "truncated", "endless", "endless-space", "thinking", "malformed", "empty", "drop", "reset"
]
TICK = 0.02


@dataclass(frozen=True)
class Script:
    """One answer: its text in pieces of `size` characters, a status, and what goes wrong with it.

    slow: nothing comes for `seconds`; stall: the same after half of the text; truncated: the connection ends half-way;
    endless: the text over and over; endless-space: blanks for ever; thinking: the same as thoughts beside the text;
    malformed: no JSON on the wire; empty: an end without text; drop: the connection closes at once; reset: it is reset
    half-way. `wait` are the seconds before the first piece, `pace` those between pieces, when all goes well.
    """

    text: str | Callable[[Sequence[Mapping[str, str]]], str] = ""
    """Or what makes it of the request's messages."""
    fault: Fault = "none"
    status: int = 200
    seconds: float = 30.0
    size: int = 7
    finish: str = "stop"
    message: str = "scripted failure"
    headers: Mapping[str, str] = field(default_factory=dict)
    wait: float = 0.0
    pace: float = 0.0


@dataclass
class ModelServer:
    """The running server: its address, the script still to be played, and every request that came."""

    url: str
    answers: list[Script] = field(default_factory=list)
    otherwise: Script = Script("Nothing was scripted.")
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    takes_schemas: bool = True
    takes_usage: bool = True
    """Whether it takes the option to report tokens; it does so if asked."""
    closing: threading.Event = field(default_factory=threading.Event)
    gone: threading.Event = field(default_factory=threading.Event)
    """Set once a client hung up while it was being answered."""

    def plays(self, *answers: Script | str) -> None:
        """Answers with these, in turn."""
        self.answers.extend(a if isinstance(a, Script) else Script(a) for a in answers)

    def next(self) -> Script:
        """The answer to the request at hand."""
        return self.answers.pop(0) if self.answers else self.otherwise

    @property
    def prompts(self) -> list[Sequence[dict[str, str]]]:
        """The messages of every request."""
        return [r["messages"] for r in self.requests]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    model: ModelServer
    _usage = False

    def log_message(self, *_: Any) -> None:
        """Silent."""

    def do_POST(self) -> None:
        """Answers a chat completion."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server = self.model
        server.requests.append(body)
        server.keys.append(self.headers.get("Authorization", ""))
        if not self.path.endswith("/chat/completions"):
            self._plain(404, {"error": {"message": "no such path"}})
            return
        if "response_format" in body and not server.takes_schemas:
            self._plain(400, {"error": {"message": "response_format is not supported"}})
            return
        if "stream_options" in body and not server.takes_usage:
            self._plain(400, {"error": {"message": "unknown field"}})
            return
        self._usage = bool(body.get("stream_options"))
        script = server.next()
        if not isinstance(script.text, str):
            script = replace(script, text=script.text(body["messages"]))
        try:
            if script.fault == "drop":
                self.close_connection = True
            elif script.status != 200:
                self._plain(script.status, {"error": {"message": script.message}}, script.headers)
            elif not self._silent(script.seconds if script.fault == "slow" else script.wait):
                self.close_connection = True
            elif body.get("stream"):
                self._stream(script)
            else:
                self._whole(script)
        except (BrokenPipeError, ConnectionResetError):
            server.gone.set()
            self.close_connection = True

    def _silent(self, seconds: float) -> bool:
        """Works on it for so long; False if the client hung up or the test is over."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if self.model.closing.is_set():
                return False
            if select.select([self.connection], [], [], min(left, TICK))[0] and not self.connection.recv(1, socket.MSG_PEEK):
                raise ConnectionResetError
        return True

    def _plain(self, status: int, body: Any, headers: Mapping[str, str] | None = None) -> None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _whole(self, script: Script) -> None:
        message = {"role": "assistant", "content": script.text}
        body = {
            "id": "x", "object": "chat.completion", "created": 1, "model": "scripted",
            "choices": [{"index": 0, "message": message, "finish_reason": script.finish}],
        }  # fmt: skip
        self._plain(200, b"{not json" if script.fault == "malformed" else body)

    def _stream(self, script: Script) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        self._event({"role": "assistant", "content": ""})
        if script.fault == "malformed":
            self._write(b"data: {not json\n\n")
            return
        name = "reasoning_content" if script.fault == "thinking" else "content"
        for number, piece in enumerate(self._pieces(script)):
            if number and not self._silent(script.pace):
                return
            self._event({name: piece})
        if script.fault == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            return
        if script.fault != "truncated":
            self._event({}, script.finish)
            if self._usage:
                self._event(None, usage={"prompt_tokens": 321, "completion_tokens": 45, "total_tokens": 366})
            self._write(b"data: [DONE]\n\n")

    def _pieces(self, script: Script) -> Iterator[str]:
        text = "" if script.fault == "empty" else str(script.text)
        pieces = [text[i : i + script.size] for i in range(0, len(text), script.size)]
        half = len(pieces) // 2
        if script.fault == "endless-space":
            pieces = [" "]
        while script.fault.startswith("endless") or script.fault == "thinking":
            yield from pieces
            if self.model.closing.wait(TICK / 20):
                return
        yield from pieces[:half]
        if script.fault in ("truncated", "reset"):
            return
        if script.fault == "stall" and not self._silent(script.seconds):
            return
        yield from pieces[half:]

    def _event(self, delta: dict[str, str] | None, finish: str | None = None, usage: dict[str, int] | None = None) -> None:
        body: dict[str, Any] = {
            "id": "x", "object": "chat.completion.chunk", "created": 1, "model": "scripted",
            "choices": [] if delta is None else [{"index": 0, "delta": delta, "finish_reason": finish}],
        }  # fmt: skip
        if usage:
            body["usage"] = usage
        self._write(f"data: {json.dumps(body)}\n\n".encode())

    def _write(self, data: bytes) -> None:
        self.wfile.write(data)
        self.wfile.flush()


@contextmanager
def model_server(port: int = 0) -> Iterator[ModelServer]:
    """A server on a free port of 127.0.0.1, gone afterwards."""
    handler = type("Handler", (_Handler,), {})
    http = ThreadingHTTPServer(("127.0.0.1", port), handler)
    http.daemon_threads = True
    server = ModelServer(f"http://127.0.0.1:{http.server_address[1]}/v1")
    handler.model = server  # type: ignore[attr-defined]
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        http.shutdown()
        http.server_close()
        thread.join(5)
