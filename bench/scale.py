"""What the index costs as the corpus grows: build and query at 1, 10 and 100 times its size, with synthetic vectors.

    python -m bench.scale
    python -m bench.scale --factors 1 10

Vectors are drawn around the real ones (the same spread, so that neighbours are as close as in the corpus), texts are
made of the corpus's own words. Embedding is not repeated: it costs the same for each text; its rate is measured once and
enters the column "whole build". A search is one look-up in each part, with the query's vector given.
"""

import argparse
import random
import shutil
import tempfile
import time
from pathlib import Path
from statistics import median

import numpy as np

from advisor.bootstrap import embedder as make_embedder
from advisor.catalog_files import load_catalog
from advisor.retrieval.index import PASSAGES, SearchIndex
from advisor.retrieval.keywords import WordIndex
from advisor.retrieval.passages import contents
from advisor.retrieval.store import Store
from advisor.retrieval.vectors import read_vectors, text_hash
from bench.common import load, machine, prepared, say, table

SPREAD = 0.35
"""How far synthetic vectors lie from a real one, in lengths of it."""
QUERIES = 200
NEAREST = 60


def main() -> None:
    """Prints one row a size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--factors", type=int, nargs="+", default=[1, 10, 100])
    options = parser.parse_args()
    print(machine(), load(), sep="\n")
    with prepared() as settings:
        keys = list(contents(load_catalog(settings.corpus_dir), {}).keys.values())
        model = make_embedder(settings)
        held = read_vectors(SearchIndex(settings.data_dir)._vectors_file, model.identity)
        real = np.stack([held[text_hash(key.text)] for key in keys])
    texts = [key.text for key in keys]
    model.embed(texts[:1])
    began = time.perf_counter()
    model.embed(random.Random(1).sample(texts, 128))
    each = (time.perf_counter() - began) / 128
    print(f"embedding: {1 / each:.0f} texts a second")
    rows = []
    for factor in options.factors:
        say(f"{factor} x {len(keys)} keys")
        rows.append(_measure(factor, real, texts))
    first = rows[0]
    whole = [each + (r[2] + r[3]) / r[1] for r in rows]
    print(table(
        ["times", "keys", "vectors built", "per key", "words built", "per key", "whole build per key", "look-up by meaning", "by words", "both"],
        [[f"{r[0]}", f"{r[1]}", f"{r[2]:.1f} s", f"{r[2] / r[1] / (first[2] / first[1]):.2f}x", f"{r[3]:.1f} s",
          f"{r[3] / r[1] / (first[3] / first[1]):.2f}x", f"{w / whole[0]:.2f}x", f"{r[4]:.2f} ms", f"{r[5]:.2f} ms",
          f"{(r[4] + r[5]) / (first[4] + first[5]):.2f}x"] for r, w in zip(rows, whole, strict=True)],
    ))  # fmt: skip
    print(load())


def _measure(factor: int, real: "np.ndarray", texts: list[str]) -> tuple[int, int, float, float, float, float]:
    """Factor, keys, seconds to build both parts, milliseconds of a look-up in each."""
    rng, chance = np.random.default_rng(factor), random.Random(factor)
    many = np.repeat(real, factor, axis=0)
    many += rng.normal(0, SPREAD / np.sqrt(real.shape[1]), many.shape).astype(np.float32)
    many /= np.linalg.norm(many, axis=1, keepdims=True)
    directory = Path(tempfile.mkdtemp()) / "store"
    began = time.perf_counter()
    store = Store(directory, writing=True)
    store.write(PASSAGES, {str(i): vector for i, vector in enumerate(many)})
    store.close()
    vectors_built = time.perf_counter() - began
    words = [text.split() for text in texts]
    made = {str(i): " ".join(chance.sample(words[i % len(words)], len(words[i % len(words)]))) for i in range(len(many))}
    began = time.perf_counter()
    index = WordIndex(made)
    words_built = time.perf_counter() - began
    store = Store(directory)
    store.nearest(PASSAGES, real[0], NEAREST)
    meant, shared = [], []
    for _ in range(QUERIES):
        number = chance.randrange(len(real))
        began = time.perf_counter()
        store.nearest(PASSAGES, real[number], NEAREST)
        meant.append(time.perf_counter() - began)
        query = " ".join(chance.sample(words[number], min(6, len(words[number]))))
        began = time.perf_counter()
        index.nearest(query, NEAREST)
        shared.append(time.perf_counter() - began)
    store.close()
    shutil.rmtree(directory.parent, ignore_errors=True)
    return factor, len(many), vectors_built, words_built, 1000 * median(meant), 1000 * median(shared)


if __name__ == "__main__":
    main()
