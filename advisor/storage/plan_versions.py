"""The versions of a conversation's plan."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from advisor.domain.conversation import Version
from advisor.domain.plan import Plan
from advisor.errors import NotFound
from advisor.storage import rows
from advisor.storage.tables import MessageRow, PlanRow


def one(session: Session, conversation: str, version: int) -> Plan:
    """One version, as it was when last current. Raises NotFound if there is no such one."""
    row = session.get(PlanRow, (conversation, version))
    if row is None:
        raise NotFound(f"This conversation has no version {version} of a plan.")
    return Plan.model_validate(row.json)


def keep(session: Session, conversation: str, plan: Plan, now: datetime) -> None:
    """Writes a version, in the place of what was kept of it before."""
    row = session.get(PlanRow, (conversation, plan.version))
    if row is None:
        row = PlanRow(conversation=conversation, version=plan.version, created_at=now)
        session.add(row)
    row.json, row.agreed_at = plan.model_dump(mode="json", by_alias=True), plan.agreed_at
    session.flush()


def listed(session: Session, conversation: str) -> list[PlanRow]:
    """All versions, oldest first."""
    query = select(PlanRow).where(PlanRow.conversation == conversation).order_by(PlanRow.version)
    return list(session.scalars(query))


def history(session: Session, conversation: str) -> list[Version]:
    """All versions with the reply that brought each, oldest first."""
    asked = aliased(MessageRow)
    replies = (
        select(MessageRow, asked.text)
        .outerjoin(asked, (asked.conversation == MessageRow.conversation) & (asked.id == MessageRow.answers))
        .where(MessageRow.conversation == conversation, MessageRow.reply["plan_changed"].as_boolean())
        .order_by(MessageRow.number)
    )
    brought: dict[int, tuple[MessageRow, str | None]] = {}
    for reply, words in session.execute(replies):
        brought.setdefault(int((reply.reply or {}).get("plan_version") or 0), (reply, words))
    return [rows.version(row, *brought.get(row.version, (None, None))) for row in listed(session, conversation)]
