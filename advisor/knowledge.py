"""The knowledge base in use: the catalogue, and the search over it, which takes a while to load."""

import threading
from collections.abc import Callable, Mapping, Sequence

from advisor.dialogue.ports import Searcher
from advisor.dialogue.reading.mentions import Names
from advisor.domain.catalog import Catalog
from advisor.domain.gaps import Gap
from advisor.domain.passage import ExampleKind, Hit, LabelKind, Near, Passage


class Knowledge:
    """The catalogue and the search over it, the latter loaded on first use or by `warm`.

    `load` gets a way to tell how far it is, and a way to hand in a lesser search that can be used meanwhile.
    """

    def __init__(
        self, catalog: Catalog, load: Callable[[Callable[[str, float], None], Callable[[Searcher], None]], Searcher]
    ) -> None:
        self.catalog = catalog
        self.names = Names(catalog)
        self._load = load
        self._searcher: Searcher | None = None
        self._early: Searcher | None = None
        self._changed = threading.Condition()
        self._loading = False
        self.progress: tuple[str, float] = ("Loading the knowledge base", 0.0)

    @property
    def ready(self) -> bool:
        """Whether replies need not wait: search is loaded, or a lesser one stands in for it."""
        return self._searcher is not None or self._early is not None

    @property
    def whole(self) -> bool:
        """Whether search is loaded in full."""
        return self._searcher is not None

    @property
    def searcher(self) -> Searcher:
        """The search; loads it if need be, or waits for whoever loads it. Raises EmbeddingError or SearchIndexError."""
        with self._changed:
            while self._loading and not self.ready:
                self._changed.wait()
            if found := self._searcher or self._early:
                return found
            self._loading = True
        try:
            loaded = self._load(self._note, self._stand_in)
        except BaseException:
            with self._changed:
                self._loading, self._early = False, None
                self._changed.notify_all()
            raise
        with self._changed:
            self._searcher, self._early, self._loading = loaded, None, False
            self._note("Ready", 1.0)
            self._changed.notify_all()
        return loaded

    def _stand_in(self, early: Searcher) -> None:
        with self._changed:
            self._early = early
            self._changed.notify_all()

    def _note(self, what: str, share: float) -> None:
        self.progress = (what, share)


class OnDemand:
    """The search, loaded only when it is asked: most clicks need none."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def search(self, query: str, k: int = 5, pattern: str | None = None) -> Sequence[Hit]:
        """As `Searcher.search`."""
        return self._knowledge.searcher.search(query, k, pattern)

    def labels(self, text: str, kind: LabelKind) -> Mapping[str, float]:
        """As `Searcher.labels`."""
        return self._knowledge.searcher.labels(text, kind)

    def gap(self, query: str) -> Gap:
        """As `Searcher.gap`."""
        return self._knowledge.searcher.gap(query)

    def passage(self, id: str) -> Passage | None:
        """As `Searcher.passage`."""
        return self._knowledge.searcher.passage(id)

    def prepare(self, texts: Sequence[str]) -> None:
        """As `Searcher.prepare`."""
        self._knowledge.searcher.prepare(texts)

    def nearest(self, text: str, kinds: Sequence[ExampleKind], k: int = 20) -> Sequence[Near]:
        """As `Searcher.nearest`."""
        return self._knowledge.searcher.nearest(text, kinds, k)
