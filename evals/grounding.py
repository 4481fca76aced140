"""How well the check of answers against their passages tells what is borne out from what is not:

    python -m evals.grounding             precision and recall by kind, open and sealed
    python -m evals.grounding --misses    the same, and the misses of the open half
    python -m evals.grounding --open      the open half alone, for tuning

Precision: of what passes, the share that is supported. Recall: of what is supported, the share that passes. Sentences in
another language than their passage cannot be checked by words; they are counted apart.
"""

import argparse
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from advisor.bootstrap import embedder
from advisor.models.grounding import Grounding, Verdict
from advisor.settings import Settings

CASES = Path(__file__).parent / "cases" / "support_pairs.yaml"
HALVES = ("open", "sealed")


@dataclass(frozen=True)
class Pair:
    """A sentence, the passage it names, and whether people find it supported."""

    id: str
    passage: str
    sentence: str
    supported: bool
    kind: str
    split: str


@dataclass(frozen=True)
class Judged:
    """A pair and what the check says of it."""

    pair: Pair
    verdict: Verdict

    @property
    def passed(self) -> bool:
        """Whether it was checked and borne out."""
        return self.verdict.checked and not self.verdict.why_not


def read_cases() -> list[Pair]:
    """The labelled pairs."""
    return [Pair(**c) for c in yaml.safe_load(CASES.read_text(encoding="utf-8"))]


def judged(pairs: Sequence[Pair]) -> list[Judged]:
    """The check's word on each pair, the passage being the only one."""
    embed = embedder(Settings()).embed
    return [Judged(p, Grounding(p.sentence, [p.passage], embed=embed).judge(p.sentence, [0])) for p in pairs]


def share(part: int, whole: int) -> str:
    """A share with its counts."""
    return f"{part / whole:.2f} ({part}/{whole})" if whole else "-"


def table(found: Sequence[Judged]) -> list[str]:
    """Precision and recall, then each kind by itself."""
    checked = [j for j in found if j.verdict.checked]
    passed = [j for j in checked if j.passed]
    right = [j for j in passed if j.pair.supported]
    lines = [
        f"precision {share(len(right), len(passed))}   recall {share(len(right), sum(j.pair.supported for j in checked))}   "
        f"let through of what is not supported {share(len(passed) - len(right), sum(not j.pair.supported for j in checked))}"
    ]
    kinds: dict[tuple[bool, str], list[Judged]] = defaultdict(list)
    for j in checked:
        kinds[not j.pair.supported, j.pair.kind].append(j)
    for (against, kind), ones in sorted(kinds.items()):
        what = "refused" if against else "passed "
        lines.append(f"  {kind:16} {what} {share(sum(j.passed != against for j in ones), len(ones))}")
    other = [j for j in found if not j.verdict.checked]
    lines.append(f"  in another language: {len(other)} only marked, not checked; {sum(j.pair.supported for j in other)} of them supported")
    return lines


def main() -> None:
    """Prints the tables."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--misses", action="store_true")
    asked.add_argument("--open", action="store_true")
    options = asked.parse_args()
    pairs = read_cases()
    for half in HALVES[: 1 if options.open or options.misses else 2]:
        found = judged([p for p in pairs if p.split == half])
        print(f"{half}: {len(found)} pairs", *table(found), sep="\n")
        if options.misses:
            for j in found:
                if j.passed != j.pair.supported and j.verdict.checked:
                    print(f"  {j.pair.id} {j.pair.kind}: {j.verdict.why_not or 'passed'} | {j.pair.sentence}")


if __name__ == "__main__":
    main()
