"""Finds passages by meaning and by words together, and examples by meaning: one embedding and one look-up a search."""

import re
import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, get_args

from advisor.domain.catalog import Catalog
from advisor.domain.gaps import Gap
from advisor.domain.passage import ExampleKind, Hit, LabelKind, Messages, Near, Passage
from advisor.errors import SearchIndexError
from advisor.retrieval.embedding import TextEmbedder
from advisor.retrieval.examples import Examples
from advisor.retrieval.index import PASSAGES, SearchIndex, examples_of
from advisor.retrieval.keywords import WordIndex
from advisor.retrieval.passages import Contents, contents

if TYPE_CHECKING:
    from advisor.retrieval.embedding import Vectors

WORDS = 0.8
"""What sharing all words with the query is worth, in cosine similarity."""
RELEVANT = 0.51
"""Score below which a passage counts as having nothing to do with the query.

Both for the shipped model, chosen on the open half of evals/cases/queries.yaml; `python -m evals.retrieval` shows what
they do on the other half.
"""
FOLLOWS = 0.5
"""Share of the best passage's score from which on others are shown behind it."""
OF_PATTERN = 0.06
"""What passages of the pattern asked about gain over those that serve any."""
MOST_GAP_WORDS = 8
PER_ENTRY = 2
"""Passages of one entry among the results at most, so that one long guide does not fill them."""
_KEYS_PER_HIT = 8
_NO_CLOSER = 0.05
"""How much farther than the farthest neighbour a passage is taken to be that was found by its words alone."""


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
        messages: Messages,
        embedder: TextEmbedder,
        *,
        relevant: float = RELEVANT,
    ) -> None:
        self._index = index
        self._contents = contents(catalog, messages)
        self._embedder = embedder
        self._relevant = relevant
        self._words = WordIndex(self._contents.documents, embedder.is_word)
        self._store = index.open(embedder)
        self._examples = Examples(self._contents, self._vectors_of_examples(), embedder, index.sorters(self._contents, embedder))
        self._opening = threading.Lock()

    def search(self, query: str, k: int = 5, pattern: str | None = None) -> Sequence[Hit]:
        """The best passages, best first; empty where nothing is relevant.

        With a `pattern`, passages of other patterns are left out as long as others are relevant.
        """
        if k < 1 or not query.strip():
            return []
        hits = self.ranked(query, k * _KEYS_PER_HIT + 20)
        best = hits[0].score if hits else 0.0
        if best < self._relevant:
            return []
        hits = [hit for hit in hits if hit.score >= FOLLOWS * best]
        return few_of_each(of_pattern(hits, pattern))[:k]

    def gap(self, query: str) -> Gap:
        """What may be kept of a query that found nothing: words of ours, and what came nearest."""
        if not query.strip():
            return Gap()
        said = dict.fromkeys(word for word in re.findall(r"[^\W\d_]{3,}", query.lower()) if self._words.uses(word))
        nearest = self.ranked(query, 20)[:1]
        near = f"{nearest[0].passage.kind}/{nearest[0].passage.entry}" if nearest else ""
        return Gap(tuple(said)[:MOST_GAP_WORDS], near)

    def ranked(self, query: str, keys: int) -> list[Hit]:
        """All passages among the best `keys` keys by meaning or by words, best first, however little they fit.

        The score is the cosine similarity of the passage's nearest key, plus WORDS times the share of the query's
        information that it carries (see `WordIndex`); so it has the same meaning for every query.
        """
        told = self._words.mended(query)
        meant = best_of_keys(self._contents, self._nearest(PASSAGES, self._embedder.embed_one(told), keys))
        shared = {s.id: s.share for s in self._words.nearest(query, keys)}
        far = min(meant.values(), default=0.0) - _NO_CLOSER
        hits = [
            Hit(self._contents.passages[name], meant.get(name, far) + WORDS * shared.get(name, 0.0))
            for name in dict.fromkeys([*meant, *shared])
        ]
        hits.sort(key=lambda hit: (-hit.score, hit.passage.id))
        return hits

    def passage(self, id: str) -> Passage | None:
        """The passage of that id; None if there is none any more."""
        return self._contents.passages.get(id)

    def prepare(self, texts: Sequence[str]) -> None:
        """Embeds these texts at once, ahead of what will be asked of them."""
        self._examples.prepare(texts)

    def nearest(self, text: str, kinds: Sequence[ExampleKind], k: int = 20) -> Sequence[Near]:
        """The examples nearest to `text`, nearest first; none for an empty text."""
        return self._examples.nearest(text, kinds, k)

    def labels(self, text: str, kind: LabelKind) -> Mapping[str, float]:
        """How probable each label is."""
        return self._examples.labels(text, kind)

    def _vectors_of_examples(self) -> "dict[str, Vectors]":
        """Of the examples, by id."""
        found: dict[str, Vectors] = {}
        for kind in get_args(ExampleKind):
            found |= self._store.vectors(examples_of(kind))
        return found

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


def best_of_keys(held: Contents, found: Iterable[tuple[str, float]]) -> dict[str, float]:
    """The best value of any key of each passage, from (key, value) pairs."""
    best: dict[str, float] = {}
    for name, value in found:
        if key := held.keys.get(name):
            best[key.passage] = max(value, best.get(key.passage, value))
    return best


def of_pattern(hits: Sequence[Hit], pattern: str | None) -> list[Hit]:
    """`hits` without those of other patterns only, unless there are no others; those of `pattern` gain a little."""
    if pattern is None:
        return list(hits)
    near = [hit for hit in hits if not hit.passage.patterns or pattern in hit.passage.patterns]
    return sorted(near or hits, key=lambda hit: -hit.score - (OF_PATTERN if pattern in hit.passage.patterns else 0.0))


def few_of_each(hits: Sequence[Hit]) -> list[Hit]:
    """`hits` without those beyond PER_ENTRY of the same entry."""
    seen: Counter[tuple[str, str]] = Counter()
    kept: list[Hit] = []
    for hit in hits:
        of = (hit.passage.kind, hit.passage.entry)
        seen[of] += 1
        if seen[of] <= PER_ENTRY:
            kept.append(hit)
    return kept
