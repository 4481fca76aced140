"""A brief and a frame in, a plan out: needs, smallest stack, projects, schedule, and what was cut to fit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from advisor.domain.brief import Brief, Provenance
from advisor.domain.catalog import Catalog, Pattern
from advisor.domain.frame import Frame
from advisor.domain.plan import (
    Assumption,
    Choice,
    Cut,
    ExistingSolution,
    Omission,
    Plan,
    PlanHours,
    PlanMetric,
    PlanProblem,
    PlanProject,
)
from advisor.domain.progress import Progress, Status
from advisor.domain.vocabulary import Condition, Hardware, Level, Priority
from advisor.planning.demands import Demand, conditions_of, demands_of
from advisor.planning.knowledge import Knowing, knowledge
from advisor.planning.projects import Sequencer, finished_before
from advisor.planning.solver import Selection, make_task, solve, unwanted
from advisor.planning.stack import citations, make_choices, make_left_out

ASSUMED_HOURS = 5.0
"""Hours a week that a plan rests on until the person says how many they have."""

CONDITION_WORDS = {
    Condition.IMBALANCED: "the answer you look for is the rarer one",
    Condition.FEW_LABELS: "only few examples have a known answer",
    Condition.NO_LABELS: "no examples have a known answer yet",
    Condition.STREAMING: "events are handled as they arrive",
    Condition.REAL_TIME: "the answer is needed at once",
    Condition.BATCH: "a list once a day or week is enough",
    Condition.ON_DEVICE: "it runs on a phone or small device",
    Condition.OFFLINE: "the data stays on your own computers",
    Condition.EXPLAINABLE: "it must be able to say why",
    Condition.NO_GPU: "there is no graphics card",
    Condition.LARGE_SCALE: "there is more data than fits in memory",
    Condition.MULTILINGUAL: "there are several languages",
    Condition.SAFETY_CRITICAL: "mistakes can hurt people",
    Condition.SMALL_DATA: "there is little data",
}
"""Each condition as a clause, for sentences about it."""


@dataclass(frozen=True)
class Situation:
    """Everything that a plan depends on."""

    catalog: Catalog
    brief: Brief
    frame: Frame
    progress: Progress
    today: date

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions that hold."""
        return conditions_of(self.frame, self.brief)

    @cached_property
    def known(self) -> dict[str, Knowing]:
        """What the person knows."""
        return dict(knowledge(self.catalog, self.brief, self.progress))

    @cached_property
    def pattern(self) -> Pattern | None:
        """The pattern, if one fits."""
        return self.catalog.patterns.get(self.frame.pattern) if self.frame.pattern else None

    @cached_property
    def all_demands(self) -> tuple[Demand, ...]:
        """All needs, those included that can wait until a first version works."""
        return demands_of(self.catalog, self.frame, self.conditions)

    @cached_property
    def demands(self) -> tuple[Demand, ...]:
        """The needs of a first version: what must and what should be met."""
        return tuple(d for d in self.all_demands if d.priority is not Priority.COULD)

    @cached_property
    def avoided(self) -> frozenset[str]:
        """Components to avoid."""
        hardware = self.brief.hardware or Hardware.CPU
        return unwanted(self.catalog, self.brief.preferences, self.conditions, hardware)

    @property
    def wanted(self) -> tuple[str, ...]:
        """Components that the person asked for."""
        return tuple(sorted(c for c, wish in self.brief.preferences.items() if wish == "prefer"))

    @property
    def hours_per_week(self) -> float:
        """Hours a week, assumed if not known."""
        return self.brief.hours_per_week or ASSUMED_HOURS

    @property
    def weeks(self) -> float | None:
        """Weeks to the deadline, if there is one."""
        return self.brief.weeks_left(self.today)

    @property
    def available(self) -> float | None:
        """Hours to the deadline, if there is one."""
        return None if self.weeks is None else round(self.weeks * self.hours_per_week, 2)

    def select(self, demands: Iterable[Demand]) -> Selection:
        """The smallest stack for these demands."""
        return solve(self.catalog, make_task(self.catalog, demands, self.known, self.avoided, self.wanted))


@dataclass(frozen=True)
class Shape:
    """One candidate: which needs and projects it keeps, and what comes of it."""

    demands: tuple[Demand, ...]
    dropped: frozenset[str]
    choices: tuple[Choice, ...]
    projects: tuple[PlanProject, ...]
    selection: Selection

    @property
    def open_hours(self) -> float:
        """Hours of milestones not yet done."""
        return sum(m.hours for p in self.projects for m in p.milestones if m.status not in _CLOSED)


_CLOSED = (Status.DONE, Status.SKIPPED)


def make_plan(situation: Situation, version: int = 1, before: Plan | None = None) -> Plan:
    """The plan for a situation.

    `before` is the version that it replaces: what was finished in it stays in the new one. The plan fits the hours
    available or says by how many hours even the smallest falls short (`over`).
    """
    whole = _shape(situation, situation.demands, frozenset())
    shape, cuts = _fit(situation, whole)
    kept = finished_before(before.projects if before else (), situation.progress, shape.projects)
    projects = _scheduled((*kept, *shape.projects), situation.hours_per_week)
    open_milestones = [m for p in projects for m in p.milestones if m.status not in _CLOSED]
    learn = round(sum(m.hours for m in open_milestones if m.kind == "learn"), 1)
    build = round(sum(m.hours for m in open_milestones if m.kind == "build"), 1)
    total = round(learn + build, 1)
    available = situation.available
    return Plan(
        version=version,
        problem=situation.brief.problem,
        about=_about(situation),
        frame=situation.frame.model_copy(update={"conditions": situation.conditions}),
        stack=shape.choices,
        left_out=_left_out(situation, shape),
        projects=projects,
        hours=PlanHours(
            learn=learn, build=build, total=total, available=None if available is None else round(available, 1),
            done=round(sum(m.hours for m in situation.progress.marks.values() if m.status is Status.DONE), 1),
        ),
        hours_per_week=situation.hours_per_week,
        weeks=round(total / situation.hours_per_week, 1),
        weeks_available=None if situation.weeks is None else round(situation.weeks, 1),
        started=situation.today,
        cut=cuts,
        over=0.0 if available is None else round(max(0.0, total - available), 1),
        assumptions=_assumptions(situation),
        notes=_notes(situation, shape),
    )  # fmt: skip


def _left_out(situation: Situation, shape: Shape) -> tuple[Omission, ...]:
    """What can wait until a first version works, then what a generic roadmap would have added."""
    catalog, levels = situation.catalog, shape.selection.levels
    usual = make_left_out(catalog, situation.pattern, levels, situation.known)
    named = {o.component for o in usual}
    cut = {d.need for d in situation.demands} - {d.need for d in shape.demands}
    later: list[Omission] = []
    with_all = situation.select([d for d in situation.all_demands if d.need not in cut])
    for choice in make_choices(catalog, with_all.levels, situation.all_demands, situation.known):
        if choice.component in levels or choice.status == "known" or choice.component in named:
            continue
        about = f"{choice.hours:g} hour{'' if choice.hours == 1 else 's'}"
        later.append(Omission(
            component=choice.component, name=choice.name, why=f"A later step. {choice.why}",
            when=f"the first version works and you have about {about} more",
        ))  # fmt: skip
    listed = set(situation.pattern.left_out and [o.component for o in situation.pattern.left_out]) if situation.pattern else set()
    own = [o for o in usual if o.component in listed]
    return (*own, *later, *(o for o in usual if o.component not in listed))


def _shape(situation: Situation, demands: Sequence[Demand], dropped: frozenset[str]) -> Shape:
    selection = situation.select(demands)
    choices = make_choices(situation.catalog, selection.levels, demands, situation.known, situation.wanted)
    projects = Sequencer(
        situation.catalog, situation.pattern, choices, situation.conditions, situation.hours_per_week,
        situation.progress, dropped,
    ).run()  # fmt: skip
    return Shape(tuple(demands), dropped, choices, projects, selection)


def _fit(situation: Situation, whole: Shape) -> tuple[Shape, tuple[Cut, ...]]:
    """Cuts until it fits: optional projects first, then needs that should be met but need not.

    A cut that turns out not to be needed once later ones are made is taken back.
    """
    available = situation.available
    if available is None or whole.open_hours <= available:
        return whole, ()
    steps = _possible_cuts(situation, whole)
    taken: list[tuple[str, str]] = []
    shape = whole
    for step in steps:
        trial = _cut(situation, [*taken, step])
        if trial.open_hours >= shape.open_hours:
            continue
        taken.append(step)
        shape = trial
        if shape.open_hours <= available:
            break
    if shape.open_hours <= available:
        for step in list(taken[:-1]):
            rest = [t for t in taken if t != step]
            trial = _cut(situation, rest)
            if trial.open_hours <= available:
                taken, shape = rest, trial
    cuts: list[Cut] = []
    for index, step in enumerate(taken):
        saved = _cut(situation, taken[:index]).open_hours - _cut(situation, taken[: index + 1]).open_hours
        cuts.append(_cut_words(situation, step, round(max(saved, 0.0), 1)))
    return shape, tuple(cuts)


def _possible_cuts(situation: Situation, whole: Shape) -> list[tuple[str, str]]:
    def needs(priority: Priority) -> list[tuple[str, str]]:
        return [("need", d.need) for d in reversed(situation.demands) if d.priority is priority]

    catalog = situation.catalog
    optional = [
        ("project", p.id) for p in reversed(whole.projects)
        if (spec := catalog.projects.get(p.id)) and (spec.optional or spec.kind == "foundation") and not any(m.status in _CLOSED for m in p.milestones)
    ]  # fmt: skip
    return optional + needs(Priority.SHOULD)


def _cut(situation: Situation, taken: Sequence[tuple[str, str]]) -> Shape:
    needs = {name for kind, name in taken if kind == "need"}
    projects = frozenset(name for kind, name in taken if kind == "project")
    return _shape(situation, [d for d in situation.demands if d.need not in needs], projects)


def _cut_words(situation: Situation, step: tuple[str, str], saved: float) -> Cut:
    kind, name = step
    back = f"Give the plan about {saved:g} more hours, in hours a week or in weeks."
    if kind == "project":
        project = situation.catalog.projects[name]
        return Cut(what=f"Project: {project.title}", saves=saved, costs=f"You go without: {project.artefact}", back=back)
    need = situation.catalog.needs[name]
    return Cut(what=need.name[0].upper() + need.name[1:], saves=saved, costs=need.why, back=back)


def _scheduled(projects: Sequence[PlanProject], hours_per_week: float) -> tuple[PlanProject, ...]:
    gone = 0.0
    made: list[PlanProject] = []
    for project in projects:
        left = sum(m.hours for m in project.milestones if m.status not in _CLOSED)
        start = int(gone / hours_per_week + 1e-9) + 1
        gone += left
        end = max(start, -int(-(gone / hours_per_week - 1e-9) // 1))
        made.append(project.model_copy(update={"start_week": start, "end_week": end}))
    return tuple(made)


def _about(situation: Situation) -> PlanProblem:
    catalog, pattern = situation.catalog, situation.pattern
    if pattern is None:
        tasks = " and ".join(t.value.replace("-", " ") for t in situation.frame.task) or "a model"
        kinds = " and ".join(m.value.replace("-", " ") for m in situation.frame.modality) or "your"
        return PlanProblem(
            restate="solve the problem in your own words above",
            in_ml_words=f"{tasks} on {kinds} data. No curated pattern covers it, so this plan is composed from its parts",
            need_ml="Unknown: no curated pattern covers this problem, so try the simplest rule before any model.",
            rule="Write down the rule that an experienced colleague would use, and count how often it is right.",
        )
    return PlanProblem(
        restate=pattern.restate,
        in_ml_words=pattern.in_ml_words,
        exists=tuple(
            ExistingSolution(name=e.name, what=e.what, limits=e.limits, citations=citations(catalog, e.sources))
            for e in pattern.exists
        ),
        need_ml=pattern.need_ml.text,
        rule=pattern.need_ml.rule,
        baseline=pattern.baseline,
        metrics=tuple(
            PlanMetric(component=m.component, name=catalog.components[m.component].name, why=m.why)
            for m in pattern.metrics if m.component in catalog.components
        ),
        pitfalls=tuple(p.text for p in pattern.pitfalls),
        first_version=pattern.first_version,
        case_studies=tuple(
            ExistingSolution(name=c.who, what=c.what, limits="", citations=citations(catalog, [c.source]))
            for c in pattern.case_studies
        ),
        citations=citations(catalog, pattern.need_ml.sources),
    )  # fmt: skip


def _assumptions(situation: Situation) -> tuple[Assumption, ...]:
    brief, catalog = situation.brief, situation.catalog
    made: list[Assumption] = []
    if brief.hours_per_week is None:
        made.append(Assumption(fact="hours_per_week", text=f"You have about {ASSUMED_HOURS:g} hours a week."))
    if brief.fact("deadline_weeks") is None:
        made.append(Assumption(fact="deadline_weeks", text="There is no fixed date by which it must be done."))
    if brief.hardware is None:
        made.append(Assumption(fact="hardware", text="You have an ordinary laptop without a graphics card."))
    for condition in situation.conditions:
        fact = brief.fact("conditions", condition.value)
        if fact is None or fact.provenance.strength < Provenance.SAID.strength:
            clause = CONDITION_WORDS[condition]
            made.append(Assumption(fact="conditions", key=condition.value, text=f"{clause[0].upper()}{clause[1:]}."))
    background = catalog.backgrounds.get(brief.background or "")
    if background:
        names = sorted(
            catalog.components[c].name for c, k in situation.known.items() if k.grounds == "background" and k.level.reaches(Level.WORKING)
        )
        if names:
            made.append(Assumption(fact="background", text=f"As {background.name} you know {', '.join(names)}."))
    elif not brief.knows("known_skills"):
        made.append(Assumption(fact="known_skills", text="You start without programming or statistics."))
    return tuple(made)


def _notes(situation: Situation, shape: Shape) -> tuple[str, ...]:
    catalog = situation.catalog
    made = [
        f"You asked to avoid {catalog.components[c].name}, but nothing else in the catalogue does its job here."
        for c in shape.selection.levels
        if situation.brief.preferences.get(c) == "avoid"
    ]
    heavy = [c for c in shape.selection.levels if c in situation.avoided and catalog.components[c].hardware == "gpu"]
    if heavy and situation.pattern and situation.pattern.needs_gpu:
        made.append(situation.pattern.needs_gpu)
    made += [
        f"{catalog.components[c].name} is slow without a graphics card; a rented or free notebook with one helps."
        for c in heavy
    ]
    made += [
        f"Nothing in the catalogue helps to {catalog.needs[n].name}; the plan leaves that open."
        for n in shape.selection.unmet
    ]
    return tuple(made)


def with_progress(plan: Plan, progress: Progress) -> Plan:
    """The same version with the marks of `progress` on its milestones, its open hours and weeks recounted."""
    projects = tuple(
        p.model_copy(update={"milestones": tuple(m.model_copy(update={"status": progress.status(m.id)}) for m in p.milestones)})
        for p in plan.projects
    )
    projects = _scheduled(projects, plan.hours_per_week)
    still = [m for p in projects for m in p.milestones if m.status not in _CLOSED]
    learn = round(sum(m.hours for m in still if m.kind == "learn"), 1)
    build = round(sum(m.hours for m in still if m.kind == "build"), 1)
    done = round(sum(m.hours for m in progress.marks.values() if m.status is Status.DONE), 1)
    hours = plan.hours.model_copy(update={"learn": learn, "build": build, "total": round(learn + build, 1), "done": done})
    return plan.model_copy(update={"projects": projects, "hours": hours, "weeks": round((learn + build) / plan.hours_per_week, 1)})


def with_brief(situation: Situation, brief: Brief) -> Situation:
    """The same situation with another brief."""
    return replace(situation, brief=brief)
