"""Building the index: only what is new, safe at any interruption, and able to recover from any damage."""

import sqlite3
import threading
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from advisor.domain.catalog import Catalog
from advisor.domain.entries.sources import Guide
from advisor.errors import SearchIndexError
from advisor.retrieval import index as index_module
from advisor.retrieval.index import PASSAGES, BuildReport, IndexStatus, SearchIndex, examples_of
from advisor.retrieval.passages import Contents
from advisor.retrieval.words import WordEmbedder

INTENTS = {"intent": {"greet": ("hello", "good day"), "why": ("why do you ask",)}}


def catalog_of(**bodies: str) -> Catalog:
    """Guides alone, one a body; each has one key a section and one for its question."""
    guides = {
        i: Guide(id=i, title=f"Guide {i}", topics=("t",), answers=f"what of {i}?", sources=("s",), body=body)
        for i, body in bodies.items()
    }
    tables: dict[str, Any] = {f.name: {} for f in fields(Catalog)}
    return Catalog(**{**tables, "guides": guides})


CATALOG = catalog_of(a="## One\napple\n## Two\npear\n", b="## One\nplum\n## Two\ncherry\n")
TEXTS = 4 + 2 + 3
"""Sections, questions of the guides, phrases of the intents."""


@pytest.fixture
def index(tmp_path: Path) -> SearchIndex:
    return SearchIndex(tmp_path)


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "_BATCH", 2)


def best(index: SearchIndex, query: str, collection: str = PASSAGES) -> str:
    embedder = WordEmbedder()
    store = index.open(embedder)
    try:
        return store.nearest(collection, embedder.embed_one(query), 1)[0][0]
    finally:
        store.close()


def stores(index: SearchIndex) -> list[Path]:
    return sorted(index.directory.glob("store-*"))


class Breaks(WordEmbedder):
    """Is interrupted after some batches."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.left = after

    def embed(self, texts: Sequence[str]) -> Any:
        self.left -= 1
        if self.left < 0:
            raise KeyboardInterrupt
        return super().embed(texts)


def test_the_first_build_embeds_every_text_once_and_the_second_none(index: SearchIndex) -> None:
    embedder = WordEmbedder()
    assert index.status(CATALOG, INTENTS, embedder) is IndexStatus.MISSING
    report = index.build(CATALOG, INTENTS, embedder)
    assert report[:3] == (TEXTS, 0, 0)
    assert len(embedder.embedded) == len(set(embedder.embedded)) == TEXTS
    assert index.status(CATALOG, INTENTS, embedder) is IndexStatus.READY
    before = stores(index)
    assert index.build(CATALOG, INTENTS, embedder)[:3] == (0, 0, TEXTS)
    assert len(embedder.embedded) == TEXTS and stores(index) == before
    assert best(index, "pear") == "guide/a#two~1"
    assert best(index, "hello", examples_of("intent")).startswith("intent/greet#")


def test_an_edited_section_is_all_that_is_embedded_again(index: SearchIndex) -> None:
    index.build(CATALOG, INTENTS, WordEmbedder())
    edited = catalog_of(a="## One\napple\n## Two\nbanana\n", b="## One\nplum\n## Two\ncherry\n")
    embedder = WordEmbedder()
    assert index.status(edited, INTENTS, embedder) is IndexStatus.STALE
    assert index.build(edited, INTENTS, embedder)[:3] == (1, 1, TEXTS - 1)
    assert embedder.embedded == ["Guide a: Two\nbanana"]
    assert best(index, "banana") == "guide/a#two~1"


def test_what_left_the_catalogue_leaves_the_index(index: SearchIndex) -> None:
    index.build(CATALOG, INTENTS, WordEmbedder())
    report = index.build(catalog_of(a="## One\napple\n## Two\npear\n"), {}, WordEmbedder())
    assert report[:3] == (0, 3 + 3, 3)
    store = index.open(WordEmbedder())
    assert (store.count(PASSAGES), store.count(examples_of("intent"))) == (3, 0)
    assert best(index, "cherry").startswith("guide/a")
    assert store.nearest(examples_of("intent"), WordEmbedder().embed_one("hello"), 3) == []
    store.close()


def test_an_empty_catalogue_makes_an_empty_index(index: SearchIndex) -> None:
    assert index.build(catalog_of(), {}, WordEmbedder())[:3] == (0, 0, 0)
    assert index.status(catalog_of(), {}, WordEmbedder()) is IndexStatus.READY


def test_another_model_needs_another_index(index: SearchIndex) -> None:
    index.build(CATALOG, INTENTS, WordEmbedder())
    other = WordEmbedder(size=64, identity="other")
    assert index.status(CATALOG, INTENTS, other) is IndexStatus.STALE
    with pytest.raises(SearchIndexError, match="another embedding model") as caught:
        index.open(other)
    assert caught.value.remedy == "Run: advisor index build"
    assert index.build(CATALOG, INTENTS, other).added == TEXTS
    assert index.status(CATALOG, INTENTS, other) is IndexStatus.READY


@pytest.mark.usefixtures("small_batches")
def test_progress_rises_to_the_end(index: SearchIndex) -> None:
    seen: list[tuple[int, int]] = []
    index.build(CATALOG, INTENTS, WordEmbedder(), lambda done, total: seen.append((done, total)))
    assert seen == [(0, 9), (2, 9), (3, 9), (5, 9), (7, 9), (9, 9)]
    seen.clear()
    index.build(CATALOG, INTENTS, WordEmbedder(), lambda done, total: seen.append((done, total)))
    assert seen == [(9, 9)]


@pytest.mark.usefixtures("small_batches")
def test_the_examples_are_handed_on_before_the_first_passage_is_embedded(index: SearchIndex) -> None:
    embedder = WordEmbedder()
    handed: list[tuple[set[str], list[str]]] = []

    def on_examples(held: Contents, vectors: Any, sorters: Any) -> None:
        assert set(sorters) == {"intent"}
        assert set(vectors) == set(held.examples)
        handed.append((set(vectors), list(embedder.embedded)))

    index.build(CATALOG, INTENTS, embedder, on_examples=on_examples)
    [(names, embedded)] = handed
    assert len(names) == 3 and sorted(embedded) == sorted(t for texts in INTENTS["intent"].values() for t in texts)
    index.build(CATALOG, INTENTS, embedder, on_examples=on_examples)
    assert len(handed) == 1, "an index that is ready needs no stand-in"


@pytest.mark.usefixtures("small_batches")
def test_an_interrupted_first_build_goes_on_where_it_stopped(index: SearchIndex) -> None:
    with pytest.raises(KeyboardInterrupt):
        index.build(CATALOG, INTENTS, Breaks(after=2))
    assert index.status(CATALOG, INTENTS, WordEmbedder()) is IndexStatus.MISSING
    with pytest.raises(SearchIndexError, match="not been built"):
        index.open(WordEmbedder())
    assert index.build(CATALOG, INTENTS, WordEmbedder())[:3] == (TEXTS - 3, 0, 3)
    assert best(index, "plum") == "guide/b#one~1"


@pytest.mark.usefixtures("small_batches")
def test_an_interrupted_rebuild_leaves_the_old_index_in_use(index: SearchIndex) -> None:
    index.build(CATALOG, INTENTS, WordEmbedder())
    edited = catalog_of(a="## One\nfig\n## Two\nlime\n## Three\nkiwi\n")
    with pytest.raises(KeyboardInterrupt):
        index.build(edited, INTENTS, Breaks(after=1))
    assert best(index, "pear") == "guide/a#two~1"
    assert index.status(edited, INTENTS, WordEmbedder()) is IndexStatus.STALE
    assert index.build(edited, INTENTS, WordEmbedder()).added == 1
    assert best(index, "kiwi") == "guide/a#three~1"


def test_an_end_before_the_stamp_leaves_the_old_index_in_use_and_no_rubbish_later(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.build(CATALOG, INTENTS, WordEmbedder())
    edited = catalog_of(a="## One\nfig\n")
    with monkeypatch.context() as patch:
        patch.setattr(index_module, "fingerprint", lambda directory: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            index.build(edited, INTENTS, WordEmbedder())
    assert len(stores(index)) == 2 and best(index, "pear") == "guide/a#two~1"
    embedder = WordEmbedder()
    index.build(edited, INTENTS, embedder)
    assert embedder.embedded == [] and best(index, "fig") == "guide/a#one~1"
    index.build(CATALOG, INTENTS, embedder)
    assert len(stores(index)) == 2  # the current one and the one that others may still be reading


def _fill(path: Path) -> None:
    path.write_bytes(b"garbage " * (path.stat().st_size // 8 + 1))


def _halve(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def _other_shape(path: Path) -> None:
    path.write_text("[1]")


def _forget_rows(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM embeddings")


def _move_away(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))


DAMAGES: dict[str, tuple[str, Callable[[Path], None]]] = {
    "garbage in the database": ("chroma.sqlite3", _fill),
    "half a database": ("chroma.sqlite3", _halve),
    "a sound database without its rows": ("chroma.sqlite3", _forget_rows),
    "no database": ("chroma.sqlite3", Path.unlink),
    "garbage in the vectors": ("*/data_level0.bin", _fill),
    "half the vectors": ("*/data_level0.bin", _halve),
    "no vectors": ("*/data_level0.bin", Path.unlink),
    "no metadata": ("*/index_metadata.pickle", Path.unlink),
    "no store": (".", _move_away),
    "garbage in the stamp": ("../stamp.json", _fill),
    "a stamp of another shape": ("../stamp.json", _other_shape),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_is_refused_with_the_remedy_and_the_remedy_works(index: SearchIndex, damage: str) -> None:
    index.build(CATALOG, INTENTS, WordEmbedder())
    pattern, harm = DAMAGES[damage]
    [store] = stores(index)
    for path in list(store.glob(pattern)) if "*" in pattern else [(store / pattern).resolve()]:
        harm(path)
    assert index.status(CATALOG, INTENTS, WordEmbedder()) is IndexStatus.DAMAGED
    with pytest.raises(SearchIndexError) as caught:
        index.open(WordEmbedder())
    assert caught.value.sentence == (
        "The search index cannot be used: its files are damaged or missing. Run: advisor index build"
    )
    embedder = WordEmbedder()
    assert index.build(CATALOG, INTENTS, embedder)[:3] == (0, 0, TEXTS)
    assert embedder.embedded == []  # vectors are kept apart, so repairing costs no embedding
    assert index.status(CATALOG, INTENTS, embedder) is IndexStatus.READY
    assert best(index, "pear") == "guide/a#two~1"


@pytest.mark.parametrize("damage", [_fill, _halve, Path.unlink])
def test_damaged_vectors_are_worked_out_again(index: SearchIndex, damage: Callable[[Path], None]) -> None:
    index.build(CATALOG, INTENTS, WordEmbedder())
    damage(index.directory / "vectors.npz")
    edited = catalog_of(a="## One\nfig\n")
    assert index.build(edited, INTENTS, WordEmbedder()).added == 5
    assert best(index, "fig") == "guide/a#one~1"


def test_the_whole_directory_may_be_deleted_at_any_time(index: SearchIndex) -> None:
    index.build(CATALOG, INTENTS, WordEmbedder())
    index.directory.rename(index.directory.with_name("gone"))
    assert index.status(CATALOG, INTENTS, WordEmbedder()) is IndexStatus.MISSING
    assert index.build(CATALOG, INTENTS, WordEmbedder()).added == TEXTS
    assert best(index, "pear") == "guide/a#two~1"


def test_a_directory_that_cannot_be_written_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a directory")
    index = SearchIndex(tmp_path / "file")
    assert index.status(CATALOG, INTENTS, WordEmbedder()) is IndexStatus.MISSING
    with pytest.raises(SearchIndexError, match=r"^The search index cannot be written to .*\.$") as caught:
        index.build(CATALOG, INTENTS, WordEmbedder())
    assert "write access" in caught.value.remedy


def test_a_full_disk_is_said_plainly_and_leaves_the_old_index(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.build(CATALOG, INTENTS, WordEmbedder())

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(index_module, "write_vectors", full)
    with pytest.raises(SearchIndexError, match="cannot be written"):
        index.build(catalog_of(a="## One\nfig\n"), INTENTS, WordEmbedder())
    assert best(index, "pear") == "guide/a#two~1"


def test_a_second_builder_waits_and_then_says_so(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path, lock_seconds=0.1)
    index.directory.mkdir()
    with FileLock(index.directory / "build.lock"), pytest.raises(SearchIndexError, match="Another process"):
        index.build(CATALOG, INTENTS, WordEmbedder())
    assert index.build(CATALOG, INTENTS, WordEmbedder()).added == TEXTS


def test_two_builders_at_once_do_the_work_once(tmp_path: Path) -> None:
    embedder, reports = WordEmbedder(), list[BuildReport]()
    threads = [
        threading.Thread(target=lambda: reports.append(SearchIndex(tmp_path).build(CATALOG, INTENTS, embedder)))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(r.added for r in reports) == [0, TEXTS] and len(embedder.embedded) == TEXTS
