"""Kinds of problem: what each demands and how it is told, and messages that are no such problem."""

from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from advisor.domain.entries.base import Entry, Slug, Text
from advisor.domain.vocabulary import Condition, Level, Modality, Priority, Task, Verdict


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
    starter: Text | None = Field(
        default=None, max_length=72, description="It in somebody's own words, for the first page; few problems have one."
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
