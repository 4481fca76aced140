"""Nothing that was done is ever lost, whatever is said or clicked and in whatever order."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.bootstrap import export
from advisor.domain.brief import Fact
from advisor.domain.progress import Status
from advisor.errors import BadInput
from advisor.planning.checks import violations
from advisor.planning.planner import Situation
from advisor.service import Advisor
from advisor.storage import Store
from tests.unit.test_conversation import ME, SPAM, say

NOT_DONE = "no wait, step 1 isn't done yet"
"""The one saying that takes a mark back."""
SAYINGS = [
    "I have three hours a week now", "it has to be ready in six weeks", "there is no deadline any more", "I know pandas well",
    "use polars instead of pandas", "no docker please", "this is too hard", "this is too easy", "I am stuck", "what next?",
    "I changed my mind, I want to forecast how many loaves our bakery sells", "I want to recognise birds by their song instead",
    "how far am I?", "agreed", "what did you cut?", "put Git back in", "drop Git after all", "please keep the last project",
    "put the deployment back in", "I'm three weeks behind", "move the date", "the second", "it is due in 14 weeks", "Keep it, in smaller steps",
    NOT_DONE, "the whole project is too easy", "first two projects are done", "it says file not found", "why is python in it?", "Yes, go on", "The problem has changed", "what is precision?",
]  # fmt: skip
OPERATIONS = st.one_of(
    st.tuples(st.just("say"), st.sampled_from(SAYINGS)),
    st.tuples(st.just("done"), st.integers(0, 12)),
    st.tuples(st.just("edit"), st.sampled_from([2.0, 8.0, 20.0])),
    st.tuples(st.just("undo"), st.just(0)),
)


def test_work_done_survives_every_sequence_of_operations(knowledge: Any, tmp_path: Path) -> None:
    advisor = Advisor(knowledge, Store(tmp_path / "o.sqlite3"), export, clock=lambda: datetime(2026, 3, 2, 12, tzinfo=UTC))

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(OPERATIONS, min_size=2, max_size=7))
    def holds(operations: list[tuple[str, Any]]) -> None:
        conversation = advisor.new(ME).id
        say(advisor, conversation, SPAM + " I know some Python. 6 hours a week.")
        say(advisor, conversation, "just draft it")
        done: dict[str, float] = {}
        ticked: list[str] = []
        for kind, what in operations:
            before = advisor.open(conversation, ME).state
            assert before.plan is not None
            if kind == "say":
                say(advisor, conversation, what)
            elif kind == "edit":
                advisor.edit(conversation, ME, [Fact(name="hours_per_week", value=what)])
            elif kind == "done":
                steps = [m for p in before.plan.projects for m in p.milestones if m.status is not Status.DONE]
                if what < len(steps):
                    advisor.mark(conversation, ME, steps[what].id, Status.DONE)
                    ticked.append(steps[what].id)
                    done[steps[what].id] = steps[what].hours
            else:
                advisor.undo(conversation, ME)
            if kind == "undo" or what == NOT_DONE:
                after = advisor.open(conversation, ME).state.progress
                taken_back = [i for i in ticked if not after.is_done(i)]
                assert len(taken_back) <= 1, "one thing is taken back"
                for i in taken_back:
                    ticked.remove(i)
                    done.pop(i)
            state = advisor.open(conversation, ME).state
            assert state.plan is not None
            assert {i for i in done if not state.progress.is_done(i)} == set()
            shown = {m.id for p in state.plan.projects for m in p.milestones if m.status is Status.DONE}
            begun = {i for i in done if not i.startswith("learn/")}
            assert begun <= shown, "a project that was begun stays in sight"
            assert state.dialogue.frame is not None
            situation = Situation(knowledge.catalog, state.brief, state.dialogue.frame, state.progress, datetime(2026, 3, 2).date())
            assert [v for v in violations(situation, state.plan) if "hours" not in v] == []
        try:
            advisor.export(conversation, ME, "markdown")
        except BadInput as error:
            raise AssertionError from error

    holds()
