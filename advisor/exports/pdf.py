"""A plan as a PDF on A4, typeset by Typst.

What the plan says reaches Typst as JSON and is set as text; only `document.typ`, which is ours, is read as markup. It
imports no package, so nothing is fetched. Typst is imported when the first PDF is made, not before.
"""

import json
import re
import unicodedata
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from advisor.domain.plan import Plan
from advisor.domain.progress import Status
from advisor.exports.document import (
    Block,
    Bullets,
    Document,
    Facts,
    Figure,
    Heading,
    Link,
    Marks,
    Paragraph,
    Quote,
    Run,
    Runs,
    Section,
    Sources,
    Step,
    Steps,
    Table,
    Text,
)
from advisor.exports.drawing import print_css, svg
from advisor.exports.outline import outline
from advisor.exports.words import from_right

if TYPE_CHECKING:
    import typst

_OWN_FONTS = ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono")
"""Fonts that come with Typst. They have Latin, Greek, Cyrillic, Hebrew and Arabic letters and common signs."""
_OTHER_FONTS = ("Noto Serif", "Noto Sans", "Noto Sans CJK SC", "Noto Color Emoji")
"""Preferred among the fonts of the machine, which are looked at only for characters beyond those."""
_BEYOND = re.compile("[^\u0000-\u06ff\u1e00-\u22ff\u2500-\u25ff\ufb00-\ufdcf\ufe70-\ufeff]")
_WIDTH, _HEIGHT = 160, 225
"""Millimetres between the margins, less the height of a caption."""
_INLINE = 150
"""Millimetres that a figure may be high to stand where it is told of, though that may leave as much of a page empty."""
_UNBROKEN = re.compile(r"\S{36,}")
_UNBROKEN_IN_ADDRESS = re.compile(r"[^\s/?&=#._-]{60,}")
"""Typst breaks addresses itself at the other signs."""
_PIECE = 12
_NOTES = {Status.STUCK: "stuck", Status.SKIPPED: "skipped"}


def render(plan: Plan, today: date | None = None) -> bytes:
    """The plan as a PDF; the same bytes for the same plan and day, where the machine has the same fonts."""
    document = outline(plan, today)
    made = datetime(document.made.year, document.made.month, document.made.day, tzinfo=UTC)
    return compiled("document.typ", _data(document), "pdf", max(0, int(made.timestamp())))


def picture(figure: Figure, ppi: float = 200) -> bytes:
    """A figure as a PNG, 160 mm wide, for formats that hold no SVG."""
    return compiled("figure.typ", {"svg": _svg(figure), "fonts": [*_OWN_FONTS]}, "png", 0, ppi)


def compiled(template: str, data: dict[str, Any], format: str, timestamp: int, ppi: float = 144) -> bytes:
    """What Typst makes of a template of ours and the data that it reads."""
    import typst

    text = json.dumps(data, ensure_ascii=False)
    other = bool(_BEYOND.search(text))
    if other:
        data = {**data, "fonts": [*_OWN_FONTS, *_OTHER_FONTS]}
        text = json.dumps(data, ensure_ascii=False)
    compiler = typst.Compiler(_template(template), font_paths=_fonts(other), sys_inputs={"document": text})
    made = compiler.compile(format=format, timestamp=timestamp, ppi=ppi)  # type: ignore[arg-type]
    assert isinstance(made, bytes)
    return made


@cache
def _template(name: str) -> bytes:
    return files(__package__).joinpath(name).read_bytes()


@cache
def _fonts(with_those_of_the_machine: bool) -> "typst.Fonts":
    import typst

    return typst.Fonts(include_system_fonts=with_those_of_the_machine)


def _data(document: Document) -> dict[str, Any]:
    return {
        "title": _breakable(document.title),
        "standing": _breakable(document.standing),
        "colophon": _breakable(document.colophon),
        "footer": _breakable(document.title),
        "made": [document.made.year, document.made.month, document.made.day],
        "language": document.language,
        "fonts": [*_OWN_FONTS],
        "sections": [_section(section) for section in document.sections],
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "heading": _breakable(section.heading),
        "aside": _breakable(section.aside),
        "blocks": [_block(block) for block in section.blocks],
        "sections": [_section(part) for part in section.sections],
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph(runs):
            return {"kind": "paragraph", "runs": _runs(runs)}
        case Quote():
            lines = [{"text": _breakable(line), "rtl": from_right(line)} for line in block.lines]
            return {"kind": "quote", "lines": lines}
        case Heading(text):
            return {"kind": "heading", "text": _breakable(text)}
        case Facts(rows):
            return {"kind": "facts", "rows": [{"label": row.label, "runs": _runs(row.runs)} for row in rows]}
        case Bullets(items):
            return {"kind": "bullets", "items": [_runs(item) for item in items]}
        case Steps(items):
            return {"kind": "steps", "items": [_step(step) for step in items]}
        case Table():
            return {"kind": "table", **_table(block)}
        case Figure():
            width = block.wide.fitting(_WIDTH, _HEIGHT)
            return {
                "kind": "figure", "title": block.title, "svg": _svg(block), "words": block.words, "width": width,
                "floats": width * block.wide.height / block.wide.width > _INLINE,
            }  # fmt: skip
        case Sources(entries):
            return {
                "kind": "sources",
                "entries": [
                    {"title": _breakable(e.title), "url": e.url, "shown": _breakable(e.url or "", _UNBROKEN_IN_ADDRESS)}
                    for e in entries
                ],
            }


def _step(step: Step) -> dict[str, Any]:
    done_when = f"Done when: {step.done_when}" if step.done_when else ""
    more = " · ".join(part for part in (step.time, done_when) if part)
    return {
        "text": _breakable(step.text), "status": step.status.value, "note": _NOTES.get(step.status, ""),
        "more": _breakable(more), "long": len(step.text) + len(more) > 1500,
    }  # fmt: skip


def _table(table: Table) -> dict[str, Any]:
    return {
        "columns": [{"title": c.title, "share": c.share, "numeric": c.numeric} for c in table.columns],
        "groups": [
            {"title": _breakable(group.title), "rows": [[_runs(cell) for cell in row] for row in group.rows]}
            for group in table.groups
        ],
    }


def _runs(runs: Runs) -> list[dict[str, Any]]:
    return [_run(run) for run in runs]


def _run(run: Run) -> dict[str, Any]:
    match run:
        case Marks(numbers):
            return {"kind": "marks", "numbers": list(numbers)}
        case Link(text, url):
            return {"kind": "link", "text": _breakable(text), "url": url}
        case Text(text, style):
            return {"kind": "text" if style == "plain" else style, "text": _breakable(text)}


def _svg(figure: Figure) -> str:
    return svg(figure.wide, css=print_css())


def _breakable(text: str, unbroken: re.Pattern[str] = _UNBROKEN) -> str:
    """The text with places to break in words that are longer than a column."""
    return unbroken.sub(lambda found: "\u200b".join(_pieces(found.group())), text)


def _pieces(word: str) -> list[str]:
    """A long word in parts, none of which begins with what belongs to the character before."""
    parts = [""]
    for character in word:
        joined = unicodedata.combining(character) or character in "\u200d\ufe0f" or parts[-1].endswith("\u200d")
        if len(parts[-1]) >= _PIECE and not joined:
            parts.append("")
        parts[-1] += character
    return parts
