"""What is asked and what the answers make known, and what backgrounds are assumed to bring."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from advisor.domain.brief import MOST_HOURS_PER_WEEK
from advisor.domain.entries.base import Entry, Slug, Text
from advisor.domain.vocabulary import Condition, Hardware, Level, Modality, Task


class Effect(Entry):
    """What an answer to a question makes known."""

    conditions: Mapping[Condition, bool] = Field(default_factory=dict)
    hours_per_week: float | None = Field(default=None, gt=0, le=MOST_HOURS_PER_WEEK)
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
