"""What surrounds the page: the visitor's cookie, headers, the document."""

import re
from typing import Any

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from advisor.web import visitor
from advisor.web.server import Surroundings
from advisor.web.visitor import COOKIE, is_id, new_id

DOCUMENT = "<html><head><title>Streamlit</title></head><body>" + "x" * 4000 + "</body></html>"
HTML = {"accept": "text/html,*/*"}


def client(base_url: str = "http://testserver") -> TestClient:
    def document(request: Request) -> Response:
        return HTMLResponse(DOCUMENT, headers={"etag": "1", "last-modified": "x"})

    def file(request: Request) -> Response:
        return PlainTextResponse("x" * 4000)

    inner = Starlette(
        routes=[Route("/", document), Route("/file", file), Route("/self", lambda r: FileResponse(__file__))],
        middleware=[Middleware(Surroundings), Middleware(GZipMiddleware)],
    )
    return TestClient(inner, base_url=base_url)


def test_the_document_brings_an_unguessable_id_that_scripts_cannot_read() -> None:
    first, second = (client().get("/", headers=HTML).headers["set-cookie"] for _ in range(2))
    found = re.match(rf"{COOKIE}=([^;]+); Max-Age=\d+; Path=/; HttpOnly; SameSite=Lax$", first)
    assert found
    assert is_id(found[1])
    assert first != second


def test_the_cookie_is_secure_over_https() -> None:
    assert client("https://testserver").get("/", headers=HTML).headers["set-cookie"].endswith("; Secure")


def test_a_visitor_keeps_their_id() -> None:
    answer = client().get("/", headers={**HTML, "cookie": f"other=1; {COOKIE}={new_id()}"})
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("kept", ["", "short", "a" * 44, "é" * 43, "../" * 15])
def test_a_strange_id_is_replaced(kept: str) -> None:
    answer = client().get("/", headers=[(b"accept", b"text/html"), (b"cookie", f"{COOKIE}={kept}".encode())])
    assert COOKIE in answer.headers["set-cookie"]


def test_files_bring_no_id_and_are_left_as_they_are() -> None:
    answer = client().get("/file", headers={"accept": "*/*"})
    assert "set-cookie" not in answer.headers
    assert answer.headers["content-encoding"] == "gzip"
    assert len(answer.text) == 4000


@pytest.mark.parametrize("path", ["/", "/file"])
def test_no_picture_or_request_can_go_elsewhere(path: str) -> None:
    headers = client().get(path, headers=HTML).headers
    assert "img-src 'self' data: blob:;" in headers["content-security-policy"]
    assert "connect-src 'self';" in headers["content-security-policy"]
    assert headers["referrer-policy"] == "same-origin"


def test_the_document_comes_whole_with_our_style_and_title_and_is_not_kept_by_caches() -> None:
    answer = client().get("/", headers={**HTML, "if-none-match": "1", "range": "bytes=0-3"})
    assert answer.status_code == 200
    assert "<title>Problem-First Advisor</title>" in answer.text
    assert answer.text.index("--paper") < answer.text.index("</head>")
    assert answer.text.index("advisor-draft") < answer.text.index("</body>")
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
    assert int(answer.headers["content-length"]) == len(answer.content)


def test_other_answers_to_a_request_for_a_document_stay_as_they_are() -> None:
    answer = client().get("/self", headers=HTML)
    assert "def client" in answer.text
    assert "set-cookie" not in answer.headers


class Context:
    """Stands for `st.context`."""

    def __init__(self, **cookies: str) -> None:
        self.cookies = cookies


def test_the_owner_is_who_the_cookie_says_and_only_in_our_form(monkeypatch: pytest.MonkeyPatch) -> None:
    session: dict[str, Any] = {}
    monkeypatch.setattr(streamlit, "session_state", session)
    mine = new_id()
    monkeypatch.setattr(streamlit, "context", Context(**{COOKIE: mine}))
    assert visitor.owner() == mine
    assert not visitor.forgetful()
    monkeypatch.setattr(streamlit, "context", Context(**{COOKIE: "forged"}))
    once = visitor.owner()
    assert is_id(once)
    assert visitor.owner() == once
    assert visitor.forgetful()
