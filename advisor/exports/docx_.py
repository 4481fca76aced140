"""A plan as a Word document (Office Open XML), to write in and pass on. python-docx is imported when one is made."""

from collections.abc import Iterable
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, assert_never
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from advisor.domain.plan import Plan
from advisor.domain.progress import Status
from advisor.exports import pdf
from advisor.exports.document import (
    Block,
    Bullets,
    Column,
    Document,
    Fact,
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
from advisor.exports.outline import outline
from advisor.exports.words import from_right

if TYPE_CHECKING:
    from docx.document import Document as File
    from docx.shared import Length
    from docx.table import Table as Rows
    from docx.table import _Row
    from docx.text.paragraph import Paragraph as Line
    from docx.text.run import Run as Words

_NOTES = {Status.STUCK: "stuck", Status.SKIPPED: "skipped"}
_WIDTH = 160
"""Millimetres between the margins."""
_HEIGHT = 200
"""Millimetres that a picture may be high, so that a heading fits over it."""
_LONGEST_ALT = 2000


def render(plan: Plan, today: date | None = None) -> bytes:
    """The plan as a Word document; nothing in it acts but links to sources and within the document."""
    document = outline(plan, today)
    return _Writer(document).content()


class _Writer:
    """Puts a document, part by part, at the end of a file."""

    def __init__(self, document: Document) -> None:
        from advisor.exports.docx_look import new_file

        self._document = document
        self._file: File = new_file(document.language)
        self._styles = {style.name: style.style_id for style in self._file.styles}
        self._bookmarks = 0

    def content(self) -> bytes:
        document = self._document
        self._properties()
        self._line("Title").add_run(document.title)
        self._line("Subtitle").add_run(document.standing)
        for section in document.sections:
            self._section(section, 1)
        self._line("Aside").add_run(document.colophon)
        held = BytesIO()
        self._file.save(held)
        return _repacked(held.getvalue(), document.made)

    def _properties(self) -> None:
        core = self._file.core_properties
        made = datetime(self._document.made.year, self._document.made.month, self._document.made.day)
        core.title, core.language = self._document.title[:255], self._document.language
        core.author = core.last_modified_by = core.comments = core.keywords = ""
        core.created = core.modified = made
        core.revision = 1

    def _line(self, style: str) -> "Line":
        line = self._file.add_paragraph()
        line._p.style = self._styles[style]
        return line

    def _words(self, line: "Line", text: str, style: str = "") -> "Words":
        """Words at the end of a line. Styles are set by their ids: by name python-docx looks through all, each time."""
        words = line.add_run(text)
        if style:
            words._r.style = self._styles[style]
        return words

    def _section(self, section: Section, level: int) -> None:
        self._line(f"Heading {level}").add_run(" ".join(section.heading.split()))
        if section.aside:
            line = self._line("Aside")
            line.add_run(section.aside)
            line.paragraph_format.keep_with_next = True
        for block in section.blocks:
            self._block(block, level)
        for part in section.sections:
            self._section(part, level + 1)

    def _block(self, block: Block, level: int) -> None:
        match block:
            case Paragraph(runs):
                self._write(self._line("Normal"), runs)
            case Quote():
                self._quote(block)
            case Heading(text):
                self._line(f"Heading {level + 1}").add_run(text)
            case Facts(rows):
                for row in rows:
                    self._fact(row)
            case Bullets(items):
                for item in items:
                    self._write(self._line("List Bullet"), item)
            case Steps(items):
                for step in items:
                    self._step(step)
            case Table():
                self._table(block)
            case Figure():
                self._figure(block)
            case Sources(entries):
                for number, entry in enumerate(entries, start=1):
                    self._source(number, entry)
            case _:
                assert_never(block)

    def _quote(self, quote: Quote) -> None:
        for text in quote.lines:
            if text:
                line = self._line("Quote")
                line.add_run(text)
                if from_right(text):
                    _mark(line, "bidi")

    def _fact(self, fact: Fact) -> None:
        line = self._line("Fact")
        self._words(line, f"{fact.label}:", "Label")
        line.add_run("\t")
        self._write(line, fact.runs)

    def _step(self, step: Step) -> None:
        line = self._line("Step")
        self._words(line, "\N{BALLOT BOX WITH CHECK}" if step.status is Status.DONE else "\N{BALLOT BOX}", "Box")
        line.add_run(f"\t{_one_line(step.text)}")
        if step.status in _NOTES:
            self._words(line, f" ({_NOTES[step.status]})", "Label")
        more = " · ".join(x for x in (step.time, f"Done when: {_one_line(step.done_when)}" if step.done_when else "") if x)
        if more:
            line.paragraph_format.keep_with_next = True
            self._line("Step more").add_run(more)

    def _table(self, table: Table) -> None:
        made = self._file.add_table(rows=0, cols=len(table.columns), style="Plain")
        made.autofit = False
        for column, told in zip(made.columns, table.columns, strict=True):
            column.width = _share(told, table)
        head = self._row(made, table)
        _mark(head, "tblHeader")
        for cell, column in zip(head.cells, table.columns, strict=True):
            self._words(cell.paragraphs[0], column.title, "Label")
        for group in table.groups:
            cells = self._row(made, table).cells
            line = cells[0].merge(cells[-1]).paragraphs[0]
            self._words(line, _one_line(group.title), "Group")
            line.paragraph_format.keep_with_next = True
            for runs in group.rows:
                for number, (cell, written) in enumerate(zip(self._row(made, table).cells, runs, strict=True)):
                    self._write(cell.paragraphs[0], written, bold=number == 0)
        self._line("Cell")

    def _row(self, made: "Rows", table: Table) -> "_Row":
        """A new row, not to be broken, its cells as wide as their columns."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Mm

        row: _Row = made.add_row()  # type: ignore[no-untyped-call]
        _mark(row, "cantSplit")
        for cell, column in zip(row.cells, table.columns, strict=True):
            cell.width = _share(column, table)
            line = cell.paragraphs[0]
            line._p.style = self._styles["Cell"]
            if column.numeric:
                line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                line.paragraph_format.right_indent = Mm(2)
        return row

    def _figure(self, figure: Figure) -> None:
        from docx.shared import Mm

        self._line("Caption").add_run(figure.title)
        shape = self._file.add_picture(BytesIO(pdf.picture(figure)), width=Mm(figure.wide.fitting(_WIDTH, _HEIGHT)))
        for side in ("distT", "distB", "distL", "distR"):  # without them LibreOffice keeps 3 mm on the left
            shape._inline.set(side, "0")
        told = shape._inline.docPr
        told.set("title", figure.title)
        told.set("descr", figure.words[:_LONGEST_ALT])

    def _source(self, number: int, source: Source) -> None:
        line = self._line("Source")
        self._bookmarks += 1
        bookmark = {"w:id": str(self._bookmarks)}
        line._p.append(_element("bookmarkStart", {**bookmark, "w:name": f"source_{number}"}))
        line.add_run(f"{number}.")
        line._p.append(_element("bookmarkEnd", bookmark))
        line.add_run(f"\t{_one_line(source.title)}")
        if source.url:
            line.add_run(" ")
            self._link(line, source.url, source.url)

    def _write(self, line: "Line", runs: Runs, bold: bool = False) -> None:
        for run in runs:
            self._run(line, run, bold)

    def _run(self, line: "Line", run: Run, bold: bool) -> None:
        match run:
            case Marks(numbers):
                for number in numbers:
                    self._link(line, f"[{number}]", anchor=f"source_{number}")
                    if number != numbers[-1]:
                        line.add_run(" ")
            case Link(text, url):
                self._link(line, _one_line(text), url)
            case Text(text, style):
                made = self._words(line, _spaced(text), "Label" if style == "quiet" else "")
                made.bold = True if bold or style == "strong" else None

    def _link(self, line: "Line", text: str, url: str = "", anchor: str = "") -> None:
        """A link out of the document, or to a bookmark in it."""
        from docx.opc.constants import RELATIONSHIP_TYPE

        if url:
            target = {"r:id": line.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)}
        else:
            target = {"w:anchor": anchor}
        link = _element("hyperlink", {**target, "w:history": "1"})
        made = self._words(line, text, "Hyperlink")
        link.append(made._r)
        line._p.append(link)


def _share(column: Column, table: Table) -> "Length":
    from docx.shared import Mm

    return Mm(round(_WIDTH * column.share / sum(other.share for other in table.columns)))


def _element(name: str, attributes: dict[str, str]) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(key), value)
    return made


def _mark(part: Any, name: str) -> None:
    """Sets a property of a paragraph or table row that python-docx has no name for."""
    element = part._element
    properties = element.get_or_add_pPr() if hasattr(element, "get_or_add_pPr") else element.get_or_add_trPr()
    properties.append(_element(name, {}))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _spaced(text: str) -> str:
    """On one line, with a space at either end where there was one."""
    return f"{' ' * text[:1].isspace()}{_one_line(text)}{' ' * text[-1:].isspace()}" if text.strip() else text[:1]


def _repacked(content: bytes, made: date) -> bytes:
    """The same file with one date on all of its parts, so that the same plan gives the same bytes."""
    day = (max(1980, made.year), made.month, made.day, 0, 0, 0)
    held = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(held, "w", ZIP_DEFLATED) as new:
        for name in _first(old.namelist()):
            part = ZipInfo(name, day)
            part.compress_type = ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return held.getvalue()


def _first(names: Iterable[str]) -> list[str]:
    """The names with the one first that readers look for first."""
    return sorted(names, key=lambda name: name != "[Content_Types].xml")
