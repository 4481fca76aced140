"""While the index is built for the first time, messages are read as always and answers are found by their words."""

import threading
from pathlib import Path
from typing import Any

import pytest

from advisor.dialogue.ports import Searcher
from advisor.domain.gaps import Gap
from advisor.errors import SearchIndexError
from advisor.knowledge import Knowledge
from advisor.retrieval.early import EarlySearch
from advisor.retrieval.index import SearchIndex
from advisor.retrieval.passages import contents
from advisor.retrieval.search import IndexSearch
from advisor.retrieval.sorting import teach
from advisor.retrieval.words import WordEmbedder
from tests.unit.test_retrieval_search import CATALOG, INTENTS, ids


@pytest.fixture
def early() -> EarlySearch:
    held, embedder = contents(CATALOG, INTENTS), WordEmbedder()
    vectors = {name: embedder.embed_one(e.text) for name, e in held.examples.items()}
    return EarlySearch(held, vectors, teach(held.examples, vectors), embedder)


def test_it_is_a_searcher_that_finds_by_words(early: EarlySearch) -> None:
    searcher: Searcher = early
    assert ids(searcher.search("flour in the oven", k=1)) == ["guide/bread#baking"]
    assert searcher.search("zebra quantum") == [] == searcher.search("", k=3) == searcher.search("flour", k=0)
    assert ids(searcher.search("choose the score", pattern="spam-filtering"))[0] == "guide/spam#thresholds"
    assert searcher.gap("zebra") == Gap()


def test_examples_are_as_near_as_in_the_index(early: EarlySearch, tmp_path: Path) -> None:
    SearchIndex(tmp_path).build(CATALOG, INTENTS, WordEmbedder())
    whole = IndexSearch(SearchIndex(tmp_path), CATALOG, INTENTS, WordEmbedder())
    for text in ("hello there", "why do you ask me", ""):
        one, other = early.nearest(text, ["intent", "boundary"], 4), whole.nearest(text, ["intent", "boundary"], 4)
        assert [n.example for n in one] == [n.example for n in other]
        assert [n.score for n in one] == pytest.approx([n.score for n in other], abs=1e-4)
    whole.close()


class Slow:
    """Loads in two steps, each when it is told to."""

    def __init__(self, early: Any, whole: Any) -> None:
        self.early, self.whole = early, whole
        self.to_early, self.to_whole = threading.Event(), threading.Event()

    def load(self, note: Any, stand_in: Any) -> Any:
        self.to_early.wait(10)
        stand_in(self.early)
        self.to_whole.wait(10)
        if isinstance(self.whole, Exception):
            raise self.whole
        return self.whole


def test_who_waits_gets_the_stand_in_and_later_the_whole_search(early: EarlySearch) -> None:
    slow = Slow(early, object())
    knowledge = Knowledge(CATALOG, slow.load)
    loader = threading.Thread(target=lambda: knowledge.searcher)
    loader.start()
    got: list[Any] = []
    waiter = threading.Thread(target=lambda: got.append(knowledge.searcher))
    waiter.start()
    assert not knowledge.ready
    slow.to_early.set()
    waiter.join(10)
    assert got == [early] and knowledge.ready and not knowledge.whole
    slow.to_whole.set()
    loader.join(10)
    assert knowledge.searcher is slow.whole and knowledge.whole


def test_a_load_that_fails_after_the_stand_in_is_tried_again(early: EarlySearch) -> None:
    slow = Slow(early, SearchIndexError("The disk is full."))
    slow.to_early.set()
    slow.to_whole.set()
    knowledge = Knowledge(CATALOG, slow.load)
    for _ in range(2):
        with pytest.raises(SearchIndexError):
            _ = knowledge.searcher
        assert not knowledge.ready
    slow.whole = object()
    assert knowledge.searcher is slow.whole
