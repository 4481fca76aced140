"""What the person can be taken to know, and on what grounds."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from advisor.domain.brief import Brief, Provenance
from advisor.domain.catalog import Catalog
from advisor.domain.entries.components import Component
from advisor.domain.progress import Progress, learning_id
from advisor.domain.vocabulary import LEARNABLE, Level

Grounds = Literal["said", "edited", "inferred", "background", "learnt", "implied"]


@dataclass(frozen=True)
class Knowing:
    """A level and what it rests on: the component or background that implies it, where it is not the person's word."""

    level: Level
    grounds: Grounds
    by: str = ""


def knowledge(catalog: Catalog, brief: Brief, progress: Progress) -> Mapping[str, Knowing]:
    """The level of every component that the person knows at all.

    Their own word counts most: a component they said they do not know is not known, whatever their background would
    suggest. What was learnt in this advisor counts as known. Knowing a component implies its requirements; having worked
    with it elsewhere also implies what comes with that (`implies`), where the person said nothing else of it.
    """
    denied = {f.key for f in brief.named("known_skills") if Level(f.value) is Level.NONE}
    known: dict[str, Knowing] = {}

    def take(component: str, knowing: Knowing) -> None:
        old = known.get(component)
        if component in catalog.components and (old is None or knowing.level.rank > old.level.rank):
            known[component] = knowing

    if brief.background and (background := catalog.backgrounds.get(brief.background)):
        said = {f.key for f in brief.named("known_skills") if f.provenance in (Provenance.SAID, Provenance.EDITED)}
        for component, level in background.skills.items():
            if component not in said:
                take(component, Knowing(level, "background", background.id))
    for fact in brief.named("known_skills"):
        if Level(fact.value) is not Level.NONE:
            grounds: Grounds = "said" if fact.provenance is Provenance.SAID else "edited"
            if fact.provenance.strength < Provenance.SAID.strength:
                grounds = "inferred"
            take(fact.key, Knowing(Level(fact.value), grounds))
    known = {c: k for c, k in known.items() if c not in denied}
    own_words = {c for c, k in known.items() if k.grounds in ("said", "edited")}

    def experience(component: Component) -> Iterator[tuple[str, Level]]:
        yield from _required(component)
        yield from ((c, level) for c, level in component.implies.items() if c not in own_words)

    known = _with_implied(catalog, known, denied, experience)
    for component, level in learnt(catalog, progress).items():
        take(component, Knowing(level, "learnt"))
    return _with_implied(catalog, known, denied, _required)


def learnt(catalog: Catalog, progress: Progress) -> Mapping[str, Level]:
    """The level up to which all practice steps of a component are done, for components with any such level."""
    touched = {i.split("/")[1] for i in progress.done() if i.startswith("learn/")}
    levels: dict[str, Level] = {}
    for component_id in sorted(touched & set(catalog.components)):
        component = catalog.components[component_id]
        reached = Level.NONE
        for level in LEARNABLE:
            steps = [p for p in component.practice if p.level is level]
            done = [progress.is_done(learning_id(component_id, level, n)) for n in range(1, len(steps) + 1)]
            if steps and all(done):
                reached = level
            elif steps and level is not Level.AWARE:
                break
        if reached is not Level.NONE:
            levels[component_id] = reached
    return levels


def _with_implied(
    catalog: Catalog, known: dict[str, Knowing], denied: set[str], implied_by: Callable[[Component], Iterable[tuple[str, Level]]]
) -> dict[str, Knowing]:  # fmt: skip
    """Adds what is implied by all that is known at the level working or better, unless the person denied knowing it."""
    todo = list(known)
    while todo:
        component = catalog.components[todo.pop()]
        if not known[component.id].level.reaches(Level.WORKING):
            continue
        for implied, level in implied_by(component):
            old = known.get(implied)
            if implied in catalog.components and implied not in denied and (old is None or old.level.rank < level.rank):
                known[implied] = Knowing(level, "implied", component.id)
                todo.append(implied)
    return known


def _required(component: Component) -> Iterator[tuple[str, Level]]:
    """What a component rests on, where there is no choice, and at which level."""
    return ((r.any_of[0], r.level) for r in component.requires if len(r.any_of) == 1)


def hours_to(catalog: Catalog, component: str, level: Level, known: Mapping[str, Knowing]) -> float:
    """Hours for this person from what they know of a component to `level`.

    The catalogue's hours count from nothing; what is known already is subtracted, and a neighbouring skill at working
    level leaves only the share given under `easier_from` (the smallest, where several apply).
    """
    return hours_by_level(catalog, component, known)[level] if level is not Level.NONE else 0.0


def hours_by_level(catalog: Catalog, component: str, known: Mapping[str, Knowing]) -> Mapping[Level, float]:
    """Hours for this person to each level of a component, see `hours_to`."""
    entry = catalog.components[component]
    have = known[component].level if component in known else Level.NONE
    share = 1.0
    for other, its in entry.easier_from.items():
        if its < share and other in known and known[other].level.reaches(Level.WORKING):
            share = its
    return _hours_from(catalog, component, have, share)


@lru_cache(maxsize=16384)
def _hours_from(catalog: Catalog, component: str, have: Level, share: float) -> Mapping[Level, float]:
    """Hours from `have` to each level, of which `share` is left to learn. Remembered: plans ask for thousands."""
    hours = catalog.components[component].hours
    had = hours.at(have)
    return MappingProxyType({
        level: 0.0 if have.reaches(level) else round((hours.at(level) - had) * share, 2) for level in LEARNABLE
    })  # fmt: skip
