"""The catalogue: the curated entries of `corpus/` together, and the look-ups that the rest of the product needs.

Pure: nothing here reads a file. `advisor.catalog_files` parses YAML and Markdown into these values and
`advisor.domain.catalog_checks` says what is wrong with them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from advisor.domain.entries.components import Component, Need
from advisor.domain.entries.patterns import Block, Boundary, Pattern
from advisor.domain.entries.projects import Dataset, ProjectSpec
from advisor.domain.entries.questions import Background, Question
from advisor.domain.entries.sources import Guide, Source
from advisor.domain.vocabulary import Condition, Modality


@dataclass(frozen=True, eq=False)
class Catalog:
    """Everything curated, keyed by id, in the order in which the files give it. Equal only to itself."""

    sources: Mapping[str, Source]
    needs: Mapping[str, Need]
    components: Mapping[str, Component]
    blocks: Mapping[str, Block]
    patterns: Mapping[str, Pattern]
    boundaries: Mapping[str, Boundary]
    datasets: Mapping[str, Dataset]
    projects: Mapping[str, ProjectSpec]
    guides: Mapping[str, Guide]
    questions: Mapping[str, Question]
    backgrounds: Mapping[str, Background]

    @cached_property
    def meeting(self) -> Mapping[str, tuple[Component, ...]]:
        """For each need, the components that meet it."""
        found: dict[str, list[Component]] = {need: [] for need in self.needs}
        for component in self.components.values():
            for need in component.meets:
                found.setdefault(need, []).append(component)
        return {need: tuple(components) for need, components in found.items()}

    @cached_property
    def rests_on(self) -> Mapping[str, frozenset[str]]:
        """For each component, all that its requirements name, alternatives included."""
        return {c.id: frozenset(i for r in c.requires for i in r.any_of) for c in self.components.values()}

    @cached_property
    def foundations(self) -> tuple[ProjectSpec, ...]:
        """The projects that prepare for others, whatever the problem."""
        return tuple(p for p in self.projects.values() if p.kind == "foundation")

    @cached_property
    def condition_blocks(self) -> Mapping[Condition, tuple[Block, ...]]:
        """The blocks that a condition adds to any plan."""
        found: dict[Condition, list[Block]] = {}
        for block in self.blocks.values():
            if block.condition:
                found.setdefault(block.condition, []).append(block)
        return {condition: tuple(blocks) for condition, blocks in found.items()}

    def named_with(self, modalities: Iterable[Modality]) -> Mapping[str, int]:
        """How often each component is named in projects and lists of patterns on such data; on any data if none is given."""
        key = tuple(sorted(set(modalities)))
        if key not in self._named:
            counts: Counter[str] = Counter()
            for p in self.patterns.values():
                if not key or set(key) & set(p.frame.modality):
                    counts.update(x.component for x in p.left_out)
                    counts.update(i for q in p.projects if q in self.projects for i in (*self.projects[q].introduces, *self.projects[q].uses))
            self._named[key] = counts
        return self._named[key]

    @cached_property
    def _named(self) -> dict[tuple[Modality, ...], Counter[str]]:
        return {}

    def urls(self, source_ids: Iterable[str]) -> list[tuple[str, str]]:
        """(title, address) of the sources that exist among `source_ids`."""
        return [(s.title, s.url) for i in source_ids if (s := self.sources.get(i))]
