"""What the solver leaves out of question, and that its two ways of solving agree."""

import random

import pytest

from advisor.domain.catalog import Catalog
from advisor.planning import solver
from advisor.planning.reduction import Costs, InfeasibleError, Reduced, Space
from advisor.planning.solver import make_task
from evals.plans import situation


def reduced_of(catalog: Catalog, seed: int) -> Reduced:
    """A random person's task, reduced."""
    made = situation(catalog, random.Random(seed))
    task = make_task(catalog, made.demands, made.known, made.avoided, made.wanted, made.refused)
    hours = {(c, level): h for c, level, h in task.hours}
    space = Space.of(catalog)
    costs = Costs(space, hours, {c: solver.tie(catalog.components[c], task) for c, _ in hours})
    reduced = Reduced(space, costs, space.set_of(c for c, _ in hours))
    met = [(space.set_of(c.id for c in catalog.meeting.get(n, ())), level.rank) for n, level in sorted(task.demands)]
    reduced.demand([row for row in [*met, *((space.set_of([c]), 2) for c in task.wanted)] if row[0]])
    return reduced


def cost(reduced: Reduced, levels: dict[str, object]) -> float:
    place = reduced.space.place
    return sum(reduced.costs.of(place[c])[level.rank] for c, level in levels.items())  # type: ignore[attr-defined]


@pytest.mark.parametrize("seed", range(40))
def test_branching_and_the_integer_program_find_stacks_of_the_same_cost(catalog: Catalog, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solver, "MOST_BRANCHES", 400)
    reduced = reduced_of(catalog, seed)
    if not reduced.open:
        return
    program = solver._program(reduced)
    branched = solver._branch(reduced)
    assert branched is not None
    assert cost(reduced, branched) == pytest.approx(cost(reduced, program), abs=1e-6)


def test_a_random_task_leaves_little_in_question(catalog: Catalog) -> None:
    left = [len(reduced_of(catalog, seed).in_question()) for seed in range(40)]
    assert sorted(left)[20] <= 30, "of some hundred and fifty components within reach"
    assert min(left) == 0


def test_what_nothing_can_meet_is_infeasible(catalog: Catalog) -> None:
    space = Space.of(catalog)
    with pytest.raises(InfeasibleError):
        Reduced(space, Costs(space, {}, {}), 0).demand([(1, 1)])
