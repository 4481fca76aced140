"""A whole turn by rules, from the person's text to the committed reply, against one embedding plus one Chroma query.

    python -m bench.turn
    python -m bench.turn --talks 5

Each turn is measured beside the embedding and query of the same text, in turn before and after it. Then the solver.
"""

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, datetime

from advisor.bootstrap import build, embedder
from advisor.domain.conversation import Done, State
from advisor.planning.planner import Situation
from advisor.planning.solver import Task, make_task, solve
from advisor.planning.solver import _solve as remembering
from advisor.retrieval.index import PASSAGES, SearchIndex
from advisor.service import Advisor
from advisor.settings import Settings
from bench.common import load, machine, prepared, quantile, say, table
from bench.messages import GO_ON, NEXT, TALKS, Answers, Talk

OWNER = "bench"
KINDS = ("first message", "answer", "draft", "what next", "explain", "re-plan")
"""`draft` is the turn that brings the first plan, whichever message that is."""
QUESTIONS = 12
NEAREST = 10
Pair = tuple[float, float]
"""Milliseconds: the turn, and the embedding with its query."""


def floor(settings: Settings) -> Callable[[str], object]:
    """One embedding (never a remembered one) and one query for the nearest passages: what any such chat must do."""
    model = embedder(settings)
    store = SearchIndex(settings.data_dir).open(model)
    return lambda text: store.nearest(PASSAGES, model.embed([text])[0], NEAREST)


class Run:
    """Holds the conversations, with a clock beside them."""

    def __init__(self, advisor: Advisor, least: Callable[[str], object]) -> None:
        self.advisor = advisor
        self.least = least
        self.times: dict[str, list[Pair]] = defaultdict(list)
        self.texts: Counter[str] = Counter()
        self.intents: dict[str, Counter[str]] = defaultdict(Counter)
        self.tasks: set[Task] = set()
        self.answers = Answers()
        self.unplanned = 0

    def talk(self, talk: Talk, number: int) -> None:
        """One conversation from the problem to a changed plan."""
        id = self.advisor.new(OWNER).id
        state = self.say(id, talk.problem, "first message")
        asked = ""
        for _ in range(QUESTIONS):
            question = state.dialogue.question
            if state.plan or not question:
                break
            text = GO_ON if question.id == asked else self.answers.to(question.id)
            asked = question.id
            state = self.say(id, text, "answer")
        if state.plan is None:
            say(f"  no plan came of: {talk.problem}")
            self.unplanned += 1
            return
        for text, kind in ((NEXT[number % len(NEXT)], "what next"), (talk.explain, "explain"), (talk.change, "re-plan")):
            self.remember(state)
            state = self.say(id, text, kind)
        self.remember(state)

    def say(self, id: str, text: str, kind: str) -> State:
        """One turn, and beside it the least that it could cost."""
        before = sum(self.texts.values()) % 2 == 0
        self.texts[text] += 1
        least = self._least(text) if before else 0.0
        began = time.perf_counter()
        events = list(self.advisor.reply(id, OWNER, text))
        took = (time.perf_counter() - began) * 1000
        least = least if before else self._least(text)
        done = events[-1]
        assert isinstance(done, Done)
        if kind in ("first message", "answer") and done.state.plan:
            kind = "draft"
        self.times[kind].append((took, least))
        self.intents[kind].update(done.reply.intents)
        return done.state

    def _least(self, text: str) -> float:
        began = time.perf_counter()
        self.least(text)
        return (time.perf_counter() - began) * 1000

    def remember(self, state: State) -> None:
        """Keeps what the solver has to solve in this state."""
        if state.dialogue.frame is None:
            return
        s = Situation(self.advisor.catalog, state.brief, state.dialogue.frame, state.progress, datetime.now(UTC).date())
        for demands in (s.demands, s.all_demands):
            self.tasks.add(make_task(s.catalog, demands, s.known, s.avoided, s.wanted, s.refused))

    def solver(self) -> list[float]:
        """Milliseconds of each different task, solved anew."""
        found: list[float] = []
        for task in self.tasks:
            remembering.cache_clear()
            began = time.perf_counter()
            solve(self.advisor.catalog, task)
            found.append((time.perf_counter() - began) * 1000)
        return found


def row(name: str, pairs: list[Pair]) -> list[str]:
    """One line of the table."""
    turns, least = [t for t, _ in pairs], [f for _, f in pairs]
    middle, late = (quantile(turns, 0.5), quantile(turns, 0.95))
    low, low_late = (quantile(least, 0.5), quantile(least, 0.95))
    return [
        name, str(len(pairs)), f"{middle:.1f}", f"{late:.1f}", f"{low:.1f}", f"{low_late:.1f}",
        f"{middle / low:.1f}", f"{quantile([t / f for t, f in pairs], 0.5):.1f}",
    ]  # fmt: skip


def main() -> None:
    """The command."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--talks", type=int, default=len(TALKS), help=f"conversations, at most {len(TALKS)}")
    talks = TALKS[: options.parse_args().talks]
    before = load()
    with prepared() as settings:
        run = Run(build(settings), floor(settings))
        run.advisor.warm()
        run.least("a text to load the model")
        list(run.advisor.reply(run.advisor.new(OWNER).id, OWNER, "Which of my photographs are out of focus?"))  # not counted
        say("Talking …")
        for number, talk in enumerate(talks):
            run.talk(talk, number)
        solver = run.solver()
    everything = [pair for kind in KINDS for pair in run.times[kind]]
    once = sum(n == 1 for n in run.texts.values())
    print(machine("chromadb", "sentence-transformers", "scipy"))
    print(f"{len(talks)} conversations, {len(everything)} turns, {once} texts said once, {len(run.texts) - once} more often; {run.unplanned} without a plan")
    print(f"load before: {before}; after: {load()}\n")
    heads = ["ms", "n", "turn p50", "p95", "embedding + query p50", "p95", "ratio of p50", "median of paired ratios"]
    print(table(heads, [row(kind, run.times[kind]) for kind in KINDS if run.times[kind]] + [row("all turns", everything)]))
    print()
    print(table(
        ["ms", "n", "p50", "p95", "largest"],
        [["solver alone, nothing remembered", str(len(solver)), *(f"{quantile(solver, q):.1f}" for q in (0.5, 0.95, 1.0))]],
    ))  # fmt: skip
    for kind in ("what next", "explain", "re-plan"):
        say(f"read as, {kind}: {', '.join(f'{i} {n}' for i, n in run.intents[kind].most_common())}")


if __name__ == "__main__":
    main()
