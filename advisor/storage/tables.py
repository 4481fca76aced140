"""The tables. What is asked for by a query has a column; everything else is the JSON of a domain value."""

import json
import zlib
from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, DateTime, Dialect, ForeignKey, ForeignKeyConstraint, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from advisor.errors import BadInput

SCHEMA_VERSION = 3
"""Kept in the file as `PRAGMA user_version`; raise it with every change below, and migrate (`migrations.py`).

Version 2 added `gaps`; whatever is added as a new table needs no more than that. Version 3 let conversations branch:
messages know the one before them, and the state after every turn is kept rather than the last one alone.
"""


class UtcTime(TypeDecorator[datetime]):
    """A moment: with its time zone going in, in UTC coming out."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """In UTC, as the file keeps it. Raises BadInput for a time without zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise BadInput(f"The time {value.isoformat()} has no time zone.", remedy="Give it in UTC.")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """In UTC, saying so."""
        return None if value is None else value.replace(tzinfo=UTC)


class PackedJson(TypeDecorator[dict[str, Any]]):
    """JSON, compressed: states of one conversation are much alike, and within one the changes to undo are."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: dict[str, Any] | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        """As bytes."""
        return None if value is None else pack(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> dict[str, Any] | None:  # noqa: ARG002
        """As it was given."""
        return None if value is None else json.loads(zlib.decompress(value))


def pack(value: dict[str, Any]) -> bytes:
    """A JSON object as `PackedJson` keeps it."""
    return zlib.compress(json.dumps(value, separators=(",", ":")).encode("utf-8"), level=1)


class Base(DeclarativeBase):
    """What the tables share: how Python's types are kept."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcTime, dict[str, Any]: JSON}


def _conversation_key() -> Mapped[str]:
    return mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)


class ConversationRow(Base):
    """A conversation's heading."""

    __tablename__ = "conversations"
    __table_args__ = (Index("conversations_of_owner", "owner", "updated_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str]
    title: Mapped[str]
    renamed: Mapped[bool] = mapped_column(default=False)
    """Whether the person chose the title; then no turn changes it."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    archived: Mapped[bool] = mapped_column(default=False)
    head: Mapped[str | None]
    """The last message of the branch that is shown and goes on."""


class MessageRow(Base):
    """A message. Ids count within their conversation only, so that none tells of another's.

    Messages are a tree: `parent` is the one before, and children of the same parent begin branches.
    """

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation", "number"),
        UniqueConstraint("conversation", "answers"),
        ForeignKeyConstraint(["conversation", "answers"], ["messages.conversation", "messages.id"]),
        Index("messages_after", "conversation", "parent"),
    )

    conversation: Mapped[str] = _conversation_key()
    id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]
    role: Mapped[str]
    text: Mapped[str]
    created_at: Mapped[datetime]
    answers: Mapped[str | None]
    reply: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    parent: Mapped[str | None]
    rating: Mapped[str | None]
    remark: Mapped[str | None]


class StateRow(Base):
    """Brief and dialogue after one turn, which plan version it left as the current one, and since when that was agreed.

    Marks are not part of it: what was done is the conversation's, whichever branch it goes on in.
    """

    __tablename__ = "turn_states"
    __table_args__ = (
        ForeignKeyConstraint(["conversation", "message"], ["messages.conversation", "messages.id"]),
        ForeignKeyConstraint(["conversation", "plan_version"], ["plans.conversation", "plans.version"]),
    )

    conversation: Mapped[str] = _conversation_key()
    message: Mapped[str] = mapped_column(primary_key=True)
    """The advisor's message that the turn ended with."""
    json: Mapped[dict[str, Any]] = mapped_column(PackedJson)
    plan_version: Mapped[int | None]
    agreed_at: Mapped[datetime | None]


class PlanRow(Base):
    """One version of a plan."""

    __tablename__ = "plans"

    conversation: Mapped[str] = _conversation_key()
    version: Mapped[int] = mapped_column(primary_key=True)
    json: Mapped[dict[str, Any]]
    agreed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class MarkRow(Base):
    """What became of a milestone."""

    __tablename__ = "marks"

    conversation: Mapped[str] = _conversation_key()
    milestone: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[str]
    at: Mapped[datetime]
    text: Mapped[str]
    hours: Mapped[float]


class GapRow(Base):
    """How often something stood in questions that found nothing. Belongs to nobody; see `advisor.domain.gaps`."""

    __tablename__ = "gaps"

    month: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
