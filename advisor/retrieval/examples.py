"""Example messages in memory: which are nearest to a text, and which problem a text as a whole is most like."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from advisor.domain.passage import ExampleKind, LabelKind, Near
from advisor.retrieval.embedding import TextEmbedder
from advisor.retrieval.keywords import WordIndex
from advisor.retrieval.passages import Contents
from advisor.retrieval.sorting import Sorter, teach

if TYPE_CHECKING:
    from advisor.retrieval.embedding import Vectors

DESCRIBED = 3.0
"""How many ways of putting a problem its own description counts for."""
WORDS = 0.3
"""What sharing all words with a problem's page is worth, in cosine similarity.

Both chosen by guessing a fifth of the ways of putting a problem from the others (five folds): nearest examples alone
name 41 % of them right among 95 problems, means 55 %, with descriptions 58 %, with words 62 %.
"""


class Examples:
    """The examples of an index and their vectors; a few thousand, so comparing with each takes less than a millisecond."""

    def __init__(
        self, held: Contents, vectors: Mapping[str, "Vectors"], embedder: TextEmbedder,
        sorters: Mapping[LabelKind, Sorter] | None = None,
    ) -> None:  # fmt: skip
        """`vectors`: by id of example, and by id of passage for the descriptions of problems, as far as there are any.

        `sorters`: taught by these examples before; taught now if there are none, which takes seconds.
        """
        import numpy as np

        self._embedder = embedder
        names = [name for name in held.examples if name in vectors]
        self._examples = [held.examples[name] for name in names]
        self._kinds = np.array([e.kind for e in self._examples])
        self._vectors: Vectors = np.stack([vectors[name] for name in names]) if names else np.zeros((0, 1), dtype=np.float32)
        ways: dict[str, list[Vectors]] = {}
        for example, vector in zip(self._examples, self._vectors, strict=True):
            if example.kind == "pattern":
                ways.setdefault(example.entry, []).append(vector)
        self._patterns = list(ways)
        means = [
            np.sum(found, axis=0) + DESCRIBED * vectors.get(f"pattern/{name}", np.zeros_like(found[0])) for name, found in ways.items()
        ]
        self._means: Vectors = np.stack([m / np.linalg.norm(m) for m in means]) if means else np.zeros((0, 1), dtype=np.float32)
        self._sorters = sorters or teach(held.examples, vectors)
        self._words = WordIndex({name: held.problems[name] for name in self._patterns if name in held.problems})

    def nearest(self, text: str, kinds: Sequence[ExampleKind], k: int) -> Sequence[Near]:
        """The examples of these kinds nearest to `text`, nearest first; none for an empty text."""
        import numpy as np

        if k < 1 or not text.strip() or not self._examples:
            return []
        places = np.flatnonzero(np.isin(self._kinds, list(kinds)))
        scores = self._vectors[places] @ self._embedder.embed_one(text)
        best = np.argsort(-scores, kind="stable")[:k]
        near = [Near(self._examples[places[i]], float(scores[i])) for i in best]
        return sorted(near, key=lambda n: (-n.score, n.example.entry, n.example.text))

    def problems(self, text: str) -> Mapping[str, float]:
        """How like each problem a text is as a whole, by meaning and by words; about 0 for not at all."""
        if not text.strip() or not self._patterns:
            return {}
        scores = self._means @ self._embedder.embed_one(text)
        found = {name: float(score) for name, score in zip(self._patterns, scores, strict=True)}
        for near in self._words.nearest(text, len(self._patterns)):
            found[near.id] += WORDS * near.share
        return found

    def labels(self, text: str, kind: LabelKind) -> Mapping[str, float]:
        """How probable each label of that kind is for `text`; empty if there are no examples of it."""
        sorter = self._sorters.get(kind)
        return sorter.shares(text, self._embedder.embed_one(text)) if sorter and text.strip() else {}
