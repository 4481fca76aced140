"""Example messages in memory: which are nearest to a text, and which problem a text as a whole is most like."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, get_args

from advisor.domain.passage import ExampleKind, LabelKind, Near
from advisor.retrieval.embedding import TextEmbedder
from advisor.retrieval.keywords import WordIndex
from advisor.retrieval.passages import Contents
from advisor.retrieval.sorting import Sorter

if TYPE_CHECKING:
    from advisor.retrieval.embedding import Vectors

DESCRIBED = 3.0
"""How many ways of putting a problem its own description counts for."""
WORDS = 0.3
"""What sharing all words with a problem's page is worth, in cosine similarity.

Both chosen by guessing a fifth of the ways of putting a problem from the others (five folds): nearest examples alone
name 41 % of them right among 95 problems, means 55 %, with descriptions 58 %, with words 62 %.
"""

NOT_OF_KIND: Mapping[LabelKind, str] = {"condition": "none"}
"""Kinds that most sentences say nothing of, and their label for it. The ways of putting a problem are examples of that
too: with them, 55 of 2000 sentences about problems are taken to state a condition, and nearly all of these do."""
ALIKE = 0.5
"""Similarity to an example from which a way of putting a problem may itself say something of that kind."""


class Examples:
    """The examples of an index and their vectors; a few thousand, so comparing with each takes less than a millisecond."""

    def __init__(self, held: Contents, vectors: Mapping[str, "Vectors"], embedder: TextEmbedder) -> None:
        """`vectors`: by id of example, and by id of passage for the descriptions of problems, as far as there are any."""
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
        self._sorters: Mapping[LabelKind, Sorter | None] = {kind: self._sorter(kind) for kind in get_args(LabelKind)}
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
        sorter = self._sorters[kind]
        return sorter.shares(text, self._embedder.embed_one(text)) if sorter and text.strip() else {}

    def _sorter(self, kind: LabelKind) -> Sorter | None:
        places = [i for i, example in enumerate(self._examples) if example.kind == kind]
        labels = [self._examples[i].entry for i in places]
        if len(set(labels)) < 2:
            return None
        if kind in NOT_OF_KIND:
            others = self._unlike([i for i, label in zip(places, labels, strict=True) if label != NOT_OF_KIND[kind]])
            places += others
            labels += [NOT_OF_KIND[kind]] * len(others)
        return Sorter([self._examples[i].text for i in places], labels, self._vectors[places])

    def _unlike(self, places: Sequence[int]) -> list[int]:
        """Ways of putting a problem that are not like any of the examples at `places`."""
        problems = [i for i, example in enumerate(self._examples) if example.kind == "pattern"]
        if not problems or not places:
            return []
        nearest = (self._vectors[problems] @ self._vectors[list(places)].T).max(axis=1)
        return [i for i, similarity in zip(problems, nearest, strict=True) if similarity < ALIKE]
