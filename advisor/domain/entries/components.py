"""What can be learnt: needs, the components that meet them, and what each takes."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from advisor.domain.entries.base import Entry, Slug, Text
from advisor.domain.vocabulary import Condition, Layer, Level

_REQUIREMENT = re.compile(r"^(?P<ids>[a-z0-9-]+(?:\|[a-z0-9-]+)*)(?::(?P<level>aware|working|solid))?$")


class Need(Entry):
    """A capability that a problem demands, in words a learner understands."""

    id: Slug
    name: Text = Field(description="Completes 'You need to …', e.g. 'turn text into numbers that a model can use'.")
    why: Text = Field(description="One sentence: what goes wrong without it.")


class Requirement(Entry):
    """Something that must be known first: any one of `any_of`, at `level` or better.

    Written in YAML as `python`, `python:working` or `python|r:working`; the level is `working` unless given.
    """

    any_of: tuple[Slug, ...]
    level: Level = Level.WORKING

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: Any) -> Any:
        """In files it is a text."""
        return {"type": "string", "pattern": _REQUIREMENT.pattern.replace("?P<ids>", "").replace("?P<level>", ""),
                "description": cls.__doc__}  # fmt: skip

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        found = _REQUIREMENT.match(value.strip())
        if not found:
            raise ValueError(f"'{value}' is not a requirement; write it as 'python', 'python:aware' or 'python|r:solid'")
        return {"any_of": tuple(found["ids"].split("|")), "level": found["level"] or "working"}


class Hours(Entry):
    """Hours to reach each level from nothing, its requirements being met. Each includes the one before."""

    aware: float = Field(gt=0, le=10)
    working: float = Field(gt=0, le=80)
    solid: float = Field(gt=0, le=400)

    @model_validator(mode="after")
    def _rising(self) -> "Hours":
        if not self.aware <= self.working <= self.solid:
            raise ValueError("hours must rise from aware to working to solid")
        return self

    def at(self, level: Level) -> float:
        """Hours from nothing to `level`; 0 for none."""
        return 0.0 if level is Level.NONE else float(getattr(self, level.value))


class Practice(Entry):
    """One sitting of learning by doing: what to do, and how to tell that it is done."""

    level: Literal[Level.AWARE, Level.WORKING, Level.SOLID] = Field(description="The level that this step leads to.")
    text: Text
    done_when: Text


class Component(Entry):
    """Anything learnable that meets needs."""

    id: Slug
    name: Text
    layer: Layer
    summary: Text = Field(description="What it is and what it is for, in one or two plain sentences.")
    aliases: tuple[Text, ...] = Field(default=(), description="Other ways in which people write it.")
    meets: tuple[Slug, ...] = Field(default=(), description="The needs that knowing it satisfies.")
    requires: tuple[Requirement, ...] = ()
    hours: Hours
    basis: Text = Field(description="What the hours rest on.")
    easier_from: Mapping[Slug, Annotated[float, Field(gt=0, lt=1)]] = Field(
        default_factory=dict,
        description="Neighbouring components: the share of the hours that is left for someone who works with them.",
    )
    implies: Mapping[Slug, Literal[Level.AWARE, Level.WORKING]] = Field(
        default_factory=dict,
        description="What somebody who has worked with it elsewhere surely knows too, although it need not be learnt first.",
    )
    practice: tuple[Practice, ...] = ()
    complexity: int = Field(default=2, ge=1, le=5, description="Moving parts to install, run and keep in mind.")
    support: int = Field(default=4, ge=1, le=5, description="How well kept and how widely used it is.")
    hardware: Literal["any", "gpu"] = Field(default="any", description="gpu: not usable in earnest without one.")
    unsuitable_when: tuple[Condition, ...] = Field(
        default=(), description="Conditions under which it must not be chosen, e.g. a hosted service when offline."
    )
    generic: bool = Field(default=False, description="Whether the usual generic roadmap would include it.")
    left_out: Text | None = Field(default=None, description="Why it is usually not needed; one sentence.")
    when: Text | None = Field(default=None, description="What would bring it in; completes 'comes in when …'.")
    sources: tuple[Slug, ...] = ()
