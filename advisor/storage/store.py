"""Conversations as the advisor keeps them: every call is one short transaction and checks who asks."""

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import CursorResult, delete, func, select
from sqlalchemy.orm import Session, aliased

from advisor.domain.conversation import Conversation, Message, Reply, State
from advisor.domain.gaps import Gap, GapCounts
from advisor.domain.plan import Plan
from advisor.domain.progress import Mark, Progress
from advisor.errors import BadInput, NotFound
from advisor.storage.database import Database
from advisor.storage.tables import ConversationRow, GapRow, MarkRow, MessageRow, PlanRow, StateRow


class Store:
    """The conversations of all owners in the file at `path`, which is made on first use.

    Safe to share between threads, and the file between processes. A conversation that does not exist and one of
    another owner both raise the same NotFound; whatever goes wrong with the file is a StorageError.
    """

    def __init__(self, path: Path, *, patience: float = 5.0) -> None:
        self._database = Database(Path(path).absolute(), patience)

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self._database.path

    def check(self) -> None:
        """Opens the file and reads all of it. Raises StorageError if anything is wrong with it."""
        self._database.check()

    def close(self) -> None:
        """Closes the file; the next call opens it again."""
        self._database.close()

    # --- conversations

    def create(self, owner: str, title: str = "") -> Conversation:
        """A new conversation with an unguessable id."""
        if not owner:
            raise BadInput("A conversation needs an owner.", remedy="Reload the page.")
        now = _now()
        row = ConversationRow(
            id=secrets.token_urlsafe(16), owner=owner, title=_plain(title), renamed=bool(title), created_at=now,
            updated_at=now, archived=False,
        )  # fmt: skip
        with self._database.writing() as session:
            session.add(row)
            session.flush()
            return _conversation(row)

    def conversations(self, owner: str, include_archived: bool = False) -> list[Conversation]:
        """The owner's conversations, the one last written in first."""
        query = select(ConversationRow).where(ConversationRow.owner == owner)
        if not include_archived:
            query = query.where(ConversationRow.archived.is_(False))
        newest = ConversationRow.updated_at.desc(), ConversationRow.created_at.desc(), ConversationRow.id
        with self._database.reading() as session:
            return [_conversation(row) for row in session.scalars(query.order_by(*newest))]

    def get(self, conversation_id: str, owner: str) -> Conversation:
        """One conversation."""
        with self._database.reading() as session:
            return _conversation(_owned(session, conversation_id, owner))

    def rename(self, conversation_id: str, owner: str, title: str) -> Conversation:
        """Gives it a title that no later turn changes; with an empty one, turns name it again."""
        with self._database.writing() as session:
            row = _owned(session, conversation_id, owner)
            row.title, row.renamed = _plain(title), bool(title)
            return _conversation(row)

    def archive(self, conversation_id: str, owner: str, archived: bool = True) -> Conversation:
        """Puts it away, or with `archived=False` takes it out again."""
        with self._database.writing() as session:
            row = _owned(session, conversation_id, owner)
            row.archived = archived
            return _conversation(row)

    def delete(self, conversation_id: str, owner: str) -> None:
        """Removes it and all that belongs to it, overwriting it in the file."""
        with self._database.writing() as session:
            _owned(session, conversation_id, owner)
            session.execute(delete(ConversationRow).where(ConversationRow.id == conversation_id))
        self._database.forget()

    def delete_all(self, owner: str) -> int:
        """Removes all conversations of an owner likewise; says how many there were."""
        with self._database.writing() as session:
            result = session.execute(delete(ConversationRow).where(ConversationRow.owner == owner))
            assert isinstance(result, CursorResult)
            count = result.rowcount
        self._database.forget()
        return count

    # --- what the knowledge base lacks

    def count_gap(self, gap: Gap, month: str) -> None:
        """Adds one question that found nothing to the counts of a month such as '2026-11'."""
        keys = [("question", ""), ("near", gap.near), *(("word", word) for word in gap.words)]
        with self._database.writing() as session:
            for kind, key in keys:
                if kind == "near" and not key:
                    continue
                row = session.get(GapRow, (month, kind, key)) or GapRow(month=month, kind=kind, key=key, count=0)
                row.count += 1
                session.merge(row)

    def gaps(self) -> GapCounts:
        """The counts of all months together, the most frequent first."""
        total = func.sum(GapRow.count)
        query = select(GapRow.kind, GapRow.key, total).group_by(GapRow.kind, GapRow.key).order_by(total.desc(), GapRow.key)
        with self._database.reading() as session:
            rows = [(kind, key, int(count)) for kind, key, count in session.execute(query)]
        return GapCounts(
            questions=sum(count for kind, _, count in rows if kind == "question"),
            near=tuple((key, count) for kind, key, count in rows if kind == "near"),
            words=tuple((key, count) for kind, key, count in rows if kind == "word"),
        )

    # --- messages

    def add_message(self, conversation_id: str, owner: str, text: str, message_id: str | None = None) -> Message:
        """Commits a message of the person. If `message_id` is stored already, the stored one comes back unchanged."""
        with self._database.writing() as session:
            conversation = _owned(session, conversation_id, owner)
            known = session.get(MessageRow, (conversation_id, message_id)) if message_id else None
            if known:
                return _message(known)
            return _message(_append(session, conversation, role="person", text=text, id=message_id))

    def messages(self, conversation_id: str, owner: str, last: int | None = None) -> list[Message]:
        """The messages, or the `last` of them, oldest first."""
        query = select(MessageRow).where(MessageRow.conversation == conversation_id)
        with self._database.reading() as session:
            _owned(session, conversation_id, owner)
            newest = query.order_by(MessageRow.number.desc()).limit(None if last is None else max(0, last))
            return [_message(row) for row in session.scalars(newest)][::-1]

    def unanswered(self, conversation_id: str, owner: str) -> list[Message]:
        """The person's messages that no reply answers, oldest first."""
        reply = aliased(MessageRow)
        answered = select(reply).where(reply.conversation == conversation_id, reply.answers == MessageRow.id).exists()
        query = select(MessageRow).where(
            MessageRow.conversation == conversation_id, MessageRow.role == "person", ~answered
        )
        with self._database.reading() as session:
            _owned(session, conversation_id, owner)
            return [_message(row) for row in session.scalars(query.order_by(MessageRow.number))]

    # --- turns

    def state(self, conversation_id: str, owner: str) -> State:
        """What the next turn starts from: the state last committed, an empty one before the first turn."""
        with self._database.reading() as session:
            _owned(session, conversation_id, owner)
            row = session.get(StateRow, conversation_id)
            if row is None:
                return State()
            plan = None if row.plan_version is None else session.get_one(PlanRow, (conversation_id, row.plan_version))
            marks = session.scalars(select(MarkRow).where(MarkRow.conversation == conversation_id))
            return State.model_validate(row.json).model_copy(
                update={"plan": Plan.model_validate(plan.json) if plan else None, "progress": _progress(marks)}
            )

    def commit_turn(
        self,
        conversation_id: str,
        owner: str,
        answers: str | None,
        reply: Reply,
        state: State,
        title: str | None = None,
    ) -> Message:
        """Commits the reply and all that the turn changed, or nothing of it.

        `answers` is the id of the person's message, None after a click. A message is answered once: for one that has
        its reply, that reply comes back and nothing changes. `title` is not taken if the person chose one.
        The stored reply names the plan by `plan_version`; the plan itself is kept with the versions.
        """
        with self._database.writing() as session:
            conversation = _owned(session, conversation_id, owner)
            if answers is not None:
                first = _reply_to(session, conversation_id, answers)
                if first:
                    return _message(first)
            content = reply.model_dump(mode="json", by_alias=True, exclude={"plan"})
            content["plan_version"] = reply.plan.version if reply.plan else None
            row = _append(session, conversation, role="advisor", text=reply.reply, answers=answers, reply=content)
            if title and not conversation.renamed:
                conversation.title = _plain(title)
            _keep_plan(session, conversation_id, state.plan, row.created_at)
            _keep_marks(session, conversation_id, state.progress)
            kept = state.model_dump(mode="json", by_alias=True, exclude={"plan", "progress"})
            version = state.plan.version if state.plan else None
            session.merge(StateRow(conversation=conversation_id, json=kept, plan_version=version))
            session.flush()
            return _message(row)

    # --- plans

    def plan(self, conversation_id: str, owner: str, version: int) -> Plan:
        """One version of the plan, as it was when last current."""
        with self._database.reading() as session:
            _owned(session, conversation_id, owner)
            row = session.get(PlanRow, (conversation_id, version))
            if row is None:
                raise NotFound(f"This conversation has no version {version} of a plan.")
            return Plan.model_validate(row.json)

    def versions(self, conversation_id: str, owner: str) -> list[Plan]:
        """All versions of the plan, oldest first."""
        query = select(PlanRow).where(PlanRow.conversation == conversation_id).order_by(PlanRow.version)
        with self._database.reading() as session:
            _owned(session, conversation_id, owner)
            return [Plan.model_validate(row.json) for row in session.scalars(query)]


def _now() -> datetime:
    return datetime.now(UTC)


def _plain(text: str) -> str:
    """As SQLite can keep it: halves of broken characters become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _owned(session: Session, conversation_id: str, owner: str) -> ConversationRow:
    """The conversation, if it is this owner's."""
    query = select(ConversationRow).where(ConversationRow.id == conversation_id, ConversationRow.owner == owner)
    row = session.scalars(query).one_or_none()
    if row is None:
        raise NotFound("There is no such conversation.", remedy="Choose one from the list, or start a new one.")
    return row


def _append(
    session: Session, conversation: ConversationRow, *, role: str, text: str, id: str | None = None,
    answers: str | None = None, reply: dict[str, Any] | None = None,
) -> MessageRow:  # fmt: skip
    """The next message; the conversation moves to the top of its owner's list."""
    last = session.scalar(select(func.max(MessageRow.number)).where(MessageRow.conversation == conversation.id))
    now = _now()
    row = MessageRow(
        conversation=conversation.id, id=id or secrets.token_urlsafe(16), number=(last or 0) + 1, role=role,
        text=_plain(text), created_at=now, answers=answers, reply=reply,
    )  # fmt: skip
    session.add(row)
    conversation.updated_at = now
    session.flush()
    return row


def _reply_to(session: Session, conversation_id: str, message_id: str) -> MessageRow | None:
    """The reply to a message of the person. Raises NotFound if there is no such message."""
    asked = session.get(MessageRow, (conversation_id, message_id))
    if asked is None or asked.role != "person":
        raise NotFound("The message to be answered is not in this conversation.", remedy="Send it again.")
    return session.scalars(
        select(MessageRow).where(MessageRow.conversation == conversation_id, MessageRow.answers == message_id)
    ).one_or_none()


def _keep_plan(session: Session, conversation_id: str, plan: Plan | None, now: datetime) -> None:
    if plan is None:
        return
    content = plan.model_dump(mode="json", by_alias=True)
    row = session.get(PlanRow, (conversation_id, plan.version))
    if row:
        row.json, row.agreed_at = content, plan.agreed_at
    else:
        row = PlanRow(conversation=conversation_id, version=plan.version, json=content, created_at=now)
        row.agreed_at = plan.agreed_at
        session.add(row)
    session.flush()


def _keep_marks(session: Session, conversation_id: str, progress: Progress) -> None:
    """Makes the stored marks those of `progress`: new and changed ones written, others removed."""
    stored = session.scalars(select(MarkRow).where(MarkRow.conversation == conversation_id))
    for row in stored.all():
        if row.milestone not in progress.marks:
            session.delete(row)
    for milestone, mark in progress.marks.items():
        session.merge(
            MarkRow(
                conversation=conversation_id, milestone=milestone, status=mark.status.value, at=mark.at, text=mark.text,
                hours=mark.hours,
            )
        )  # fmt: skip
    session.flush()


def _progress(rows: Iterable[MarkRow]) -> Progress:
    return Progress(
        marks={
            row.milestone: Mark.model_validate(
                {"status": row.status, "at": row.at, "text": row.text, "hours": row.hours}
            )
            for row in rows
        }
    )


def _conversation(row: ConversationRow) -> Conversation:
    return Conversation(
        id=row.id, owner=row.owner, title=row.title, created_at=row.created_at, updated_at=row.updated_at,
        archived=row.archived,
    )  # fmt: skip


def _message(row: MessageRow) -> Message:
    return Message.model_validate(
        {
            "id": row.id, "conversation": row.conversation, "number": row.number, "role": row.role, "text": row.text,
            "created_at": row.created_at, "answers": row.answers, "reply": row.reply,
        }
    )  # fmt: skip
