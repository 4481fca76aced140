"""Texts are sorted by what the examples teach, and what was taught can be kept in a file."""

from pathlib import Path

import numpy as np
import pytest

from advisor.domain.passage import Example
from advisor.retrieval.examples import _highest
from advisor.retrieval.sorting import Sorter, label_of, read_sorters, teach, write_sorters
from advisor.retrieval.words import WordEmbedder

TAUGHT = {
    "sweet": ["cake with sugar", "sugar on top", "a sweet cake", "honey and sugar"],
    "salty": ["salt on bread", "bread without sugar", "salted fish", "fish and salt"],
    "sour": ["vinegar on fish", "sour lemon", "lemon and vinegar", "a sour apple"],
}


def taught(labels: dict[str, list[str]] = TAUGHT) -> Sorter:
    texts = [text for group in labels.values() for text in group]
    return Sorter.taught(texts, [label for label, group in labels.items() for _ in group], vectors(texts))


def vectors(texts: list[str]) -> np.ndarray:
    return np.stack([WordEmbedder().embed_one(text) for text in texts])


def best(sorter: Sorter, text: str) -> str:
    shares = sorter.shares(text, WordEmbedder().embed_one(text))
    assert sum(shares.values()) == pytest.approx(1)
    return max(shares, key=lambda label: shares[label])


def test_a_text_gets_the_label_of_the_examples_that_it_resembles() -> None:
    sorter = taught()
    assert [best(sorter, text) for text in ("sugar cake", "salt fish", "lemon vinegar")] == ["sweet", "salty", "sour"]


def test_two_labels_are_told_apart_like_many() -> None:
    sorter = taught({label: TAUGHT[label] for label in ("sweet", "sour")})
    assert [best(sorter, text) for text in ("sugar cake", "lemon vinegar")] == ["sweet", "sour"]


def test_a_sequence_of_words_tells_what_the_words_alone_do_not() -> None:
    groups = {"yes": ["i want it", "want it not less"] * 4, "no": ["i want it not", "it i not want"] * 4}
    sorter = taught(groups)
    assert best(sorter, "not want") == "no"


def test_words_that_no_example_holds_leave_the_shares_to_the_vector() -> None:
    shares = taught().shares("?!", np.zeros_like(WordEmbedder().embed_one("x")))
    assert set(shares) == set(TAUGHT)
    assert max(shares.values()) < 0.6


def test_what_was_taught_is_the_same_after_it_was_kept(tmp_path: Path) -> None:
    examples = {f"{label}{i}": Example("intent", label, text) for label, group in TAUGHT.items() for i, text in enumerate(group)}
    examples |= {"p": Example("pattern", "baking", "bake bread"), "b": Example("boundary", "chat", "hello there")}
    made = teach(examples, {name: WordEmbedder().embed_one(e.text) for name, e in examples.items()})
    assert set(made) == {"intent", "problem", "boundary"}
    write_sorters(tmp_path / "s.npz", made)
    kept = read_sorters(tmp_path / "s.npz")
    for kind, text in (("intent", "sugar cake"), ("problem", "bread")):
        before, after = (s[kind].shares(text, WordEmbedder().embed_one(text)) for s in (made, kept))  # type: ignore[index]
        assert after == pytest.approx(before, abs=2e-3)
    assert set(kept["problem"].labels) == {"pattern/baking", "boundary/chat"}


def test_a_damaged_or_missing_file_gives_none(tmp_path: Path) -> None:
    assert read_sorters(tmp_path / "none.npz") == {}
    (tmp_path / "bad.npz").write_bytes(b"not a file of numbers")
    assert read_sorters(tmp_path / "bad.npz") == {}


def test_labels_of_mixed_kinds_say_which_kind() -> None:
    assert label_of("intent", Example("intent", "undo", "x")) == "undo"
    assert label_of("problem", Example("boundary", "vague", "x")) == "boundary/vague"


def test_the_highest_scores_are_those_of_a_full_sort_ties_included() -> None:
    scores = np.array([0.2, 0.9, 0.5, 0.9, 0.5, 0.1, 0.5], dtype=np.float32)
    for k in range(1, 9):
        assert list(_highest(scores, k)) == list(np.argsort(-scores, kind="stable")[:k])
