"""Counts of questions that found nothing. They belong to nobody; see `advisor.domain.gaps`."""

from sqlalchemy import func, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from advisor.domain.gaps import Gap, GapCounts
from advisor.storage.tables import GapRow


def count(session: Session, gap: Gap, month: str) -> None:
    """Adds one question to the counts of a month such as '2026-11'."""
    near = [("near", gap.near)] if gap.near else []
    for kind, key in [("question", ""), *near, *(("word", word) for word in gap.words)]:
        once = insert(GapRow).values(month=month, kind=kind, key=key, count=1)
        session.execute(once.on_conflict_do_update(set_={"count": GapRow.count + 1}))


def total(session: Session) -> GapCounts:
    """The counts of all months together, the most frequent first."""
    times = func.sum(GapRow.count)
    query = select(GapRow.kind, GapRow.key, times).group_by(GapRow.kind, GapRow.key).order_by(times.desc(), GapRow.key)
    rows = [(kind, key, int(number)) for kind, key, number in session.execute(query)]
    return GapCounts(
        questions=sum(number for kind, _, number in rows if kind == "question"),
        near=tuple((key, number) for kind, key, number in rows if kind == "near"),
        words=tuple((key, number) for kind, key, number in rows if kind == "word"),
    )
