"""What is known of a person and their problem: facts, each with its provenance."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from advisor.domain.vocabulary import Condition, Hardware, Level

FactName = Literal[
    "problem", "known_skills", "hours_per_week", "deadline_weeks", "hardware", "goal", "background", "data",
    "preferences", "conditions", "scope", "pause_weeks", "own_tool",
]  # fmt: skip

KEYED: frozenset[str] = frozenset({"known_skills", "preferences", "conditions", "scope", "own_tool"})
"""Facts of which there is one per component, condition or part of the plan."""
MOST_HOURS_PER_WEEK = 80.0
"""Hours a week beyond which a number is a count, or the hours of a machine, and no time of a person: twice a full-time job."""


_LONGEST_WEEKS = 5200.0
"""A century: what is due later has no day that a calendar could show."""


class Provenance(StrEnum):
    """Where a fact comes from, strongest last."""

    ASSUMED = "assumed"
    INFERRED = "inferred"
    SAID = "said"
    EDITED = "edited"

    @property
    def strength(self) -> int:
        """0 for assumed up to 3 for edited."""
        return list(Provenance).index(self)


class Fact(BaseModel):
    """One value with its provenance.

    `key` is the component of a skill, a preference or an own tool, the condition of a condition, the part of the plan of a scope
    (`need/<id>`, `project/<id>`, `step/<milestone>`), else empty. Values by name:
    known_skills: a Level; conditions: bool; preferences: "avoid", "prefer" or "any" (a wish taken back); hours_per_week, deadline_weeks: float (None: there is no date);
    scope: "keep" or "drop" of a need or project, "split" of a step; pause_weeks: weeks lost from `on`; own_tool: the name of what the person uses in the component's place;
    hardware: a Hardware; background: an id of the catalogue; problem, goal, data: text.
    """

    model_config = ConfigDict(frozen=True)

    name: FactName
    value: Any
    key: str = ""
    provenance: Provenance = Provenance.SAID
    quote: str = ""
    """The person's own words that it rests on; empty only where it is assumed or edited."""
    turn: int = 0
    """The number of the message that it came from, from 1; 0 where there was none."""
    on: date | None = None
    """The day on which it was learnt; deadlines count from it."""

    @property
    def slot(self) -> tuple[str, str]:
        """Which fact it is; a brief holds one for each slot."""
        return (self.name, self.key)


class Brief(BaseModel):
    """All that is known. Immutable: `with_facts` gives a new one."""

    model_config = ConfigDict(frozen=True)

    facts: tuple[Fact, ...] = ()

    def with_facts(self, new: Iterable[Fact]) -> "Brief":
        """With each new fact in its slot, unless what stands there is of stronger provenance.

        What was said is not overwritten by what is inferred or assumed; equal strength is replaced by the newer.
        """
        slots = {f.slot: f for f in self.facts}
        for fact in new:
            old = slots.get(fact.slot)
            weak = fact.provenance.strength < Provenance.SAID.strength
            if old and weak and old.provenance.strength > fact.provenance.strength:
                continue
            slots[fact.slot] = fact
        return Brief(facts=tuple(slots.values()))

    def without(self, name: str, key: str = "") -> "Brief":
        """Without the fact in that slot."""
        return Brief(facts=tuple(f for f in self.facts if f.slot != (name, key)))

    def fact(self, name: str, key: str = "") -> Fact | None:
        """The fact in that slot, if known."""
        return next((f for f in self.facts if f.slot == (name, key)), None)

    def named(self, name: str) -> tuple[Fact, ...]:
        """All facts of that name."""
        return tuple(f for f in self.facts if f.name == name)

    def knows(self, name: str) -> bool:
        """Whether anything of that name was learnt (not merely assumed)."""
        return any(f.provenance is not Provenance.ASSUMED for f in self.named(name))

    def _value(self, name: str) -> Any:
        fact = self.fact(name)
        return fact.value if fact else None

    @property
    def problem(self) -> str:
        """The problem in the person's words; empty if not told."""
        return str(self._value("problem") or "")

    @property
    def hours_per_week(self) -> float | None:
        """Hours a week, if known."""
        value = self._value("hours_per_week")
        return float(value) if value is not None else None

    @property
    def hardware(self) -> Hardware | None:
        """What can be computed on, if known."""
        value = self._value("hardware")
        return Hardware(value) if value is not None else None

    @property
    def background(self) -> str | None:
        """The id of the person's background, if known."""
        value = self._value("background")
        return str(value) if value else None

    @property
    def skills(self) -> Mapping[str, Level]:
        """Levels by component, `none` where the person said that they do not know it."""
        return {f.key: Level(f.value) for f in self.named("known_skills")}

    @property
    def conditions(self) -> Mapping[Condition, bool]:
        """Conditions that were settled either way."""
        return {Condition(f.key): bool(f.value) for f in self.named("conditions")}

    @property
    def preferences(self) -> Mapping[str, str]:
        """`avoid`, `prefer` or `any` by component."""
        return {f.key: str(f.value) for f in self.named("preferences")}

    @property
    def scope(self) -> Mapping[str, str]:
        """`keep`, `drop` or `split` by part of the plan."""
        return {f.key: str(f.value) for f in self.named("scope")}

    @property
    def own_tools(self) -> Mapping[str, str]:
        """Names of the person's own tools by the component whose job they do."""
        return {f.key: str(f.value) for f in self.named("own_tool")}

    def weeks_left(self, today: date) -> float | None:
        """Weeks from `today` to the deadline in which there can be work, at least 0; None without one, also where the
        person said so."""
        fact = self.fact("deadline_weeks")
        if fact is None or fact.value is None:
            return None
        return max(0.0, float(fact.value) - _weeks_since(fact, today) - self.pause_left(today))

    def due(self, today: date) -> date | None:
        """The day of the deadline; None without one."""
        fact = self.fact("deadline_weeks")
        if fact is None or fact.value is None:
            return None
        return (fact.on or today) + timedelta(days=round(7 * min(float(fact.value), _LONGEST_WEEKS)))

    def pause_left(self, today: date) -> float:
        """Weeks that the person said are lost and that the calendar has not passed yet."""
        fact = self.fact("pause_weeks")
        return 0.0 if fact is None or fact.value is None else max(0.0, float(fact.value) - _weeks_since(fact, today))


def _weeks_since(fact: Fact, today: date) -> float:
    return (today - fact.on).days / 7 if fact.on else 0.0
