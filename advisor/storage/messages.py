"""Messages of one conversation: adding them, and the ones that are looked for."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from advisor.errors import NotFound
from advisor.storage import branches, rows
from advisor.storage.tables import ConversationRow, MessageRow


def append(
    session: Session, conversation: ConversationRow, after: str | None, *, role: str, text: str, id: str | None = None,
    answers: str | None = None, reply: dict[str, Any] | None = None,
) -> MessageRow:  # fmt: skip
    """A message behind the one `after`; the conversation moves to the top of its owner's list."""
    last = session.scalar(select(func.max(MessageRow.number)).where(MessageRow.conversation == conversation.id))
    now = datetime.now(UTC)
    row = MessageRow(
        conversation=conversation.id, id=id or secrets.token_urlsafe(16), number=(last or 0) + 1, role=role,
        text=rows.plain(text), created_at=now, parent=after, answers=answers, reply=reply,
    )  # fmt: skip
    session.add(row)
    conversation.updated_at = now
    session.flush()
    return row


def said_by_person(session: Session, conversation: str, message: str) -> MessageRow:
    """A message of the person. Raises NotFound if there is no such one."""
    row = session.get(MessageRow, (conversation, message))
    if row is None or row.role != "person":
        raise NotFound("That message is not in this conversation.", remedy="Send it again.")
    return row


def said_by_advisor(session: Session, conversation: str, message: str) -> MessageRow:
    """A message of the advisor. Raises NotFound if there is no such one."""
    row = session.get(MessageRow, (conversation, message))
    if row is None or row.role != "advisor":
        raise NotFound("There is no such reply in this conversation.", remedy="Reload the page.")
    return row


def reply_to(session: Session, conversation: str, message: str) -> MessageRow | None:
    """The reply to a message of the person. Raises NotFound if there is no such message."""
    said_by_person(session, conversation, message)
    return session.scalars(
        select(MessageRow).where(MessageRow.conversation == conversation, MessageRow.answers == message)
    ).one_or_none()


def of_all_branches(session: Session, conversation: str, most: int | None) -> list[MessageRow]:
    """The messages of all branches, or the newest of them, in the order in which they were said."""
    query = select(MessageRow).where(MessageRow.conversation == conversation)
    newest = query.order_by(MessageRow.number.desc()).limit(None if most is None else max(0, most))
    return list(session.scalars(newest))[::-1]


def unanswered(session: Session, conversation: ConversationRow) -> list[MessageRow]:
    """The person's messages in the shown branch that no reply answers, oldest first."""
    reply = aliased(MessageRow)
    answered = select(reply).where(reply.conversation == conversation.id, reply.answers == MessageRow.id).exists()
    query = select(MessageRow).where(MessageRow.conversation == conversation.id, MessageRow.role == "person", ~answered)
    waiting = session.scalars(query.order_by(MessageRow.number)).all()
    if not waiting:
        return []
    shown = set(session.scalars(select(branches.way_back(conversation.id, conversation.head).c.id)))
    return [row for row in waiting if row.id in shown]


def usages(session: Session, conversation: str) -> Sequence[dict[str, Any]]:
    """What each turn took of a language model, in all branches, as its reply keeps it."""
    taken = MessageRow.reply["usage"]
    query = select(taken).where(MessageRow.conversation == conversation, taken.as_string().is_not(None))
    return session.scalars(query).all()
