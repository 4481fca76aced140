"""What of a model's answer may be shown: the corpus's own sentences, chosen by number or by what the model wrote.

A model's own words are shown in two cases only: where they are a sentence of the corpus up to what does not matter
(`alignment`), and beside one as its translation, whose numbers, names and negations are compared with it. In all other cases
the sentence that it meant stands in the place of its own. No model is asked; `evals/grounding.py` measures it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from advisor.domain.orders import steers
from advisor.domain.tongue import tongue
from advisor.errors import AdvisorError
from advisor.models.alignment import made_of, telling, tokens
from advisor.models.translating import says_the_same

MEANT = 0.5
"""Share of a sentence's telling words that a sentence of the corpus must have to be what it meant."""
ALIKE = 0.6
"""Cosine similarity from which a sentence of the corpus is what was meant, if it shares fewer words."""
ON_THE_QUESTION = 0.25
"""Cosine similarity of a question and the sentence that answers it, if they share no word."""
LEAST_WORDS = 2
"""Telling words below which a sentence says nothing that can be checked."""

Embed = Callable[[Sequence[str]], Any]
"""One row of length 1 a text."""

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://|\bwww\.|\bmailto:|\b(?:javascript|data|vbscript):\S|\S@\S+\.\w", re.IGNORECASE)
_MARK_UP = re.compile(r"!\[|\]\s*\(|\]\s*\[|\]:|<\s*[a-z!/?]|[‹›]|&(?:#\d+|#x[0-9a-f]+|lt|gt|quot);|\|.*\|", re.IGNORECASE)


@dataclass(frozen=True)
class Verdict:
    """What the check says of something that the model wrote."""

    sentences: tuple[int, ...] = ()
    """Places of the sentences that bear it out, or that it meant; empty if there are none."""
    own: bool = False
    """Whether the model's own words may be shown; otherwise the sentences stand in their place."""
    why_not: str = ""
    """Why nothing is to be shown; empty if something is."""


class Grounding:
    """Holds what a model writes in answer to `question` against the `sentences` that it was to choose from."""

    def __init__(
        self, question: str, sentences: Sequence[str], tools: Sequence[str] = (), embed: Embed | None = None
    ) -> None:
        self._question = question
        self._tongue = tongue(question)
        self._sentences = tuple(sentences)
        self._stems = [frozenset(telling(tokens(s))) for s in sentences]
        self._tools = tools
        self._embed = embed

    def judge(self, words: str, named: Sequence[int] = ()) -> Verdict:
        """What may be shown of `words` with which the model names the sentences at the places `named`."""
        named = tuple(dict.fromkeys(i for i in named if 0 <= i < len(self._sentences)))
        if not words.strip():
            return Verdict(named) if named else Verdict(why_not="no sentence of that number")
        if words.rstrip('*_ "”)').endswith("?"):
            return Verdict(why_not="a question")
        if _ADDRESS.search(words) or _MARK_UP.search(words):
            return Verdict(named, why_not="" if named else "a link or mark-up")
        if steers(words):
            return Verdict(named, why_not="" if named else "an order")
        if self._tongue != "en" and tongue(words) != "en":
            return self._translated(words, named)
        return self._meant(words, named)

    def on_the_question(self, sentence: str) -> bool:
        """Whether a sentence has to do with what was asked."""
        asked = set(telling(tokens(self._question)))
        if not asked or asked & set(telling(tokens(sentence))) or self._tongue != "en":
            return True
        return any(likeness >= ON_THE_QUESTION for likeness in self._likenesses(self._question, [sentence]))

    def _meant(self, words: str, named: tuple[int, ...]) -> Verdict:
        """The sentences that it is made of; if there are none, the one that has most of its words, or else those it names."""
        stems = frozenset(telling(tokens(words)))
        if len(stems) < LEAST_WORDS:
            return Verdict(named, why_not="" if named else "says nothing that can be checked")
        if found := made_of(words, self._sentences):
            return Verdict(found, own=True)
        shares = [len(stems & its) / len(stems) for its in self._stems]
        best = max(range(len(shares)), key=lambda i: (shares[i], i in named), default=None)
        if best is not None and shares[best] >= MEANT:
            return Verdict((best,))
        meant = named or self._nearest(words)
        return Verdict(meant, why_not="" if meant else "nothing of the kind in the passages")

    def _translated(self, words: str, named: tuple[int, ...]) -> Verdict:
        """A translation of the sentences it names, if nothing speaks against its being one."""
        if not named:
            return Verdict(why_not="names no sentence")
        source = " ".join(self._sentences[i] for i in named)
        return Verdict(named, own=says_the_same(words, self._tongue, source, self._tools))

    def _nearest(self, words: str) -> tuple[int, ...]:
        """The sentence that is nearest in meaning, if it is near."""
        likenesses = self._likenesses(words, self._sentences)
        best = max(range(len(likenesses)), key=likenesses.__getitem__, default=None)
        return (best,) if best is not None and likenesses[best] >= ALIKE else ()

    def _likenesses(self, one: str, others: Sequence[str]) -> list[float]:
        """The similarity of a text to each of the others; none where no embedding is to be had."""
        if self._embed is None:
            return []
        try:
            rows = self._embed([one, *others])
        except AdvisorError:
            return []
        return [float(rows[0] @ row) for row in rows[1:]]
