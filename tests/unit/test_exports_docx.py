"""The plan as a Word document: real styles, links and boxes, and text that stays text."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from advisor import exports
from advisor.domain.plan import Citation
from advisor.exports import pdf
from advisor.exports.characters import clean
from tests.unit.hostile import HOSTILE, LONG
from tests.unit.plan_factory import small_plan
from tests.unit.reading_back import WORD, one_line, word_lines

TODAY = date(2026, 3, 2)


def rendered(text: str | None = None, **changes: object) -> bytes:
    return exports.render(small_plan(text, **changes), "docx", TODAY)


def test_headings_are_headings_and_properties_are_set() -> None:
    file = Document(BytesIO(rendered()))
    headings = [(line.style.name, line.text) for line in file.paragraphs if line.style and "Heading" in str(line.style.name)]
    assert ("Heading 1", "The problem") in headings
    assert ("Heading 2", "1. Look first") in headings
    assert ("Heading 3", "Steps") in headings
    core = file.core_properties
    assert (core.title, core.language, core.author) == ("Plan: have spam put aside", "en", "")
    assert core.created is not None
    assert core.created.date() == TODAY
    styles = ZipFile(BytesIO(rendered())).read("word/styles.xml").decode()
    assert '<w:lang w:val="en-GB"' in styles


def test_boxes_are_ticked_where_steps_are_done() -> None:
    steps = [line for line in word_lines(rendered()) if line[:1] in "☐☑" and line]
    assert steps == ["☑\tRead a file.", "☐\tCount the words. (stuck)", "☐\tTry a rule. (skipped)"]


def test_the_table_has_a_head_that_is_repeated() -> None:
    root = etree.fromstring(ZipFile(BytesIO(rendered())).read("word/document.xml"))
    rows = list(root.iter(f"{WORD}tr"))
    assert rows[0].find(f"{WORD}trPr/{WORD}tblHeader") is not None
    assert len(rows) == 1 + 3 + 3  # the head, three layers, three choices


def test_pictures_stand_in_line_with_the_text() -> None:
    for shape in Document(BytesIO(rendered())).inline_shapes:
        assert {shape._inline.get(side) for side in ("distT", "distB", "distL", "distR")} == {"0"}


def test_pictures_have_words_and_links_lead_to_the_web_alone() -> None:
    source = Citation(id="s", title="A source", url="javascript:alert(1)")
    choice = small_plan().stack[0].model_copy(update={"citations": (source, *small_plan().stack[0].citations)})
    content = rendered(stack=(choice,))
    file = Document(BytesIO(content))
    told = [shape._inline.docPr.get("descr") for shape in file.inline_shapes]
    assert len(told) == 2
    assert "Today is 2 March 2026" in told[0]
    outside = {r.target_ref for r in file.part.rels.values() if r.is_external}
    assert outside == {"https://example.org/handbook", "https://example.org/sms"}


def test_marks_lead_to_their_sources() -> None:
    root = etree.fromstring(ZipFile(BytesIO(rendered())).read("word/document.xml"))
    anchors = {link.get(f"{WORD}anchor") for link in root.iter(f"{WORD}hyperlink")} - {None}
    names = {mark.get(f"{WORD}name") for mark in root.iter(f"{WORD}bookmarkStart")}
    assert anchors
    assert anchors <= names


def test_the_same_plan_on_the_same_day_is_the_same_file() -> None:
    assert rendered() == rendered()


@pytest.mark.parametrize("text", [*HOSTILE, LONG])
def test_hostile_text_in_every_field_is_shown_as_text(text: str) -> None:
    content = rendered(text)
    Document(BytesIO(content))
    assert one_line(clean(text)) in one_line(" ".join(word_lines(content)))


@settings(max_examples=40, deadline=None)
@given(text=st.text())
def test_any_text_is_found_again(text: str) -> None:
    assume(one_line(clean(text)))
    with pytest.MonkeyPatch.context() as patch:  # what pictures show is tried elsewhere, and takes most of the time
        patch.setattr(pdf, "picture", lambda _figure, _picture=_PICTURE: _picture)
        assert one_line(clean(text)) in one_line(" ".join(word_lines(rendered(text))))


_PICTURE = pdf.picture(next(pdf.outline(small_plan()).figures()))
