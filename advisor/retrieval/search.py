"""Finds passages and examples by meaning: one embedding and one look-up a search."""

import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from advisor.domain.catalog import Catalog
from advisor.domain.passage import ExampleKind, Hit, Near, Passage
from advisor.errors import SearchIndexError
from advisor.retrieval.embedding import TextEmbedder
from advisor.retrieval.index import PASSAGES, SearchIndex, examples_of
from advisor.retrieval.passages import contents

if TYPE_CHECKING:
    from advisor.retrieval.embedding import Vectors

RELEVANT = 0.35
"""Cosine similarity below which a passage counts as having nothing to do with the query.

For the shipped model; found by looking: of 35 messages about anything else, the best passage of 29 lay below, and three
of the other six are in the corpus after all (Kubernetes, JavaScript, calculus); of 43 real questions, 40 lay above.
"""
OF_PATTERN, OF_ANY = 0.06, 0.03
"""What passages of the pattern asked about, and of no pattern, gain over those of other patterns."""
PER_ENTRY = 2
"""Passages of one entry among the results at most, so that one long guide does not fill them."""
_KEYS_PER_HIT = 8


class IndexSearch:
    """A `dialogue.ports.Searcher` on the current index; may be shared by threads.

    Opens the index at once, so that what is wrong with it shows now: raises SearchIndexError as `SearchIndex.open`
    does. Texts come from the catalogue in memory and vectors from the index: what only the index knows (it may be of
    another version of the catalogue) is passed over.
    """

    def __init__(
        self,
        index: SearchIndex,
        catalog: Catalog,
        intents: Mapping[str, Sequence[str]],
        embedder: TextEmbedder,
        *,
        relevant: float = RELEVANT,
    ) -> None:
        self._index = index
        self._contents = contents(catalog, intents)
        self._embedder = embedder
        self._relevant = relevant
        self._store = index.open(embedder)
        self._opening = threading.Lock()

    def search(self, query: str, k: int = 5, pattern: str | None = None) -> Sequence[Hit]:
        """The best passages, best first, those of `pattern` preferred; empty where nothing is relevant."""
        if k < 1 or not query.strip():
            return []
        found: dict[str, float] = {}
        for name, score in self._nearest(PASSAGES, self._embedder.embed_one(query), k * _KEYS_PER_HIT + 20):
            if score >= self._relevant and (key := self._contents.keys.get(name)):
                found.setdefault(key.passage, score)
        hits = [Hit(self._contents.passages[name], score) for name, score in found.items()]
        hits.sort(key=lambda hit: (-hit.score - _preference(hit.passage, pattern), hit.passage.id))
        return _few_of_each(hits)[:k]

    def nearest(self, text: str, kinds: Sequence[ExampleKind], k: int = 20) -> Sequence[Near]:
        """The examples nearest to `text`, nearest first; none for an empty text."""
        if k < 1 or not text.strip():
            return []
        vector = self._embedder.embed_one(text)
        near = [
            Near(example, score)
            for kind in dict.fromkeys(kinds)
            for name, score in self._nearest(examples_of(kind), vector, k)
            if (example := self._contents.examples.get(name))
        ]
        near.sort(key=lambda n: (-n.score, n.example.entry, n.example.text))
        return near[:k]

    def close(self) -> None:
        """Gives back the index's files; a later search opens it again."""
        self._store.close()

    def _nearest(self, collection: str, vector: "Vectors", k: int) -> list[tuple[str, float]]:
        """Asks the index; opens it anew, once, if it was rebuilt under our feet."""
        store = self._store
        try:
            return store.nearest(collection, vector, k)
        except SearchIndexError:
            with self._opening:
                if self._store is store:
                    self._store = self._index.open(self._embedder)
                    store.close()
            return self._store.nearest(collection, vector, k)


def _preference(passage: Passage, pattern: str | None) -> float:
    if pattern is None:
        return 0.0
    if pattern in passage.patterns:
        return OF_PATTERN
    return 0.0 if passage.patterns else OF_ANY


def _few_of_each(hits: Sequence[Hit]) -> list[Hit]:
    """`hits` without those beyond PER_ENTRY of the same entry."""
    seen: Counter[tuple[str, str]] = Counter()
    kept: list[Hit] = []
    for hit in hits:
        of = (hit.passage.kind, hit.passage.entry)
        seen[of] += 1
        if seen[of] <= PER_ENTRY:
            kept.append(hit)
    return kept
