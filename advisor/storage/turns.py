"""What a turn starts from and what it leaves: state, plan and marks."""


from sqlalchemy import func, select
from sqlalchemy.orm import Session

from advisor.domain.conversation import Reply, State
from advisor.domain.plan import Plan
from advisor.domain.progress import Progress
from advisor.storage import branches, messages, plan_versions, rows
from advisor.storage.tables import ConversationRow, MarkRow, MessageRow, PlanRow, StateRow


def state(session: Session, conversation: ConversationRow, message: str | None) -> State:
    """The state after the last turn of the branch shown, or of that of a message; an empty one before the first."""
    end = branches.tip(session, conversation, message) if message else conversation.head
    last = branches.last_reply(session, conversation.id, end)
    row = session.get(StateRow, (conversation.id, last)) if last else None
    kept = State.model_validate(row.json) if row else State()
    given = session.scalar(select(func.max(PlanRow.version)).where(PlanRow.conversation == conversation.id))
    newest = max(given or 0, kept.dialogue.last_version)
    marks = session.scalars(select(MarkRow).where(MarkRow.conversation == conversation.id))
    return kept.model_copy(
        update={
            "dialogue": kept.dialogue.model_copy(update={"last_version": newest}),
            "plan": _plan_of(session, row) if row else None,
            "progress": rows.progress(marks),
        }
    )


def _plan_of(session: Session, row: StateRow) -> Plan | None:
    """The plan that a turn left, agreed or not as it was then."""
    if row.plan_version is None:
        return None
    stored = Plan.model_validate(session.get_one(PlanRow, (row.conversation, row.plan_version)).json)
    return stored.model_copy(update={"agreed": row.agreed_at is not None, "agreed_at": row.agreed_at})


def commit(
    session: Session, conversation: ConversationRow, answers: str | None, reply: Reply, after: State, title: str | None
) -> MessageRow:
    """Adds the reply, to the message `answers` or after a click, with the state that the turn left."""
    row = _put_reply(session, conversation, answers, reply)
    if title and not conversation.renamed:
        conversation.title = rows.plain(title)
    if after.plan:
        plan_versions.keep(session, conversation.id, after.plan, row.created_at)
    _keep_marks(session, conversation.id, after.progress)
    _keep_state(session, row, after)
    return row


def _put_reply(session: Session, conversation: ConversationRow, answers: str | None, reply: Reply) -> MessageRow:
    """The reply in its place in the branches; it names its plan by version, and the plan is kept with the versions."""
    content = reply.model_dump(mode="json", by_alias=True, exclude={"plan"})
    content["plan_version"] = reply.plan.version if reply.plan else None
    after = conversation.head if answers is None else branches.put_in_reply(session, conversation, answers)
    row = messages.append(
        session, conversation, after, role="advisor", text=reply.reply, answers=answers, reply=content
    )
    if after is None:
        conversation.head = row.id
    else:
        branches.close_up(session, conversation, row)
    return row


def _keep_state(session: Session, reply: MessageRow, after: State) -> None:
    version, agreed_at = (after.plan.version, after.plan.agreed_at) if after.plan else (None, None)
    content = after.model_dump(mode="json", by_alias=True, exclude={"plan", "progress"})
    session.add(
        StateRow(
            conversation=reply.conversation, message=reply.id, json=content, plan_version=version, agreed_at=agreed_at
        )
    )
    session.flush()


def _keep_marks(session: Session, conversation: str, progress: Progress) -> None:
    """Makes the stored marks those of `progress`: new and changed ones written, others removed."""
    stored = session.scalars(select(MarkRow).where(MarkRow.conversation == conversation))
    for row in stored.all():
        if row.milestone not in progress.marks:
            session.delete(row)
    for milestone, mark in progress.marks.items():
        session.merge(
            MarkRow(
                conversation=conversation, milestone=milestone, status=mark.status.value, at=mark.at, text=mark.text,
                hours=mark.hours,
            )
        )  # fmt: skip
    session.flush()
