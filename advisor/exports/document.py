"""A document apart from any format: what every writer beside this module is given.

`outline.py` makes it once from a plan, so that no format can say more, or less, than another. All strings in it are
plain text; making them harmless is each writer's own work.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from advisor.domain.progress import Status
from advisor.exports.drawing import Drawing


@dataclass(frozen=True)
class Text:
    """Words in a line. `quiet` is for labels within a sentence; a writer may set it in italics."""

    text: str
    style: Literal["plain", "strong", "quiet"] = "plain"


@dataclass(frozen=True)
class Link:
    """Words that lead to an address of the web; `url` is http or https and fit for any format."""

    text: str
    url: str


@dataclass(frozen=True)
class Marks:
    """Numbers of sources, as listed in the document's `Sources`."""

    numbers: tuple[int, ...]


Run = Text | Link | Marks
Runs = tuple[Run, ...]
"""One line of text; spaces between runs stand in the runs."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph."""

    runs: Runs


@dataclass(frozen=True)
class Quote:
    """What the person wrote, line by line."""

    text: str

    @property
    def lines(self) -> tuple[str, ...]:
        """Its lines; blank ones part paragraphs."""
        return tuple(" ".join(line.split()) for line in self.text.strip().split("\n"))


@dataclass(frozen=True)
class Heading:
    """A heading below those of sections, for the block that follows."""

    text: str


@dataclass(frozen=True)
class Fact:
    """A label and what is said of it."""

    label: str
    runs: Runs


@dataclass(frozen=True)
class Facts:
    """Labels with what is said of each."""

    rows: tuple[Fact, ...]


@dataclass(frozen=True)
class Bullets:
    """A list without order."""

    items: tuple[Runs, ...]


@dataclass(frozen=True)
class Step:
    """A step with its box, the time that it takes and how to know that it is done."""

    text: str
    status: Status
    time: str
    done_when: str


@dataclass(frozen=True)
class Steps:
    """A list to tick off."""

    items: tuple[Step, ...]


@dataclass(frozen=True)
class Column:
    """A column of a table; `share` is the part of the width that it deserves."""

    title: str
    share: float
    numeric: bool = False


@dataclass(frozen=True)
class Group:
    """Rows of a table under a name of their own."""

    title: str
    rows: tuple[tuple[Runs, ...], ...]


@dataclass(frozen=True)
class Table:
    """A table whose rows come in groups; `group_title` says what the groups are."""

    caption: str
    group_title: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Figure:
    """A picture, drawn for paper and for the width of a phone, and the same in words."""

    id: str
    title: str
    wide: Drawing
    narrow: Drawing
    lines: tuple[Runs, ...]

    @property
    def words(self) -> str:
        """What it shows, for who cannot see it."""
        return " ".join(plain(line) for line in self.lines)


@dataclass(frozen=True)
class Source:
    """A source; without an address where that is not of the web."""

    title: str
    url: str | None


@dataclass(frozen=True)
class Sources:
    """All sources; marks count from 1."""

    entries: tuple[Source, ...]


Block = Paragraph | Quote | Heading | Facts | Bullets | Steps | Table | Figure | Sources


@dataclass(frozen=True)
class Section:
    """A part with a heading; `number` where it is one of several alike, `aside` is what the heading says beside it."""

    id: str
    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple["Section", ...] = ()
    number: int | None = None
    aside: str = ""

    @property
    def heading(self) -> str:
        """The title with its number."""
        return f"{self.number}. {self.title}" if self.number else self.title


@dataclass(frozen=True)
class Document:
    """The whole. `made` is the day that the file gives as its own."""

    title: str
    standing: str
    sections: tuple[Section, ...]
    colophon: str
    made: date
    language: str = "en"

    def blocks(self) -> Iterator[Block]:
        """All blocks in their order."""
        for section in self.sections:
            yield from _blocks(section)

    def figures(self) -> Iterator[Figure]:
        """All pictures in their order."""
        return (block for block in self.blocks() if isinstance(block, Figure))


def plain(runs: Iterable[Run]) -> str:
    """The words alone, without marks."""
    return "".join(run.text for run in runs if not isinstance(run, Marks)).strip()


def _blocks(section: Section) -> Iterator[Block]:
    yield from section.blocks
    for part in section.sections:
        yield from _blocks(part)
