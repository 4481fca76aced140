"""Conversations as the advisor keeps them: every call is one short transaction and checks who asks."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import CursorResult, delete, select
from sqlalchemy.orm import Session

from advisor.domain.conversation import Conversation, Found, Message, Rating, Reply, State, Usage, Version, View
from advisor.domain.gaps import Gap, GapCounts
from advisor.domain.plan import Plan
from advisor.storage import branches, conversations, gaps, messages, plan_versions, rows, turns
from advisor.storage.database import Database
from advisor.storage.tables import ConversationRow, MessageRow

_STEP = 10
"""Messages by which the beginning of what is shown moves on."""


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

    @contextmanager
    def _reading(self, conversation_id: str, owner: str) -> Iterator[tuple[Session, ConversationRow]]:
        """To read in one conversation, if it is this owner's."""
        with self._database.reading() as session:
            yield session, conversations.owned(session, conversation_id, owner)

    @contextmanager
    def _writing(self, conversation_id: str, owner: str) -> Iterator[tuple[Session, ConversationRow]]:
        """To change one conversation, if it is this owner's."""
        with self._database.writing() as session:
            yield session, conversations.owned(session, conversation_id, owner)

    # --- conversations

    def create(self, owner: str, title: str = "") -> Conversation:
        """A new conversation with an unguessable id."""
        with self._database.writing() as session:
            return rows.conversation(conversations.add(session, owner, title))

    def conversations(self, owner: str, include_archived: bool = False, most: int | None = None) -> list[Conversation]:
        """The owner's conversations, or `most` of them, the one last written in first."""
        with self._database.reading() as session:
            return [rows.conversation(row) for row in conversations.listed(session, owner, include_archived, most)]

    def find(self, owner: str, words: str) -> list[Found]:
        """The owner's conversations, archived ones too, in which every one of the words stands, newest first.

        In the title or in what was said, in any branch; upper and lower case are the same.
        """
        with self._database.reading() as session:
            return conversations.find(session, owner, words)

    def get(self, conversation_id: str, owner: str) -> Conversation:
        """One conversation."""
        with self._reading(conversation_id, owner) as (_, conversation):
            return rows.conversation(conversation)

    def rename(self, conversation_id: str, owner: str, title: str) -> Conversation:
        """Gives it a title that no later turn changes; with an empty one, turns name it again."""
        with self._writing(conversation_id, owner) as (_, conversation):
            conversation.title, conversation.renamed = rows.plain(title), bool(title)
            return rows.conversation(conversation)

    def archive(self, conversation_id: str, owner: str, archived: bool = True) -> Conversation:
        """Puts it away, or with `archived=False` takes it out again."""
        with self._writing(conversation_id, owner) as (_, conversation):
            conversation.archived = archived
            return rows.conversation(conversation)

    def restore(self, owner: str, title: str, reply: Reply, state: State, plans: Iterable[Plan]) -> Conversation:
        """A new conversation that begins with this reply, state and these versions of the plan."""
        with self._database.writing() as session:
            made = conversations.add(session, owner, title)
            for plan in plans:
                plan_versions.keep(session, made.id, plan, made.created_at)
            turns.commit(session, made, None, reply, state, title=None)
            return rows.conversation(made)

    def delete(self, conversation_id: str, owner: str) -> None:
        """Removes it and all that belongs to it, overwriting it in the file."""
        with self._writing(conversation_id, owner) as (session, conversation):
            session.execute(delete(ConversationRow).where(ConversationRow.id == conversation.id))
        self._database.forget()

    def delete_all(self, owner: str) -> int:
        """Removes all conversations of an owner likewise; says how many there were."""
        with self._database.writing() as session:
            result = session.execute(delete(ConversationRow).where(ConversationRow.owner == owner))
            assert isinstance(result, CursorResult)
            count = result.rowcount
        self._database.forget()
        return count

    def owners(self) -> list[str]:
        """Everybody who has a conversation here."""
        with self._database.reading() as session:
            return list(session.scalars(select(ConversationRow.owner).distinct().order_by(ConversationRow.owner)))

    # --- messages

    def add_message(
        self, conversation_id: str, owner: str, text: str, message_id: str | None = None, instead_of: str | None = None
    ) -> Message:
        """Commits a message of the person. If `message_id` is stored already, the stored one comes back unchanged.

        It goes on from the end of the branch that is shown; or, in the place of the message `instead_of`, it begins a
        new branch, which is shown from then on. Raises NotFound if the person said no such message.
        """
        with self._writing(conversation_id, owner) as (session, conversation):
            known = session.get(MessageRow, (conversation_id, message_id)) if message_id else None
            if known:
                return rows.message(known)
            after = conversation.head
            if instead_of:
                after = messages.said_by_person(session, conversation_id, instead_of).parent
            row = messages.append(session, conversation, after, role="person", text=text, id=message_id)
            conversation.head = row.id
            return rows.message(row)

    def messages(self, conversation_id: str, owner: str, last: int | None = None, all_branches: bool = False) -> list[Message]:
        """The messages of the branch that is shown, or the `last` of them, oldest first.

        `all_branches`: those of the others too, in the order in which they were said.
        """
        with self._reading(conversation_id, owner) as (session, conversation):
            if all_branches:
                found = messages.of_all_branches(session, conversation_id, last)
            else:
                found = branches.branch(session, conversation_id, conversation.head, last)
            return [rows.message(row) for row in found]

    def unanswered(self, conversation_id: str, owner: str) -> list[Message]:
        """The person's messages in the shown branch that no reply answers, oldest first."""
        with self._reading(conversation_id, owner) as (session, conversation):
            return [rows.message(row) for row in messages.unanswered(session, conversation)]

    def view(self, conversation_id: str, owner: str, last: int | None = None) -> View:
        """All that the screen shows, as it was at one moment: all messages of the branch, or `last` and up to nine before.

        Where the messages begin moves by ten at a time, so that most turns only add to what is shown.
        """
        with self._reading(conversation_id, owner) as (session, conversation):
            length = branches.length(session, conversation_id, conversation.head)
            start = 0 if last is None else max(0, length - last) // _STEP * _STEP
            found = branches.branch(session, conversation_id, conversation.head, length - start)
            shown = tuple(rows.message(row) for row in found)
            waiting = tuple(rows.message(row) for row in messages.unanswered(session, conversation))
            return View(
                rows.conversation(conversation), shown, turns.state(session, conversation, None), waiting,
                branches.forks(session, conversation_id, shown), earlier=start > 0,
            )  # fmt: skip

    def turn_to(self, conversation_id: str, owner: str, message_id: str) -> None:
        """Shows the branch that a message of the person begins, as far as it was last gone on with."""
        with self._writing(conversation_id, owner) as (session, conversation):
            row = messages.said_by_person(session, conversation_id, message_id)
            conversation.head = branches.tip(session, conversation, row.id)

    def rate(self, conversation_id: str, owner: str, message_id: str, rating: Rating | None, remark: str = "") -> None:
        """Keeps what the person thinks of a reply, in the place of what they thought before; None takes it back."""
        with self._writing(conversation_id, owner) as (session, _):
            row = messages.said_by_advisor(session, conversation_id, message_id)
            row.rating, row.remark = rating, rows.plain(remark) if rating else ""

    def usages(self, conversation_id: str, owner: str) -> list[Usage]:
        """What each turn took of a language model, in all branches."""
        with self._reading(conversation_id, owner) as (session, _):
            return [Usage.model_validate(usage) for usage in messages.usages(session, conversation_id)]

    # --- turns

    def state(self, conversation_id: str, owner: str, message_id: str | None = None) -> State:
        """What the next turn starts from: the state after the last one of the branch, an empty one before the first.

        The branch is the one shown, or that of the message `message_id`. What was done in other branches counts as
        done, and a plan version of theirs is not given again; the plan's own marks are those of when it was last kept.
        """
        with self._reading(conversation_id, owner) as (session, conversation):
            return turns.state(session, conversation, message_id)

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
        with self._writing(conversation_id, owner) as (session, conversation):
            first = messages.reply_to(session, conversation_id, answers) if answers is not None else None
            return rows.message(first or turns.commit(session, conversation, answers, reply, state, title))

    # --- plans

    def plan(self, conversation_id: str, owner: str, version: int) -> Plan:
        """One version of the plan, as it was when last current."""
        with self._reading(conversation_id, owner) as (session, _):
            return plan_versions.one(session, conversation_id, version)

    def versions(self, conversation_id: str, owner: str) -> list[Plan]:
        """All versions of the plan, oldest first."""
        with self._reading(conversation_id, owner) as (session, _):
            return [Plan.model_validate(row.json) for row in plan_versions.listed(session, conversation_id)]

    def history(self, conversation_id: str, owner: str) -> list[Version]:
        """All versions of the plan with the reply that brought each, which holds what was known then; oldest first."""
        with self._reading(conversation_id, owner) as (session, _):
            return plan_versions.history(session, conversation_id)

    # --- what the knowledge base lacks

    def count_gap(self, gap: Gap, month: str) -> None:
        """Adds one question that found nothing to the counts of a month such as '2026-11'."""
        with self._database.writing() as session:
            gaps.count(session, gap, month)

    def gaps(self) -> GapCounts:
        """The counts of all months together, the most frequent first."""
        with self._database.reading() as session:
            return gaps.total(session)
