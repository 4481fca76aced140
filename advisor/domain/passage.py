"""What search finds: passages of the corpus, and example messages that a text resembles."""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

PassageKind = Literal["guide", "component", "pattern", "project", "dataset"]
PERSON: Literal["person"] = "person"
"""The kind of example that tells of the person, their time and means, and not of their problem."""
COMPOSITION: Literal["composition"] = "composition"
"""The kind of example that tells of a problem no pattern covers; its entry names data and task: 'tabular+regression'."""
PROBLEM: Literal["problem"] = "problem"
"""The label of whatever is a problem for us, where boundaries are told from all problems together."""
ExampleKind = Literal["pattern", "composition", "boundary", "intent", "person", "stance", "condition", "about", "retold"]
LabelKind = Literal["intent", "stance", "condition", "problem", "boundary", "about", "retold"]
"""The kinds of example that a text is sorted by: each text is one or more of the labels."""
Messages = Mapping[ExampleKind, Mapping[str, Sequence[str]]]
"""Example messages that do not come from the catalogue, by kind and by what they stand for."""


class Cited(BaseModel):
    """A source as shown to people; the address comes from the catalogue, never from a model."""

    model_config = ConfigDict(frozen=True)

    title: str
    url: str


class Passage(BaseModel):
    """A retrievable piece of the corpus: one idea, with where it comes from."""

    model_config = ConfigDict(frozen=True)

    id: str
    """`kind/entry` or `kind/entry#part`, stable while the entry and its headings keep their names."""
    title: str
    text: str
    kind: PassageKind
    entry: str
    """The id of the catalogue entry that it was made from."""
    patterns: tuple[str, ...] = ()
    """Patterns that it belongs to; empty if it serves any."""
    components: tuple[str, ...] = ()
    sources: tuple[Cited, ...] = ()


class Hit(NamedTuple):
    """A passage and how well it fits a query: comparable between queries, the higher the better, about 0 for not at all."""

    passage: Passage
    score: float


class Answered(NamedTuple):
    """A sentence of an answer from passages, as it may be shown; or one that was left out, which has no `text`."""

    text: str
    """With the white space before it and its marks, '[1]' being the passage that was cited first."""
    passages: tuple[Passage, ...] = ()
    """The passages that it cites, in the order of its marks."""
    left_out: str = ""
    """For the debug record: a sentence that was not shown, and why."""


class Example(NamedTuple):
    """A message that somebody might write, and what it stands for."""

    kind: ExampleKind
    entry: str
    text: str


class Near(NamedTuple):
    """An example and its cosine similarity to a text."""

    example: Example
    score: float
