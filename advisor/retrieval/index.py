"""Builds the search index and opens it.

The index is derived: everything in `<data dir>/index` can be deleted and comes back with a build.

    index/
      stamp.json      what the current index was built from; written last, so it never names an unfinished one
      store-<hex>/    a Chroma database, written once and then only read
      vectors.npz     vectors by text, so that a build embeds only what is new
      sorters-<hex>.npz   what sorts texts by labels, taught by the examples of the current index
      build.lock      held by the one process that builds

A build never touches the database that others are reading: it writes a new one beside it, then the stamp, and removes
all but the new one and the one before. Interrupted at any moment, it leaves the old index in place.
"""

import hashlib
import os
import shutil
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from advisor.domain.catalog import Catalog
from advisor.domain.passage import ExampleKind, LabelKind, Messages
from advisor.errors import SearchIndexError
from advisor.retrieval.embedding import TextEmbedder
from advisor.retrieval.passages import Contents, contents
from advisor.retrieval.ready import read_ready, write_ready
from advisor.retrieval.sorting import METHOD, Sorter, read_sorters, teach, write_sorters
from advisor.retrieval.store import REBUILD, Store, fingerprint, unwritable, whole
from advisor.retrieval.vectors import read_vectors, text_hash, write_vectors

if TYPE_CHECKING:
    from advisor.retrieval.embedding import Vectors

SCHEME = 2
"""Raised whenever the way in which an index is laid out changes, so that older ones count as stale."""
PASSAGES = "passages"
LOCK_SECONDS = 900.0
_BATCH = 64
_SAVE_EVERY = 8
"""Batches between savings: what an abrupt end can lose."""

Progress = Callable[[int, int], None]
"""Gets (texts done, texts in all)."""


class IndexStatus(StrEnum):
    """How the index stands to the catalogue and the embedding model of now."""

    MISSING = "missing"
    STALE = "stale"
    READY = "ready"
    DAMAGED = "damaged"


VECTORS = "vectors.npz"
"""The file of ready vectors."""


class BuildReport(NamedTuple):
    """What a build did, counted in texts: an edited passage is one removed and one added."""

    added: int
    """Texts that were embedded now."""
    removed: int
    """Texts embedded for a former index that are gone."""
    kept: int
    """Texts whose vectors were there already."""
    seconds: float


class _Stamp(BaseModel):
    """What the current index was built from."""

    model_config = ConfigDict(frozen=True)

    scheme: int
    model: str
    contents: str
    store: str
    previous: str | None = None
    counts: Mapping[str, int]
    files: Mapping[str, str]


class SearchIndex:
    """The index below a data directory. Holds nothing open; may be shared by threads and processes."""

    def __init__(self, data_dir: Path, *, ready: Path | None = None, lock_seconds: float = LOCK_SECONDS) -> None:
        """`ready`: where vectors and sorters lie that come with the corpus."""
        self.directory = data_dir / "index"
        self._ready = ready
        self._lock_seconds = lock_seconds

    def status(self, catalog: Catalog, messages: Messages, embedder: TextEmbedder) -> IndexStatus:
        """Whether the index can be used as it is; never raises for what is wrong with the index itself."""
        return self._status_of(contents(catalog, messages), embedder.identity)

    def build(
        self,
        catalog: Catalog,
        messages: Messages,
        embedder: TextEmbedder,
        on_progress: Progress | None = None,
        on_examples: Callable[[Contents, Mapping[str, "Vectors"], Mapping[LabelKind, Sorter]], None] | None = None,
    ) -> BuildReport:
        """Makes the index ready, embedding only texts that were never embedded by this model here.

        Examples come first; `on_examples` gets their vectors by id as soon as all are there, unless the index is ready.

        `on_progress` gets (done, total), in texts, from time to time and at the end. Does nothing, quickly, if the
        index is ready. Waits for another process that builds. Raises SearchIndexError if the directory cannot be
        written, and whatever `embedder` or `on_progress` raise; work done until then is kept for the next build.
        """
        began = time.monotonic()
        wanted = contents(catalog, messages)
        texts = {text_hash(text): text for text in _texts(wanted)}
        with self._locked():
            if self._status_of(wanted, embedder.identity) is IndexStatus.READY:
                if on_progress:
                    on_progress(len(texts), len(texts))
                return BuildReport(0, 0, len(texts), time.monotonic() - began)
            known = read_vectors(self._vectors_file, embedder.identity)
            removed = len(known.keys() - texts.keys())
            if self._ready:
                known = read_ready(self._ready / VECTORS, embedder.identity, texts.values()) | known
            first = {text_hash(example.text): example.text for example in wanted.examples.values()}
            added = self._embed(first, known, embedder, on_progress, texts)
            examples = {name: known[text_hash(e.text)] for name, e in wanted.examples.items()}
            sorters = self._sorters_ready(wanted, embedder.identity) or teach(wanted.examples, examples)
            if on_examples:
                on_examples(wanted, examples, sorters)
            added += self._embed(texts, known, embedder, on_progress, texts)
            if on_progress:
                on_progress(len(texts), len(texts))
            self._write(wanted, known, embedder.identity, sorters)
            with _writing(self.directory):
                write_vectors(self._vectors_file, embedder.identity, {h: known[h] for h in texts})
        return BuildReport(added, removed, len(texts) - added, time.monotonic() - began)

    def open(self, embedder: TextEmbedder) -> Store:
        """The current index for reading, checked; it may be older than the catalogue.

        Raises SearchIndexError, with the remedy, if there is none, if it is damaged, or if another model built it.
        """
        try:
            stamp = self._stamp()
        except (OSError, ValidationError) as error:
            raise _damaged(error) from error
        if stamp is None:
            raise SearchIndexError("The search index has not been built yet.", remedy=REBUILD)
        if (stamp.scheme, stamp.model) != (SCHEME, embedder.identity):
            raise SearchIndexError(
                "The search index was built by another embedding model or version of the advisor.",
                remedy=REBUILD,
                detail=f"built by {stamp.model}, now {embedder.identity}",
            )
        return self._open(stamp)

    def sorters(self, wanted: Contents, embedder: TextEmbedder) -> Mapping[LabelKind, Sorter]:
        """What sorts texts by labels, as the last build taught it; none if that build was for other examples."""
        return read_sorters(self._sorters_file(wanted, embedder.identity))

    def write_ready(self, catalog: Catalog, messages: Messages, embedder: TextEmbedder, directory: Path) -> None:
        """Writes what this index, which must be ready, worked out, for `directory` to come with the corpus."""
        wanted = contents(catalog, messages)
        known = read_vectors(self._vectors_file, embedder.identity)
        write_ready(directory / VECTORS, embedder.identity, {text_hash(t): known[text_hash(t)] for t in _texts(wanted)})
        for path in directory.glob("sorters-*.npz"):
            path.unlink()
        shutil.copy(self._sorters_file(wanted, embedder.identity), directory)

    def _sorters_ready(self, wanted: Contents, model: str) -> Mapping[LabelKind, Sorter]:
        """The sorters that come with the corpus, if they were taught by just these examples."""
        return read_sorters(self._ready / self._sorters_file(wanted, model).name) if self._ready else {}

    def _sorters_file(self, wanted: Contents, model: str) -> Path:
        """Named by what teaches the sorters and how, so that others are never read."""
        taught = hashlib.sha256(f"{METHOD} {model} {wanted.digest}".encode()).hexdigest()
        return self.directory / f"sorters-{taught[:16]}.npz"

    def _open(self, stamp: _Stamp) -> Store:
        directory = self.directory / stamp.store
        if not whole(directory, stamp.files):
            raise _damaged(f"{directory} is not as it was built")
        store = Store(directory)
        try:
            counts = {name: store.count(name) for name in stamp.counts}
            if counts != stamp.counts:
                raise _damaged(f"{directory} holds {counts}, not {dict(stamp.counts)}")
        except BaseException:
            store.close()
            raise
        return store

    def _status_of(self, wanted: Contents, model: str) -> IndexStatus:
        try:
            stamp = self._stamp()
        except (OSError, ValidationError):
            return IndexStatus.DAMAGED
        if stamp is None:
            return IndexStatus.MISSING
        if (stamp.scheme, stamp.model, stamp.contents) != (SCHEME, model, wanted.digest):
            return IndexStatus.STALE
        if not self._sorters_file(wanted, model).is_file():
            return IndexStatus.STALE
        try:
            self._open(stamp).close()
        except SearchIndexError:
            return IndexStatus.DAMAGED
        return IndexStatus.READY

    def _embed(
        self,
        texts: Mapping[str, str],
        known: dict[str, "Vectors"],
        embedder: TextEmbedder,
        on_progress: Progress | None,
        whole: Mapping[str, str],
    ) -> int:
        """Adds to `known` the vectors of `texts` that it lacks; returns how many. Saves as it goes.

        `whole`: all texts of which these are some, for telling how far it is.
        """
        before = len(whole.keys() & known.keys())
        missing = sorted(texts.keys() - known.keys(), key=lambda h: len(texts[h]))  # alike in length: less padding
        done = saved = 0
        try:
            for start in range(0, len(missing), _BATCH):
                if on_progress:
                    on_progress(before + done, len(whole))
                few = missing[start : start + _BATCH]
                known.update(zip(few, embedder.embed([texts[h] for h in few]), strict=True))
                done += len(few)
                if done - saved >= _BATCH * _SAVE_EVERY:
                    self._save(known, embedder.identity)
                    saved = done
        finally:
            if done > saved:
                self._save(known, embedder.identity)
        return done

    def _save(self, known: Mapping[str, "Vectors"], model: str) -> None:
        with _writing(self.directory):
            write_vectors(self._vectors_file, model, known)

    def _write(
        self, wanted: Contents, known: Mapping[str, "Vectors"], model: str, sorters: Mapping[LabelKind, Sorter]
    ) -> None:
        """A new database, then the stamp that makes it the current one; then the old ones go."""
        collections: dict[str, dict[str, Vectors]] = {
            PASSAGES: {key.id: known[text_hash(key.text)] for key in wanted.keys.values()},
            **{examples_of(kind): {} for kind in get_args(ExampleKind)},
        }
        for name, example in wanted.examples.items():
            collections[examples_of(example.kind)][name] = known[text_hash(example.text)]
        directory = self.directory / f"store-{uuid.uuid4().hex[:12]}"
        store = Store(directory, writing=True)
        try:
            for name, vectors in collections.items():
                store.write(name, vectors)
        finally:
            store.close()
        with _writing(self.directory):
            stamp = _Stamp(
                scheme=SCHEME,
                model=model,
                contents=wanted.digest,
                store=directory.name,
                previous=self._current(),
                counts={name: len(vectors) for name, vectors in collections.items()},
                files=fingerprint(directory),
            )
            write_sorters(self._sorters_file(wanted, model), sorters)
            beside = self._stamp_file.with_suffix(".tmp")
            beside.write_text(stamp.model_dump_json(indent=1), encoding="utf-8")
            os.replace(beside, self._stamp_file)
        for path in self.directory.glob("store-*"):
            if path.name not in (stamp.store, stamp.previous):
                shutil.rmtree(path, ignore_errors=True)
        for path in self.directory.glob("sorters-*.npz"):
            if path != self._sorters_file(wanted, model):
                path.unlink(missing_ok=True)

    def _current(self) -> str | None:
        """The directory that the stamp names; None if there is no stamp that can be read."""
        try:
            stamp = self._stamp()
        except (OSError, ValidationError):
            return None
        return stamp.store if stamp else None

    def _stamp(self) -> _Stamp | None:
        """The stamp, or None if there is none. Raises OSError or ValidationError if it cannot be read."""
        try:
            return _Stamp.model_validate_json(self._stamp_file.read_bytes())
        except (FileNotFoundError, NotADirectoryError):
            return None

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Keeps other builders out, in this process or another."""
        from filelock import FileLock, Timeout

        lock = FileLock(self.directory / "build.lock", timeout=self._lock_seconds)
        try:
            with _writing(self.directory):
                self.directory.mkdir(parents=True, exist_ok=True)
                lock.acquire()
        except Timeout as error:
            raise SearchIndexError(
                "Another process is building the search index.",
                remedy="Wait until it is done, then try again.",
            ) from error
        try:
            yield
        finally:
            lock.release()

    @property
    def _stamp_file(self) -> Path:
        return self.directory / "stamp.json"

    @property
    def _vectors_file(self) -> Path:
        return self.directory / "vectors.npz"


def examples_of(kind: ExampleKind) -> str:
    """The collection of the examples of one kind: apart, because filtering one collection is five times slower."""
    return f"examples-{kind}"


def _texts(wanted: Contents) -> Iterator[str]:
    yield from (key.text for key in wanted.keys.values())
    yield from (example.text for example in wanted.examples.values())


def _damaged(cause: object) -> SearchIndexError:
    return SearchIndexError(
        "The search index cannot be used: its files are damaged or missing.", remedy=REBUILD, detail=str(cause)
    )


@contextmanager
def _writing(directory: Path) -> Iterator[None]:
    """Turns a failure to write into a SearchIndexError."""
    try:
        yield
    except TimeoutError:
        raise
    except OSError as error:
        raise unwritable(directory, error) from error
