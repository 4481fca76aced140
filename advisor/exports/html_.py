"""A plan as one HTML file: no scripts, nothing from elsewhere, readable on a phone and on paper."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from html import escape
from importlib.resources import files
from typing import assert_never

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
    Source,
    Sources,
    Step,
    Steps,
    Table,
    Text,
    plain,
)
from advisor.exports.drawing import svg
from advisor.exports.outline import outline

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
_NOTES = {Status.STUCK: "stuck", Status.SKIPPED: "skipped"}
_STATES = {Status.DONE: "done", Status.SKIPPED: "skipped", Status.STUCK: "to do", Status.TODO: "to do"}


def render(plan: Plan, today: date | None = None) -> bytes:
    """The plan as one HTML file in UTF-8. Nothing in it acts but links to sources and within the page."""
    return "\n".join(_page(outline(plan, today))).encode()


@cache
def _style() -> str:
    return files(__package__).joinpath("document.css").read_text("utf-8")


def _page(document: Document) -> Iterator[str]:
    yield "<!DOCTYPE html>"
    yield f'<html lang="{escape(document.language)}">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield '<meta name="referrer" content="no-referrer">'
    yield f"<title>{_words(document.title)}</title>"
    yield f"<style>\n{_style()}</style>"
    yield "</head>"
    yield "<body>"
    yield '<a class="skip" href="#content">To the plan</a>'
    yield f'<header><h1 dir="auto">{_words(document.title)}</h1><p class="standing">{_words(document.standing)}</p></header>'
    yield '<nav aria-labelledby="contents"><h2 id="contents">Contents</h2>'
    yield from _contents(document.sections)
    yield "</nav>"
    yield '<main id="content">'
    for section in document.sections:
        yield from _section(section, 2)
    yield "</main>"
    yield f"<footer><p>{_words(document.colophon)}</p></footer>"
    yield "</body>"
    yield "</html>\n"


def _contents(sections: tuple[Section, ...]) -> Iterator[str]:
    yield "<ol>"
    for section in sections:
        yield f'<li><a href="#{escape(section.id)}">{_words(section.title) or "Untitled"}</a>'
        if section.sections:
            yield from _contents(section.sections)
        yield "</li>"
    yield "</ol>"


def _section(section: Section, level: int) -> Iterator[str]:
    id = escape(section.id)
    kind = ' class="project"' if section.number else ""
    yield f'<section id="{id}"{kind} aria-labelledby="{id}-title">'
    number = f'<span class="number">{section.number}.</span> ' if section.number else ""
    yield f'<h{level} id="{id}-title">{number}{_words(section.title)}</h{level}>'
    if section.aside:
        yield f'<p class="aside">{_words(section.aside)}</p>'
    for block in section.blocks:
        yield from _block(block, level)
    for part in section.sections:
        yield from _section(part, level + 1)
    yield "</section>"


def _block(block: Block, level: int) -> Iterator[str]:
    match block:
        case Paragraph(runs):
            yield f'<p dir="auto">{_line(runs)}</p>'
        case Quote():
            yield from _quote(block)
        case Heading(text):
            yield f"<h{level + 1}>{_words(text)}</h{level + 1}>"
        case Facts(rows):
            yield "<dl>"
            for row in rows:
                yield f'<div><dt>{_words(row.label)}</dt><dd dir="auto">{_line(row.runs)}</dd></div>'
            yield "</dl>"
        case Bullets(items):
            yield from _bullets(items)
        case Steps(items):
            yield '<ul class="steps">'
            for step in items:
                yield _step(step)
            yield "</ul>"
        case Table():
            yield from _table(block)
        case Figure():
            yield from _figure(block)
        case Sources(entries):
            yield '<ol class="sources">'
            for number, entry in enumerate(entries, start=1):
                yield f'<li id="source-{number}">{_source(entry)}</li>'
            yield "</ol>"
        case _:
            assert_never(block)


def _quote(quote: Quote) -> Iterator[str]:
    yield "<blockquote>"
    for paragraph in "\n".join(quote.lines).split("\n\n"):
        lines = "<br>".join(_words(line) for line in paragraph.strip("\n").split("\n"))
        if lines:
            yield f'<p dir="auto">{lines}</p>'
    yield "</blockquote>"


def _bullets(items: tuple[Runs, ...]) -> Iterator[str]:
    yield "<ul>"
    for item in items:
        yield f'<li dir="auto">{_line(item)}</li>'
    yield "</ul>"


def _step(step: Step) -> str:
    note = f' <em class="note">{_NOTES[step.status]}</em>' if step.status in _NOTES else ""
    done_when = f"Done when: {_words(step.done_when)}" if step.done_when else ""
    more = " · ".join(part for part in (_words(step.time), done_when) if part)
    more = f'<p class="more" dir="auto">{more}</p>' if more else ""
    return (
        f'<li class="{step.status.value}"><span class="box" role="img" aria-label="{_STATES[step.status]}"></span>'
        f'<div><p dir="auto">{_words(step.text)}{note}</p>{more}</div></li>'
    )


def _table(table: Table) -> Iterator[str]:
    yield f'<div class="scroll"><table><caption>{_words(table.caption)}</caption><thead><tr>'
    for column in table.columns:
        yield f'<th scope="col"{_numeric(column.numeric)}>{_words(column.title)}</th>'
    yield "</tr></thead>"
    for group in table.groups:
        yield "<tbody>"
        yield f'<tr class="group"><th scope="rowgroup" colspan="{len(table.columns)}">{_words(group.title)}</th></tr>'
        for row in group.rows:
            yield "<tr>"
            for column, cell in zip(table.columns, row, strict=True):
                yield f'<td{_numeric(column.numeric, plain(cell))} dir="auto">{_line(cell)}</td>'
            yield "</tr>"
        yield "</tbody>"
    yield "</table></div>"


def _numeric(numeric: bool, text: str = "") -> str:
    """Its class; a bare number gets its unit where the column has no heading, on a phone."""
    bare = " bare" if text.replace(".", "").isdigit() else ""
    return f' class="numeric{bare}"' if numeric else ""


def _figure(figure: Figure) -> Iterator[str]:
    yield f'<figure id="{escape(figure.id)}"><figcaption>{_words(figure.title)}</figcaption>'
    for name, drawing in (("wide", figure.wide), ("narrow", figure.narrow)):
        drawn = svg(drawing, title=figure.title, words=figure.words, id=f"{figure.id}-{name}")
        yield f'<div class="{name}">{drawn}</div>'
    yield "<details><summary>The same in words</summary>"
    yield from _bullets(figure.lines)
    yield "</details></figure>"


def _source(source: Source) -> str:
    title = _words(source.title)
    return f"{title} {_anchor(source.url, _words(source.url))}" if source.url else title


def _line(runs: Runs) -> str:
    return "".join(_run(run) for run in runs).strip()


def _run(run: Run) -> str:
    match run:
        case Marks(numbers):
            links = (f'<a href="#source-{number}" aria-label="Source {number}">{number}</a>' for number in numbers)
            return f'<span class="marks">{" ".join(links)}</span>'
        case Link(text, url):
            return _anchor(url, _words(text))
        case Text(text, "plain"):
            return escape(text)
        case Text(text, style):
            tag = "strong" if style == "strong" else "em"
            return f"<{tag}>{_words(text)}</{tag}>" if text.strip() else ""


def _anchor(url: str, words: str) -> str:
    return f'<a href="{escape(url)}" rel="noopener noreferrer">{words}</a>'


def _words(text: str) -> str:
    return escape(" ".join(text.split()))
