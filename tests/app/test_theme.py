"""The theme: own colours, enough contrast, and no word to anybody about who uses this."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONFIG: dict[str, Any] = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
ENOUGH = 4.5
"""WCAG AA for text."""
CAPTION, BYLINE = 0.76, 0.68
"""How strong small print and bylines are in style.css."""


def _rgb(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))


def _light(rgb: tuple[float, ...]) -> float:
    r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: tuple[float, ...], two: tuple[float, ...]) -> float:
    """The contrast ratio of two colours."""
    high, low = sorted((_light(one), _light(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def faded(text: tuple[float, ...], paper: tuple[float, ...], opacity: float) -> tuple[float, ...]:
    """Text at an opacity."""
    return tuple(t * opacity + p * (1 - opacity) for t, p in zip(text, paper, strict=True))


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_all_text_can_be_read(mode: str) -> None:
    theme = CONFIG["theme"][mode]
    text = _rgb(theme["textColor"])
    for name in ("backgroundColor", "secondaryBackgroundColor"):
        paper = _rgb(theme[name])
        assert contrast(text, paper) >= 7
        assert contrast(faded(text, paper, CAPTION), paper) >= ENOUGH
        assert contrast(_rgb(theme["linkColor"]), paper) >= ENOUGH
    paper = _rgb(theme["backgroundColor"])
    assert contrast(faded(text, paper, BYLINE), paper) >= ENOUGH
    assert contrast((1, 1, 1), _rgb(theme["primaryColor"])) >= 4, "white on a primary button, which is bold and large"
    for colour in ("gray", "green", "orange", "red", "blue", "yellow"):
        assert contrast(_rgb(theme[f"{colour}TextColor"]), _rgb(theme[f"{colour}BackgroundColor"])) >= ENOUGH


LINKS = {CONFIG["theme"]["light"]["linkColor"], CONFIG["theme"]["dark"]["linkColor"]}


def test_the_style_repeats_the_themes_papers_inks_and_links() -> None:
    style = (ROOT / "advisor" / "web" / "style.css").read_text(encoding="utf-8")
    papers = (CONFIG["theme"]["light"]["backgroundColor"], CONFIG["theme"]["dark"]["backgroundColor"])
    assert f"--paper: light-dark({papers[0]}, {papers[1]});" in style
    inks = (CONFIG["theme"]["light"]["textColor"], CONFIG["theme"]["dark"]["textColor"])
    assert f"--ink: light-dark({inks[0]}, {inks[1]});" in style
    assert set(re.findall(r"#[0-9a-f]{6}\b", style)) == {*papers, *inks, *LINKS}, "no other colour is written there"
    assert {float(s) / 100 for s in re.findall(r"currentColor (6\d|7\d)%", style)} == {CAPTION, BYLINE}


def test_nothing_is_told_to_anybody_and_no_traceback_shown() -> None:
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["client"]["showErrorDetails"] == "none"
