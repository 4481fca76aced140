"""An embedder without a model: texts are alike if they share words. For tests, which it keeps fast and exact."""

import hashlib
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advisor.retrieval.embedding import Vectors


class WordEmbedder:
    """A `TextEmbedder` that counts words into `size` slots, and remembers what it was asked to embed."""

    def __init__(self, size: int = 256, identity: str = "words") -> None:
        self.identity = identity
        self.embedded: list[str] = []
        self._size = size

    def embed(self, texts: Sequence[str]) -> "Vectors":
        """One row a text, each of length 1."""
        import numpy as np

        self.embedded.extend(texts)
        rows = np.zeros((len(texts), self._size), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in re.findall(r"\w+", text.lower()) or ["\0"]:
                row[int.from_bytes(hashlib.blake2b(word.encode(), digest_size=4).digest()) % self._size] += 1
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    def prepare(self, texts: Sequence[str]) -> None:
        """Nothing to do: counting words is quick."""

    def is_word(self, word: str) -> bool:  # noqa: ARG002
        """It knows no words beforehand."""
        return False

    def embed_one(self, text: str) -> "Vectors":
        """The vector of one text, of length 1."""
        vector: Vectors = self.embed([text])[0]
        return vector
