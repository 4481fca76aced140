"""Reads exported files with other libraries than those that made them, where there are any."""

from html.parser import HTMLParser
from io import BytesIO
from zipfile import ZipFile

from lxml import etree
from markdown_it import MarkdownIt
from pypdf import PdfReader

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Page(HTMLParser):
    """The elements and the words of a page."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._silent = 0
        self.feed(content.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._silent += tag == "style"
        self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag == "style"
        self.words.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)

    @property
    def text(self) -> str:
        return one_line("".join(self.words))

    @property
    def shape(self) -> list[str]:
        return [tag for tag, _ in self.elements if tag != "br"]


def one_line(text: str) -> str:
    return " ".join(text.split())


def word_lines(content: bytes) -> list[str]:
    """The paragraphs of a Word document."""
    root = etree.fromstring(ZipFile(BytesIO(content)).read("word/document.xml"))
    return [
        "".join("\t" if part.tag == f"{WORD}tab" else part.text or "" for part in line.iter(f"{WORD}t", f"{WORD}tab"))
        for line in root.iter(f"{WORD}p")
    ]


def pdf_text(content: bytes) -> str:
    """The words of a PDF, without places to break."""
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).replace("\u200b", "")


def words_of(content: bytes, name: str) -> str:
    """All words of a file, on one line."""
    if name == "html":
        return Page(content).text
    if name == "docx":
        return one_line(" ".join(word_lines(content)))
    if name == "pdf":
        return one_line(pdf_text(content))
    return one_line(Page(MarkdownIt("commonmark").enable("table").render(content.decode()).encode()).text)
