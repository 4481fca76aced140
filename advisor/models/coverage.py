"""Whether a rewording still says all that its template says: numbers, bold parts, questions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from advisor.models.guard import claimed, foreign, numbers, stems
from advisor.models.sentences import Piece, joined

_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
SAID = 0.5
"""Share of a sentence's telling words that must have come up for it to count as said."""


def bold_parts(text: str) -> list[str]:
    """What stands between double asterisks."""
    return [found.strip() for found in _BOLD.findall(text)]


def in_bold(text: str, parts: Sequence[str]) -> str:
    """`text` with those of `parts` in bold that occur in it and lost their asterisks; a bold text stays as it is."""
    for part in parts:
        bare = re.search(rf"(?<![\w*]){re.escape(part)}(?![\w*])", text, re.IGNORECASE)
        if bare and "**" not in text:
            text = f"{text[: bare.start()]}**{bare.group(0)}**{text[bare.end() :]}"
    return text


def is_question(text: str) -> bool:
    """Whether a sentence ends in a question mark."""
    return text.rstrip('*_ "”)').endswith("?")


def plain(text: str) -> str:
    """A text for comparing: lower case, without asterisks, one kind of quotes and blanks, no closing mark."""
    text = re.sub(r"[*_]", "", text.lower()).translate(str.maketrans("“”‘’–", "\"\"''-"))
    return " ".join(text.split()).rstrip(".?!:")


@dataclass(frozen=True)
class Said:
    """What was said so far."""

    pieces: tuple[Piece, ...]

    @cached_property
    def text(self) -> str:
        """All of it."""
        return joined(self.pieces)

    @cached_property
    def foreign(self) -> bool:
        """Whether it is in another language than the templates: then words cannot be compared, only counted."""
        return foreign(self.text)

    def holds(self, sentence: str) -> bool:
        """Whether every number and bold part of a template's sentence has come up."""
        if not claimed(sentence) <= numbers(self.text):
            return False
        return self.foreign or all(plain(part) in plain(self.text) for part in bold_parts(sentence))

    def repeats(self, sentence: str) -> bool:
        """Whether most of a template sentence's telling words have come up."""
        wanted = stems(sentence)
        return bool(wanted) and len(wanted & stems(self.text)) >= SAID * len(wanted)


def missing(template: Sequence[Piece], said: Said) -> list[Piece]:
    """The template's sentences whose facts a finished rewording has lost, in their order."""
    lost = [p for p in template if not said.holds(p.text)]
    asked = [p for p in template if is_question(p.text)]
    short = len(asked) - sum(is_question(p.text) for p in said.pieces)
    if short > 0:
        open_ones = [p for p in asked if p not in lost]
        lost += ([p for p in open_ones if not said.repeats(p.text)] or open_ones)[-short:]
    if said.foreign and len(bold_parts(joined(template))) > len(bold_parts(said.text)):
        lost += [p for p in template if bold_parts(p.text) and is_question(p.text) and short > 0 and p not in lost]
    return [p for p in template if p in lost]


def lost_too_much(template: Sequence[Piece], lost: Sequence[Piece], said: Said) -> bool:
    """Whether a rewording has so little of its template that the template is the better reply."""
    if len(lost) * 2 > len(template) and len(template) > 1:
        return True
    wanted = stems(joined(template))
    return bool(wanted) and not said.foreign and len(wanted & stems(said.text)) < 0.3 * len(wanted)


def unsaid(template: Sequence[Piece], said: Said) -> str:
    """The template's sentences still to be said after a rewording broke off: all of them if nothing was said.

    A sentence counts as said if its facts and most of its words have come up; one without facts also if a later one
    was said. In doubt a sentence is said again.
    """
    if not said.pieces:
        return joined(template)
    done = [said.holds(p.text) and said.repeats(p.text) for p in template]
    last = max((i for i, d in enumerate(done) if d), default=-1)
    rest = [
        p for i, p in enumerate(template)
        if not done[i] and not (i < last and not claimed(p.text) and not bold_parts(p.text) and not is_question(p.text))
    ]  # fmt: skip
    return joined(rest)
