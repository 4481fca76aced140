"""Example messages in memory: which are nearest to a text, and what a text is by them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from advisor.domain.passage import ExampleKind, LabelKind, Near
from advisor.retrieval.embedding import TextEmbedder
from advisor.retrieval.passages import Contents
from advisor.retrieval.sorting import Sorter, teach

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from advisor.retrieval.embedding import Vectors


class Examples:
    """The examples of an index and their vectors; a few thousand, so comparing with each takes less than a millisecond."""

    def __init__(
        self, held: Contents, vectors: Mapping[str, "Vectors"], embedder: TextEmbedder,
        sorters: Mapping[LabelKind, Sorter] | None = None,
    ) -> None:  # fmt: skip
        """`vectors`: by id of example.

        `sorters`: taught by these examples before; taught now if there are none, which takes seconds.
        """
        import numpy as np

        self._embedder = embedder
        names = [name for name in held.examples if name in vectors]
        self._examples = [held.examples[name] for name in names]
        self._kinds = np.array([e.kind for e in self._examples])
        stacked = np.stack([vectors[name] for name in names]) if names else np.zeros((0, 1))
        self._vectors: Vectors = stacked.astype(np.float32)  # Chroma gives them back as doubles, which take twice as long to compare
        self._by_kinds: dict[frozenset[ExampleKind], tuple[NDArray[np.intp], Vectors]] = {}
        self._sorters = sorters or teach(held.examples, vectors)

    def prepare(self, texts: Sequence[str]) -> None:
        """Makes what will be asked about `texts` quicker, by embedding them at once."""
        self._embedder.prepare([text for text in texts if text.strip()])

    def nearest(self, text: str, kinds: Sequence[ExampleKind], k: int) -> Sequence[Near]:
        """The examples of these kinds nearest to `text`, nearest first; none for an empty text."""
        if k < 1 or not text.strip() or not self._examples:
            return []
        places, vectors = self._of_kinds(frozenset(kinds))
        scores = vectors @ self._embedder.embed_one(text)
        best = _highest(scores, k)
        near = [Near(self._examples[places[i]], float(scores[i])) for i in best]
        return sorted(near, key=lambda n: (-n.score, n.example.entry, n.example.text))

    def _of_kinds(self, kinds: frozenset[ExampleKind]) -> "tuple[NDArray[np.intp], Vectors]":
        """The places of the examples of these kinds, and their vectors."""
        import numpy as np

        if kinds not in self._by_kinds:
            places = np.flatnonzero(np.isin(self._kinds, list(kinds)))
            self._by_kinds[kinds] = places, self._vectors[places]
        return self._by_kinds[kinds]

    def labels(self, text: str, kind: LabelKind) -> Mapping[str, float]:
        """How probable each label of that kind is for `text`; empty if there are no examples of it."""
        sorter = self._sorters.get(kind)
        return sorter.shares(text, self._embedder.embed_one(text)) if sorter and text.strip() else {}


def _highest(scores: "Vectors", k: int) -> "NDArray[np.intp]":
    """The places of the k highest scores, highest first; of equal ones the first. Only these are sorted."""
    import numpy as np

    if k >= len(scores):
        return np.argsort(-scores, kind="stable")
    least = np.partition(scores, len(scores) - k)[len(scores) - k]
    among = np.flatnonzero(scores >= least)
    return among[np.argsort(-scores[among], kind="stable")[:k]]
