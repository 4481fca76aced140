"""What makes a time a deadline: the words around it, for spans and dates alike."""

import re
from dataclasses import dataclass

from advisor.dialogue.reading.lexicon import phrases

LONGEST_WEEKS = 520.0
_SENTENCE_END = re.compile(r"[!?;\n]+(?:\s+|$)|(?<!\d)(?<!i\.e)(?<!e\.g)(?<!\bca)\.+(?:\s+|$)|(?<=\d)\.(?:\s+(?=[A-Z])|$)|\.{2,}|…")


@dataclass(frozen=True)
class Due:
    """A time by which something may have to be done, and how sure that is."""

    start: int
    end: int
    weeks: float | None
    strength: int
    """2 where a word of a deadline governs it, 1 where one is near, 0 where only a correction makes it one."""


def foretold(before: str) -> bool:
    """Whether a question or forecast governs what follows: 'which lifts break within a year'."""
    before = phrases("own_leave").sub(lambda own: " " * len(own.group(0)), before)
    found = last_of(phrases("subordinate"), before)
    return found is not None and not finishing(before[found.end() :])


def finishing(part: str) -> bool:
    """Whether a word of finishing or of an event stands in a part."""
    return bool(phrases("finish").search(part))


def last_of(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The last place where a pattern is found."""
    return max(pattern.finditer(text), key=lambda m: m.start(), default=None)


def sentence_of(text: str, at: int) -> tuple[int, int]:
    """The bounds of the sentence; the point of '3. March' ends none."""
    low = max((m.end() for m in _SENTENCE_END.finditer(text) if m.end() <= at), default=0)
    high = _SENTENCE_END.search(text, at)
    return low, high.start() if high else len(text)
