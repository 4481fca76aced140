"""Small builds to learn by, and the public data that they practise on."""

from collections.abc import Iterable
from typing import Literal

from pydantic import Field, model_validator

from advisor.domain.entries.base import Entry, Slug, Text
from advisor.domain.vocabulary import Condition, Modality

COMPOSED_PROJECTS = ("own-problem-look", "own-problem-build", "own-problem-own")
"""The projects of a plan for a problem that no pattern covers."""


class Dataset(Entry):
    """A public dataset that a project practises on."""

    id: Slug
    name: Text
    what: Text
    modality: tuple[Modality, ...] = Field(min_length=1)
    size: Text = Field(description="Rows, files and megabytes as the publisher gives them.")
    licence: Text
    free: Literal[True] = True
    getting: Text = Field(description="How to get it, in one or two sentences.")
    caution: Text | None = None
    source: Slug


class ProjectDataset(Entry):
    """What a project is practised on, and what comes after."""

    practise_on: Slug | None = None
    then: Text | None = None

    @model_validator(mode="after")
    def _something(self) -> "ProjectDataset":
        if not (self.practise_on or self.then):
            raise ValueError("a project needs a dataset: give practise_on, then, or both")
        return self


class Milestone(Entry):
    """A piece of a project that fits one or a few sittings and has a test for being done."""

    id: Slug
    text: Text
    hours: float = Field(ge=0.5, le=8)
    done_when: Text


class Obstacle(Entry):
    """Something that will likely bite, and what it teaches."""

    symptom: Text
    teaches: Text
    guide: Slug | None = None


class ProjectSpec(Entry):
    """A small build, as a contract."""

    id: Slug
    title: Text
    kind: Literal["foundation", "look", "build", "ship", "own"] = Field(
        description="foundation: prepares for any problem; look: see the data and a baseline; build; ship; own: the "
        "person's own problem, which closes the plan."
    )
    goal: Text
    dataset: ProjectDataset
    baseline: Text
    target: Text
    introduces: tuple[Slug, ...] = Field(default=(), max_length=5)
    uses: tuple[Slug, ...] = ()
    when: tuple[Condition, ...] = Field(default=(), description="Only if one of these conditions holds.")
    unless: tuple[Condition, ...] = ()
    optional: bool = Field(default=False, description="Dropped first when time is short.")
    milestones: tuple[Milestone, ...] = Field(min_length=2, max_length=8)
    obstacles: tuple[Obstacle, ...] = Field(min_length=1)
    artefact: Text

    @property
    def hours(self) -> float:
        """Hours of building, without learning what it introduces."""
        return sum(m.hours for m in self.milestones)

    def fits(self, conditions: Iterable[Condition]) -> bool:
        """Whether the project suits `conditions`."""
        given = set(conditions)
        return (not self.when or bool(given & set(self.when))) and not given & set(self.unless)
