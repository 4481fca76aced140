"""What planning costs as the catalogue grows: the solver and whole plans in the catalogue as it is and in one ten times as large.

    python -m bench.catalogue
    python -m bench.catalogue --factor 10 --plans 200

Two ways to grow, each with made-up entries beside the real ones:

- *wider*: every entry that planning reads is copied under other ids, needs included: ten times as many problems, none of
  them nearer to each other than before. The plans are those of the real problems.
- *denser*: only components are copied, and each copy meets the same needs at other hours (0.9 to 1.6 times): ten ways to
  meet every need, of which one has to be chosen. No real catalogue is like that; it is the worst case.

The same random people and problems (`evals.plans`) are planned for in each, one beside the other.
"""

import argparse
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from advisor.bootstrap import knowledge
from advisor.domain.catalog import Catalog
from advisor.domain.entries.components import Component, Requirement
from advisor.planning.planner import make_plan
from advisor.planning.solver import _solve as remembering
from advisor.planning.solver import make_task, solve
from advisor.settings import Settings
from bench.common import load, machine, quantile, say, table
from evals.plans import situation

PLANS = 200
DEARER = (0.9, 1.6)
"""Hours of a made-up rival as a share of the real component's, from and to."""


def main() -> None:
    """Prints one row a catalogue."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--factor", type=int, default=10)
    parser.add_argument("--plans", type=int, default=PLANS)
    options = parser.parse_args()
    real = knowledge(Settings(model="none")).catalog
    chance = random.Random(1)
    catalogues = {
        "as it is": real,
        f"{options.factor} times as wide": wider(real, options.factor),
        f"{options.factor} times as dense": denser(real, options.factor, chance),
    }
    before = load()
    times: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in catalogues}
    for seed in range(options.plans):
        for name, catalog in catalogues.items():  # one beside the other, so that other work disturbs all alike
            solved, planned = times[name]
            solve_ms, plan_ms = measure(real, catalog, seed)
            solved.append(solve_ms)
            planned.append(plan_ms)
        say(f"  {seed + 1} of {options.plans} plans") if (seed + 1) % 50 == 0 else None
    print(machine("scipy"))
    print(f"load before: {before}; after: {load()}\n")
    base = times["as it is"]
    print(table(
        ["ms", "components", "needs", "solve p50", "p95", "plan p50", "p95", "plan p50 to the first row"],
        [row(name, catalogues[name], times[name], base) for name in catalogues],
    ))  # fmt: skip


def measure(real: Catalog, catalog: Catalog, seed: int) -> tuple[float, float]:
    """Milliseconds of solving one random situation's task with nothing remembered, and of the whole plan."""
    made = situation(real, random.Random(seed))
    made = type(made)(catalog, made.brief, made.frame, made.progress, made.today)
    task = make_task(catalog, made.demands, made.known, made.avoided, made.wanted, made.refused)
    remembering.cache_clear()
    solving = _timed(lambda: solve(catalog, task))
    remembering.cache_clear()
    again = type(made)(catalog, made.brief, made.frame, made.progress, made.today)
    return solving, _timed(lambda: make_plan(again))


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def wider(catalog: Catalog, factor: int) -> Catalog:
    """The catalogue with `factor - 1` copies of components, needs, blocks, patterns and projects beside it."""
    copied = ("components", "needs", "patterns", "projects")
    ids = {name: set(getattr(catalog, name)) for name in copied}
    known = set().union(*ids.values())
    grown: dict[str, dict[str, Any]] = {name: dict(getattr(catalog, name)) for name in copied}
    for n in range(1, factor):
        for name in copied:
            for entry in getattr(catalog, name).values():
                again = type(entry).model_validate(_renamed(entry.model_dump(), known, f"-{n}"))
                grown[name][again.id] = again
    return replace(catalog, **grown)


def _renamed(value: Any, known: set[str], end: str) -> Any:
    """With every id of the catalogue that is copied given an end."""
    if isinstance(value, dict):
        return {_renamed(k, known, end): _renamed(v, known, end) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_renamed(v, known, end) for v in value]
    return f"{value}{end}" if type(value) is str and value in known else value  # words of a closed vocabulary stay


def denser(catalog: Catalog, factor: int, chance: random.Random) -> Catalog:
    """The catalogue with `factor - 1` rivals of every component, which meet and require what it does at other hours."""
    grown = dict(catalog.components)
    for n in range(1, factor):
        for one in catalog.components.values():
            rival = _rival(one, f"{one.id}-{n}", chance.uniform(*DEARER))
            grown[rival.id] = rival
    return replace(catalog, components=grown)


def _rival(one: Component, id: str, share: float) -> Component:
    hours = one.hours.model_copy(update={level: max(0.1, round(getattr(one.hours, level) * share, 1)) for level in ("aware", "working", "solid")})
    requires = tuple(Requirement(any_of=r.any_of, level=r.level) for r in one.requires)
    return one.model_copy(update={"id": id, "hours": hours, "requires": requires, "aliases": ()})


def row(name: str, catalog: Catalog, times: tuple[Sequence[float], Sequence[float]], base: tuple[Sequence[float], Sequence[float]]) -> list[str]:
    """One line of the table."""
    solved, planned = times
    return [
        name, str(len(catalog.components)), str(len(catalog.needs)), f"{quantile(solved, 0.5):.1f}", f"{quantile(solved, 0.95):.1f}",
        f"{quantile(planned, 0.5):.0f}", f"{quantile(planned, 0.95):.0f}", f"{quantile(planned, 0.5) / quantile(base[1], 0.5):.2f}",
    ]  # fmt: skip


if __name__ == "__main__":
    main()
