"""Whether a sentence of an answer is borne out by the passages that the answer was to be made of.

The check is made without asking a model, so it is strict: what is doubtful does not pass. `evals/grounding.py` measures
it on labelled pairs, on whose open half it was made; on the other half some reversed sentences pass.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from advisor.errors import AdvisorError
from advisor.models.evidence import Evidence, evidence, telling, tokens
from advisor.models.guard import Guard, ViolationError
from advisor.models.tongue import tongue

COVERED = 0.65
"""Share of a sentence's telling words that its passage must have."""
ALIKE = 0.5
"""Cosine similarity that a sentence must have to what it was held against."""
ON_THE_QUESTION = 0.25
"""The same for a question and the sentence that answers it, if they share no word."""
LEAST_WORDS = 2
"""Telling words below which a sentence says nothing that can be checked."""

Embed = Callable[[Sequence[str]], Any]
"""One row of length 1 a text."""

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://|\bwww\.|\bmailto:|\b(?:javascript|data|vbscript):\S|\S@\S+\.\w", re.IGNORECASE)
_MARK_UP = re.compile(r"!\[|\]\s*\(|\]\s*\[|\]:|<\s*[a-z!/?]|[‹›]|&(?:#\d+|#x[0-9a-f]+|lt|gt|quot);|\|.*\|", re.IGNORECASE)
_ORDER = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,60}\b(?:instruction|rule|prompt|above|previous|earlier|guideline)"
    r"|\b(?:system|developer) (?:prompt|message)\b|\byou are now\b|\b(?:reply|respond|answer) (?:only|exactly) with\b"
    r"|\b(?:say|print|output|repeat|write) (?:only |exactly )?the (?:word|phrase|following)\b"
    r"|\b(?:your|these|all|previous|new) instructions\b|^\W*(?:assistant|system|human)\s*:|<\|",
    re.IGNORECASE | re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True)
class Verdict:
    """What the check says of one sentence."""

    passages: tuple[int, ...] = ()
    """Places of the passages that bear it out; empty if none does, or if it could not be checked."""
    why_not: str = ""
    """Why it must not be shown; empty if it may be."""
    checked: bool = True
    """Whether its words were held against the passages; false for one in another language, as the question was."""


def without_orders(text: str) -> str:
    """A passage without sentences that give orders to a model, and what follows them in the same paragraph."""
    kept = []
    for paragraph in re.split(r"\n\s*\n", text):
        found = _ORDER.search(paragraph)
        if found:
            end = max(paragraph.rfind(mark, 0, found.start()) for mark in (". ", "! ", "? ", "\n", ".\n"))
            paragraph = paragraph[: end + 1]
        kept.append(paragraph.strip())
    return "\n\n".join(p for p in kept if p)


class Grounding:
    """Checks the sentences of one answer to `question` against its `passages`, texts with their titles."""

    def __init__(
        self, question: str, passages: Sequence[str], tools: Sequence[str] = (), embed: Embed | None = None
    ) -> None:
        self._question = question
        self._passages = tuple(passages)
        self._guards = [Guard(p, "", tools) for p in passages]
        self._all = Guard("\n\n".join(passages), "", tools)
        self._embed = embed

    def judge(self, sentence: str, named: Sequence[int] = ()) -> Verdict:
        """Whether `sentence`, which names the passages at these places, may be shown, and what it may cite."""
        if sentence.rstrip('*_ "”)').endswith("?"):
            return Verdict(why_not="a question")
        if len(telling(tokens(sentence))) < LEAST_WORDS:
            return Verdict(why_not="says nothing that can be checked")
        if _ADDRESS.search(sentence) or _MARK_UP.search(sentence):
            return Verdict(why_not="a link or mark-up")
        if _ORDER.search(sentence):
            return Verdict(why_not="an order")
        try:
            self._all.check(sentence)
        except ViolationError as broken:
            return Verdict(why_not=str(broken))
        if tongue(sentence) != "en" and tongue(self._question) != "en":
            return Verdict(tuple(dict.fromkeys(named)), checked=False)
        return self._borne_out(sentence, tuple(dict.fromkeys(named)))

    def on_the_question(self, sentence: str) -> bool:
        """Whether a sentence has to do with what was asked."""
        asked = set(telling(tokens(self._question)))
        if not asked or asked & set(telling(tokens(sentence))) or tongue(self._question) != "en":
            return True
        alike = self._alike(self._question, sentence)
        return alike is not None and alike >= ON_THE_QUESTION

    def _borne_out(self, sentence: str, named: tuple[int, ...]) -> Verdict:
        """The first passage that bears it out: those it names, then the others, then those it names together."""
        others = [i for i in range(len(self._passages)) if i not in named]
        reason = ""
        for i in (*named, *others):
            found = evidence(sentence, self._passages[i])
            against = self._against(sentence, found, self._guards[i])
            if not against:
                return Verdict((i,))
            reason = reason or against
        if len(named) > 1:
            together = evidence(sentence, "\n\n".join(self._passages[i] for i in named))
            if not (against := self._against(sentence, together, self._all)):
                return Verdict(named)
            reason = against
        return Verdict(why_not=reason)

    def _against(self, sentence: str, found: Evidence, guard: Guard) -> str:
        """What keeps a sentence from passing; empty if nothing does."""
        if found.coverage < COVERED:
            return f"covered {found.coverage:.2f}"
        if found.against:
            return ", ".join(sorted(found.against))
        try:
            guard.check(sentence)
        except ViolationError as broken:
            return str(broken)
        alike = self._alike(sentence, found.source)
        return f"alike {alike:.2f}" if alike is not None and alike < ALIKE else ""

    def _alike(self, one: str, other: str) -> float | None:
        """The similarity of two texts; None where no embedding is to be had."""
        if self._embed is None:
            return None
        try:
            rows = self._embed([one, other])
        except AdvisorError:
            return None
        return float(rows[0] @ rows[1])
