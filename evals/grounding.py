"""How well the check of a model's own sentences tells what a passage bears out from what it does not:

    python -m evals.grounding             precision and recall by kind, open and sealed
    python -m evals.grounding --misses    the same, and the misses of the open half
    python -m evals.grounding --open      the open half alone, for tuning
    python -m evals.grounding --own       on the pairs that the check was made on, and their held half

Precision: of the sentences that are shown in the model's own words, the share that is supported. Recall: of what is
supported, the share that is so shown. In the place of the others stands the passage's own sentence that comes nearest,
or nothing: for these, it is counted how often something is shown. Sentences in another language than their passage are
counted apart: they are taken for translations, of which numbers, names and negations are compared.
"""

import argparse
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from advisor.bootstrap import embedder
from advisor.domain.passage import Hit, Passage
from advisor.models.grounding import Grounding, Verdict
from advisor.models.sheet import sheet_of
from advisor.models.tongue import tongue
from advisor.settings import Settings

CASES = Path(__file__).parent / "cases" / "support_pairs.yaml"
OWN = Path(__file__).parents[1] / "tests" / "cases" / "claims.yaml"
HALVES = ("open", "sealed")
BORNE_OUT = ("quote", "light", "free", "merged")
"""The kinds of OWN that their passages bear out."""


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
        """Whether it is shown in its own words."""
        return self.verdict.own

    @property
    def foreign(self) -> bool:
        """Whether it is in another language than its passage."""
        return tongue(self.pair.sentence) != "en"


def read_cases() -> list[Pair]:
    """The labelled pairs."""
    return [Pair(**c) for c in yaml.safe_load(CASES.read_text(encoding="utf-8"))]


def read_own() -> list[Pair]:
    """The pairs that the check was made on; their held half as the sealed one."""
    return [
        Pair(f"{entry['passage']}:{kind}", entry["text"], claim, kind in BORNE_OUT, kind, entry["half"].replace("held", "sealed"))
        for entry in yaml.safe_load(OWN.read_text(encoding="utf-8")) for kind, claim in entry["claims"].items()
    ]  # fmt: skip


def judged(pairs: Sequence[Pair]) -> list[Judged]:
    """The check's word on each pair, the passage being the only one, and no sentence of it named but by the words."""
    embed = embedder(Settings()).embed
    found = []
    for pair in pairs:
        passage = Passage(id="guide/x", title="x", text=pair.passage, kind="guide", entry="x")
        sentences = [s.text for s in sheet_of([Hit(passage, 1.0)], words_each=10_000).sentences]
        named = [0] if tongue(pair.sentence) != "en" else []
        found.append(Judged(pair, Grounding(pair.sentence, sentences, embed=embed).judge(pair.sentence, named)))
    return found


def share(part: int, whole: int) -> str:
    """A share with its counts."""
    return f"{part / whole:.2f} ({part}/{whole})" if whole else "-"


def table(found: Sequence[Judged]) -> list[str]:
    """Precision and recall, then each kind by itself."""
    checked = [j for j in found if not j.foreign]
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
    rest = [j for j in checked if not j.passed]
    for label, supported in (("supported", True), ("not supported", False)):
        ones = [j for j in rest if j.pair.supported == supported]
        lines.append(f"  {label}, not in its own words: a sentence of the passage instead {share(sum(not j.verdict.why_not for j in ones), len(ones))}")
    other = [j for j in found if j.foreign]
    lines.append(f"  in another language: {len(other)}, of them as translations {share(sum(j.passed for j in other), len(other))}")
    return lines


def main() -> None:
    """Prints the tables."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--misses", action="store_true")
    asked.add_argument("--open", action="store_true")
    asked.add_argument("--own", action="store_true")
    options = asked.parse_args()
    pairs = read_own() if options.own else read_cases()
    for half in HALVES[: 1 if options.open or options.misses else 2]:
        found = judged([p for p in pairs if p.split == half])
        print(f"{half}: {len(found)} pairs", *table(found), sep="\n")
        if options.misses:
            for j in found:
                if j.passed != j.pair.supported and not j.foreign:
                    print(f"  {j.pair.id} {j.pair.kind}: {j.verdict.why_not or 'passed'} | {j.pair.sentence}")


if __name__ == "__main__":
    main()
