"""The smallest stack, exactly: an integer program over components and levels.

For every component c and level l a binary variable x[c,l] says "c is had at l or better". Minimise the hours to be
learnt, subject to

- x[c,solid] <= x[c,working] <= x[c,aware]                   levels include those below
- sum of x[c,l] over the components c that meet need n >= 1  every need n, demanded at level l, is met
- x[c,l] <= sum of x[p,k] over any_of(r)                     every requirement r (level k) of c is had

Requirements bind from the level `working` on; being aware of a thing rests on nothing. What is known costs nothing.
It is reduced first (see `reduction`); what is left are a few alternatives, gone through by branch and bound. Should these
be many, SciPy's `milp` solves the rest. Both are exact, and a test holds them against each other.

Hours are strictly positive for everything to be learnt, so an optimal solution holds nothing that could be left out.
Ties go to what is simpler, then to what is better supported: each adds far less than the smallest step of hours.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import inf

from advisor.domain.catalog import Catalog
from advisor.domain.entries.components import Component
from advisor.domain.vocabulary import LEARNABLE, Condition, Hardware, Level
from advisor.planning.demands import Demand
from advisor.planning.knowledge import Knowing, hours_by_level
from advisor.planning.reduction import Costs, InfeasibleError, Reduced, Space, bits

UNWANTED = 1000.0
"""Hours added for what is to be avoided: chosen only where nothing else meets the need."""
REFUSED = 2000.0
"""Hours added on top for what was ruled out by a word or a condition: what merely runs slowly is taken before it."""
MOST_BRANCHES = 50
"""Steps of branch and bound after which the rest is left to the general solver; nineteen in twenty stacks take fewer."""
SAME = 1e-9
"""Costs that differ by less are the same: far less than what ties go by, far more than what rounding adds."""
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
    refused: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Selection:
    """Levels by component: the whole stack, known parts included. `unmet`: needs that nothing meets."""

    levels: Mapping[str, Level]
    cost: float
    unmet: tuple[str, ...] = field(default=())


def refused(catalog: Catalog, preferences: Mapping[str, str], conditions: Iterable[Condition]) -> frozenset[str]:
    """Components that are ruled out by the person's wish or by a condition."""
    by_wish = {c for c, wish in preferences.items() if wish == "avoid" and c in catalog.components}
    return frozenset(by_wish.union(*(_unsuitable(catalog, condition) for condition in conditions)))


def unwanted(
    catalog: Catalog, preferences: Mapping[str, str], conditions: Iterable[Condition], hardware: Hardware | None
) -> frozenset[str]:
    """Components to be avoided: what is ruled out, and what runs badly for want of a graphics card."""
    given = tuple(conditions)
    weak = hardware in (Hardware.CPU, Hardware.NONE) or Condition.NO_GPU in given
    return refused(catalog, preferences, given) | (_on_a_graphics_card(catalog) if weak else frozenset())


@lru_cache(maxsize=256)
def _unsuitable(catalog: Catalog, condition: Condition) -> frozenset[str]:
    return frozenset(c.id for c in catalog.components.values() if condition in c.unsuitable_when)


@lru_cache(maxsize=16)
def _on_a_graphics_card(catalog: Catalog) -> frozenset[str]:
    return frozenset(c.id for c in catalog.components.values() if c.hardware == "gpu")


def make_task(
    catalog: Catalog,
    demands: Iterable[Demand],
    known: Mapping[str, Knowing],
    avoided: frozenset[str] = frozenset(),
    wanted: Iterable[str] = (),
    ruled_out: frozenset[str] = frozenset(),
) -> Task:
    """The solver's task for these demands and this person, restricted to the components that can matter.

    `ruled_out` are those among the avoided that are not to be had as long as anything else, however slow, does the job.
    """
    wants = frozenset((d.need, d.level) for d in demands)
    chosen = frozenset(c for c in wanted if c in catalog.components)
    reach = _reachable(catalog, wants, chosen)
    return Task(
        demands=wants,
        known=frozenset((c, known[c].level) for c in reach if c in known),
        hours=frozenset((c, level, h) for c in reach for level, h in hours_by_level(catalog, c, known).items()),
        unwanted=avoided & reach,
        wanted=chosen,
        refused=ruled_out & reach,
    )


def solve(catalog: Catalog, task: Task) -> Selection:
    """The cheapest selection. Remembered for each catalogue and task."""
    return _solve(catalog, task)


@lru_cache(maxsize=4096)
def _reachable(catalog: Catalog, wants: frozenset[tuple[str, Level]], chosen: frozenset[str]) -> frozenset[str]:
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
    hours = {(c, level): h for c, level, h in task.hours}
    ids = {c for c, _ in hours}
    space = Space.of(catalog)
    costs = Costs(space, hours, {c: tie(catalog.components[c], task) for c in ids})
    met = [(space.set_of(c.id for c in catalog.meeting.get(need, ())), level.rank) for need, level in sorted(task.demands)]
    asked_for = [(space.set_of([c]), Level.WORKING.rank) for c in sorted(task.wanted)]
    unmet = tuple(need for need, _ in sorted(task.demands) if not catalog.meeting.get(need))
    reduced = Reduced(space, costs, space.set_of(ids))
    try:
        reduced.demand([row for row in [*met, *asked_for] if row[0]])
        levels = _branch(reduced)
        if levels is None:
            levels = _program(reduced)
    except InfeasibleError as error:
        raise RuntimeError(f"the stack could not be solved: {error}") from error
    return Selection(levels, sum(hours[c, level] for c, level in levels.items()), unmet)


def _branch(reduced: Reduced) -> dict[str, Level] | None:
    """The cheapest selection by branch and bound on what is left of the program; None if that takes too many steps."""
    best: dict[str, Level] | None = None
    least = inf
    todo: list[tuple[float, Reduced, tuple[int, int] | None]] = [(reduced.least, reduced.copy(), None)]
    """Nodes with what they cost at least, and what each is to do without, which is worked out only if nothing cheaper was
    found before."""
    for _ in range(MOST_BRANCHES):
        if not todo:
            return best
        bound, node, without = todo.pop()
        if bound > least - SAME:
            continue
        try:
            if without:
                node.exclude(*without)
                bound = node.least
            while node.open and bound < least - SAME:
                place, rank = node.branching()
                todo.append((bound, node.copy(), (place, rank)))
                node.demand([(1 << place, rank)])
                bound = node.least
        except InfeasibleError:
            continue
        if bound < least - SAME:
            best, least = node.levels, bound
    return None


def _program(reduced: Reduced) -> dict[str, Level]:
    """The cheapest selection by the integer program itself, over what is left in question. Raises RuntimeError."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    places = list(reduced.in_question())
    column = {at: n for n, at in enumerate((i, rank) for i in places for rank in range(reduced.settled(i) + 1, 4))}
    cost = np.zeros(len(column))
    rows: list[tuple[dict[int, float], float]] = [
        ({column[i, rank]: 1.0 for i in bits(any_of)}, 1.0) for any_of, rank in reduced.open
    ]
    for (i, rank), n in column.items():
        cost[n] = reduced.costs.of(i)[rank] - reduced.costs.of(i)[rank - 1]
        if (i, rank - 1) in column:
            rows.append(({column[i, rank - 1]: 1.0, n: -1.0}, 0.0))
        for any_of, needed in reduced.needs(i) if rank == Level.WORKING.rank else ():
            row = {column[p, needed]: 1.0 for p in bits(any_of)}
            row[n] = row.get(n, 0.0) - 1.0
            rows.append((row, 0.0))
    at = [(number, place, value) for number, (row, _) in enumerate(rows) for place, value in row.items()]
    matrix = csr_array(([v for _, _, v in at], ([r for r, _, _ in at], [p for _, p, _ in at])), shape=(len(rows), len(column)))
    result = milp(
        c=cost,
        constraints=LinearConstraint(matrix, lb=np.array([least for _, least in rows])),
        integrality=np.ones(len(column)),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0.0},
    )
    if result.x is None:
        raise RuntimeError(f"the stack could not be solved: {result.message}")
    chosen = {reduced.space.ids[i]: LEARNABLE[rank - 1] for (i, rank), n in column.items() if result.x[n] > 0.5}
    levels = reduced.levels | chosen
    return {c: levels[c] for c in sorted(levels)}  # as branch and bound gives them: what is said of them must not depend on the way


def tie(component: Component, task: Task) -> float:
    """What having a component costs besides its hours: what decides between equals, and what keeps the unwanted out."""
    equal = TIE_HELD + TIE_COMPLEXITY * component.complexity - TIE_SUPPORT * component.support
    return equal + UNWANTED * (component.id in task.unwanted) + REFUSED * (component.id in task.refused)


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
