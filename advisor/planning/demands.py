"""From a frame and the conditions that hold to the needs that a solution must meet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from advisor.domain.brief import Brief
from advisor.domain.catalog import Catalog
from advisor.domain.entries.patterns import Block, PatternNeed
from advisor.domain.frame import Frame
from advisor.domain.vocabulary import Condition, Level, Priority


@dataclass(frozen=True, order=True)
class Demand:
    """One need at one level, with its reason and the place in the corpus that demands it."""

    need: str
    level: Level
    priority: Priority
    why: str
    origin: str


CONTRADICTIONS: Mapping[Condition, tuple[Condition, ...]] = {
    Condition.BATCH: (Condition.REAL_TIME, Condition.STREAMING),
    Condition.REAL_TIME: (Condition.BATCH,),
    Condition.STREAMING: (Condition.BATCH,),
    Condition.NO_LABELS: (Condition.FEW_LABELS,),
    Condition.FEW_LABELS: (Condition.NO_LABELS,),
    Condition.SMALL_DATA: (Condition.LARGE_SCALE,),
    Condition.LARGE_SCALE: (Condition.SMALL_DATA,),
}
"""Conditions that cannot hold together; what the person settled pushes out what the pattern assumes."""


def conditions_of(frame: Frame, brief: Brief) -> tuple[Condition, ...]:
    """The conditions that hold: those of the frame unless the person said otherwise, and those they named."""
    settled = brief.conditions
    named = {c for c, holds in settled.items() if holds}
    pushed_out = {other for c in named for other in CONTRADICTIONS.get(c, ())}
    assumed = {c for c in frame.conditions if settled.get(c, True) and c not in pushed_out}
    return tuple(sorted(named | assumed))


def demands_of(catalog: Catalog, frame: Frame, conditions: Iterable[Condition]) -> tuple[Demand, ...]:
    """Every need that holds, once, at the highest level and priority that anything demands.

    A pattern's own line on a need replaces that of its blocks. Without a pattern the needs are composed from the blocks
    of the frame's modalities and tasks.
    """
    given = tuple(conditions)
    pattern = catalog.patterns.get(frame.pattern) if frame.pattern else None
    own: Mapping[str, PatternNeed] = {n.need: n for n in pattern.needs} if pattern else {}
    without = set(pattern.without) if pattern else set()
    found: dict[str, Demand] = {}

    def take(line: PatternNeed, origin: str) -> None:
        if not line.holds(given) or line.need not in catalog.needs:
            return
        new = Demand(line.need, line.level, line.priority, line.why or catalog.needs[line.need].why, origin)
        old = found.get(line.need)
        found[line.need] = new if old is None else _stronger(old, new)

    for block in _blocks(catalog, frame):
        for line in block.needs:
            if line.need not in without and line.need not in own:
                take(line, f"block/{block.id}")
    if pattern:
        for line in pattern.needs:
            take(line, f"pattern/{pattern.id}")
    for condition in given:
        for block in catalog.condition_blocks.get(condition, ()):
            for line in block.needs:
                take(line, f"block/{block.id}")
    return tuple(found.values())


def _blocks(catalog: Catalog, frame: Frame) -> list[Block]:
    pattern = catalog.patterns.get(frame.pattern) if frame.pattern else None
    if pattern:
        return [catalog.blocks[b] for b in pattern.builds_on if b in catalog.blocks]
    modality, task = set(frame.modality), set(frame.task)
    base = [catalog.blocks["base"]] if "base" in catalog.blocks else []
    return base + [
        b for b in catalog.blocks.values()
        if (b.modality or b.task) and (not b.modality or set(b.modality) & modality) and (not b.task or set(b.task) & task)
    ]  # fmt: skip


_ORDER = {Priority.MUST: 0, Priority.SHOULD: 1, Priority.COULD: 2}


def _stronger(old: Demand, new: Demand) -> Demand:
    """The demand whose words are the more particular, at the higher level and priority of the two."""
    return Demand(
        need=old.need,
        level=max(old.level, new.level, key=lambda level: level.rank),
        priority=min(old.priority, new.priority, key=lambda priority: _ORDER[priority]),
        why=old.why,
        origin=old.origin,
    )
