"""Rows as the domain values that they keep."""

from collections.abc import Iterable

from advisor.domain.brief import Brief
from advisor.domain.conversation import Conversation, Message, Version
from advisor.domain.progress import Mark, Progress
from advisor.storage.tables import ConversationRow, MarkRow, MessageRow, PlanRow


def plain(text: str) -> str:
    """As SQLite can keep it: halves of broken characters become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def conversation(row: ConversationRow) -> Conversation:
    """The heading of a conversation."""
    return Conversation(
        id=row.id, owner=row.owner, title=row.title, created_at=row.created_at, updated_at=row.updated_at,
        archived=row.archived,
    )  # fmt: skip


def message(row: MessageRow) -> Message:
    """What was said, by the person or the advisor."""
    return Message.model_validate(
        {
            "id": row.id, "conversation": row.conversation, "number": row.number, "role": row.role, "text": row.text,
            "created_at": row.created_at, "parent": row.parent, "answers": row.answers, "reply": row.reply,
            "rating": row.rating, "remark": row.remark or "",
        }
    )  # fmt: skip


def progress(rows: Iterable[MarkRow]) -> Progress:
    """What became of the milestones."""
    return Progress(
        marks={
            row.milestone: Mark.model_validate(
                {"status": row.status, "at": row.at, "text": row.text, "hours": row.hours}
            )
            for row in rows
        }
    )


def version(row: PlanRow, reply: MessageRow | None, words: str | None) -> Version:
    """A plan version that `reply` brought, as an answer to `words` or after a click."""
    known = (reply.reply or {}) if reply else {}
    reason = words or (reply.text.strip().split("\n")[0] if reply else "")
    return Version.model_validate(
        {
            "plan": row.json, "made": row.created_at, "reason": " ".join(reason.split()),
            "brief": Brief(facts=known.get("facts", ())), "frame": known.get("frame"), "verdict": known.get("verdict"),
        }
    )  # fmt: skip
