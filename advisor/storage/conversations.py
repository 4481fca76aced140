"""Headings of conversations: whose they are, making and listing them, and finding one by words in it."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from advisor.domain.conversation import Found
from advisor.errors import BadInput, NotFound
from advisor.storage import rows
from advisor.storage.tables import ConversationRow, MessageRow

_NEWEST = ConversationRow.updated_at.desc(), ConversationRow.created_at.desc(), ConversationRow.id


def owned(session: Session, conversation_id: str, owner: str) -> ConversationRow:
    """The conversation, if it is this owner's. Raises NotFound, which does not tell whether it is another's."""
    query = select(ConversationRow).where(ConversationRow.id == conversation_id, ConversationRow.owner == owner)
    row = session.scalars(query).one_or_none()
    if row is None:
        raise NotFound("There is no such conversation.", remedy="Choose one from the list, or start a new one.")
    return row


def add(session: Session, owner: str, title: str) -> ConversationRow:
    """A new conversation with an unguessable id. Raises BadInput if nobody owns it."""
    if not owner:
        raise BadInput("A conversation needs an owner.", remedy="Reload the page.")
    now = datetime.now(UTC)
    row = ConversationRow(
        id=secrets.token_urlsafe(16), owner=owner, title=rows.plain(title), renamed=bool(title), created_at=now,
        updated_at=now, archived=False,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def listed(session: Session, owner: str, include_archived: bool, most: int | None) -> list[ConversationRow]:
    """The owner's conversations, or `most` of them, the one last written in first."""
    query = select(ConversationRow).where(ConversationRow.owner == owner)
    if not include_archived:
        query = query.where(ConversationRow.archived.is_(False))
    return list(session.scalars(query.order_by(*_NEWEST).limit(most)))


def find(session: Session, owner: str, words: str) -> list[Found]:
    """The owner's conversations in which every one of the words stands, newest first; none if there are no words."""
    wanted = [word.casefold() for word in words.split()]
    if not wanted:
        return []
    query = select(ConversationRow).where(ConversationRow.owner == owner)
    for word in wanted:
        said = exists().where(MessageRow.conversation == ConversationRow.id, _has(MessageRow.text, word))
        query = query.where(or_(_has(ConversationRow.title, word), said))
    found = session.scalars(query.order_by(*_NEWEST)).all()
    return [Found(conversation=rows.conversation(row), said=_said(session, row, wanted)) for row in found]


def _has(column: InstrumentedAttribute[str], word: str) -> ColumnElement[bool]:
    """Whether a word, folded already, stands in a column."""
    return func.instr(func.folded(column), word) > 0


def _said(session: Session, row: ConversationRow, wanted: Sequence[str]) -> str:
    """The newest message with one of the words that the title does not have; empty if the title has them all."""
    missing = [word for word in wanted if word not in row.title.casefold()]
    if not missing:
        return ""
    query = select(MessageRow.text).where(
        MessageRow.conversation == row.id, or_(*(_has(MessageRow.text, word) for word in missing))
    )
    return session.scalar(query.order_by(MessageRow.number.desc()).limit(1)) or ""
