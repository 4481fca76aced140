"""The machines that a message names, each with the clause around it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from advisor.dialogue.reading.statements import Spelling, Statement
from advisor.domain.yaml_data import parsed

LONGEST_NAME = 4
"""Words of the longest name of a machine."""
_CARD = re.compile(r"^(?:\d?x?(?:rtx|gtx)\S*|[2-5]0[5-9]0(?:ti)?|10[5-8]0(?:ti)?|(?:\d?x)?(?:a100s?|h100s?|v100s?|a[2456]000s?|a10g?s?|l4s?|l40s?|k80s?|p100s?|t4s?|h200s?))$")
"""Names of graphics cards: 'RTX3060', '4090', 'A100'."""
_KINDS = ("integrated", "graphics", "cloud", "computer", "cluster", "device", "brand", "loose")
_CUTS = frozenset({"but", "so", "because", "although", "though", "while", "whereas", "however"})
_AFTER_AND = frozenset("i we my our i've we've i'm no use have got the she he his her only just".split())
"""Words before which 'and' begins another thought."""


@dataclass(frozen=True)
class Mention:
    """A machine named in a statement, and the clause around it."""

    kind: str
    statement: Statement
    first: int
    end: int
    clause: tuple[int, int]
    number: int
    """Which statement of the message it stands in."""

    @property
    def before(self) -> Sequence[str]:
        """The words of the clause before it."""
        return self.statement.words[self.clause[0] : self.first]

    @property
    def behind(self) -> Sequence[str]:
        """The words of the clause behind it."""
        return self.statement.words[self.end : self.clause[1]]

    @property
    def around(self) -> frozenset[str]:
        """All other words of its clause."""
        return frozenset((*self.before, *self.behind))


def machines_in(statement: Statement, number: int) -> Iterator[Mention]:
    words = statement.words
    cuts = [0, *(i for i in range(1, len(words)) if statement.tokens[i].mark[:1] in (",", ":", "-", "–", "—", "/", "+") or _cuts(words, i)), len(words)]
    at = 0
    while at < len(words):
        kind, length = kind_at(words, at)
        if kind:
            clause = next((start, end) for start, end in pairwise(cuts) if start <= at < end)
            if not (words[at + length : at + length + 1] and statement.joined(at + length) and words[at + length] in lists().words["compound"]):
                yield Mention(kind, statement, at, at + length, clause, number)
        at += max(length, 1)


def _cuts(words: Sequence[str], at: int) -> bool:
    if words[at] == "and":
        return words[at + 1 : at + 2] != () and words[at + 1] in _AFTER_AND
    return words[at] in _CUTS and words[at - 1] != "nothing"


def kind_at(words: Sequence[str], at: int) -> tuple[str, int]:
    for length in range(LONGEST_NAME, 0, -1):
        name = " ".join(words[at : at + length]).replace("-", " ")
        for kind in _KINDS:
            if at + length <= len(words) and name in lists().words[kind]:
                return kind, length
    return ("graphics", 1) if _CARD.match(words[at]) and (at == 0 or not words[at - 1].isdigit() or words[at].isalnum()) else ("", 0)


@dataclass(frozen=True)
class Lists:
    words: Mapping[str, frozenset[str]]
    spelling: Spelling


@cache
def lists() -> Lists:
    raw: Mapping[str, Any] = parsed(files("advisor.dialogue").joinpath("hardware.yaml").read_text(encoding="utf-8"))
    words = {name: frozenset(str(word) for word in found) for name, found in raw.items() if isinstance(found, list)}
    machines: Iterable[str] = (word for kind in _KINDS for name in words[kind] for word in name.split() if word.isalpha() and len(word) > 3)
    return Lists(words, Spelling.of(frozenset(machines), (), raw["spelt"], words["as_written"]))
