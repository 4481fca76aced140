"""The look of a plan as a Word document: page, styles, language. Imported when one is made."""

from typing import Any

from docx import Document
from docx.document import Document as File
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

_INK, _QUIET, _ACCENT = RGBColor(0x23, 0x30, 0x2F), RGBColor(0x56, 0x61, 0x60), RGBColor(0x1F, 0x6B, 0x62)
_RULE = "CFCBBD"
_TEXT, _HEADINGS = "Calibri", "Georgia"
_LANGUAGES = {"en": "en-GB"}


def new_file(language: str) -> File:
    """An empty document on A4 with all styles that a plan needs."""
    file = Document()
    page = file.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(25)
    page.top_margin = page.bottom_margin = Mm(24)
    _unused(file)
    _language(file, _LANGUAGES.get(language, language))
    _text(file)
    _headings(file)
    _lists(file)
    _characters(file)
    _table(file)
    _page_numbers(file)
    return file


def _unused(file: File) -> None:
    """Takes out the hundred table styles of the template."""
    for style in list(file.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name != "Normal Table":
            style.delete()


def _language(file: File, code: str) -> None:
    for properties in file.styles.element.iter(qn("w:rPr")):
        for told in properties.findall(qn("w:lang")):
            told.set(qn("w:val"), code)


def _text(file: File) -> None:
    _set(file, "Normal", size=10.5, after=6, line=1.2)
    _set(file, "Aside", base="Normal", colour=_QUIET, after=8)
    quote = _set(file, "Quote", base="Normal", font=_HEADINGS, size=11, after=6)
    quote.font.italic = False
    quote.paragraph_format.left_indent = Mm(5)
    _edge(quote, "left", "1F6B62", 16, 8)
    fact = _set(file, "Fact", base="Normal", after=4)
    fact.paragraph_format.left_indent, fact.paragraph_format.first_line_indent = Mm(42), Mm(-42)
    fact.paragraph_format.tab_stops.add_tab_stop(Mm(42))
    _set(file, "Cell", base="Normal", size=9.5, after=0, line=1.1)
    _set(file, "Caption", base="Normal", colour=_INK, size=10.5, before=8, after=4, bold=True, keep=True)


def _headings(file: File) -> None:
    _set(file, "Title", font=_HEADINGS, size=22, after=4, bold=True)
    _bare(file.styles["Title"])
    subtitle = _set(file, "Subtitle", font=_TEXT, size=10.5, colour=_QUIET, after=14)
    subtitle.font.italic = False
    for spacing in subtitle.element.rPr.findall(qn("w:spacing")):
        subtitle.element.rPr.remove(spacing)
    _set(file, "Heading 1", font=_HEADINGS, size=15, before=22, after=8, bold=True, keep=True)
    _set(file, "Heading 2", font=_HEADINGS, size=12.5, before=18, after=4, bold=True, keep=True)
    _set(file, "Heading 3", font=_TEXT, size=10.5, before=10, after=4, bold=True, keep=True)


def _lists(file: File) -> None:
    _set(file, "List Bullet", after=4)
    step = _set(file, "Step", base="Normal", before=4, after=0)
    step.paragraph_format.left_indent, step.paragraph_format.first_line_indent = Mm(7), Mm(-7)
    step.paragraph_format.tab_stops.add_tab_stop(Mm(7))
    more = _set(file, "Step more", base="Normal", colour=_QUIET, size=9.5, after=4)
    more.paragraph_format.left_indent = Mm(7)
    source = _set(file, "Source", base="Normal", size=9.5, after=4)
    source.paragraph_format.left_indent, source.paragraph_format.first_line_indent = Mm(8), Mm(-8)
    source.paragraph_format.tab_stops.add_tab_stop(Mm(8))


def _characters(file: File) -> None:
    for name, colour in (("Label", _QUIET), ("Hyperlink", _ACCENT), ("Group", _ACCENT), ("Box", _ACCENT)):
        style = file.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        style.font.color.rgb = colour
    file.styles["Hyperlink"].font.underline = True
    file.styles["Group"].font.bold = True
    _fonts(file.styles["Box"], "Segoe UI Symbol")


def _table(file: File) -> None:
    """Hairlines under the rows, no boxes."""
    style = file.styles.add_style("Plain", WD_STYLE_TYPE.TABLE)
    style.base_style = file.styles["Normal Table"]
    properties = _child(style.element, "tblPr")
    borders = _child(properties, "tblBorders")
    for place in ("bottom", "insideH"):
        _child(borders, place, val="single", sz="4", space="0", color=_RULE)
    margins = _child(properties, "tblCellMar")
    for place, width in (("top", "60"), ("left", "0"), ("bottom", "60"), ("right", "120")):
        _child(margins, place, w=width, type="dxa")


def _page_numbers(file: File) -> None:
    line = file.sections[0].footer.paragraphs[0]
    line.alignment = 2
    run = line.add_run(style="Label")
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            _child(run._r, "fldChar", fldCharType=kind)
        else:
            _child(run._r, "instrText").text = text


def _set(
    file: File, name: str, *, base: str = "", font: str = _TEXT, size: float = 10.5, colour: RGBColor = _INK,
    before: float = 0, after: float = 0, line: float | None = None, bold: bool | None = None, keep: bool = False,
) -> Any:  # fmt: skip
    """A paragraph style, made if it is not there."""
    styles = file.styles
    style: Any = styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if base:
        style.base_style = styles[base]
    _fonts(style, font)
    style.font.size, style.font.color.rgb, style.font.bold = Pt(size), colour, bold
    form = style.paragraph_format
    form.space_before, form.space_after, form.keep_with_next = Pt(before), Pt(after), keep
    if line:
        form.line_spacing = line
    return style


def _fonts(style: Any, name: str) -> None:
    """The font for all scripts; a theme's font would win over it."""
    style.font.name = name
    fonts = style.element.rPr.rFonts
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for script in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{script}"), name)


def _bare(style: Any) -> None:
    """Without the line that Word's own style draws."""
    for border in style.element.pPr.findall(qn("w:pBdr")):
        style.element.pPr.remove(border)


def _edge(style: Any, place: str, colour: str, size: int, space: int) -> None:
    properties = style.element.get_or_add_pPr()
    borders = OxmlElement("w:pBdr")
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")
    _child(borders, place, val="single", sz=str(size), space=str(space), color=colour)


def _child(parent: Any, name: str, **attributes: str) -> Any:
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    parent.append(made)
    return made
