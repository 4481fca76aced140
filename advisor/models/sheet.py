"""The numbered sentences of passages, from which an answer is put together: what the model gets, and what is shown."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from advisor.domain.orders import without_orders
from advisor.domain.passage import Hit, Passage
from advisor.models.alignment import tokens
from advisor.models.claim_words import LEANING
from advisor.models.prompts import fenced
from advisor.models.sentences import split

MOST_PASSAGES = 3
WORDS_EACH = 120
"""Words of a passage that the model is given: its first whole sentences."""
LEAST_WORDS = 3
"""Words of something that may be shown by itself."""
FAR_BACK = 2
"""Sentences that may be shown before one that goes on from them."""
_POINTS = frozenset("this these those such it they them".split())
_WRAPPED = re.compile(r"\n(?!\s*(?:[-*+•|>#]|\d{1,2}[.)]\s))")
_TABLE = re.compile(r"^\s*[|>#`]")
_BULLET = re.compile(r"^\s*(?:[-*+•]|\d{1,2}[.)])\s+")


@dataclass(frozen=True)
class Sentence:
    """A sentence of a passage, as it may be shown."""

    text: str
    passage: int
    """The place of its passage."""
    before: "Sentence | None" = field(default=None, repr=False)
    """The one that it goes on from; None if it stands by itself."""

    @property
    def led(self) -> tuple["Sentence", ...]:
        """Itself after those without which it cannot be understood."""
        found: list[Sentence] = [self]
        while found[0].before is not None and len(found) <= FAR_BACK:
            found.insert(0, found[0].before)
        return tuple(found)


@dataclass(frozen=True)
class Sheet:
    """The passages that an answer may be made of, and their sentences; these are numbered from 1."""

    passages: tuple[Passage, ...]
    sentences: tuple[Sentence, ...]

    def heading(self, sentence: Sentence) -> str:
        """What must stand before it to tell what it is about: a component's name, or what the passage is to answer."""
        passage = self.passages[sentence.passage]
        if passage.kind == "component":
            return passage.title
        opens = sentence.before is None and _leans(sentence.text)
        return passage.title.split(": ", 1)[-1] if opens else ""

    def listed(self) -> str:
        """The passages as the prompt has them."""
        lines: list[str] = []
        last = -1
        for number, sentence in enumerate(self.sentences, 1):
            if sentence.passage != last:
                lines.append(fenced(self.passages[sentence.passage].title, 200))
                last = sentence.passage
            lines.append(f"[{number}] {fenced(sentence.text, 1_000)}")
        return "\n".join(lines)


def sheet_of(hits: Sequence[Hit], words_each: int = WORDS_EACH) -> Sheet:
    """What the model gets to see: the best passages, each without orders to it, in its first whole sentences."""
    passages: list[Passage] = []
    sentences: list[Sentence] = []
    for hit in hits[:MOST_PASSAGES]:
        # Of a component what it is, without when it would come into a plan.
        telling = hit.passage.text.split("\n\n")[0] if hit.passage.kind == "component" else hit.passage.text
        found = _sentences(without_orders(telling), len(passages), words_each)
        if found:
            passages.append(hit.passage)
            sentences += found
    return Sheet(tuple(passages), tuple(sentences))


def _sentences(text: str, passage: int, most: int) -> list[Sentence]:
    """The first sentences that may be shown: no tables, and nothing that only leads on to what follows."""
    found: list[Sentence] = []
    words = 0
    for paragraph in re.split(r"\n\s*\n", text):
        pieces = [p for p in split(_WRAPPED.sub(" ", paragraph)) if not _TABLE.match(p.text)]
        for piece in pieces:
            plain = " ".join(_BULLET.sub("", piece.text).split())
            words += piece.words
            if words > most and found:
                return found
            leads_on = plain.endswith((":", "?")) and piece is pieces[-1]
            if leads_on or len(plain.split()) < LEAST_WORDS:
                continue
            found.append(Sentence(plain, passage, found[-1] if found and _leans(plain) else None))
    return found


def _leans(sentence: str) -> bool:
    """Whether it goes on from what stands before it."""
    words = tokens(sentence)
    return bool(words) and (words[0] in LEANING or bool(_POINTS & set(words[:4])))
