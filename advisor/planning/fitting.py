"""Cutting a plan until it fits the time, in a stated order."""

from collections.abc import Sequence
from dataclasses import dataclass

from advisor.domain.plan import Choice, Cut, PlanProject
from advisor.domain.progress import CLOSED
from advisor.domain.vocabulary import Priority
from advisor.planning.demands import Demand
from advisor.planning.projects import Sequencer
from advisor.planning.situation import Situation
from advisor.planning.solver import Selection

ORDER = (
    "I cut in this order: first projects that are extra or only prepare, from the last to the first; then what the problem "
    "should have but can do without. A cut that later ones make needless is taken back. What it must have, what you have "
    "begun and what you asked to keep is never cut. More hours a week or a later date bring things back by themselves."
)
"""What `fit` does, for the person."""

Step = tuple[str, str]
"""One possible cut: 'project' or 'need', and its id."""


@dataclass(frozen=True)
class Shape:
    """One candidate: which needs and projects it keeps, and what comes of it."""

    demands: tuple[Demand, ...]
    choices: tuple[Choice, ...]
    projects: tuple[PlanProject, ...]
    selection: Selection

    @property
    def open_hours(self) -> float:
        """Hours of milestones not yet done."""
        return sum(m.hours for p in self.projects for m in p.milestones if m.status not in CLOSED)


def fit(situation: Situation) -> tuple[Shape, tuple[Cut, ...]]:
    """The shape that fits the time best, and what it does without: by the person's wish, then by want of time.

    Cuts until it fits: optional projects first, then needs that should be met but need not. A cut that turns out not to
    be needed once later ones are made is taken back. What the person wants kept is not cut.
    """
    shapes: dict[frozenset[Step], Shape] = {}

    def without(steps: Sequence[Step]) -> Shape:
        """What comes of it without these; worked out once."""
        key = frozenset(steps)
        if key not in shapes:
            shapes[key] = _cut(situation, steps)
        return shapes[key]

    whole = without(())
    wished = _wished(situation, whole)
    available = situation.available
    if available is None or whole.open_hours <= available:
        return whole, wished
    taken: list[Step] = []
    shape = whole
    for step in _possible(situation, whole):
        trial = without([*taken, step])
        if trial.open_hours >= shape.open_hours:
            continue
        taken.append(step)
        shape = trial
        if shape.open_hours <= available:
            break
    if shape.open_hours <= available:
        for step in list(taken[:-1]):
            rest = [t for t in taken if t != step]
            trial = without(rest)
            if trial.open_hours <= available:
                taken, shape = rest, trial
    cuts: list[Cut] = []
    before = whole
    for count, step in enumerate(taken, start=1):
        after = without(taken[:count])
        cuts.append(_told(situation, step, before, after))
        before = after
    return shape, (*wished, *cuts)


def _possible(situation: Situation, whole: Shape) -> list[Step]:
    """All possible cuts in the order in which they are tried."""
    catalog = situation.catalog
    projects = [
        ("project", p.id) for p in reversed(whole.projects)
        if (spec := catalog.projects.get(p.id)) and (spec.optional or spec.kind == "foundation")
        and p.id not in situation.kept_projects and not any(m.status in CLOSED for m in p.milestones)
    ]  # fmt: skip
    needs = [
        ("need", d.need) for d in reversed(situation.demands)
        if d.priority is Priority.SHOULD and d.need not in situation.kept_needs
    ]  # fmt: skip
    return projects + needs


def could_go(situation: Situation, gone: Sequence[Step]) -> tuple[Cut, ...]:
    """What could be cut besides what is `gone`, each by itself, what saves most first."""
    before = _cut(situation, gone)
    found = [_told(situation, step, before, _cut(situation, [*gone, step])) for step in _possible(situation, before) if step not in gone]
    return tuple(sorted((cut for cut in found if cut.saves > 0), key=lambda cut: -cut.saves))


def _cut(situation: Situation, taken: Sequence[Step]) -> Shape:
    needs = {name for kind, name in taken if kind == "need"}
    projects = frozenset(name for kind, name in taken if kind == "project")
    demands = tuple(d for d in situation.demands if d.need not in needs)
    return shape_of(situation, demands, projects | situation.dropped_projects)


def shape_of(situation: Situation, demands: Sequence[Demand], dropped: frozenset[str]) -> Shape:
    """What comes of these demands without these projects."""
    selection, choices = situation.stack(tuple(demands))
    projects = Sequencer(
        situation.catalog, situation.pattern, choices, situation.conditions, situation.hours_per_week,
        situation.progress, dropped, situation.split_steps, situation.projects_made,
    ).run()  # fmt: skip
    return Shape(tuple(demands), choices, projects, selection)


def _wished(situation: Situation, whole: Shape) -> tuple[Cut, ...]:
    """What the plan does without because the person said so."""
    made: list[Cut] = []
    for key, wish in situation.brief.scope.items():
        kind, name = key.split("/", 1)
        if wish != "drop" or kind not in ("need", "project"):
            continue
        again = {d for d in situation.all_demands if kind == "need" and d.need == name} - set(situation.demands)
        back = situation.dropped_projects - ({name} if kind == "project" else set())
        with_it = shape_of(situation, (*situation.demands, *sorted(again)), back)
        if again or name in {p.id for p in with_it.projects}:
            made.append(_told(situation, (kind, name), with_it, whole, wished=True))
    return tuple(made)


def _told(situation: Situation, step: Step, before: Shape, after: Shape, wished: bool = False) -> Cut:
    """A cut in words: what goes, what that saves and costs, how to get it back."""
    kind, name = step
    catalog = situation.catalog
    saves = round(max(before.open_hours - after.open_hours, 0.0), 1)
    gone = [c.name for c in before.choices if c.status != "known" and c.component not in after.selection.levels]
    still = {p.id for p in after.projects}
    projects = [p for p in before.projects if p.id not in still and p.id in catalog.projects]
    if kind == "project":
        spec = catalog.projects[name]
        call, what, costs = f"the project ‘{spec.title}’", f"Project: {spec.title}", f"You go without: {spec.artefact}"
    else:
        need = catalog.needs[name]
        call = gone[0] if gone else f"the part to {need.name}"
        what = f"{', '.join(gone[:3])}: to {need.name}" if gone else need.name[0].upper() + need.name[1:]
        lost = " and ".join(f"“{p.title}”" for p in projects)
        costs = f"{need.why} With it goes the project {lost}." if lost else need.why
    return Cut(what=what, saves=saves, costs=costs, back=f"Say “put {call} back in”.", kind="project" if kind == "project" else "need",
               id=name, wished=wished)  # fmt: skip
