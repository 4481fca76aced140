"""What search returns, in which order, and when it returns nothing."""

import shutil
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from advisor.dialogue.ports import Searcher
from advisor.domain.catalog import Catalog
from advisor.domain.entries.patterns import Boundary
from advisor.domain.entries.sources import Guide
from advisor.domain.gaps import Gap
from advisor.errors import SearchIndexError
from advisor.retrieval.embedding import Embedder
from advisor.retrieval.index import SearchIndex
from advisor.retrieval.search import WORDS, IndexSearch
from advisor.retrieval.words import WordEmbedder

INTENTS = {"intent": {"greet": ("hello there", "good day"), "why": ("why do you ask",)}}


def guide(id: str, body: str, *patterns: str) -> Guide:
    return Guide(
        id=id, title=id.title(), topics=("t",), answers=f"what about {id}?", sources=("s",), body=body,
        patterns=patterns,
    )  # fmt: skip


def catalog_of(*guides: Guide) -> Catalog:
    boundary = Boundary.model_validate(
        {"id": "chat", "verdict": "off-topic", "title": "Chat", "asks": ["hello you", "a joke", "rain"], "reply": "No."}
    )
    tables: dict[str, Any] = {"guides": {g.id: g for g in guides}, "boundaries": {"chat": boundary}}
    return Catalog(**{f.name: tables.get(f.name, {}) for f in fields(Catalog)})


CATALOG = catalog_of(
    guide("spam", "## Thresholds\nchoose the score above which you act\n", "spam-filtering"),
    guide("churn", "## Thresholds\nchoose the score above which you act\n", "customer-churn"),
    guide("general", "## Thresholds\nchoose the score above which you act\n"),
    guide("long", "\n".join(f"## Part {n}\nbread dough oven number {n}" for n in range(6))),
    guide("bread", "## Baking\nbread dough oven flour\n"),
)


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("data")
    SearchIndex(path).build(CATALOG, INTENTS, WordEmbedder())
    return path


@pytest.fixture
def search(data_dir: Path) -> Iterator[IndexSearch]:
    made = IndexSearch(SearchIndex(data_dir), CATALOG, INTENTS, WordEmbedder())
    yield made
    made.close()


def ids(hits: Any) -> list[str]:
    return [hit.passage.id for hit in hits]


def test_it_is_a_searcher(search: IndexSearch) -> None:
    searcher: Searcher = search
    assert searcher.search("flour", k=1)[0].passage.id == "guide/bread#baking"


def test_a_hit_carries_the_passage_of_the_catalogue_and_is_scored_by_meaning_and_words(search: IndexSearch) -> None:
    [hit] = search.search("Bread: Baking bread dough oven flour", k=1)
    assert hit.passage.text == "bread dough oven flour"
    assert 1.0 < hit.score <= 1.0 + WORDS


def test_a_rare_word_finds_what_the_meaning_of_the_rest_would_miss(tmp_path: Path) -> None:
    catalog = catalog_of(
        *(guide(f"g{n}", f"## How to bake\nbread dough oven flour water {n}\n") for n in range(30)),
        guide("aside", "## Notes\n" + "words about this and that in great number " * 6 + "levain\n"),
    )
    index = SearchIndex(tmp_path)
    index.build(catalog, {}, WordEmbedder())
    search = IndexSearch(index, catalog, {}, WordEmbedder())
    assert ids(search.ranked("the levain in bread", 60))[0] == "guide/aside#notes"
    [meant] = [s for name, s in search._nearest("passages", WordEmbedder().embed_one("the levain in bread"), 31) if "aside" in name]
    assert meant < 0.3
    search.close()


@pytest.mark.parametrize(
    ("pattern", "order"),
    [
        ("spam-filtering", ["guide/spam#thresholds", "guide/general#thresholds"]),
        ("customer-churn", ["guide/churn#thresholds", "guide/general#thresholds"]),
    ],
)
def test_passages_of_the_pattern_come_first_then_those_for_any_and_others_not(
    search: IndexSearch, pattern: str, order: list[str]
) -> None:
    assert ids(search.search("choose the score above which you act", k=3, pattern=pattern)) == order


def test_another_pattern_answers_where_nothing_else_does(tmp_path: Path) -> None:
    catalog = catalog_of(guide("spam", "## Thresholds\nchoose the score above which you act\n", "spam-filtering"))
    index = SearchIndex(tmp_path)
    index.build(catalog, {}, WordEmbedder())
    search = IndexSearch(index, catalog, {}, WordEmbedder())
    assert ids(search.search("choose the score", pattern="customer-churn")) == ["guide/spam#thresholds"]
    search.close()


def test_what_is_kept_of_a_question_without_answer_tells_nothing_of_who_asked(search: IndexSearch) -> None:
    gap = search.gap("My name is Maria Bread-Gonzalez, call me on 555 0100: is bread dough a number or a zebra?")
    assert set(gap.words) <= {"bread", "dough", "number"} and "bread" in gap.words
    assert gap.near.startswith("guide/")
    assert search.gap("") == Gap()


def test_the_preference_does_not_lift_what_fits_badly_over_what_fits_well(search: IndexSearch) -> None:
    query = "bread dough oven flour baking: choose the score above"
    assert ids(search.search(query, pattern="spam-filtering"))[0] == "guide/bread#baking"
    assert "guide/spam#thresholds" in ids(search.search(query, pattern="spam-filtering"))


def test_one_long_guide_does_not_fill_the_results(search: IndexSearch) -> None:
    hits = search.search("long bread dough oven number", k=5)
    assert [h.passage.entry for h in hits].count("long") == 2
    assert "guide/bread#baking" in ids(hits)


def test_a_passage_found_by_two_of_its_keys_is_returned_once(search: IndexSearch) -> None:
    assert ids(search.search("what about bread baking dough oven?", k=5)).count("guide/bread#baking") == 1


@pytest.mark.parametrize("query", ["", " \n\t", "zebra quantum", "\0"])
def test_nothing_is_returned_where_nothing_is_relevant(search: IndexSearch, query: str) -> None:
    assert search.search(query) == []


def test_the_number_of_hits_is_what_was_asked_for_at_most(search: IndexSearch) -> None:
    assert search.search("bread", k=0) == [] == search.nearest("hello", ["intent"], k=0)
    assert len(search.search("bread dough oven", k=1)) == 1
    assert len(search.nearest("hello", ["intent"], k=10_000)) == 3


def test_examples_of_the_kinds_asked_for_come_nearest_first(search: IndexSearch) -> None:
    near = search.nearest("hello there", ["intent", "boundary"], k=2)
    assert [(n.example.kind, n.example.entry, n.example.text) for n in near] == [
        ("intent", "greet", "hello there"),
        ("boundary", "chat", "hello you"),
    ]
    assert near[0].score == pytest.approx(1.0, abs=1e-4) and near[1].score < 0.9
    assert {n.example.kind for n in search.nearest("hello there", ["boundary", "boundary"])} == {"boundary"}
    assert search.nearest("hello", []) == [] == search.nearest(" ", ["intent"])


def test_an_index_older_than_the_catalogue_gives_what_both_know(data_dir: Path) -> None:
    newer = catalog_of(guide("bread", "## Baking\nbread dough oven flour and salt\n"), guide("new", "## X\ny\n"))
    search = IndexSearch(SearchIndex(data_dir), newer, {}, WordEmbedder())
    [hit] = search.search("bread dough oven flour")
    assert hit.passage.text == "bread dough oven flour and salt"
    assert search.nearest("hello there", ["intent"]) == []
    search.close()


def test_search_goes_on_while_the_index_is_rebuilt_and_after_it_was_replaced(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path)
    index.build(CATALOG, INTENTS, WordEmbedder())
    search = IndexSearch(index, CATALOG, INTENTS, WordEmbedder())
    for number in range(3):
        index.build(catalog_of(*CATALOG.guides.values(), guide("new", f"## X\nnumber {number}")), {}, WordEmbedder())
        assert ids(search.search("flour baking", k=1)) == ["guide/bread#baking"]
    search.close()
    shutil.rmtree(index.directory)
    index.build(CATALOG, INTENTS, WordEmbedder())
    assert ids(search.search("flour baking", k=1)) == ["guide/bread#baking"]
    search.close()


def test_an_index_lost_while_in_use_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path)
    index.build(CATALOG, INTENTS, WordEmbedder())
    search = IndexSearch(index, CATALOG, INTENTS, WordEmbedder())
    search.close()
    shutil.rmtree(index.directory)
    with pytest.raises(SearchIndexError) as caught:
        search.search("flour")
    assert caught.value.remedy == "Run: advisor index build"


def test_without_an_index_the_remedy_is_named(tmp_path: Path) -> None:
    with pytest.raises(SearchIndexError, match="not been built") as caught:
        IndexSearch(SearchIndex(tmp_path), CATALOG, INTENTS, WordEmbedder())
    assert caught.value.remedy == "Run: advisor index build"


def test_the_query_is_embedded_once_for_search(data_dir: Path) -> None:
    embedder = WordEmbedder()
    search = IndexSearch(SearchIndex(data_dir), CATALOG, INTENTS, embedder)
    search.search("flour", k=5, pattern="spam-filtering")
    assert embedder.embedded == ["flour"]
    search.close()


def test_the_real_model_finds_the_answer_in_other_words_and_nothing_for_what_is_off_topic(tmp_path: Path) -> None:
    catalog = catalog_of(
        guide(
            "rare",
            "## Count what you act on\nIf 8 in 100 patients miss their visit, a model that says everyone comes is 92 % "
            "accurate and useless. Ask how many of the thirty calls reach a real no-show.\n",
        ),
        guide("tests", "## Write one test\nA function without a test is a guess. Run pytest on each change.\n"),
    )
    index, embedder = SearchIndex(tmp_path), Embedder()
    intents = {"intent": {"greet": ("hi", "hello"), "bye": ("see you tomorrow", "good night")}}
    index.build(catalog, intents, embedder)
    search = IndexSearch(index, catalog, intents, embedder)
    assert search.search("why is accuracy bad when almost nobody misses an appointment")[0].passage.entry == "rare"
    for query in ("what is the capital of France", "bake me a cake", "a" * 100_000, "\ud800"):
        assert search.search(query) == []
    assert search.nearest("hey there!", ["intent"], k=1)[0].example.entry == "greet"
    assert np.isfinite([n.score for n in search.nearest("x" * 100_000, ["intent"])]).all()
    search.close()
