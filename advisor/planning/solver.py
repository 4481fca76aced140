"""The smallest stack, exactly: an integer program over components and levels.

For every component c and level l a binary variable x[c,l] says "c is had at l or better". Minimise the hours to be
learnt, subject to

- x[c,solid] <= x[c,working] <= x[c,aware]                   levels include those below
- sum of x[c,l] over the components c that meet need n >= 1  every need n, demanded at level l, is met
- x[c,l] <= sum of x[p,k] over any_of(r)                     every requirement r (level k) of c is had

Requirements bind from the level `working` on; being aware of a thing rests on nothing. What is known costs nothing.
Hours are strictly positive for everything to be learnt, so an optimal solution holds nothing that could be left out.
Ties go to what is simpler, then to what is better supported: each adds far less than the smallest step of hours.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from advisor.domain.catalog import Catalog, Component
from advisor.domain.vocabulary import LEARNABLE, Condition, Hardware, Level
from advisor.planning.demands import Demand
from advisor.planning.knowledge import Knowing, hours_to

UNWANTED = 1000.0
"""Hours added for what the person wants to avoid or cannot run: chosen only where nothing else meets the need."""
TIE_HELD = 1e-4
TIE_COMPLEXITY = 2e-4
TIE_SUPPORT = 1e-5


@dataclass(frozen=True)
class Task:
    """What is to be solved. Hashable, so that a solution can be remembered."""

    demands: frozenset[tuple[str, Level]]
    known: frozenset[tuple[str, Level]]
    hours: frozenset[tuple[str, Level, float]]
    unwanted: frozenset[str] = frozenset()
    wanted: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Selection:
    """Levels by component: the whole stack, known parts included. `unmet`: needs that nothing meets."""

    levels: Mapping[str, Level]
    cost: float
    unmet: tuple[str, ...] = field(default=())


def unwanted(
    catalog: Catalog, preferences: Mapping[str, str], conditions: Iterable[Condition], hardware: Hardware | None
) -> frozenset[str]:
    """Components to be avoided: by wish, by condition, or for want of a graphics card."""
    given = set(conditions)
    weak = hardware in (Hardware.CPU, Hardware.NONE) or Condition.NO_GPU in given
    return frozenset(
        c.id
        for c in catalog.components.values()
        if preferences.get(c.id) == "avoid" or given & set(c.unsuitable_when) or (weak and c.hardware == "gpu")
    )


def make_task(
    catalog: Catalog,
    demands: Iterable[Demand],
    known: Mapping[str, Knowing],
    avoided: frozenset[str] = frozenset(),
    wanted: Iterable[str] = (),
) -> Task:
    """The solver's task for these demands and this person, restricted to the components that can matter."""
    wants = frozenset((d.need, d.level) for d in demands)
    chosen = frozenset(c for c in wanted if c in catalog.components)
    reach = _reachable(catalog, wants, chosen)
    return Task(
        demands=wants,
        known=frozenset((c, known[c].level) for c in reach if c in known),
        hours=frozenset((c, level, hours_to(catalog, c, level, known)) for c in reach for level in LEARNABLE),
        unwanted=avoided & reach,
        wanted=chosen,
    )


def solve(catalog: Catalog, task: Task) -> Selection:
    """The cheapest selection. Remembered for each catalogue and task."""
    return _solve(catalog, task)


def _reachable(catalog: Catalog, wants: Iterable[tuple[str, Level]], chosen: Iterable[str]) -> frozenset[str]:
    """The components that meet a demand, and all that they may rest on."""
    todo = [c.id for need, _ in wants for c in catalog.meeting.get(need, ())] + list(chosen)
    seen: set[str] = set()
    while todo:
        component = todo.pop()
        if component in seen:
            continue
        seen.add(component)
        todo.extend(i for r in catalog.components[component].requires for i in r.any_of if i in catalog.components)
    return frozenset(seen)


@lru_cache(maxsize=4096)
def _solve(catalog: Catalog, task: Task) -> Selection:
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    hours = {(c, level): h for c, level, h in task.hours}
    ids = sorted({c for c, _, _ in task.hours})
    if not ids:
        return Selection({}, 0.0, tuple(sorted(n for n, _ in task.demands)))
    column = {(c, level): i * len(LEARNABLE) + j for i, c in enumerate(ids) for j, level in enumerate(LEARNABLE)}
    cost = np.zeros(len(column))
    rows: list[tuple[dict[int, float], float]] = []
    unmet: list[str] = []
    for c in ids:
        below = 0.0
        for level in LEARNABLE:
            at = hours[c, level]
            cost[column[c, level]] = at - below
            below = at
        cost[column[c, Level.AWARE]] += _tie(catalog.components[c], c in task.unwanted)
        rows.append(({column[c, Level.AWARE]: 1, column[c, Level.WORKING]: -1}, 0))
        rows.append(({column[c, Level.WORKING]: 1, column[c, Level.SOLID]: -1}, 0))
        for requirement in catalog.components[c].requires:
            row: dict[int, float] = {column[p, requirement.level]: 1 for p in requirement.any_of if (p, requirement.level) in column}
            row[column[c, Level.WORKING]] = row.get(column[c, Level.WORKING], 0) - 1
            rows.append((row, 0))
    for need, level in sorted(task.demands):
        meeting = {column[c.id, level]: 1.0 for c in catalog.meeting.get(need, ())}
        if meeting:
            rows.append((meeting, 1))
        else:
            unmet.append(need)
    rows.extend(({column[c, Level.WORKING]: 1.0}, 1) for c in sorted(task.wanted))
    data = [(r, c, v) for r, (row, _) in enumerate(rows) for c, v in row.items()]
    matrix = csr_array(
        ([v for _, _, v in data], ([r for r, _, _ in data], [c for _, c, _ in data])), shape=(len(rows), len(column))
    )
    result = milp(
        c=cost,
        constraints=LinearConstraint(matrix, lb=np.array([low for _, low in rows])),
        integrality=np.ones(len(column)),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0.0},
    )
    if result.x is None:
        raise RuntimeError(f"the stack could not be solved: {result.message}")
    levels: dict[str, Level] = {}
    for c in ids:
        reached = [level for level in LEARNABLE if result.x[column[c, level]] > 0.5]
        if reached:
            levels[c] = reached[-1]
    return Selection(levels, sum(hours[c, level] for c, level in levels.items()), tuple(unmet))


def _tie(component: Component, avoided: bool) -> float:
    tie = TIE_HELD + TIE_COMPLEXITY * component.complexity - TIE_SUPPORT * component.support
    return tie + (UNWANTED if avoided else 0.0)


def is_held_up(catalog: Catalog, levels: Mapping[str, Level], task: Task) -> list[str]:
    """What `levels` fails to satisfy: needs and requirements, as sentences; empty if nothing.

    Independent of the solver, so that it can judge the solver's answers.
    """
    broken: list[str] = []
    for need, level in sorted(task.demands):
        meeting = catalog.meeting.get(need, ())
        if meeting and not any(levels.get(c.id, Level.NONE).reaches(level) for c in meeting):
            broken.append(f"need {need} is not met at {level}")
    for c, level in levels.items():
        if not level.reaches(Level.WORKING):
            continue
        for r in catalog.components[c].requires:
            if not any(levels.get(p, Level.NONE).reaches(r.level) for p in r.any_of):
                broken.append(f"{c} requires {' or '.join(r.any_of)} at {r.level}")
    broken.extend(f"{c} was asked for" for c in task.wanted if not levels.get(c, Level.NONE).reaches(Level.WORKING))
    return broken
