"""Vectors and sorters that come with the knowledge base, so that the first start need not work them out for minutes.

They are worked out from the corpus by `advisor index ready` and hold nothing else. Vectors are kept by the hash of their
text, one byte a number: what the corpus says anew since then is embedded as usual, and everything is, if the files are
missing or another model is set.
"""

import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.retrieval.vectors import text_hash

if TYPE_CHECKING:
    from advisor.retrieval.embedding import Vectors

STEPS = 127
"""Each number of a vector is kept as one of so many steps to either side of 0; similarities change by about 0.001."""
_HASH = 16
"""Hexadecimal digits of a text's hash that are kept: enough for some ten thousand texts."""


def write_ready(path: Path, model: str, vectors: Mapping[str, "Vectors"]) -> None:
    """Keeps vectors by hash of their text. `model`: what made them."""
    import numpy as np

    hashes = sorted(vectors)
    rows = np.stack([vectors[h] for h in hashes])
    largest = np.abs(rows).max(axis=1, keepdims=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        np.savez_compressed(
            file, model=np.array(model), hashes=np.array([int(h[:_HASH], 16) for h in hashes], dtype=np.uint64),
            largest=largest.astype(np.float32), steps=np.round(rows / largest * STEPS).astype(np.int8),
        )  # fmt: skip


def read_ready(path: Path, model: str, texts: Iterable[str]) -> dict[str, "Vectors"]:
    """The vectors of `texts` that the file has, by hash, each of length 1; none if it is missing, damaged or of another
    model."""
    import numpy as np

    try:
        with np.load(path, allow_pickle=False) as held:
            if str(held["model"]) != model:
                return {}
            places = {int(h): i for i, h in enumerate(held["hashes"])}
            rows = held["steps"].astype(np.float32) * (held["largest"] / STEPS)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    wanted = {h: places.get(int(h[:_HASH], 16)) for h in map(text_hash, texts)}
    return {h: rows[place] for h, place in wanted.items() if place is not None}
