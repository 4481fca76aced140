"""How well search finds, and whether it knows when it has nothing:

    python -m evals.retrieval             the table; misses of the open half are listed
    python -m evals.retrieval --quiet     the table alone
    python -m evals.retrieval --tune      what other settings would give, on the open half only

Four searches over the same corpus with the same embedding model, in one run: ours (meaning and words together), BM25
alone, dense alone (the same keys and index), and Chroma as it comes: one document a passage, its default settings.
Results are compared by entry (`guide/leakage-checklist`), the unit that the cases label.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log2
from pathlib import Path
from statistics import mean, median
from typing import Any

import numpy as np
import yaml

from advisor.bootstrap import embedder as make_embedder
from advisor.catalog_files import load_catalog
from advisor.dialogue.reading.examples import example_messages
from advisor.retrieval import search as searching
from advisor.retrieval.index import PASSAGES, SearchIndex
from advisor.retrieval.search import IndexSearch
from advisor.settings import Settings

CASES = Path(__file__).parent / "cases" / "queries.yaml"
HALVES = ("open", "sealed")
DEEP = 40
"""Passages asked for, of which the best of each entry counts."""
ROUNDS = 2000
"""Resamplings for the interval of the difference between two searches."""

Ranking = Callable[[str], Sequence[tuple[str, float]]]
"""(entry, score) for a query, best first."""


@dataclass(frozen=True)
class Query:
    """One labelled query; no labels means that the corpus has nothing on it."""

    id: str
    text: str
    part: str
    style: str
    labels: Mapping[str, int]


def read_cases() -> list[Query]:
    """The cases; those without labels are the ones off the corpus."""
    return [
        Query(c["id"], c["text"], c["split"], c.get("style", ""), c.get("relevant") or {})
        for c in yaml.safe_load(CASES.read_text(encoding="utf-8"))
    ]


def entries(found: Iterable[tuple[str, float]], most: int = 10) -> list[tuple[str, float]]:
    """The first `most` entries, each by its best passage."""
    best: dict[str, float] = {}
    for passage, score in found:
        best.setdefault(passage.partition("#")[0], score)
        if len(best) == most:
            break
    return list(best.items())


def recall_at_5(ranked: Sequence[str], labels: Mapping[str, int]) -> float:
    """Share of the relevant entries among the first five; 1 if all that fit into five are there."""
    return len(set(ranked[:5]) & set(labels)) / min(5, len(labels))


def ndcg_at_10(ranked: Sequence[str], labels: Mapping[str, int]) -> float:
    """Normalised discounted cumulative gain of the first ten, with gains 2^grade - 1 (Burges et al. 2005)."""
    gained = sum((2 ** labels.get(e, 0) - 1) / log2(rank + 2) for rank, e in enumerate(ranked[:10]))
    best = sum((2**g - 1) / log2(rank + 2) for rank, g in enumerate(sorted(labels.values(), reverse=True)[:10]))
    return gained / best


def auc(on: Sequence[float], off: Sequence[float]) -> float:
    """Chance that a query on the corpus has a better best score than one off it."""
    return mean(1.0 if a > b else 0.5 if a == b else 0.0 for a in on for b in off) if on and off else float("nan")


class Bench:
    """The four searches over one catalogue."""

    def __init__(self, settings: Settings) -> None:
        self.catalog = load_catalog(settings.corpus_dir)
        self.embedder = make_embedder(settings)
        index = SearchIndex(settings.data_dir)
        index.build(self.catalog, example_messages(), self.embedder)
        self.ours = IndexSearch(index, self.catalog, example_messages(), self.embedder)
        self.passages = self.ours._contents.passages

    @cached_property
    def plain(self) -> Any:
        """One document a passage and no setting touched. Its default model is the same MiniLM, given as vectors."""
        import chromadb
        from chromadb.config import Settings as ChromaSettings

        client = chromadb.PersistentClient(tempfile.mkdtemp(), settings=ChromaSettings(anonymized_telemetry=False))
        collection = client.create_collection("passages", embedding_function=None)
        names = list(self.passages)
        texts = [f"{p.title}\n{p.text}" for p in self.passages.values()]
        for start in range(0, len(names), 1000):
            few = slice(start, start + 1000)
            collection.add(ids=names[few], embeddings=self.embedder.embed(texts[few]))
        return collection

    def by_both(self, query: str) -> list[tuple[str, float]]:
        """Ours as shipped, abstention included."""
        return entries((h.passage.id, h.score) for h in self.ours.search(query, DEEP))

    def by_both_always(self, query: str) -> list[tuple[str, float]]:
        """Ours without abstention, for scores of what is off the corpus."""
        return entries((h.passage.id, h.score) for h in self.ours.ranked(query, 100))

    def by_words(self, query: str) -> list[tuple[str, float]]:
        """BM25 alone."""
        return entries((s.id, s.share) for s in self.ours._words.nearest(query, DEEP))

    def by_meaning(self, query: str) -> list[tuple[str, float]]:
        """Dense alone."""
        return entries(self._of_keys(self.ours._nearest(PASSAGES, self.embedder.embed_one(query), 4 * DEEP)))

    def by_chroma(self, query: str) -> list[tuple[str, float]]:
        """Chroma as it comes."""
        found = self.plain.query(query_embeddings=self.embedder.embed_one(query).reshape(1, -1), n_results=DEEP)
        return entries((name, -distance) for name, distance in zip(found["ids"][0], found["distances"][0], strict=True))

    def _of_keys(self, found: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
        keys = self.ours._contents.keys
        return sorted(((keys[name].passage, score) for name, score in found if name in keys), key=lambda p: -p[1])

    def least(self, query: str) -> float:
        """Seconds of one embedding and one Chroma query, the least that any search over an index does."""
        began = time.perf_counter()
        self.ours._store.nearest(PASSAGES, self.embedder.embed([query])[0], 10)
        return time.perf_counter() - began

    def whole(self, query: str) -> float:
        """Seconds of our whole search, the query never embedded before."""
        self.embedder._recent.clear()
        began = time.perf_counter()
        self.ours.search(query, 5)
        return time.perf_counter() - began


def interval(differences: Sequence[float], seed: int = 7) -> tuple[float, float]:
    """95 % of the means of resamplings of paired differences."""
    values = np.asarray(differences)
    drawn = np.random.default_rng(seed).choice(values, (ROUNDS, len(values))).mean(axis=1)
    return float(np.quantile(drawn, 0.025)), float(np.quantile(drawn, 0.975))


def score(rank: Ranking, cases: Sequence[Query]) -> tuple[list[float], list[float]]:
    """recall@5 and nDCG@10 of each labelled query."""
    recalls, gains = [], []
    for case in cases:
        ranked = [entry for entry, _ in rank(case.text)]
        recalls.append(recall_at_5(ranked, case.labels))
        gains.append(ndcg_at_10(ranked, case.labels))
    return recalls, gains


def _best(rank: Ranking, query: str) -> float:
    """The score of what comes first."""
    found = rank(query)
    return found[0][1] if found else -9.0


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quiet", action="store_true")
    parser.add_argument("--tune", action="store_true")
    parser.add_argument("--data-dir", type=Path, help="Where an index is kept; a temporary one otherwise.")
    options = parser.parse_args()
    bench = Bench(Settings(data_dir=options.data_dir or Path(tempfile.mkdtemp())))
    cases = read_cases()
    if options.tune:
        tune(bench, [c for c in cases if c.part == "open"])
        return
    named: dict[str, Ranking] = {
        "ours, as shipped": bench.by_both, "ours, never silent": bench.by_both_always, "BM25 alone": bench.by_words, "dense alone": bench.by_meaning,
        "Chroma as it comes": bench.by_chroma,
    }  # fmt: skip
    print(f"{len(bench.passages)} passages, {len(bench.ours._contents.keys)} keys\n")
    for part in HALVES:
        on = [c for c in cases if c.part == part and c.labels]
        off = [c for c in cases if c.part == part and not c.labels]
        print(f"{part}: {len(on)} queries, {len(off)} off the corpus")
        print(f"{'':28}{'recall@5':>10}{'nDCG@10':>10}{'AUC on/off':>12}")
        gained: dict[str, list[float]] = {}
        for name, rank in named.items():
            recalls, gains = score(rank, on)
            gained[name] = gains
            always = bench.by_both_always if rank == bench.by_both else rank
            split = auc([_best(always, c.text) for c in on], [_best(always, c.text) for c in off])
            print(f"{name:28}{mean(recalls):10.3f}{mean(gains):10.3f}{split:12.3f}")
        ours = gained.pop("ours, never silent")
        del gained["ours, as shipped"]
        rival = max(gained, key=lambda name: mean(gained[name]))
        low, high = interval([a - b for a, b in zip(ours, gained[rival], strict=True)])
        print(f"nDCG@10 ahead of {rival}: {mean(ours) - mean(gained[rival]):+.3f} (95 % interval {low:+.3f} to {high:+.3f})")
        silent = [c for c in off if not bench.ours.search(c.text)]
        mute = [c for c in on if not bench.ours.search(c.text)]
        print(f"nothing said to {len(silent)} of {len(off)} off the corpus; to {len(mute)} of {len(on)} on it")
        for style in sorted({c.style for c in on}):
            few = [g for c, g in zip(on, ours, strict=True) if c.style == style]
            print(f"  {style or 'no style'}: {len(few)} queries, nDCG@10 {mean(few):.3f}")
        if part == "open" and not options.quiet:
            _misses(bench, on, off)
        print()
    times = [(bench.least(c.text), bench.whole(c.text)) for c in cases]
    print(f"time of a query: {1000 * median(t for _, t in times):.1f} ms, {median(w / t for t, w in times):.2f}x of one "
          f"embedding and one Chroma query ({1000 * median(t for t, _ in times):.1f} ms), medians over {len(times)}")  # fmt: skip


def _misses(bench: Bench, on: Sequence[Query], off: Sequence[Query]) -> None:
    for case in on:
        ranked = [entry for entry, _ in bench.by_both(case.text)]
        if ndcg_at_10(ranked, case.labels) < 0.4:
            print(f"  miss {case.id} {case.text!r}: wanted {dict(case.labels)}, got {ranked[:4]}")
    for case in off:
        if hits := bench.ours.search(case.text):
            print(f"  not silent {case.id} {case.text!r}: {hits[0].passage.id} {hits[0].score:.2f}")


def tune(bench: Bench, cases: Sequence[Query]) -> None:
    """What other weights and thresholds would give."""
    on, off = [c for c in cases if c.labels], [c for c in cases if not c.labels]
    print(f"{'WORDS':>6}{'nDCG@10':>10}   RELEVANT: share silent off the corpus, share answered on it")
    for words in (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0):
        searching.WORDS = words
        _, gains = score(bench.by_both_always, on)
        tops_on = [_best(bench.by_both_always, c.text) for c in on]
        tops_off = [_best(bench.by_both_always, c.text) for c in off]
        told = "  ".join(
            f"{line:.2f}: {mean(float(t < line) for t in tops_off):.2f} {mean(float(t >= line) for t in tops_on):.2f}"
            for line in np.arange(0.35, 0.70, 0.05)
        )
        print(f"{words:6.2f}{mean(gains):10.3f}   {told}")


if __name__ == "__main__":
    main()
