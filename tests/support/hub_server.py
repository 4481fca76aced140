"""A stand-in for the Hugging Face hub: one file, with what its clients rely on, that breaks off on demand."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Hub:
    """The running hub: what it serves, how it fails, and what was asked of it."""

    url: str
    content: bytes
    claims: str = ""
    """The hash that it tells; that of the content if empty."""
    breaks: list[int] = field(default_factory=list)
    """For each of the next requests for the file: after how many bytes the connection ends."""
    status: int = 200
    ranges: bool = True
    """Whether it can go on from a byte in the middle."""
    slow: threading.Event | None = None
    """If set, nothing more comes after the first half of the file until the event."""
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Method and Range header of each request."""
    tokens: list[str] = field(default_factory=list)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: Hub

    def log_message(self, *_: Any) -> None:
        """Silent."""

    def do_HEAD(self) -> None:
        """The file's size, hash and commit."""
        self._head(0)

    def do_GET(self) -> None:
        """The file, from where it is asked for."""
        hub = self.hub
        asked = self.headers.get("Range", "")
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and hub.ranges else 0
        if not self._head(start):
            return
        data = hub.content[start:]
        half = len(data) // 2
        try:
            if hub.breaks:
                self.wfile.write(data[: hub.breaks.pop(0)])
                self.close_connection = True
                return
            self.wfile.write(data[:half])
            if hub.slow:
                hub.slow.wait(20)
            self.wfile.write(data[half:])
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _head(self, start: int) -> bool:
        hub = self.hub
        hub.asked.append((self.command, self.headers.get("Range", "")))
        hub.tokens.append(self.headers.get("Authorization", ""))
        good = hub.status == 200
        self.send_response(hub.status if not good else 206 if start else 200)
        self.send_header("Content-Length", str(len(hub.content) - start if good else 0))
        self.send_header("ETag", f'"{hub.claims or hashlib.sha256(hub.content).hexdigest()}"')
        self.send_header("X-Repo-Commit", "0" * 40)
        self.send_header("Accept-Ranges", "bytes")
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(hub.content) - 1}/{len(hub.content)}")
        self.end_headers()
        return good


@contextmanager
def hub_server(content: bytes) -> Iterator[Hub]:
    """A hub on a free port of 127.0.0.1, gone afterwards."""
    handler = type("Handler", (_Handler,), {})
    http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    http.daemon_threads = True
    hub = Hub(f"http://127.0.0.1:{http.server_address[1]}", content)
    handler.hub = hub  # type: ignore[attr-defined]
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        if hub.slow:
            hub.slow.set()
        http.shutdown()
        http.server_close()
        thread.join(5)
