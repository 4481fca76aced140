"""From a selection to choices with receipts, and to what was left out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from graphlib import TopologicalSorter
from heapq import heapify, heappop, heappush
from operator import itemgetter

from advisor.domain.catalog import Catalog
from advisor.domain.entries.components import Component
from advisor.domain.entries.patterns import Pattern
from advisor.domain.plan import Choice, Citation, Omission
from advisor.domain.vocabulary import Layer, Level
from advisor.planning.demands import Demand
from advisor.planning.knowledge import Knowing, hours_to

_LAYERS = list(Layer)
MOST_GENERIC = 16
"""Things that a generic roadmap would add, listed as left out beside those that the pattern names."""
_GROUNDS = {
    "said": "You said that you know it.",
    "edited": "You noted that you know it.",
    "inferred": "From what you wrote, you know it.",
    "background": "People with your background usually know it; say so if you don't.",
    "learnt": "You have learnt it here.",
}


def citations(catalog: Catalog, sources: Iterable[str]) -> tuple[Citation, ...]:
    """Citations for the sources that exist."""
    return tuple(_citation(catalog, i) for i in sources if i in catalog.sources)


@lru_cache(maxsize=4096)
def _citation(catalog: Catalog, source: str) -> Citation:
    """The citation of a source, made once: each plan that is weighed has hundreds."""
    s = catalog.sources[source]
    return Citation(id=s.id, title=s.title, url=s.url)


def in_order(catalog: Catalog, components: Iterable[str]) -> list[str]:
    """The components so that each comes after those that it requires, tools and what they rest on first, ideas that need
    something to be tried on after them."""
    chosen = set(components)
    below = {c: catalog.rests_on[c] & chosen for c in chosen}
    rank = {c: _LAYERS.index(catalog.components[c].layer) for c in chosen}
    for c in reversed(list(TopologicalSorter(below).static_order())):
        for d in below[c]:
            rank[d] = min(rank[d], rank[c])
    above: dict[str, list[str]] = {c: [] for c in chosen}
    for c, needed in below.items():
        for d in needed:
            above[d].append(c)
    missing = {c: len(needed) for c, needed in below.items()}
    ready = [(rank[c], c) for c, count in missing.items() if not count]
    heapify(ready)
    ordered: list[str] = []
    while ready:
        _, first = heappop(ready)
        ordered.append(first)
        for c in above[first]:
            missing[c] -= 1
            if not missing[c]:
                heappush(ready, (rank[c], c))
    return ordered


def make_choices(
    catalog: Catalog, levels: Mapping[str, Level], demands: Iterable[Demand], known: Mapping[str, Knowing],
    wanted: Iterable[str] = (),
) -> tuple[Choice, ...]:  # fmt: skip
    """The choices in the order of layers, within a layer in the order of learning."""
    wants: dict[str, list[tuple[int, Demand]]] = defaultdict(list)
    for place, demand in enumerate(demands):
        wants[demand.need].append((place, demand))
    builders = _builders(catalog, levels)
    asked = set(wanted)
    made = [_choice(catalog, c, levels, wants, known, asked, builders.get(c, ())) for c in in_order(catalog, levels)]
    return tuple(sorted(made, key=lambda choice: _LAYERS.index(choice.layer)))


def _builders(catalog: Catalog, levels: Mapping[str, Level]) -> dict[str, tuple[str, ...]]:
    """For each component what of the selection is worked with and may rest on it."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for builder, level in levels.items():
        if level.reaches(Level.WORKING):
            for requirement in catalog.components[builder].requires:
                for below in requirement.any_of:
                    found[below][builder] = None
    return {below: tuple(builders) for below, builders in found.items()}


def _choice(
    catalog: Catalog, component_id: str, levels: Mapping[str, Level], demands: Mapping[str, list[tuple[int, Demand]]],
    known: Mapping[str, Knowing], wanted: set[str], builders: tuple[str, ...],
) -> Choice:  # fmt: skip
    component = catalog.components[component_id]
    level = levels[component_id]
    meant = sorted(((place, d) for n in component.meets if n in demands for place, d in demands[n]), key=itemgetter(0))
    met = [d for _, d in meant if level.reaches(d.level)]
    hours = hours_to(catalog, component_id, level, known)
    status = "known" if hours == 0 else "aware" if level is Level.AWARE else "learn"
    return Choice(
        component=component_id,
        name=component.name,
        layer=component.layer,
        status=status,
        level=level,
        hours=hours,
        why=_why(catalog, component, met, builders, known if status == "known" else {}, wanted),
        needs=tuple(d.need for d in met),
        required_by=builders,
        citations=citations(catalog, component.sources),
    )


def _why(
    catalog: Catalog, component: Component, met: list[Demand], builders: tuple[str, ...],
    known: Mapping[str, Knowing], wanted: set[str],
) -> str:  # fmt: skip
    parts: list[str] = []
    if met:
        need = catalog.needs[met[0].need]
        parts.append(f"To {need.name}. {met[0].why}")
    elif component.id in wanted:
        parts.append("You asked for it.")
    elif builders:
        names = [catalog.components[b].name for b in builders[:3]]
        parts.append(f"{_and(names)} {'rest' if len(names) > 1 else 'rests'} on it.")
    knowing = known.get(component.id)
    if knowing:
        implied = knowing.grounds == "implied" and catalog.components.get(knowing.by)
        parts.append(f"Who works with {implied.name} knows it." if implied else _GROUNDS.get(knowing.grounds, ""))
    return " ".join(p for p in parts if p)


def _and(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def make_left_out(
    catalog: Catalog, pattern: Pattern | None, levels: Mapping[str, Level], known: Mapping[str, Knowing]
) -> tuple[Omission, ...]:
    """What a generic roadmap would have added: the pattern's own list first, then the catalogue's.

    Of the catalogue's, the MOST_GENERIC that are the most often named with problems on the same kind of data: more would
    be the roadmap over again.
    """
    made: dict[str, Omission] = {}

    def wanted(component: str) -> bool:
        return component in catalog.components and component not in levels and component not in known

    for line in pattern.left_out if pattern else ():
        if wanted(line.component):
            made[line.component] = _omission(catalog, line.component, line.why, line.when)
    generic = [c for c in catalog.components.values() if c.generic and wanted(c.id) and c.id not in made and c.left_out and c.when]
    named = catalog.named_with(pattern.frame.modality if pattern else ())
    for c in sorted(generic, key=lambda c: -named.get(c.id, 0))[:MOST_GENERIC]:
        made[c.id] = _omission(catalog, c.id, c.left_out or "", c.when or "")
    return tuple(made.values())


def _omission(catalog: Catalog, component: str, why: str, when: str) -> Omission:
    return Omission(component=component, name=catalog.components[component].name, why=why, when=when)
