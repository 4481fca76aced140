"""The plan as a PDF: searchable, described, small, the same again; and nothing in it is read as markup."""

import re
import unicodedata
from datetime import date
from importlib.resources import files
from io import BytesIO

import pytest
from pypdf import PdfReader

from advisor import exports
from advisor.domain.plan import Citation
from tests.unit.hostile import HOSTILE, LONG
from tests.unit.plan_factory import small_plan
from tests.unit.reading_back import one_line, pdf_text

TODAY = date(2026, 3, 2)


def rendered(text: str | None = None, **changes: object) -> bytes:
    return exports.render(small_plan(text, **changes), "pdf", TODAY)


def squeezed(text: str) -> str:
    """Without what a page may add or lose at the ends of lines."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text))


def test_it_says_who_and_what_it_is_and_where_things_are() -> None:
    reader = PdfReader(BytesIO(rendered()))
    assert reader.metadata is not None
    assert reader.metadata.title == "Plan: have spam put aside"
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == TODAY
    assert reader.root_object["/Lang"] == "en"
    titles = [entry["/Title"] for entry in reader.outline if isinstance(entry, dict)]
    assert "The problem" in titles
    assert "Projects" in titles
    width, height = (round(float(x) * 25.4 / 72) for x in reader.pages[0].mediabox[2:])
    assert (width, height) == (210, 297)
    assert reader.pages[0].extract_text().count(f"1 / {len(reader.pages)}") == 1


@pytest.mark.parametrize("lines", range(0, 60, 4))
def test_who_made_it_takes_no_page_of_its_own(lines: int) -> None:
    last = PdfReader(BytesIO(rendered(notes=tuple(f"Note {n}." for n in range(lines))))).pages[-1].extract_text()
    assert "Made by exact rules" in last
    assert len(last.splitlines()) > 2


def test_the_words_in_pictures_are_words_too() -> None:
    assert "today, 2 Mar" in one_line(pdf_text(rendered()))


def test_the_same_plan_on_the_same_day_is_the_same_file_of_moderate_size() -> None:
    content = rendered()
    assert content == rendered()
    assert len(content) < 1_000_000


def test_a_very_long_address_stays_within_the_margins_and_whole() -> None:
    url = "https://example.org/" + "a" * 300
    source = Citation(id="s", title="A source", url=url)
    choice = small_plan().stack[0].model_copy(update={"citations": (source,)})
    content = rendered(stack=(choice,))
    assert squeezed(url) in squeezed(pdf_text(content))
    assert all(len(line) < 120 for line in pdf_text(content).splitlines())


def test_links_lead_to_the_web_alone() -> None:
    source = Citation(id="s", title="A source", url="javascript:alert(1)")
    choice = small_plan().stack[0].model_copy(update={"citations": (source, *small_plan().stack[0].citations)})
    targets = {
        str(note.get_object()["/A"]["/URI"])
        for page in PdfReader(BytesIO(rendered(stack=(choice,)))).pages
        for note in page.get("/Annots", [])
        if "/URI" in note.get_object().get("/A", {})
    }
    assert targets == {"https://example.org/handbook", "https://example.org/sms"}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_every_field_is_set_as_text(text: str) -> None:
    found = squeezed(pdf_text(rendered(text)))
    if text.isascii() and text.isprintable():
        assert squeezed(text) in found


def test_letters_of_other_scripts_stay_in_the_text() -> None:
    words = set(pdf_text(rendered("Ελληνικά Русский Việt Zażółć")).split())
    assert {"Ελληνικά", "Русский", "Việt", "Zażółć"} <= words


def test_a_very_long_problem_is_all_there() -> None:
    reader = PdfReader(BytesIO(rendered(problem=LONG)))
    assert len(reader.pages) > 4
    assert pdf_text(rendered(problem=LONG)).count("goes") >= 400


def test_an_unbroken_word_stays_within_the_margins() -> None:
    margin = 25 * 72 / 25.4
    for page in PdfReader(BytesIO(rendered("w" * 500))).pages:
        ends: list[float] = []

        def note(text: str, _cm: list[float], tm: list[float], _font: object, _size: float, ends: list[float] = ends) -> None:
            if "w" in text:
                ends.append(tm[4])

        page.extract_text(visitor_text=note)
        assert all(end <= 595 - margin for end in ends)
    assert "w" * 500 in squeezed(pdf_text(rendered("w" * 500)))


@pytest.mark.parametrize("name", ["document.typ", "figure.typ"])
def test_the_templates_fetch_and_read_nothing(name: str) -> None:
    template = files("advisor.exports").joinpath(name).read_text("utf-8")
    assert not re.search(r"#?\b(import|include|read|plugin|eval)\b\s*[(\"]", template)
    assert "@preview" not in template
