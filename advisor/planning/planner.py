"""A brief and a frame in, a plan out: needs, smallest stack, projects, schedule, and what was cut to fit."""

from collections.abc import Mapping, Sequence

from advisor.domain.brief import Provenance
from advisor.domain.plan import (
    Assumption,
    Choice,
    ExistingSolution,
    Omission,
    Plan,
    PlanHours,
    PlanMetric,
    PlanProblem,
    PlanProject,
)
from advisor.domain.progress import CLOSED, Progress, Status
from advisor.domain.vocabulary import Level
from advisor.planning.composed import first_try
from advisor.planning.fitting import Shape, fit
from advisor.planning.projects import finished_before
from advisor.planning.situation import ASSUMED_HOURS, CONDITION_WORDS, Situation, with_brief
from advisor.planning.stack import citations, make_choices, make_left_out

__all__ = ["ASSUMED_HOURS", "CONDITION_WORDS", "Situation", "make_plan", "with_brief", "with_progress"]


def make_plan(situation: Situation, version: int = 1, before: Plan | None = None) -> Plan:
    """The plan for a situation.

    `before` is the version that it replaces: what was finished in it stays in the new one. The plan fits the hours
    available or says by how many hours even the smallest falls short (`over`).
    """
    shape, cuts = fit(situation)
    kept = finished_before(before.projects if before else (), situation.progress, shape.projects)
    projects = _scheduled((*kept, *shape.projects), situation.hours_per_week)
    open_milestones = [m for p in projects for m in p.milestones if m.status not in CLOSED]
    learn = round(sum(m.hours for m in open_milestones if m.kind == "learn"), 1)
    build = round(sum(m.hours for m in open_milestones if m.kind == "build"), 1)
    total = round(learn + build, 1)
    available = situation.available
    return Plan(
        version=version,
        problem=situation.brief.problem,
        about=_about(situation),
        frame=situation.frame.model_copy(update={"conditions": situation.conditions}),
        stack=_with_own_tools(shape.choices, situation.brief.own_tools),
        left_out=_left_out(situation, shape),
        projects=projects,
        hours=PlanHours(
            learn=learn, build=build, total=total, available=None if available is None else round(available, 1),
            done=round(sum(m.hours for m in situation.progress.marks.values() if m.status is Status.DONE), 1),
        ),
        hours_per_week=situation.hours_per_week,
        weeks=round(total / situation.hours_per_week, 1),
        weeks_available=None if situation.weeks is None else round(situation.weeks, 1),
        due=situation.brief.due(situation.today),
        started=situation.today,
        cut=cuts,
        over=0.0 if available is None else round(max(0.0, total - available), 1),
        assumptions=_assumptions(situation),
        notes=_notes(situation, shape),
    )  # fmt: skip


def _with_own_tools(choices: Sequence[Choice], own: Mapping[str, str]) -> tuple[Choice, ...]:
    """The choices, with what the person uses in the place of each; nothing else changes by it."""
    return tuple(c.model_copy(update={"own_tool": own[c.component]}) if c.component in own else c for c in choices)


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
        about = f"{choice.hours:g} hour{'' if choice.hours == 1 else 's'}" if choice.hours >= 1 else f"{choice.hours * 60:.0f} minutes"
        later.append(Omission(
            component=choice.component, name=choice.name, why=f"A later step. {choice.why}",
            when=f"the first version works and you have about {about} more",
        ))  # fmt: skip
    listed = set(situation.pattern.left_out and [o.component for o in situation.pattern.left_out]) if situation.pattern else set()
    own = [o for o in usual if o.component in listed]
    return (*own, *later, *(o for o in usual if o.component not in listed))


def _scheduled(projects: Sequence[PlanProject], hours_per_week: float) -> tuple[PlanProject, ...]:
    gone = 0.0
    made: list[PlanProject] = []
    for project in projects:
        left = sum(m.hours for m in project.milestones if m.status not in CLOSED)
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
            need_ml=first_try(situation.frame.task).need_ml,
            rule=first_try(situation.frame.task).rule,
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
        p.model_copy(update={"milestones": tuple(
            m.model_copy(update={"status": progress.status(m.id), "done_on": progress.done_on(m.id)}) for m in p.milestones
        )})
        for p in plan.projects
    )
    projects = _scheduled(projects, plan.hours_per_week)
    still = [m for p in projects for m in p.milestones if m.status not in CLOSED]
    learn = round(sum(m.hours for m in still if m.kind == "learn"), 1)
    build = round(sum(m.hours for m in still if m.kind == "build"), 1)
    done = round(sum(m.hours for m in progress.marks.values() if m.status is Status.DONE), 1)
    hours = plan.hours.model_copy(update={"learn": learn, "build": build, "total": round(learn + build, 1), "done": done})
    return plan.model_copy(update={"projects": projects, "hours": hours, "weeks": round((learn + build) / plan.hours_per_week, 1)})
