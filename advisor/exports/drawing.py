"""Simple pictures as data, and as SVG. Sizes are in units of about a pixel on a screen."""

import unicodedata
from dataclasses import dataclass
from html import escape
from typing import Literal

Role = Literal["ink", "quiet", "rule", "accent", "tint", "paper", "mark"]
"""What a shape is for; the palette or the page's style sheet gives it a colour."""

PRINT: dict[Role, str] = {
    "ink": "#23302f", "quiet": "#566160", "rule": "#cfcbbd", "accent": "#1f6b62", "tint": "#e4efec", "paper": "#ffffff",
    "mark": "#8a4a10",
}  # fmt: skip
"""Colours on white paper."""

_FAMILY = "Libertinus Serif, Georgia, serif"
_NARROW = frozenset("iljtfr.,:;'|!()[] ")
_WIDE = frozenset("mwMW@%")
BOLD = 1.2
"""How much broader bold words are."""


@dataclass(frozen=True)
class Rect:
    """A filled or outlined box."""

    x: float
    y: float
    width: float
    height: float
    fill: Role | None
    stroke: Role | None = None
    radius: float = 4


@dataclass(frozen=True)
class Path:
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    stroke: Role
    dashed: bool = False


@dataclass(frozen=True)
class Label:
    """One line of words; `y` is its base line."""

    x: float
    y: float
    text: str
    fill: Role = "ink"
    size: float = 12
    bold: bool = False
    anchor: Literal["start", "middle", "end"] = "start"


@dataclass(frozen=True)
class Drawing:
    """Shapes, the later ones on top."""

    width: float
    height: float
    shapes: tuple[Rect | Path | Label, ...]

    def fitting(self, width: float, height: float) -> float:
        """How wide it may be at most within a width and a height of paper."""
        return min(width, height * self.width / self.height)


def breadth(text: str, size: float = 12) -> float:
    """About how wide a text is; rather too much than too little."""
    return size * sum(_share(character) for character in text)


def _share(character: str) -> float:
    if character in _NARROW:
        return 0.36
    if character in _WIDE:
        return 0.93
    if unicodedata.east_asian_width(character) in "WF":
        return 1.05
    if unicodedata.combining(character):
        return 0.0
    return 0.7 if character.isupper() else 0.58


def wrapped(text: str, width: float, size: float = 12, most: int = 2) -> tuple[str, ...]:
    """The text in at most `most` lines of that width; what does not fit is left out for '…'."""
    lines: list[str] = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if breadth(longer, size) <= width:
            lines[-1] = longer
        elif lines[-1]:
            lines.append(word)
        else:
            lines[-1] = word
        if len(lines) > most:
            lines[most - 1] = _cut(f"{lines[most - 1]} {lines[most]}", width, size)
            break
    return tuple(_cut(line, width, size) for line in lines[:most])


def shortened(text: str, width: float, size: float = 12) -> str:
    """The text on one line of that width."""
    return wrapped(text, width, size, most=1)[0]


def _cut(text: str, width: float, size: float) -> str:
    if breadth(text, size) <= width:
        return text
    kept, room = 0, width - breadth("…", size)
    for character in text:
        room -= breadth(character, size)
        if room < 0:
            break
        kept += 1
    return f"{text[:kept].rstrip()}…"


def svg(drawing: Drawing, *, title: str = "", words: str = "", id: str = "", css: str = "") -> str:
    """The drawing as SVG whose shapes have classes by role.

    With `title` it is an image with that name, told in `words`, for a page. With `css` it brings its own style sheet.
    """
    named = f' role="img" aria-labelledby="{escape(id)}-name {escape(id)}-words"' if title else ""
    size = f"{_n(drawing.width)} {_n(drawing.height)}"
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}"{named}>']
    if title:
        parts.append(f'<title id="{escape(id)}-name">{escape(title)}</title>')
        parts.append(f'<desc id="{escape(id)}-words">{escape(words)}</desc>')
    if css:
        parts.append(f"<style>{css}</style>")
    parts += [_shape(shape) for shape in drawing.shapes]
    parts.append("</svg>")
    return "".join(parts)


def print_css(family: str = _FAMILY) -> str:
    """A style sheet for drawings on white paper."""
    rules = [f"text{{font-family:{family}}}"]
    for role, colour in PRINT.items():
        rules.append(f".f-{role}{{fill:{colour}}}.s-{role}{{stroke:{colour}}}")
    return "".join(rules)


def _shape(shape: Rect | Path | Label) -> str:
    if isinstance(shape, Rect):
        box = f'x="{_n(shape.x)}" y="{_n(shape.y)}" width="{_n(shape.width)}" height="{_n(shape.height)}"'
        hollow = "" if shape.fill else ' fill="none"'
        return f'<rect {box} rx="{_n(shape.radius)}" class="{_classes(shape.fill, shape.stroke)}"{hollow}/>'
    if isinstance(shape, Path):
        points = " ".join(f"{_n(x)},{_n(y)}" for x, y in shape.points)
        dashes = ' stroke-dasharray="4 3"' if shape.dashed else ""
        return f'<polyline points="{points}" fill="none" class="{_classes(None, shape.stroke)}"{dashes}/>'
    bold = ' font-weight="700"' if shape.bold else ""
    anchor = f' text-anchor="{shape.anchor}"' if shape.anchor != "start" else ""
    where = f'x="{_n(shape.x)}" y="{_n(shape.y)}" font-size="{_n(shape.size)}"'
    return f'<text {where} class="f-{shape.fill}"{bold}{anchor}>{escape(shape.text)}</text>'


def _classes(fill: Role | None, stroke: Role | None) -> str:
    return " ".join([*([f"f-{fill}"] if fill else []), *([f"s-{stroke}"] if stroke else [])])


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
