"""A conversation with everything in it that the store keeps."""

from datetime import UTC, date, datetime, timedelta

from advisor.domain.brief import Brief, Fact, Provenance
from advisor.domain.conversation import Dialogue, Intent, OpenQuestion, Reply, Snapshot, State
from advisor.domain.plan import Citation
from advisor.domain.progress import Mark, Progress, Status
from advisor.domain.vocabulary import Level, Verdict
from advisor.storage import Store
from tests.unit.plan_factory import small_plan

NOON = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
BRIEF = Brief(
    facts=(
        Fact(name="problem", value="spam", quote="too much spam", turn=1, on=date(2026, 3, 1)),
        Fact(name="known_skills", key="python", value=Level.WORKING, provenance=Provenance.INFERRED),
        Fact(name="hours_per_week", value=4.5),
        Fact(name="conditions", key="offline", value=True),
    )
)
DIALOGUE = Dialogue(
    verdict=Verdict.PLAN,
    frame=small_plan().frame,
    question=OpenQuestion(id="data", fact="data", text="Have you any?", why="It decides", answers=("Yes", "No")),
    asked=("problem", "data"),
    turn=3,
    last_version=2,
    undo=(
        Snapshot(
            what="hours",
            brief=BRIEF,
            frame=None,
            verdict=None,
            plan_version=1,
            marks={"a": None, "b": Mark(status=Status.DONE, at=NOON)},
        ),
    ),
)
PROGRESS = Progress(
    marks={
        "look/count": Mark(status=Status.DONE, at=NOON, text="Count", hours=1.5),
        "look/rule": Mark(status=Status.STUCK, at=NOON + timedelta(days=1)),
    }
)
STATE = State(brief=BRIEF, dialogue=DIALOGUE, plan=small_plan(), progress=PROGRESS)
REPLY = Reply(
    reply="Here is your plan.",
    intents=(Intent.ANSWER,),
    verdict=Verdict.PLAN,
    facts=BRIEF.facts,
    plan=small_plan(),
    plan_changed=True,
    citations=(Citation(id="a", title="A", url="https://example.org"),),
    notices=("slow",),
    elapsed_ms=1.5,
)


def answered(store: Store, owner: str = "ann", state: State = STATE, reply: Reply = REPLY) -> str:
    """A conversation with one message and its reply."""
    made = store.create(owner).id
    message = store.add_message(made, owner, "help with spam")
    store.commit_turn(made, owner, message.id, reply, state, "Spam")
    return made
