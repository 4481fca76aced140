"""The catalogue: curated entries of `corpus/` as values, and the look-ups that the rest of the product needs.

Pure: nothing here reads a file. `advisor.catalog_files` parses YAML and Markdown into these values and
`advisor.domain.catalog_checks` says what is wrong with them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from advisor.domain.vocabulary import (
    Condition,
    Hardware,
    Layer,
    Level,
    Modality,
    Priority,
    SourceKind,
    Task,
    Verdict,
)

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=64)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]

COMPOSED_PROJECTS = ("own-problem-look", "own-problem-build", "own-problem-own")
"""The projects of a plan for a problem that no pattern covers."""

_REQUIREMENT = re.compile(r"^(?P<ids>[a-z0-9-]+(?:\|[a-z0-9-]+)*)(?::(?P<level>aware|working|solid))?$")


class Entry(BaseModel):
    """What all catalogue values share: nothing unknown is accepted and nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Entry):
    """Something a claim or a resource rests on, with when and how it was looked at."""

    id: Slug
    title: Text
    url: Annotated[str, StringConstraints(pattern=r"^https://[^\s<>\"]+$")] = Field(
        description="Where a reader finds it; always https."
    )
    kind: SourceKind
    free: bool = Field(description="Whether it can be read or used without paying.")
    looked_at: date = Field(description="The day on which it was looked up.")
    checked: Text = Field(description="How it was checked, e.g. 'read the page', 'read the abstract'.")


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


class PatternNeed(Entry):
    """One need of a pattern or block, and the circumstances under which it holds."""

    need: Slug
    level: Literal[Level.AWARE, Level.WORKING, Level.SOLID] = Level.WORKING
    priority: Priority = Priority.MUST
    when: tuple[Condition, ...] = Field(default=(), description="Holds only if one of these conditions does.")
    unless: tuple[Condition, ...] = Field(default=(), description="Does not hold if one of these conditions does.")
    why: Text | None = Field(default=None, description="Why, for this problem; the need's own reason otherwise.")

    def holds(self, conditions: Iterable[Condition]) -> bool:
        """Whether the need applies under `conditions`."""
        given = set(conditions)
        return (not self.when or bool(given & set(self.when))) and not given & set(self.unless)


class Block(Entry):
    """A reusable bundle of needs that patterns build on.

    A block with `condition` is added to every plan for which that condition holds. A block with `modality` or `task`
    is used to compose a plan for a problem that no pattern covers: it must match in each of the two that it gives.
    """

    id: Slug
    title: Text
    needs: tuple[PatternNeed, ...]
    condition: Condition | None = None
    modality: tuple[Modality, ...] = ()
    task: tuple[Task, ...] = ()


class FrameSpec(Entry):
    """The ML reading of a pattern."""

    modality: tuple[Modality, ...] = Field(min_length=1)
    task: tuple[Task, ...] = Field(min_length=1)
    domain: Text
    conditions: tuple[Condition, ...] = ()


class Existing(Entry):
    """A solution that exists already, and where it falls short."""

    name: Text
    what: Text
    limits: Text
    sources: tuple[Slug, ...] = Field(min_length=1)


class NeedMl(Entry):
    """The honest answer to 'do I need machine learning at all?'."""

    text: Text
    rule: Text = Field(description="The rule, query or spreadsheet to try first.")
    sources: tuple[Slug, ...] = ()


class MetricChoice(Entry):
    """A metric and the reason why it fits this problem."""

    component: Slug
    why: Text


class Pitfall(Entry):
    """A mistake that people make with this problem."""

    text: Text
    guide: Slug | None = None


class CaseStudy(Entry):
    """How a named organisation has done it."""

    who: Text
    what: Text
    source: Slug


class LeftOut(Entry):
    """Something that a generic roadmap would add here, why it is not needed, and what would bring it in."""

    component: Slug
    why: Text
    when: Text


class Pattern(Entry):
    """A curated kind of problem."""

    id: Slug
    title: Text
    summary: Text
    asks: tuple[Text, ...] = Field(min_length=12, description="How people put it, from naive to expert.")
    signals: tuple[Text, ...] = Field(default=(), description="Words that point here almost by themselves.")
    restate: Text = Field(description="Completes 'So you want to …', in plain words.")
    choice: Text | None = Field(
        default=None, max_length=80, description="The same in a few words, to choose by; completes 'you want to …'."
    )
    in_ml_words: Text = Field(description="Completes 'In ML words: …'.")
    frame: FrameSpec
    exists: tuple[Existing, ...] = Field(min_length=1)
    need_ml: NeedMl
    baseline: Text
    metrics: tuple[MetricChoice, ...] = Field(min_length=1)
    pitfalls: tuple[Pitfall, ...] = Field(min_length=2)
    first_version: Text
    case_studies: tuple[CaseStudy, ...] = Field(min_length=1)
    builds_on: tuple[Slug, ...] = Field(default=(), description="Blocks whose needs this pattern takes over.")
    without: tuple[Slug, ...] = Field(default=(), description="Needs of those blocks that do not apply here.")
    needs: tuple[PatternNeed, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    needs_gpu: Text | None = Field(
        default=None, description="Why it cannot be done on a laptop without a graphics card; only if that is so."
    )
    projects: tuple[Slug, ...] = Field(min_length=3, description="In the order in which they build on each other.")


class Boundary(Entry):
    """Example messages that are no ML problem, no problem yet, or no business of ours, and how to answer them."""

    id: Slug
    verdict: Literal[Verdict.NO_ML, Verdict.UNCLEAR, Verdict.OFF_TOPIC]
    title: Text
    asks: tuple[Text, ...] = Field(min_length=3)
    signals: tuple[Text, ...] = ()
    reply: Text
    instead: Text | None = Field(default=None, description="The rule, query or spreadsheet to use instead.")
    would_change: Text | None = Field(default=None, description="What would make it an ML problem after all.")
    sources: tuple[Slug, ...] = ()


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


class Guide(Entry):
    """A piece of prose that answers one question a learner would ask."""

    id: Slug
    title: Text
    topics: tuple[Slug, ...] = Field(min_length=1)
    answers: Text = Field(description="The question that it answers.")
    components: tuple[Slug, ...] = ()
    patterns: tuple[Slug, ...] = ()
    sources: tuple[Slug, ...] = Field(min_length=1)
    body: Text


class Effect(Entry):
    """What an answer to a question makes known."""

    conditions: Mapping[Condition, bool] = Field(default_factory=dict)
    hours_per_week: float | None = Field(default=None, gt=0, le=80)
    deadline_weeks: float | None = Field(default=None, gt=0, le=520)
    hardware: Hardware | None = None
    goal: Text | None = None
    background: Slug | None = None
    data: Text | None = None
    skills: Mapping[Slug, Level] = Field(default_factory=dict)


class QuickAnswer(Entry):
    """An answer that can be clicked."""

    label: Text
    effect: Effect = Effect()
    likely: float = Field(default=1.0, gt=0, description="How common the answer is, relative to the others.")
    matches: tuple[Text, ...] = Field(default=(), description="Other wordings of this answer.")


class Question(Entry):
    """Something worth asking, if its answers lead to different plans."""

    id: Slug
    fact: Literal[
        "problem", "known_skills", "hours_per_week", "deadline_weeks", "hardware", "goal", "background", "data",
        "preferences", "conditions",
    ]  # fmt: skip
    text: Text
    why: Text = Field(description="Answers 'why do you ask?' before the computed part.")
    settles: tuple[Condition, ...] = Field(default=(), description="The conditions that an answer settles.")
    modality: tuple[Modality, ...] = Field(default=(), description="Asked only for these; all if empty.")
    task: tuple[Task, ...] = ()
    answers: tuple[QuickAnswer, ...] = Field(min_length=2)


class Background(Entry):
    """What people of a certain background can be assumed to know; always shown as an assumption."""

    id: Slug
    name: Text = Field(description="Completes 'You are …', e.g. 'a backend engineer'.")
    phrases: tuple[Text, ...] = Field(min_length=1)
    skills: Mapping[Slug, Level] = Field(default_factory=dict)


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

    def pattern_of_project(self, project_id: str) -> Pattern | None:
        """The first pattern that lists the project, or None for a foundation project."""
        return next((p for p in self.patterns.values() if project_id in p.projects), None)

    def urls(self, source_ids: Iterable[str]) -> list[tuple[str, str]]:
        """(title, address) of the sources that exist among `source_ids`."""
        return [(s.title, s.url) for i in source_ids if (s := self.sources.get(i))]
