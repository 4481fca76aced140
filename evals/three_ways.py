"""The scorecard three ways, on the same cases and in one command: rules; rules and a model; the model by itself.

    python -m evals.three_ways --server http://127.0.0.1:8181/v1
    python -m evals.three_ways --server … --most 60 --ways rules model --split open

`--server` is any OpenAI-compatible server; with '#name' behind it if it serves several models, its key in
ADVISOR_MODEL_KEY. Of each file `--most` cases are drawn, the same for all three. For the first two ways replies are
reworded in `--worded` whole conversations only: what is read and planned does not depend on it. Those replies are held
against the templates that they reword, by other code than the guard's.

A run may be interrupted: the outcome of each case is kept at once, in evals/results/three_ways.jsonl, and the same
command goes on with the next. Outcomes count only for the same case, model and code; `--fresh` leaves them aside. When
the server is gone the run ends, and the case at hand is not counted.
"""

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from advisor.bootstrap import embedder
from advisor.dialogue.ports import LanguageModel
from advisor.domain.calls import Call, Stop
from advisor.domain.passage import Answered, Hit
from advisor.domain.reading import ModelReading
from advisor.errors import ModelError
from advisor.models import make_model
from advisor.settings import Settings
from evals.bare import BareModel, Made
from evals.outcomes import Outcomes, digest, state_of
from evals.run import PARTS, Case, Runner, Score, load
from evals.servers import SECONDS, Address, Completions, GoneError
from evals.worded import Worded, worded

RESULTS = Path(__file__).parent / "results"
READ = ("problems", "hard", "facts", "followups", "personas")
WAYS = ("rules", "model", "bare")
TITLES = {"rules": "rules", "model": "rules and model", "bare": "model alone"}
NOT_ASKED = {("bare", "pattern")}
"""What a way was not asked for: the pattern is the catalogue's own word, which a model by itself has never seen."""
REST = 4_000.0
"""Seconds by which the model's clock is ahead with each case: no case waits for what failed in another."""
_ADVICE = ("corpus", "evals/run.py", "advisor/one_turn.py", *(f"advisor/{d}" for d in ("dialogue", "domain", "planning", "retrieval")))
SOURCES = {
    "rules": _ADVICE,
    "model": (*_ADVICE, "advisor/models", "advisor/prompts"),
    "bare": ("evals/bare.py", "evals/servers.py", "evals/run.py", "corpus/components", "advisor/domain", "advisor/dialogue/reading"),
}
"""What the outcomes of a way rest on, beside case and model."""


@dataclass
class Cases:
    """Draws the same cases of a file each time."""

    most: int
    split: str
    seed: int = 0
    drawn: dict[str, list[Case]] = field(default_factory=dict)

    def __call__(self, name: str) -> list[Case]:
        """The cases of a file that are run."""
        if name not in self.drawn:
            found = [c for c in load(name) if self.split in ("both", c["split"])]
            chosen = random.Random(self.seed).sample(range(len(found)), min(self.most, len(found)))
            self.drawn[name] = [found[i] for i in sorted(chosen)]
        return self.drawn[name]


class ReadsOnly:
    """A model whose reading is used, and whose words are not."""

    def __init__(self, inner: LanguageModel, seconds: list[float] | None = None, failures: Counter[str] | None = None) -> None:
        self._inner = inner
        self.seconds: list[float] = [] if seconds is None else seconds
        """What each reading took."""
        self.failures: Counter[str] = Counter() if failures is None else failures
        """Why readings failed; the rules' reading stood then."""

    @property
    def name(self) -> str:
        """As the model's own."""
        return self._inner.name

    @property
    def resting(self) -> bool:
        """As the model does."""
        return self._inner.resting

    def for_turn(self, observe: Callable[[Call], None], stop: Stop) -> "ReadsOnly":
        """The same for one turn."""
        return ReadsOnly(self._inner.for_turn(observe, stop), self.seconds, self.failures)

    def read(self, text: str, question: str | None, patterns: Mapping[str, str]) -> ModelReading:
        """As the model reads."""
        began = time.monotonic()
        try:
            return self._inner.read(text, question, patterns)
        except ModelError as failure:
            self.failures[failure.detail or str(failure)] += 1
            raise
        finally:
            self.seconds.append(time.monotonic() - began)

    def word(self, text: str, person: str) -> Iterator[str]:  # noqa: ARG002  the port's name
        """As it stands."""
        yield text

    def translate(self, text: str, language: str) -> str:
        """As the model translates."""
        return self._inner.translate(text, language)

    def note(self, tool: str) -> str:  # noqa: ARG002  the port's name
        """Nothing of its own."""
        raise ModelError("This model only reads.")

    def answer(self, question: str, passages: Sequence[Hit]) -> Iterator[Answered]:  # noqa: ARG002  the port's names
        """Nothing: the template's answer stands."""
        raise ModelError("This model only reads.")


@dataclass
class Spent:
    """What the cases of a way took beside their counts."""

    seconds: list[float] = field(default_factory=list)
    failures: Counter[str] = field(default_factory=Counter)
    made: Made = field(default_factory=Made)


@dataclass
class Way:
    """One of the three: who holds the conversations, and what they took since `spent` was last asked."""

    name: str
    runner: Any
    model: str = ""
    spent: Callable[[], Spent] = Spent


@dataclass
class Found:
    """What came out of one way, by case."""

    score: Score = field(default_factory=Score)
    cases: dict[str, dict[tuple[str, str], list[int]]] = field(default_factory=dict)
    spent: Spent = field(default_factory=Spent)

    def add(self, case: str, outcome: Mapping[str, Any]) -> None:
        """Counts in the outcome of a case."""
        counts = {(measure, split): [right, of] for measure, split, right, of in outcome["counts"]}
        self.cases[case] = counts
        for at, (right, of) in counts.items():
            self.score.counts[at][0] += right
            self.score.counts[at][1] += of
        self.spent.seconds += outcome["seconds"]
        self.spent.failures.update(outcome["failures"])
        for name, count in outcome["made"].items():
            setattr(self.spent.made, name, getattr(self.spent.made, name) + count)


@dataclass
class Run:
    """Goes through the cases, keeps each outcome as it comes, and passes over what is kept already."""

    kept: Outcomes
    cases: Cases
    address: Address
    fresh: bool = False

    def scores(self, way: Way, parts: Sequence[str]) -> Found:
        """The outcomes of one way. Raises GoneError if its server is not there."""
        print(way.name, flush=True)
        found, state = Found(), state_of(SOURCES[way.name])
        for part in parts:
            began, anew = time.monotonic(), 0
            cases = self.cases(f"{part}.yaml")
            for number, case in enumerate(cases, 1):
                key = digest(way.name, part, way.model, state, case)
                outcome = None if self.fresh else self.kept.get(key)
                if outcome is None:
                    anew += 1
                    outcome = self._judged(way, part, case)
                    self.kept.add(key, outcome)
                    print(f"\r  {part}: {number} of {len(cases)}", end="", flush=True)
                found.add(digest(part, case), outcome)
            print(f"\r  {part}: {len(cases)} cases, {len(cases) - anew} of them kept from before, {time.monotonic() - began:.0f} s", flush=True)
        return found

    def _judged(self, way: Way, part: str, case: Case) -> dict[str, Any]:
        score = Score()
        way.runner.cases = lambda _: [case]
        way.spent()
        PARTS[part](way.runner, score)
        spent = way.spent()
        if spent.failures:
            self.address.model()
        counts = [[measure, split, *count] for (measure, split), count in score.counts.items()]
        return {"counts": counts, "seconds": spent.seconds, "failures": spent.failures, "made": asdict(spent.made)}

    def worded(self, way: Way, cases: Sequence[Case]) -> Worded:
        """Conversations in the model's words. Raises GoneError if its server is not there."""
        all_seen, state = Worded(), state_of(SOURCES[way.name])
        for case in cases:
            key = digest("worded", way.model, state, case)
            outcome = None if self.fresh else self.kept.get(key)
            if outcome is None:
                seen = worded(way.runner, case)
                if seen.notices:
                    self.address.model()
                outcome = vars(seen)
                self.kept.add(key, outcome)
            for name, value in outcome.items():
                if isinstance(value, Mapping):
                    all_seen.notices.update(value)
                else:
                    setattr(all_seen, name, getattr(all_seen, name) + value)
            print(f"\r  worded: {all_seen.replies} replies, {all_seen.by_model} by the model", end="", flush=True)
        print(flush=True)
        return all_seen


def _emptied(reads: ReadsOnly) -> Spent:
    spent = Spent(list(reads.seconds), Counter(reads.failures))
    reads.seconds.clear()
    reads.failures.clear()
    return spent


def _handed_over(bare: BareModel, server: Completions) -> Spent:
    spent = Spent(server.seconds, server.failures, bare.made)
    server.seconds, server.failures, bare.made = [], Counter(), Made()
    return spent


def _share(score: Score, measure: str) -> str:
    right = sum(v[0] for (m, _), v in score.counts.items() if m == measure)
    of = sum(v[1] for (m, _), v in score.counts.items() if m == measure)
    return f"{100 * right / of:.1f} % ({right}/{of})" if of else "–"


def main() -> None:
    """Runs the ways asked for and prints one table; the same goes into evals/results/three_ways.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", required=True, help="address of an OpenAI-compatible server")
    parser.add_argument("--most", type=int, default=30, help="cases of each file")
    parser.add_argument("--split", choices=["open", "sealed", "both"], default="sealed")
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS))
    parser.add_argument("--parts", nargs="+", choices=READ, default=list(READ))
    parser.add_argument("--worded", type=int, default=5, help="whole conversations to be reworded")
    parser.add_argument("--fresh", action="store_true", help="do not use what earlier runs have kept")
    given = parser.parse_args()
    try:
        run(given, Address.of(given.server, os.environ.get("ADVISOR_MODEL_KEY")))
    except (GoneError, KeyboardInterrupt) as ended:
        sys.exit(f"\n{str(ended) or 'Interrupted.'} What was found is kept; the same command goes on from there.")


def run(given: argparse.Namespace, address: Address) -> None:
    """Runs what was asked for. Raises GoneError if the server is not there; what was found before is kept."""
    served = "" if given.ways == ["rules"] else f"{address.base} {address.model()}"
    cases = Cases(given.most, given.split)
    going = Run(Outcomes(RESULTS / "three_ways.jsonl"), cases, address, given.fresh)
    found: dict[str, Found] = {}
    talks = Worded()
    settings = Settings(model="none")
    with tempfile.TemporaryDirectory() as directory:
        rules = Runner(settings, Path(directory))
        if "rules" in given.ways:
            found["rules"] = going.scores(Way("rules", rules), given.parts)
        if "model" in given.ways:
            turn = [0.0]
            model = make_model(
                given.server, address.key, seconds=SECONDS, first_word_seconds=SECONDS / 2, stall_seconds=SECONDS / 4,
                tools=rules.names.of_tools, embed=embedder(settings).embed, clock=lambda: time.monotonic() + turn[0],
            )  # fmt: skip
            assert model is not None
            reads = ReadsOnly(model)

            def spent() -> Spent:
                turn[0] += REST
                return _emptied(reads)

            found["model"] = going.scores(Way("model", Runner(settings, Path(directory), reads), served, spent), given.parts)
            speaks = Way("model", Runner(settings, Path(directory), model), served)
            talks = going.worded(speaks, cases("personas.yaml")[: given.worded])
        if "bare" in given.ways:
            server = Completions(address)
            bare = BareModel(server, rules.catalog, rules.names, cases)
            found["bare"] = going.scores(Way("bare", bare, served, lambda: _handed_over(bare, server)), given.parts)
    _report(given, served, {part: len(cases(f"{part}.yaml")) for part in given.parts}, found, talks)


def _notes(found: Mapping[str, Found], talks: Worded) -> list[str]:
    notes = []
    if "model" in found and (spent := found["model"].spent).seconds:
        notes.append(f"- reading by the model: {len(spent.seconds)} calls, median {median(spent.seconds):.1f} s; failed: {_listed(spent.failures)}")
    notes += _of_words(talks)
    if "bare" in found and (spent := found["bare"].spent).seconds:
        made = spent.made
        notes.append(
            f"- model alone: {made.answers} answers, {made.broken} not in the form asked for ({_listed(spent.failures)}); {made.plans} "
            f"plans, {made.invalid} invalid (empty, or something before what it rests on); {made.unknown} of {made.names} names "
            f"unknown to the catalogue; {made.links} links; median {median(spent.seconds):.1f} s an answer"
        )
    if {"rules", "model"} <= set(found):
        notes += _against(found["rules"], found["model"])
    return notes


def _listed(failures: Mapping[str, int]) -> str:
    return ", ".join(f"{n} {why}" for why, n in failures.items()) or "none"


def _against(rules: Found, model: Found) -> list[str]:
    """Which way the model moved the cases that it moved: of as many as both have, a difference in shares may be chance."""
    better, worse = Counter[str](), Counter[str]()
    for case, counts in rules.cases.items():
        for (measure, split), (right, _) in counts.items():
            other = model.cases[case].get((measure, split), [0, 0])[0]
            better[measure] += other > right
            worse[measure] += other < right
    moved = [f"{m} {better[m]} better, {worse[m]} worse" for m in better if better[m] or worse[m]]
    return [f"- cases that the model's reading changed: {'; '.join(moved) or 'none'}"]


def _of_words(seen: Worded) -> list[str]:
    if not seen.replies:
        return []
    made = [
        f"- reworded replies: {seen.by_model} of {seen.replies} in the model's words, the others in the template's; "
        f"median {median(seen.seconds):.1f} s a turn",
        f"- links nobody gave: {len(seen.links)}; components nobody named: {len(seen.components)} {sorted(set(seen.components))}; "
        f"numbers nobody gave: {len(seen.numbers)} {sorted(set(seen.numbers))}; invalid plans: {len(seen.invalid)}",
    ]
    return made + [f"- notice, {n} times: {text}" for text, n in seen.notices.most_common(5)]


def _report(given: argparse.Namespace, served: str, cases: Mapping[str, int], found: Mapping[str, Found], talks: Worded) -> None:
    measures = list(dict.fromkeys(m for one in found.values() for m, _ in one.score.counts))
    rows = [[("not asked" if (w, m) in NOT_ASKED else _share(found[w].score, m)) for w in found] for m in measures]
    lines = [
        f"# Three ways, {given.split} cases", "",
        f"{sum(cases.values())} cases, the same for each way: {', '.join(f'{n} of {part}' for part, n in cases.items())}. {served}", "",
        f"| measure | {' | '.join(TITLES[w] for w in found)} |", f"| --- |{' --- |' * len(found)}",
        *(f"| {m} | {' | '.join(row)} |" for m, row in zip(measures, rows, strict=True)), "", *_notes(found, talks), "",
    ]  # fmt: skip
    text = "\n".join(lines)
    print(f"\n{text}")
    (RESULTS / "three_ways.md").write_text(text, encoding="utf-8")
    counts = {w: {f"{m} {part}": c for (m, part), c in one.score.counts.items()} for w, one in found.items()}
    (RESULTS / "three_ways.json").write_text(json.dumps(counts, indent=2), encoding="utf-8")
    if talks.talks:
        (RESULTS / "worded.md").write_text("\n\n".join(["# Replies in a model's words", *talks.talks, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
