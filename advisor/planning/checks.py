"""Checks that plan: every pattern is solvable from zero and from each background, in feasible order."""

import multiprocessing
from collections.abc import Iterable
from datetime import date

from advisor.domain.brief import Brief, Fact
from advisor.domain.catalog import Catalog
from advisor.domain.catalog_checks import Problem
from advisor.domain.frame import Frame
from advisor.domain.plan import Plan
from advisor.domain.progress import Progress
from advisor.domain.vocabulary import Modality, Task
from advisor.planning.planner import Situation, make_plan
from advisor.planning.projects import MOST_NEW, order_violations
from advisor.planning.solver import is_held_up, make_task

ANY_DAY = date(2026, 1, 5)
"""A Monday; no check depends on which day it is."""


def check_plans(catalog: Catalog, processes: int = 1) -> list[Problem]:
    """Problems with the plans of every pattern, from zero and from each background, on a laptop without graphics card.

    With several `processes` (where the system can fork) they share the work; then nothing else should run in this one.
    """
    work: list[str | tuple[Modality, Task]] = [*catalog.patterns, *COMPOSITIONS]
    if processes > 1 and "fork" in multiprocessing.get_all_start_methods():
        context = multiprocessing.get_context("fork")
        with context.Pool(processes, initializer=_share, initargs=(catalog,)) as pool:
            return [problem for few in pool.imap(_check_shared, work, chunksize=4) for problem in few]
    return [problem for one in work for problem in _check_one(catalog, one)]


_shared: list[Catalog] = []
"""The catalogue in a worker process: forked with it, never sent."""


def _share(catalog: Catalog) -> None:
    _shared[:] = [catalog]


def _check_shared(one: str | tuple[Modality, Task]) -> list[Problem]:
    return _check_one(_shared[0], one)


def _check_one(catalog: Catalog, one: str | tuple[Modality, Task]) -> list[Problem]:
    return check_pattern_plans(catalog, one) if isinstance(one, str) else check_composed_plan(catalog, *one)


COMPOSITIONS = [(modality, task) for modality in Modality for task in Task]
"""Every kind of problem that the vocabulary can name, whether or not a pattern covers it."""


def check_composed_plan(catalog: Catalog, modality: Modality, task: Task) -> list[Problem]:
    """Problems with a beginner's plan for a problem that no pattern covers, made from its kind of data and its task."""
    frame = Frame(modality=(modality,), task=(task,), domain="", conditions=(), pattern=None, confidence=1.0)
    situation = Situation(catalog, Brief(), frame, Progress(), ANY_DAY)
    plan = make_plan(situation)
    found = violations(situation, plan)
    special = {d.need for d in situation.demands} - {n.need for n in catalog.blocks["base"].needs} if "base" in catalog.blocks else set()
    if not special:
        found.append("nothing is demanded beyond what any problem demands; write a block for it")
    first = next(iter(catalog.blocks), "")
    return [Problem("blocks", first, f"composed for {modality} and {task}: {text}") for text in found]


def check_pattern_plans(catalog: Catalog, pattern_id: str) -> list[Problem]:
    """Problems with the plans of one pattern."""
    found: list[Problem] = []
    pattern = catalog.patterns[pattern_id]
    spec = pattern.frame
    frame = Frame(
        modality=spec.modality, task=spec.task, domain=spec.domain, conditions=spec.conditions, pattern=pattern.id, confidence=1.0
    )
    for background in (None, *catalog.backgrounds):
        facts = [Fact(name="background", value=background)] if background else []
        situation = Situation(catalog, Brief(facts=tuple(facts)), frame, Progress(), ANY_DAY)
        plan = make_plan(situation)
        who = f"for {background or 'a beginner'}"
        found.extend(Problem("patterns", pattern.id, f"{who}: {text}; mend the needs or projects") for text in violations(situation, plan))
        heavy = [c.component for c in plan.stack if catalog.components[c.component].hardware == "gpu"]
        if heavy and not pattern.needs_gpu and not background:
            found.append(Problem("patterns", pattern.id, f"needs a graphics card for {', '.join(heavy)}; let its needs be met without, "
                                                         "or say under 'needs_gpu' why that is impossible"))  # fmt: skip
    return found


def violations(situation: Situation, plan: Plan) -> list[str]:
    """What is wrong with a plan, judged independently of how it was made; empty if nothing.

    Every need met (or cut, or named as open), everything to be learnt necessary, projects in feasible order, the first
    small, the last the person's own, hours that add up, no silent overflow.
    """
    catalog = situation.catalog
    levels = {c.component: c.level for c in plan.stack}
    cut = {c.id for c in plan.cut if c.kind == "need"}
    demands = [d for d in situation.demands if d.need not in cut]
    task = make_task(catalog, demands, situation.known, situation.avoided, situation.wanted, situation.refused)
    wrong = is_held_up(catalog, levels, task)
    for choice in plan.stack:
        if choice.status == "known":
            continue
        without = {c: level for c, level in levels.items() if c != choice.component}
        if not is_held_up(catalog, without, task):
            wrong.append(f"{choice.component} could be left out")
    wrong.extend(order_violations(plan.projects, plan.stack, catalog))
    wrong.extend(_project_problems(plan, situation.hours_per_week))
    still = sum(m.hours for p in plan.projects for m in p.milestones if m.status in ("todo", "stuck"))
    if abs(still - plan.hours.total) > 0.5:
        wrong.append(f"hours do not add up: {still:g} in milestones, {plan.hours.total:g} in total")
    if plan.hours.available is not None and plan.hours.total > plan.hours.available + 0.5 and plan.over <= 0:
        wrong.append("the plan overflows the time without saying so")
    return wrong


def _project_problems(plan: Plan, hours_per_week: float) -> Iterable[str]:
    if not plan.projects:
        yield "there are no projects"
        return
    still = [p for p in plan.projects if not p.finished]
    if still and still[0].hours > 2 * hours_per_week + 0.01 and not any(p.finished for p in plan.projects):
        yield f"the first project ({still[0].id}) takes {still[0].hours:g} h, more than two weeks"
    if plan.projects[-1].kind != "own":
        yield f"the last project ({plan.projects[-1].id}) is not the person's own problem"
    for project in plan.projects:
        if len(project.introduces) > MOST_NEW:
            yield f"{project.id} introduces {len(project.introduces)} components"
        for milestone in project.milestones:
            if milestone.hours > 8.01:
                yield f"milestone {milestone.id} takes {milestone.hours:g} h, more than one sitting"
