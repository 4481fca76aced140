"""One Chroma database in a directory of its own: written once, then only read.

Chroma runs in this process, sends nothing anywhere and never embeds: it is given vectors and asked for neighbours.
Everything that it raises, down to panics of its native part, becomes a SearchIndexError here.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advisor.errors import SearchIndexError

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection

    from advisor.retrieval.embedding import Vectors

REBUILD = "Run: advisor index build"
_BATCH = 2000
_SQLITE = "chroma.sqlite3"
_WRITTEN = "index_metadata.pickle"
"""Marks a directory of vectors that Chroma has written in full; the others it fills anew from SQLite on opening."""


class Store:
    """An open database of named collections, each a set of (id, vector)."""

    def __init__(self, directory: Path, *, writing: bool = False) -> None:
        self._directory = directory
        with _plain_errors(directory, writing):
            import chromadb
            from chromadb.config import Settings

            settings = Settings(
                anonymized_telemetry=False,
                allow_reset=False,
                chroma_api_impl="chromadb.api.rust.RustBindingsAPI",
            )
            self._client: ClientAPI = chromadb.PersistentClient(path=str(directory), settings=settings)
        self._collections: dict[str, Collection] = {}

    def write(self, name: str, vectors: Mapping[str, "Vectors"]) -> None:
        """Makes the collection `name` of these ids and vectors."""
        import numpy as np

        ids = list(vectors)
        with _plain_errors(self._directory, writing=True):
            whole = max(2, len(ids))  # vectors after which Chroma writes its files; it takes no less than 2
            graph: CreateHNSWConfiguration = {
                "space": "cosine",
                "ef_construction": 200,
                "ef_search": 200,
                "batch_size": min(whole, _BATCH),
                "sync_threshold": whole,
            }
            collection = self._client.create_collection(name, configuration={"hnsw": graph}, embedding_function=None)
            for start in range(0, len(ids), _BATCH):
                few = ids[start : start + _BATCH]
                collection.add(ids=few, embeddings=np.stack([vectors[i] for i in few]))

    def count(self, name: str) -> int:
        """How many vectors the collection holds."""
        with _plain_errors(self._directory):
            return self._collection(name).count()

    def nearest(self, name: str, vector: "Vectors", k: int) -> list[tuple[str, float]]:
        """(id, cosine similarity) of the k vectors nearest to `vector`, nearest first."""
        with _plain_errors(self._directory):
            found: Any = self._collection(name).query(
                query_embeddings=vector.reshape(1, -1), n_results=k, include=["distances"]
            )
        return [(i, 1.0 - distance) for i, distance in zip(found["ids"][0], found["distances"][0], strict=True)]

    def vectors(self, name: str, ids: Sequence[str] | None = None) -> "dict[str, Vectors]":
        """The vectors of these ids, or all of the collection, by id."""
        if ids is not None and not ids:
            return {}
        with _plain_errors(self._directory):
            found: Any = self._collection(name).get(ids=None if ids is None else list(ids), include=["embeddings"])
        return dict(zip(found["ids"], found["embeddings"], strict=True))

    def close(self) -> None:
        """Gives back files and memory; safe to call twice."""
        close = getattr(self._client, "close", None)
        if close:
            close()

    def _collection(self, name: str) -> "Collection":
        if name not in self._collections:
            self._collections[name] = self._client.get_collection(name, embedding_function=None)
        return self._collections[name]


def fingerprint(directory: Path) -> dict[str, str]:
    """The SHA-256 of every vector file, by path below `directory`.

    They are loaded by native code that trusts them: damaged ones end the process. So they are checked before.
    """
    return {
        path.relative_to(directory).as_posix(): _sha256(path)
        for mark in sorted(directory.glob(f"*/{_WRITTEN}"))
        for path in sorted(mark.parent.iterdir())
    }


def whole(directory: Path, files: Mapping[str, str]) -> bool:
    """Whether the files are those of `fingerprint` and the SQLite file is sound."""
    try:
        if fingerprint(directory) != files or not (directory / _SQLITE).is_file():
            return False
        connection = sqlite3.connect(f"{(directory / _SQLITE).resolve().as_uri()}?mode=ro", uri=True)
        try:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
        finally:
            connection.close()
    except (OSError, sqlite3.Error):
        return False


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _plain_errors(directory: Path, writing: bool = False) -> Iterator[None]:
    """Turns whatever Chroma raises into a SearchIndexError with a remedy."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit, GeneratorExit, SearchIndexError):
        raise
    except ImportError as error:
        raise SearchIndexError(
            "The library that keeps the search index is not installed.",
            remedy="Run: pip install chromadb",
            detail=repr(error),
        ) from error
    except BaseException as error:  # a panic in Chroma's native part is no Exception
        if writing or (directory.exists() and not os.access(directory, os.W_OK)):
            raise unwritable(directory, error) from error
        raise SearchIndexError(
            "The search index cannot be used: its files are damaged or missing.",
            remedy=REBUILD,
            detail=f"{directory}: {error!r}",
        ) from error


def unwritable(directory: Path, error: BaseException) -> SearchIndexError:
    """The error for a directory in which nothing can be written."""
    return SearchIndexError(
        f"The search index cannot be written to {directory}.",
        remedy="Give write access to that directory and free some space on the disk, "
        "or choose another data directory; then run: advisor index build",
        detail=repr(error),
    )
