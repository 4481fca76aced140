"""How the entries of the catalogue hang together: problems, needs, components, projects, guides. Pure look-ups."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from advisor.domain.catalog import Catalog
from advisor.domain.entries.components import Component, Need
from advisor.domain.entries.patterns import Pattern, PatternNeed
from advisor.domain.entries.projects import Dataset, ProjectSpec
from advisor.domain.entries.sources import Guide


class Relations:
    """Each question is answered in the catalogue's order; what does not exist is passed over."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def needs_of(self, pattern: Pattern) -> tuple[PatternNeed, ...]:
        """What the problem demands, from its blocks and by itself, each need once; conditions are left as they stand."""
        own = {line.need: line for line in pattern.needs}
        found: dict[str, PatternNeed] = {}
        for block in pattern.builds_on:
            for line in self._catalog.blocks[block].needs if block in self._catalog.blocks else ():
                if line.need not in pattern.without:
                    found.setdefault(line.need, own.get(line.need, line))
        for line in pattern.needs:
            found.setdefault(line.need, line)
        return tuple(line for need, line in found.items() if need in self._catalog.needs)

    def meeting(self, need: Need) -> tuple[Component, ...]:
        """The components that meet a need."""
        return self._catalog.meeting.get(need.id, ())

    def patterns_with_need(self, need: Need) -> tuple[Pattern, ...]:
        """The problems that demand it."""
        return self._patterns(self._by_need.get(need.id, ()))

    def patterns_with(self, component: Component) -> tuple[Pattern, ...]:
        """The problems in whose projects or metrics it occurs."""
        return self._patterns(
            p.id for p in self._catalog.patterns.values()
            if any(component.id in (*q.introduces, *q.uses) for q in self.projects_of(p))
            or any(component.id == m.component for m in p.metrics)
        )  # fmt: skip

    def patterns_of(self, project: ProjectSpec) -> tuple[Pattern, ...]:
        """The problems that a project belongs to."""
        return self._patterns(p.id for p in self._catalog.patterns.values() if project.id in p.projects)

    def projects_of(self, pattern: Pattern) -> tuple[ProjectSpec, ...]:
        """The projects of a problem, in building order."""
        return tuple(self._catalog.projects[i] for i in pattern.projects if i in self._catalog.projects)

    def projects_with(self, component: Component) -> tuple[ProjectSpec, ...]:
        """The projects that introduce a component."""
        return tuple(p for p in self._catalog.projects.values() if component.id in p.introduces)

    def projects_on(self, dataset: Dataset) -> tuple[ProjectSpec, ...]:
        """The projects that practise on a dataset."""
        return tuple(p for p in self._catalog.projects.values() if p.dataset.practise_on == dataset.id)

    def alternatives(self, component: Component) -> tuple[Component, ...]:
        """The components that meet one of the needs that it meets."""
        others = {c.id: c for need in component.meets for c in self._catalog.meeting.get(need, ())}
        return tuple(c for c in others.values() if c.id != component.id)

    def resting_on(self, component: Component) -> tuple[Component, ...]:
        """The components that require it."""
        return tuple(c for c in self._catalog.components.values() if any(component.id in r.any_of for r in c.requires))

    def guides_on(self, entry: Pattern | Component) -> tuple[Guide, ...]:
        """The guides that name a problem or component, and those that its pitfalls point to."""
        if isinstance(entry, Component):
            return tuple(g for g in self._catalog.guides.values() if entry.id in g.components)
        pointed = {p.guide for p in entry.pitfalls}
        return tuple(g for g in self._catalog.guides.values() if entry.id in g.patterns or g.id in pointed)

    def _patterns(self, ids: Iterable[str]) -> tuple[Pattern, ...]:
        return tuple(self._catalog.patterns[i] for i in ids)

    @cached_property
    def _by_need(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for pattern in self._catalog.patterns.values():
            for line in self.needs_of(pattern):
                found.setdefault(line.need, []).append(pattern.id)
        return {need: tuple(ids) for need, ids in found.items()}
