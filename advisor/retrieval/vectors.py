"""A file of vectors by text, so that no text is embedded twice: not after an edit, an interruption or damage.

It holds nothing that cannot be worked out again; a file that cannot be read counts as empty.
"""

import hashlib
import os
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advisor.retrieval.embedding import Vectors


def text_hash(text: str) -> str:
    """Names a text by its content."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_vectors(path: Path, model: str) -> dict[str, "Vectors"]:
    """The vectors in `path` by hash of their text; none if the file is missing, damaged or of another model."""
    import numpy as np

    try:
        with np.load(path, allow_pickle=False) as held:
            if str(held["model"]) != model:
                return {}
            vectors = np.asarray(held["vectors"], dtype=np.float32)
            return dict(zip((str(h) for h in held["hashes"]), vectors, strict=True))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}


def write_vectors(path: Path, model: str, vectors: Mapping[str, "Vectors"], only: Iterable[str] | None = None) -> None:
    """Replaces `path` by `vectors`, or those `only`; whoever reads meanwhile sees the old file or the new one."""
    import numpy as np

    hashes = list(vectors) if only is None else [h for h in dict.fromkeys(only) if h in vectors]
    if not hashes:
        return
    beside = path.with_suffix(".tmp")
    with beside.open("wb") as file:
        np.savez(file, model=np.array(model), hashes=np.array(hashes), vectors=np.stack([vectors[h] for h in hashes]))
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)
