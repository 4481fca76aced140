"""The tree of a conversation's messages: the way from its newest message back, and where replies are put in."""

from collections.abc import Sequence

from sqlalchemy import CTE, ColumnElement, and_, exists, func, literal, or_, select, update
from sqlalchemy.orm import Session, aliased

from advisor.domain.conversation import Forks, Message
from advisor.storage.tables import ConversationRow, MessageRow, StateRow


def way_back(conversation: str, start: str | None, most: int | None = None) -> CTE:
    """Ids, roles and parents from a message back to the first (or `most` of them); `back` counts from 0."""
    way = (
        select(MessageRow.id, MessageRow.role, MessageRow.parent, literal(0).label("back"))
        .where(MessageRow.conversation == conversation, MessageRow.id == start)
        .cte("way", recursive=True)
    )
    before = select(MessageRow.id, MessageRow.role, MessageRow.parent, way.c.back + 1).join(
        way, and_(MessageRow.conversation == conversation, MessageRow.id == way.c.parent)
    )
    return way.union_all(before if most is None else before.where(way.c.back < most - 1))


def branch(session: Session, conversation: str, last: str | None, most: int | None = None) -> list[MessageRow]:
    """The messages of the branch that ends with `last`, or the newest of them, oldest first."""
    if most is not None and most <= 0:
        return []
    way = way_back(conversation, last, most)
    query = select(MessageRow).join(way, and_(MessageRow.conversation == conversation, MessageRow.id == way.c.id))
    return list(session.scalars(query.order_by(way.c.back.desc())))


def length(session: Session, conversation: str, last: str | None) -> int:
    """How many messages the branch that ends with `last` has."""
    return session.scalar(select(func.count()).select_from(way_back(conversation, last))) or 0


def tip(session: Session, conversation: ConversationRow, message: str) -> str:
    """The end of the branch that a message is in: the shown one's if it is in that, else the newest one after it."""
    way = way_back(conversation.id, conversation.head)
    if session.scalar(select(way.c.id).where(way.c.id == message)):
        assert conversation.head is not None
        return conversation.head
    return newest_end(session, conversation.id, message)


def newest_end(session: Session, conversation: str, message: str) -> str:
    """The end of the branch after a message that was last gone on with."""
    after = (
        select(MessageRow.id, MessageRow.number)
        .where(MessageRow.conversation == conversation, MessageRow.id == message)
        .cte("after", recursive=True)
    )
    after = after.union_all(
        select(MessageRow.id, MessageRow.number).join(
            after, and_(MessageRow.conversation == conversation, MessageRow.parent == after.c.id)
        )
    )
    child = aliased(MessageRow)
    goes_on = exists().where(child.conversation == conversation, child.parent == after.c.id)
    end = session.scalars(select(after.c.id).where(~goes_on).order_by(after.c.number.desc()).limit(1)).one()
    return str(end)


def put_in_reply(session: Session, conversation: ConversationRow, asked: str) -> str:
    """Where the reply to a message goes: the message that it is to follow.

    Right behind what it answers, if only messages that wait for their replies follow there. Otherwise at the end: what
    was clicked meanwhile has changed the state, and the reply builds on that.
    """
    end = tip(session, conversation, asked)
    for step in session.execute(select(way_back(conversation.id, end))):
        if step.id == asked:
            return asked
        if step.role == "advisor":
            return end
    return end


def close_up(session: Session, conversation: ConversationRow, row: MessageRow) -> None:
    """Lets what followed a message follow the reply that was put in behind it."""
    session.execute(
        update(MessageRow)
        .where(MessageRow.conversation == conversation.id, MessageRow.parent == row.parent, MessageRow.id != row.id)
        .values(parent=row.id)
    )
    if conversation.head == row.parent:
        conversation.head = row.id


def last_reply(session: Session, conversation: str, end: str | None) -> str | None:
    """The advisor's last message in the branch that ends with `end`."""
    way = way_back(conversation, end)
    found = select(way.c.id).where(way.c.role == "advisor").order_by(way.c.back).limit(1)
    return session.scalar(found)


def forks(session: Session, conversation: str, messages: Sequence[Message]) -> Forks:
    """Where the branch that these messages are the end of can be left."""
    said = [m for m in messages if m.role == "person"]
    return Forks(
        branches=_others(session, conversation, said), editable=_with_a_state_before(session, conversation, messages)
    )


def _others(session: Session, conversation: str, said: Sequence[Message]) -> dict[str, tuple[str, ...]]:
    parents = {m.parent for m in said}
    place: ColumnElement[bool] = MessageRow.parent.in_([p for p in parents if p is not None])
    if None in parents:
        place = or_(place, MessageRow.parent.is_(None))
    query = select(MessageRow.id, MessageRow.parent).where(
        MessageRow.conversation == conversation, MessageRow.role == "person", place
    )
    ways: dict[str | None, list[str]] = {}
    for id, parent in session.execute(query.order_by(MessageRow.number)):
        ways.setdefault(parent, []).append(id)
    return {m.id: tuple(ways[m.parent]) for m in said if len(ways.get(m.parent, ())) > 1}


def _with_a_state_before(session: Session, conversation: str, messages: Sequence[Message]) -> frozenset[str]:
    """Files of earlier layouts kept the last state alone, so that what was said before it cannot be said anew."""
    replies = [m.id for m in messages if m.role == "advisor"]
    kept = set(
        session.scalars(
            select(StateRow.message).where(StateRow.conversation == conversation, StateRow.message.in_(replies))
        )
    )
    before = last_reply(session, conversation, messages[0].parent) if messages else None
    known = before is None or session.get(StateRow, (conversation, before)) is not None
    found = set()
    for message in messages:
        if message.role == "advisor":
            known = message.id in kept
        elif known:
            found.add(message.id)
    return frozenset(found)
