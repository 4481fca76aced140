"""What surrounds the page on the server: the visitor's cookie, security headers, the document, warming up."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from advisor.web.session import UNEXPECTED, wiring
from advisor.web.visitor import COOKIE, COOKIE_DAYS, is_id, new_id

log = logging.getLogger(__name__)

HERE = Path(__file__).parent
TITLE = "Problem-First Advisor"
SECURITY = {
    "content-security-policy": (
        "img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; object-src 'none'; "
        "frame-src 'self'; frame-ancestors 'self'; base-uri 'self'; form-action 'self'"
    ),
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
}
"""No picture, frame or request can go to another site, and no link tells another site a conversation's address."""


class Surroundings:
    """Adds to what Streamlit answers: security headers to everything; to the document a visitor's id, our style and script.

    The id comes with the document so that the page's socket, opened by it, brings the cookie from the first moment.
    The style comes with it so that nothing is ever drawn without it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif scope["method"] == "GET" and "text/html" in Headers(scope=scope).get("accept", ""):
            await self.app(_whole(scope), receive, _Document(scope, send))
        else:
            await self.app(scope, receive, _secured(send))


def _secured(send: Send) -> Send:
    async def with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            _secure(MutableHeaders(scope=message))
        await send(message)

    return with_headers


def _secure(headers: MutableHeaders) -> None:
    for name, value in SECURITY.items():
        headers.setdefault(name, value)


def _whole(scope: Scope) -> Scope:
    """The request for the document, so that it is answered in full and as plain text."""
    left_out = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")
    return {**scope, "headers": [(name, value) for name, value in scope["headers"] if name.lower() not in left_out]}


class _Document:
    """Holds the document back until it is whole, and sends it with what we add."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.scope = scope
        self.send = send
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        """One piece of the answer."""
        if message["type"] == "http.response.start":
            self.start = message
            return
        if message["type"] != "http.response.body" or self.start is None:
            await self.send(message)
            return
        self.body += message.get("body", b"")
        if message.get("more_body"):
            return
        headers = MutableHeaders(scope=self.start)
        _secure(headers)
        if headers.get("content-type", "").startswith("text/html"):
            self.body = _dressed(self.body)
            headers["cache-control"] = "no-store"
            headers["content-length"] = str(len(self.body))
            for name in ("etag", "last-modified"):
                if name in headers:
                    del headers[name]
            if not is_id(_visitor(self.scope)):
                headers.append("set-cookie", _cookie(secure=self.scope.get("scheme") == "https"))
        await self.send(self.start)
        await self.send({"type": "http.response.body", "body": self.body})


def _dressed(document: bytes) -> bytes:
    text = document.decode("utf-8")
    text = text.replace("<title>Streamlit</title>", f"<title>{TITLE}</title>", 1)
    text = text.replace("</head>", f"<style>\n{_ours('style.css')}</style></head>", 1)
    return text.replace("</body>", f"<script>\n{_ours('page.js')}</script></body>", 1).encode("utf-8")


@cache
def _ours(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def _cookie(secure: bool) -> str:
    age = COOKIE_DAYS * 24 * 60 * 60
    return f"{COOKIE}={new_id()}; Max-Age={age}; Path=/; HttpOnly; SameSite=Lax{'; Secure' if secure else ''}"


def _visitor(scope: Scope) -> str | None:
    jar = SimpleCookie()
    try:
        jar.load(Headers(scope=scope).get("cookie", ""))
    except CookieError:
        return None
    return jar[COOKIE].value if COOKIE in jar else None


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Begins to load the knowledge base when the server starts, not when the first person comes."""
    wiring()
    yield


def script_failed(error: Exception) -> bool:
    """Shows one sentence for an error that nobody foresaw; the log has the rest."""
    log.error("the page failed", exc_info=error)
    st.error(UNEXPECTED, icon=":material/error:")
    return True
