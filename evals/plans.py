"""Plans for random people and problems, each judged by the independent checks:

    python -m evals.plans                  10,000 plans
    python -m evals.plans --plans 500 --seed 3
"""

import argparse
import os
import random
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import cache

from advisor.catalog_files import load_catalog
from advisor.domain.brief import Brief, Fact
from advisor.domain.catalog import Catalog
from advisor.domain.frame import Frame
from advisor.domain.progress import Progress
from advisor.domain.vocabulary import Condition, Hardware, Level
from advisor.planning.checks import violations
from advisor.planning.planner import Situation, make_plan
from advisor.settings import Settings

TODAY = date(2026, 11, 22)
AT_ONCE = 100


@cache
def _catalog() -> Catalog:
    return load_catalog(Settings(model="none").corpus_dir)


def situation(catalog: Catalog, chance: random.Random) -> Situation:
    """A person and a problem: any pattern, up to a dozen skills, conditions, wishes, hours and a date."""
    facts = [
        *(Fact(name="known_skills", key=c, value=chance.choice(list(Level))) for c in chance.sample(sorted(catalog.components), chance.randrange(13))),
        *(Fact(name="conditions", key=c.value, value=chance.random() < 0.7) for c in chance.sample(list(Condition), chance.randrange(5))),
        *(Fact(name="preferences", key=c, value=chance.choice(["avoid", "prefer"])) for c in chance.sample(sorted(catalog.components), chance.randrange(3))),
        Fact(name="hardware", value=chance.choice(list(Hardware))),
    ]  # fmt: skip
    if chance.random() < 0.5:
        facts.append(Fact(name="background", value=chance.choice(sorted(catalog.backgrounds))))
    if chance.random() < 0.7:
        facts.append(Fact(name="hours_per_week", value=round(chance.uniform(0.5, 40), 1)))
    if chance.random() < 0.5:
        facts.append(Fact(name="deadline_weeks", value=round(chance.uniform(0.5, 80), 1), on=TODAY))
    pattern = chance.choice(list(catalog.patterns.values()))
    spec = pattern.frame
    frame = Frame(modality=spec.modality, task=spec.task, domain=spec.domain, conditions=spec.conditions, pattern=pattern.id, confidence=1)
    return Situation(catalog, Brief(facts=tuple(facts)), frame, Progress(), TODAY)


def _judge(seeds: range) -> tuple[Counter[str], list[float]]:
    found: Counter[str] = Counter()
    seconds: list[float] = []
    for seed in seeds:
        made = situation(_catalog(), random.Random(seed))
        began = time.perf_counter()
        plan = make_plan(made)
        seconds.append(time.perf_counter() - began)
        found.update(f"{seed}: {v}" for v in violations(made, plan))
    return found, seconds


def main() -> None:
    """Prints the violations, if any, and how long plans took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plans", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    first, last = given.seed * 1_000_000, given.seed * 1_000_000 + given.plans
    parts = [range(at, min(at + AT_ONCE, last)) for at in range(first, last, AT_ONCE)]
    found: Counter[str] = Counter()
    seconds: list[float] = []
    with ProcessPoolExecutor(os.cpu_count() or 1) as processes:
        for some, took in processes.map(_judge, parts):
            found.update(some)
            seconds.extend(took)
    for violation in list(found)[:40]:
        print(violation)
    seconds.sort()
    print(f"{given.plans} plans, {sum(found.values())} violations")
    print(f"a whole plan: median {1000 * seconds[len(seconds) // 2]:.0f} ms, p95 {1000 * seconds[int(0.95 * len(seconds))]:.0f} ms")


if __name__ == "__main__":
    main()
