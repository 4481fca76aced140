"""The plan as a page: complete in itself, well built, and harmless whatever stands in it."""

from datetime import date
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from advisor import exports
from advisor.domain.plan import Citation, Plan
from advisor.exports.characters import clean
from tests.unit.hostile import HOSTILE, LONG
from tests.unit.plan_factory import small_plan
from tests.unit.reading_back import Page, one_line

TODAY = date(2026, 3, 2)
ACTING = {"script", "iframe", "object", "embed", "link", "form", "img", "base", "audio", "video", "image", "use"}

VARYING = {"p", "text", "rect", "polyline"}
"""Elements of which longer words have more: paragraphs of a quotation, lines of a picture."""


def page(plan: Plan) -> Page:
    return Page(exports.render(plan, "html", TODAY))


def shown(text: str) -> str:
    return one_line(clean(text))


def test_the_page_needs_nothing_else_and_allows_nothing_else() -> None:
    content = exports.render(small_plan(), "html", TODAY).decode()
    found = Page(content.encode())
    assert not ACTING & {tag for tag, _ in found.elements}
    assert "@import" not in content
    assert "url(" not in content
    policy = next(a["content"] for tag, a in found.elements if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")


def test_headings_go_down_by_one_and_links_within_the_page_lead_somewhere() -> None:
    found = page(small_plan())
    levels = [int(tag[1]) for tag in found.shape if tag in ("h1", "h2", "h3", "h4", "h5")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = [a["id"] for _, a in found.elements if "id" in a]
    assert len(ids) == len(set(ids))
    targets = {a["href"] for tag, a in found.elements if tag == "a" and (a["href"] or "").startswith("#")}
    assert {target[1:] for target in targets if target} <= set(ids)
    assert {"header", "nav", "main", "footer"} <= set(found.shape)


def test_pictures_are_told_in_words() -> None:
    pictures = [attributes for tag, attributes in page(small_plan()).elements if tag == "svg"]
    assert len(pictures) == 4  # two, each for paper and for a phone
    ids = {a["id"] for _, a in page(small_plan()).elements if "id" in a}
    for picture in pictures:
        assert picture["role"] == "img"
        assert set((picture["aria-labelledby"] or "").split()) <= ids


def test_boxes_say_what_is_done() -> None:
    boxes = [a["aria-label"] for _, a in page(small_plan()).elements if a.get("class") == "box"]
    assert boxes == ["done", "to do", "skipped"]


@pytest.mark.parametrize("text", [*HOSTILE, LONG])
def test_hostile_text_in_every_field_is_shown_and_adds_no_element(text: str) -> None:
    found, plain = page(small_plan(text)), page(small_plan("word"))
    assert [t for t in found.shape if t not in VARYING] == [t for t in plain.shape if t not in VARYING]
    assert shown(text) in found.text
    for tag, attributes in found.elements:
        assert not [name for name in attributes if name.startswith("on")], tag


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_any_text_is_found_again(text: str) -> None:
    assume(shown(text))
    assert shown(text) in page(small_plan(text)).text


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "https://x.example/\"><script>", "//x.example"])
def test_links_lead_to_the_web_or_nowhere(url: str) -> None:
    source = Citation(id="s", title="A source", url=url)
    choice = small_plan().stack[0].model_copy(update={"citations": (source,)})
    for tag, attributes in page(small_plan(stack=(choice,))).elements:
        if tag == "a":
            href = attributes["href"] or ""
            assert href.startswith("#") or urlsplit(href).scheme in ("http", "https")
        assert tag != "script"


def test_what_a_plan_lacks_leaves_no_empty_heading() -> None:
    empty = small_plan("", stack=(), left_out=(), projects=(), cut=(), assumptions=(), notes=())
    found = page(empty)
    assert "Projects" not in found.text
    assert "Timeline" not in found.text
    assert found.text.startswith("Plan ")
