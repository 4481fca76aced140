"""Text made harmless."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.web.text import count, link, prose, safe, safe_block, sentence, shortened_around


@given(st.text())
def test_safe_text_has_no_bare_punctuation_and_no_line_break(text: str) -> None:
    made = safe(text)
    assert "\n" not in made
    unescaped = made.replace("\\\\", "")
    for i, character in enumerate(unescaped):
        if character in string.punctuation and character != "\\":
            assert unescaped[i - 1] == "\\"


@given(st.text(alphabet="!\\[]() $x"))
def test_prose_has_no_picture(text: str) -> None:
    assert "![" not in prose(text)


def test_line_breaks_stay_in_blocks() -> None:
    assert safe_block("a\n\nb_c") == "a  \n\u00a0  \nb\\_c"


def test_prices_are_no_formulas() -> None:
    assert prose("$5 and $6") == r"\$5 and \$6"
    assert prose(r"\$5") == r"\$5"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "", "https://a b"])
def test_a_strange_address_is_no_link(url: str) -> None:
    assert link("Title", url) == "Title"


def test_a_link_cannot_be_broken_out_of() -> None:
    assert link("a](x)", "https://e.org/a_(b)?q=<x>") == r"[a\]\(x\)](https://e.org/a_%28b%29?q=%3Cx%3E)"


def test_small_words() -> None:
    assert count(1, "step") == "1 step"
    assert count(2, "step") == "2 steps"
    assert sentence(" a thing") == "A thing"


def test_a_piece_of_a_text_is_taken_around_the_word_that_was_searched() -> None:
    text = "one " * 100 + "Croissants every morning " + "two " * 100
    piece = shortened_around(text, ["croissants"])
    assert "Croissants every morning" in piece
    assert piece.startswith("… ") and piece.endswith(" …")
    assert len(piece) <= 124
    assert shortened_around("short", ["absent"]) == "short"
