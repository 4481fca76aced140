"""Cuts a Markdown text into sentences that can be put together again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_END = re.compile(r"""[.!?…]+(?:\*{1,3}|["'”’»)\]])*(?=\s)|\n+""")
_NO_END = re.compile(
    r"(?:\b(?:e\.g|i\.e|ca|vs|etc|approx|no|dr|mr|mrs|ms|st|z\.b|d\.h|bzw|[a-z])|(?:^|\n)\s*\d+)\.$", re.IGNORECASE
)
_GAP = re.compile(r"\s*")


@dataclass(frozen=True)
class Piece:
    """A sentence, and the white space before it."""

    lead: str
    text: str

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())


def split(text: str) -> list[Piece]:
    """The sentences of `text`; leads and texts put together give the text without white space at either end."""
    text = text.strip()
    pieces: list[Piece] = []
    lead, start = "", 0
    for end in _END.finditer(text):
        if end.start() < start or (end.group(0)[0] != "\n" and _NO_END.search(text[start : end.end()])):
            continue
        stop = end.start() if end.group(0)[0] == "\n" else end.end()
        gap = _GAP.match(text, stop)
        assert gap is not None
        if stop > start:
            pieces.append(Piece(lead, text[start:stop]))
            lead = ""
        lead, start = lead + gap.group(0), gap.end()
    if start < len(text):
        pieces.append(Piece(lead, text[start:]))
    return pieces


def joined(pieces: Sequence[Piece]) -> str:
    """The text of the pieces, each after its own white space."""
    return "".join(p.lead + p.text for p in pieces).strip()
