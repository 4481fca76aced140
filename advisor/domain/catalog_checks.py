"""What can be wrong with a catalogue whose entries are each well formed: references, cycles, coverage, hours, dates.

Pure: takes the catalogue, yields problems as (kind, entry id, text with remedy).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any, NamedTuple

from advisor.domain.catalog import Catalog
from advisor.domain.entries.projects import COMPOSED_PROJECTS
from advisor.domain.vocabulary import LEARNABLE, Level, Modality, Task

LONGEST_SITTING = 8.0
"""Hours: a step of learning longer than this must be cut in two."""
FIRST_PROJECT_HOURS = 10.0
"""Hours of building: first projects fit in two weeks at five hours a week."""


LEAST_PROJECTS = 4
"""Projects of a pattern: fewer do not lead from a first look to the person's own problem."""


class Problem(NamedTuple):
    """One thing wrong: which table, which entry, what, and what to do."""

    kind: str
    entry: str
    text: str


def check_catalog(catalog: Catalog) -> list[Problem]:
    """All problems, in the order of the tables."""
    return [problem for check in CHECKS for problem in check(catalog)]


def _references(catalog: Catalog) -> Iterator[Problem]:
    """Every id that an entry names exists."""
    tables: dict[str, Mapping[str, Any]] = {
        "source": catalog.sources, "need": catalog.needs, "component": catalog.components, "block": catalog.blocks,
        "dataset": catalog.datasets, "project": catalog.projects, "guide": catalog.guides,
        "pattern": catalog.patterns, "background": catalog.backgrounds,
    }  # fmt: skip

    def missing(kind: str, entry: str, table: str, ids: Iterable[str | None]) -> Iterator[Problem]:
        for i in ids:
            if i is not None and i not in tables[table]:
                yield Problem(kind, entry, f"names the {table} '{i}', which does not exist; add it or mend the id")

    for c in catalog.components.values():
        yield from missing("components", c.id, "need", c.meets)
        yield from missing("components", c.id, "component", [i for r in c.requires for i in r.any_of])
        yield from missing("components", c.id, "component", c.easier_from)
        yield from missing("components", c.id, "component", c.implies)
        yield from missing("components", c.id, "source", c.sources)
    for b in catalog.blocks.values():
        yield from missing("blocks", b.id, "need", [n.need for n in b.needs])
    for p in catalog.patterns.values():
        yield from missing("patterns", p.id, "need", [n.need for n in p.needs] + list(p.without))
        yield from missing("patterns", p.id, "block", p.builds_on)
        yield from missing("patterns", p.id, "source", [s for e in p.exists for s in e.sources])
        yield from missing("patterns", p.id, "source", [*p.need_ml.sources, *(c.source for c in p.case_studies)])
        yield from missing("patterns", p.id, "component", [m.component for m in p.metrics])
        yield from missing("patterns", p.id, "component", [x.component for x in p.left_out])
        yield from missing("patterns", p.id, "guide", [x.guide for x in p.pitfalls])
        yield from missing("patterns", p.id, "project", p.projects)
    for boundary in catalog.boundaries.values():
        yield from missing("boundaries", boundary.id, "source", boundary.sources)
    for d in catalog.datasets.values():
        yield from missing("datasets", d.id, "source", [d.source])
    for project in catalog.projects.values():
        yield from missing("projects", project.id, "component", [*project.introduces, *project.uses])
        yield from missing("projects", project.id, "dataset", [project.dataset.practise_on])
        yield from missing("projects", project.id, "guide", [o.guide for o in project.obstacles])
    for g in catalog.guides.values():
        yield from missing("guides", g.id, "source", g.sources)
        yield from missing("guides", g.id, "component", g.components)
        yield from missing("guides", g.id, "pattern", g.patterns)
    for q in catalog.questions.values():
        for answer in q.answers:
            yield from missing("questions", q.id, "component", answer.effect.skills)
            yield from missing("questions", q.id, "background", [answer.effect.background])
    for bg in catalog.backgrounds.values():
        yield from missing("backgrounds", bg.id, "component", bg.skills)


def _acyclic(catalog: Catalog) -> Iterator[Problem]:
    """Prerequisites lead somewhere."""
    graph = {c.id: {i for r in c.requires for i in r.any_of} for c in catalog.components.values()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = error.args[1]
        yield Problem("components", circle[0], f"requires itself by way of {' → '.join(circle)}; cut one of these")


def _needs_met(catalog: Catalog) -> Iterator[Problem]:
    """Every need is met by a component and demanded by something."""
    demanded = {n.need for b in catalog.blocks.values() for n in b.needs}
    demanded |= {n.need for p in catalog.patterns.values() for n in p.needs}
    for need in catalog.needs:
        if not catalog.meeting.get(need):
            yield Problem("needs", need, "no component meets it; name it under 'meets' of one")
        if need not in demanded:
            yield Problem("needs", need, "no pattern or block demands it; use it or remove it")


def _components(catalog: Catalog) -> Iterator[Problem]:
    """Everything that can be learnt says how, from which source, in sittings of a bearable length."""
    for c in catalog.components.values():
        if not c.sources:
            yield Problem("components", c.id, "has no source; add one that was looked at")
        before = 0.0
        for level in LEARNABLE:
            steps = [p for p in c.practice if p.level is level]
            share = c.hours.at(level) - before
            before = c.hours.at(level)
            if level is Level.SOLID or not (c.meets or _is_required(catalog, c.id)):
                continue
            if not steps:
                yield Problem("components", c.id, f"has no practice step for the level '{level}'; add one")
            elif share / len(steps) > LONGEST_SITTING:
                need = int(share // LONGEST_SITTING) + 1
                yield Problem("components", c.id, f"practice for '{level}' is {share:g} h in {len(steps)} step(s); "
                                                  f"cut it into {need} or more")  # fmt: skip


def _is_required(catalog: Catalog, component: str) -> bool:
    return any(component in r.any_of for c in catalog.components.values() for r in c.requires)


def _projects(catalog: Catalog) -> Iterator[Problem]:
    """Projects belong somewhere, first ones are small, last ones are the person's own."""
    listed = {i for p in catalog.patterns.values() for i in p.projects}
    for project in catalog.projects.values():
        if project.kind != "foundation" and project.id not in listed and project.id not in COMPOSED_PROJECTS:
            yield Problem("projects", project.id, "no pattern lists it; list it under 'projects' of one, or remove it")
        both = set(project.introduces) & set(project.uses)
        if both:
            yield Problem("projects", project.id, f"both introduces and uses {', '.join(sorted(both))}; keep one")
        ids = [m.id for m in project.milestones]
        if len(set(ids)) != len(ids):
            yield Problem("projects", project.id, "two milestones share an id; give each its own")
    for i in COMPOSED_PROJECTS:
        if i not in catalog.projects:
            yield Problem("projects", i, "is missing; plans for problems outside the patterns need it")
    for p in catalog.patterns.values():
        known = [catalog.projects[i] for i in p.projects if i in catalog.projects]
        if known and known[0].hours > FIRST_PROJECT_HOURS:
            yield Problem("projects", known[0].id, f"comes first but takes {known[0].hours:g} h; keep first projects "
                                                   f"at {FIRST_PROJECT_HOURS:g} h or less")  # fmt: skip
        if known and known[-1].kind != "own":
            yield Problem("patterns", p.id, "its last project is not the person's own problem; end with kind 'own'")


def _used(catalog: Catalog) -> Iterator[Problem]:
    """Nothing is in the catalogue that no one would ever meet."""
    practised = {p.dataset.practise_on for p in catalog.projects.values()}
    for dataset in catalog.datasets:
        if dataset not in practised:
            yield Problem("datasets", dataset, "no project practises on it; use it or remove it")
    named = {s for c in catalog.components.values() for s in c.sources}
    named |= {s for g in catalog.guides.values() for s in g.sources}
    named |= {d.source for d in catalog.datasets.values()}
    named |= {s for b in catalog.boundaries.values() for s in b.sources}
    for p in catalog.patterns.values():
        named |= {s for e in p.exists for s in e.sources} | set(p.need_ml.sources) | {c.source for c in p.case_studies}
    seen: dict[str, str] = {}
    for source in catalog.sources.values():
        if source.id not in named:
            yield Problem("sources", source.id, "nothing rests on it; use it or remove it")
        if source.url in seen:
            yield Problem("sources", source.id, f"has the same address as '{seen[source.url]}'; keep one")
        seen[source.url] = source.id


def _reached(catalog: Catalog) -> Iterator[Problem]:
    """Every component can come up: a plan may need it, rests on it or leaves it out, a project or a person brings it."""
    demanded = {n.need for b in catalog.blocks.values() for n in b.needs}
    demanded |= {n.need for p in catalog.patterns.values() for n in p.needs}
    todo = [c.id for c in catalog.components.values() if demanded & set(c.meets)]
    todo += [i for p in catalog.projects.values() for i in (*p.introduces, *p.uses)]
    todo += [m.component for p in catalog.patterns.values() for m in p.metrics]
    todo += [x.component for p in catalog.patterns.values() for x in p.left_out]
    todo += [i for b in catalog.backgrounds.values() for i in b.skills]
    todo += [i for c in catalog.components.values() for i in c.easier_from]
    reached: set[str] = set()
    while todo:
        if (component := catalog.components.get(todo.pop())) and component.id not in reached:
            reached.add(component.id)
            todo += [i for r in component.requires for i in r.any_of]
    for i in catalog.components.keys() - reached:
        yield Problem("components", i, "nothing needs, uses, requires or leaves it out; give it a need that something "
                                       "demands, name it in a project or under 'left_out' of a pattern, or remove it")  # fmt: skip


def _names(catalog: Catalog) -> Iterator[Problem]:
    """What people write means one thing: no name belongs to two components, no request to two patterns."""
    components: dict[str, str] = {}
    for c in catalog.components.values():
        for name in dict.fromkeys(n.lower() for n in (c.name, c.id, *c.aliases)):
            if components.setdefault(name, c.id) != c.id:
                yield Problem("components", c.id, f"is called '{name}', and so is '{components[name]}'; "
                                                  "leave the name to one of them")  # fmt: skip
    for field in ("asks", "signals"):
        patterns: dict[str, str] = {}
        for p in catalog.patterns.values():
            for text in dict.fromkeys(" ".join(t.lower().split()) for t in getattr(p, field)):
                if patterns.setdefault(text, p.id) != p.id:
                    yield Problem("patterns", p.id, f"has '{text}' under '{field}', and so has '{patterns[text]}'; "
                                                    "leave it to the one that it fits better")  # fmt: skip


def _breadth(catalog: Catalog) -> Iterator[Problem]:
    """Patterns lead through enough projects, and every word of the vocabulary is reached."""
    for p in catalog.patterns.values():
        if len(p.projects) < LEAST_PROJECTS:
            yield Problem("patterns", p.id, f"has {len(p.projects)} projects; give it {LEAST_PROJECTS} or more")
    if not catalog.patterns:
        return
    last = list(catalog.patterns)[-1]
    for kind, words in (("modality", Modality), ("task", Task)):
        reached = {word for p in catalog.patterns.values() for word in getattr(p.frame, kind)}
        reached |= {word for b in catalog.blocks.values() for word in getattr(b, kind)}
        for word in words:
            if word not in reached:
                yield Problem("patterns", last, f"no pattern or block has the {kind} '{word}'; write one, or take the word out")


CHECKS: tuple[Callable[[Catalog], Iterator[Problem]], ...] = (
    _references, _acyclic, _needs_met, _components, _projects, _used, _reached, _names, _breadth,
)  # fmt: skip
