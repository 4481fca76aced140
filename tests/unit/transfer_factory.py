"""Conversations with a plan that is worked on, in installations of their own."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from advisor.bootstrap import export
from advisor.domain.brief import Brief, Fact, Provenance
from advisor.domain.catalog import Catalog
from advisor.domain.conversation import Dialogue, OpenQuestion, Option, Reply, Snapshot, State
from advisor.domain.plan import Plan
from advisor.domain.progress import Mark, Progress, Status
from advisor.domain.vocabulary import Level, Verdict
from advisor.knowledge import Knowledge
from advisor.planning.planner import Situation, make_plan, with_progress
from advisor.service import Advisor
from advisor.storage import Store
from tests.unit.test_planning_properties import frame_of

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 12, 12, tzinfo=UTC)


def installation(catalog: Catalog, folder: Path) -> Advisor:
    """An advisor with its own database, and no search: nothing here may need one."""

    def unneeded(*_: object) -> Any:
        raise AssertionError("the search was asked")

    return Advisor(Knowledge(catalog, unneeded), Store(folder / "advisor.sqlite3"), export, clock=lambda: NOW)


def worked_on(catalog: Catalog, situation: Situation | None = None, done: int = 2) -> tuple[State, tuple[Plan, ...]]:
    """A conversation with two versions of a plan, some of it done, and a question open."""
    facts = (
        Fact(name="problem", value="too much spam, see https://example.org", quote="too much spam", turn=1, on=TODAY),
        Fact(name="known_skills", key="git", value=Level.WORKING, provenance=Provenance.INFERRED, quote="on github", turn=1),
        Fact(name="hours_per_week", value=5.0, quote="5 hours", turn=2, on=TODAY),
        Fact(name="deadline_weeks", value=30.0, quote="in 30 weeks", turn=2, on=TODAY),
    )
    situation = situation or Situation(catalog, Brief(facts=facts), frame_of(catalog, "spam-filtering"), Progress(), TODAY)
    first = make_plan(situation)
    second = make_plan(situation, version=2, before=first)
    ids = [m.id for p in second.projects for m in p.milestones]
    marks = {i: Mark(status=Status.DONE, at=NOW, text="done", hours=1.0) for i in ids[:done]}
    progress = Progress(marks=marks)
    shot = Snapshot(what="your hours", brief=situation.brief, frame=situation.frame, verdict=Verdict.PLAN, plan_version=1, marks=dict.fromkeys(marks))
    dialogue = Dialogue(
        verdict=Verdict.PLAN, frame=situation.frame, turn=3, began=TODAY, last_seen=TODAY, last_version=2, undo=(shot,),
        asked=("problem",), topic="python", waiting=(Option(label="Churn", frame=frame_of(catalog, "churn"), text="they leave"),),
        question=OpenQuestion(id="offer", fact="offer", text="Which of them?", why="So that I plan it.", answers=("One", "Two")),
    )  # fmt: skip
    return State(brief=situation.brief, dialogue=dialogue, plan=with_progress(second, progress), progress=progress), (first,)


def keep(advisor: Advisor, state: State, older: tuple[Plan, ...] = (), owner: str = "ann") -> str:
    reply = Reply(reply="Here is your plan.", plan=state.plan)
    return advisor._store.restore(owner, "My spam", reply, state, older).id  # type: ignore[attr-defined]
