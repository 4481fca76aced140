"""A plan as Markdown to print and keep (CommonMark, tables, task lists)."""

from collections.abc import Iterable, Iterator
from datetime import date

from advisor.domain.plan import Plan
from advisor.domain.progress import Status
from advisor.exports.document import (
    Block,
    Bullets,
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
)
from advisor.exports.escaping import at_start, block_quote, inline, line
from advisor.exports.outline import outline


def render(plan: Plan, today: date | None = None) -> bytes:
    """The plan as Markdown in UTF-8. Nothing in it acts but links to sources; pictures are told in words."""
    document = outline(plan, today)
    parts = [f"# {line(document.title)}", f"*{line(document.standing)}*"]
    for section in document.sections:
        parts += _section(section, 2)
    parts += ["---", f"*{line(document.colophon)}*"]
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def _section(section: Section, level: int) -> Iterator[str]:
    number = f"{section.number}. " if section.number else ""
    aside = f" ({line(section.aside)})" if section.aside else ""
    yield f"{'#' * level} {number}{line(section.title)}{aside}"
    for block in section.blocks:
        yield _block(block)
    for part in section.sections:
        yield from _section(part, level + 1)


def _block(block: Block) -> str:
    match block:
        case Paragraph(runs):
            return _line(runs)
        case Quote(text):
            return block_quote(text)
        case Heading(text):
            return f"**{line(text)}**"
        case Facts(rows):
            return "\n\n".join(f"**{line(row.label)}:** {_line(row.runs)}" for row in rows)
        case Bullets(items):
            return _bullets(items)
        case Figure(title=text, lines=items):
            return f"**{line(text)}**\n\n{_bullets(items)}"
        case Steps(items):
            return "\n".join(_step(step) for step in items)
        case Table():
            return "\n".join(_table(block))
        case Sources(entries):
            return "\n".join(f"{number}. {_source(entry)}" for number, entry in enumerate(entries, start=1))


def _bullets(items: Iterable[Runs]) -> str:
    return "\n".join(f"- {_line(item)}" for item in items)


def _step(step: Step) -> str:
    box = "[x]" if step.status is Status.DONE else "[ ]"
    note = {Status.STUCK: "*(stuck)*", Status.SKIPPED: "*(skipped)*"}.get(step.status, "")
    time = f"({step.time})" if step.time else ""
    done_when = f"*Done when:* {line(step.done_when)}" if step.done_when else ""
    return " ".join(part for part in (f"- {box}", line(step.text), time, note, done_when) if part)


def _table(table: Table) -> Iterator[str]:
    yield _cells([line(table.group_title), *(line(column.title) for column in table.columns)])
    yield _cells(["---", *("---:" if column.numeric else "---" for column in table.columns)])
    for group in table.groups:
        for number, row in enumerate(group.rows):
            yield _cells(["" if number else line(group.title), *(_line(cell) for cell in row)])


def _cells(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _source(source: Source) -> str:
    return f"{line(source.title)} <{source.url}>" if source.url else line(source.title)


def _line(runs: Runs) -> str:
    """One line; its first words make no list, heading or rule."""
    held = [written for written in (_run(run) for run in runs) if written]
    first = next((run for run in runs if _run(run)), None)
    if isinstance(first, Text) and first.style == "plain":
        held[0] = at_start(held[0].lstrip())
    return "".join(held).strip()


def _run(run: Run) -> str:
    match run:
        case Marks(numbers):
            return " ".join(f"[{number}]" for number in numbers)
        case Link(text, url):
            return f"[{line(text)}]({url})"
        case Text(text, "plain"):
            return inline(text)
        case Text(text, style):
            mark = "**" if style == "strong" else "*"
            return f"{mark}{line(text)}{mark}" if line(text) else ""
