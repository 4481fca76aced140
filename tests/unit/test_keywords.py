"""Words find texts by how much of the query they share, on a scale that means the same for every query."""

import pytest

from advisor.retrieval.keywords import WordIndex, stems

TEXTS = {
    "leak": "Leakage: a column that knows the answer",
    "split": "Split by time, so that the future stays unseen; leakage hides in random splits",
    "gpu": "Renting a graphics card",
    "empty": "",
}


@pytest.fixture(scope="module")
def index() -> WordIndex:
    return WordIndex(TEXTS)


def test_the_text_that_shares_the_rarest_words_comes_first(index: WordIndex) -> None:
    assert [s.id for s in index.nearest("is leakage hidden in a column?", 5)] == ["leak", "split"]


def test_shares_lie_between_nothing_and_everything(index: WordIndex) -> None:
    [best, *_] = index.nearest("leakage column answer", 5)
    assert best.id == "leak" and 0.4 < best.share < 1.0


def test_words_that_nothing_has_lower_the_share(index: WordIndex) -> None:
    [alone] = index.nearest("graphics card", 1)
    [mixed] = index.nearest("graphics card for sourdough pizza in rome", 1)
    assert alone.share > 2 * mixed.share


def test_forms_of_a_word_count_as_one(index: WordIndex) -> None:
    assert index.nearest("splitting", 1)[0].id == "split"
    assert stems("Splits splitting SPLIT") == ["split"] * 3


@pytest.mark.parametrize("query", ["", "  ", "how do I get it?", "quantum", "\0", "'", "🙂"])
def test_what_shares_no_telling_word_finds_nothing(index: WordIndex, query: str) -> None:
    assert index.nearest(query, 3) == []


def test_no_texts_no_finds() -> None:
    assert WordIndex({}).nearest("leakage", 3) == []
    assert WordIndex({"a": "the of", "b": ""}).nearest("leakage", 3) == []


def test_a_word_counts_as_used_from_several_texts_on(index: WordIndex) -> None:
    assert index.uses("leakages", least=2) and not index.uses("column", least=2)
    assert not index.uses("the") and not index.uses("zebra", least=1)
