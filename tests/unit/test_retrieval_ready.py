"""Vectors that come with the corpus: near enough to the real ones, and never in the way."""

from pathlib import Path

import numpy as np
import pytest

from advisor.bootstrap import index_of
from advisor.catalog_files import load_catalog
from advisor.dialogue.reading.examples import example_messages
from advisor.domain.catalog import Catalog
from advisor.retrieval.embedding import Embedder
from advisor.retrieval.index import VECTORS
from advisor.retrieval.passages import contents
from advisor.retrieval.ready import read_ready, write_ready
from advisor.retrieval.vectors import text_hash
from advisor.settings import Settings

TEXTS = ["one", "two", "three"]


@pytest.fixture
def rows() -> dict[str, np.ndarray]:
    made = np.random.default_rng(0).normal(size=(3, 384)).astype(np.float32)
    return {text_hash(t): row / np.linalg.norm(row) for t, row in zip(TEXTS, made, strict=True)}


def test_vectors_come_back_nearly_as_they_were(tmp_path: Path, rows: dict[str, np.ndarray]) -> None:
    write_ready(tmp_path / "v.npz", "m", rows)
    back = read_ready(tmp_path / "v.npz", "m", [*TEXTS, "four"])
    assert back.keys() == rows.keys(), "of a text that is not in the file there is nothing"
    assert min(float(back[h] @ rows[h]) for h in rows) > 0.9999


def test_those_of_another_model_are_not_used(tmp_path: Path, rows: dict[str, np.ndarray]) -> None:
    write_ready(tmp_path / "v.npz", "m", rows)
    assert read_ready(tmp_path / "v.npz", "other", TEXTS) == {}


def test_a_missing_or_damaged_file_is_no_obstacle(tmp_path: Path, rows: dict[str, np.ndarray]) -> None:
    assert read_ready(tmp_path / "v.npz", "m", TEXTS) == {}
    write_ready(tmp_path / "v.npz", "m", rows)
    whole = (tmp_path / "v.npz").read_bytes()
    (tmp_path / "v.npz").write_bytes(whole[: len(whole) // 2])
    assert read_ready(tmp_path / "v.npz", "m", TEXTS) == {}


def test_the_corpus_comes_with_vectors_of_nearly_all_its_texts(catalog: Catalog) -> None:
    wanted = contents(catalog, example_messages())
    texts = [*(k.text for k in wanted.keys.values()), *(e.text for e in wanted.examples.values())]
    settings = Settings(model="none")
    found = read_ready(settings.corpus_dir / "ready" / VECTORS, Embedder().identity, texts)
    share = len(found) / len(set(texts))
    assert share > 0.95, f"only {share:.0%} of the texts: run `python -m advisor.cli index ready`, then commit corpus/ready"


def test_ready_vectors_are_those_that_the_model_makes(catalog: Catalog) -> None:
    model = Embedder()
    texts = [e.text for e in contents(catalog, example_messages()).examples.values()][::400]
    found = read_ready(Settings(model="none").corpus_dir / "ready" / VECTORS, model.identity, texts)
    kept = [t for t in texts if text_hash(t) in found]
    assert len(kept) > 10
    for text, vector in zip(kept, model.embed(kept), strict=True):
        assert float(found[text_hash(text)] @ vector) > 0.999


def test_what_was_worked_out_can_be_written_for_others(tmp_path: Path, data_dir: Path) -> None:
    settings = Settings(data_dir=data_dir, model="none")
    catalog = load_catalog(settings.corpus_dir)
    directory = tmp_path / "ready"
    index_of(settings).write_ready(catalog, example_messages(), Embedder(), directory)
    assert {p.name.split("-")[0] for p in directory.iterdir()} == {"vectors.npz", "sorters"}
    assert len(read_ready(directory / VECTORS, Embedder().identity, [catalog.patterns["spam-filtering"].asks[0]])) == 1
