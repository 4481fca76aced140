"""Search while the index is still being built: examples by meaning, passages by their words alone."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from advisor.domain.gaps import Gap
from advisor.domain.passage import ExampleKind, Hit, LabelKind, Near, Passage
from advisor.retrieval.embedding import TextEmbedder
from advisor.retrieval.examples import Examples
from advisor.retrieval.keywords import WordIndex
from advisor.retrieval.passages import Contents
from advisor.retrieval.search import few_of_each, of_pattern
from advisor.retrieval.sorting import Sorter

if TYPE_CHECKING:
    from advisor.retrieval.embedding import Vectors

RELEVANT_SHARE = 0.33
"""Share of a query's information below which a passage does not count as an answer."""


class EarlySearch:
    """A `dialogue.ports.Searcher` for the first start, when embedding all passages takes a minute or more.

    The examples, by which messages are read, are few and short; with their vectors replies are as always. Only answers
    from passages are fewer: words must match.
    """

    def __init__(
        self, held: Contents, examples: Mapping[str, "Vectors"], sorters: Mapping[LabelKind, Sorter], embedder: TextEmbedder
    ) -> None:
        self._contents = held
        self._words = WordIndex(held.documents, embedder.is_word)
        self._examples = Examples(held, examples, embedder, sorters)

    def search(self, query: str, k: int = 5, pattern: str | None = None) -> Sequence[Hit]:
        """The passages that share most with the query, best first."""
        found = self._words.nearest(query, 8 * k + 20)
        hits = [Hit(self._contents.passages[s.id], s.share) for s in found if s.share >= RELEVANT_SHARE]
        hits.sort(key=lambda hit: (-hit.score, hit.passage.id))
        return few_of_each(of_pattern(hits, pattern))[: max(0, k)]

    def passage(self, id: str) -> Passage | None:
        """The passage of that id; None if there is none."""
        return self._contents.passages.get(id)

    def prepare(self, texts: Sequence[str]) -> None:
        """Embeds these texts at once, ahead of what will be asked of them."""
        self._examples.prepare(texts)

    def nearest(self, text: str, kinds: Sequence[ExampleKind], k: int = 20) -> Sequence[Near]:
        """The examples nearest to `text`, nearest first."""
        return self._examples.nearest(text, kinds, k)

    def labels(self, text: str, kind: LabelKind) -> Mapping[str, float]:
        """How probable each label is."""
        return self._examples.labels(text, kind)

    def gap(self, query: str) -> Gap:  # noqa: ARG002
        """Nothing is counted yet: what found nothing now may be found in a minute."""
        return Gap()
