"""What can be read: the sources that claims rest on, and the guides written from them."""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from advisor.domain.entries.base import Entry, Slug, Text
from advisor.domain.vocabulary import SourceKind


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
