"""New versions of the plan: made, shown, compared, and kept for undo."""

from advisor.dialogue import change_words, plan_words, wording
from advisor.dialogue.turn import Turn
from advisor.domain.conversation import Snapshot
from advisor.domain.plan import Plan
from advisor.domain.progress import Mark
from advisor.domain.vocabulary import Verdict
from advisor.planning.diff import diff
from advisor.planning.fitting import ORDER
from advisor.planning.planner import make_plan

UNDO_DEPTH = 20
"""Changes that can be taken back."""


def new_version(turn: Turn, trial: Plan | None = None) -> Plan:
    """Makes the next version the current one. `trial`: the plan for the situation, if it was made already."""
    version = turn.dialogue.last_version + 1
    made = trial or make_plan(turn.situation(), before=turn.plan)
    plan = made.model_copy(update={"version": version, "id": turn.plan.id if turn.plan else ""})
    turn.set(last_version=version, verdict=Verdict.PLAN, began=turn.dialogue.began or turn.today)
    turn.state = turn.state.model_copy(update={"plan": plan})
    turn.plan_changed = True
    return plan


def present(turn: Turn) -> None:
    plan = turn.plan
    assert plan is not None
    turn.say(plan_words.plan_summary(plan))
    turn.say(plan_words.stack_table(plan), voice=False)
    turn.say(plan_words.plan_rest(plan), voice=False)
    turn.citations.extend(plan.about.citations)
    for choice in plan.stack:
        if choice.status == "learn":
            turn.citations.extend(choice.citations[:1])
    turn.say(wording.drafted())


def snapshot(turn: Turn, what: str, marks: dict[str, Mark | None] | None = None) -> None:
    before = turn.before
    shot = Snapshot(
        what=what, brief=before.brief, frame=before.dialogue.frame, verdict=before.dialogue.verdict,
        plan_version=before.plan.version if before.plan else None, marks=marks or {},
    )  # fmt: skip
    turn.set(undo=(*turn.dialogue.undo, shot)[-UNDO_DEPTH:])


def replan(turn: Turn, what: str) -> bool:
    """A new version if what is known now leads to another plan; says what changed. Returns whether there is one."""
    old = turn.plan
    assert old is not None
    trial = make_plan(turn.situation(), version=old.version, before=old)
    change = diff(old, trial)
    same_time = (old.hours_per_week, old.weeks_available) == (trial.hours_per_week, trial.weeks_available)
    if change.empty and same_time and old.notes == trial.notes and old.frame.pattern == trial.frame.pattern:
        return False
    snapshot(turn, what)
    plan = new_version(turn, trial)
    turn.say(change_words.changed(change, plan.version, old.agreed), voice=False)
    turn.say(fit_words(plan, old), voice=False)
    if plan.notes and plan.notes != old.notes:
        turn.say(" ".join(plan.notes))
    return True


def fit_words(plan: Plan, old: Plan) -> str:
    """What was cut to fit since the version before, in which order, what that saves and costs; what is back in; and by how
    much it does not fit all the same."""
    had = {(c.kind, c.id) for c in old.cut} if old.frame.pattern == plan.frame.pattern else set()
    has = {(c.kind, c.id) for c in plan.cut}
    cut = [c for c in plan.cut if not c.wished and (c.kind, c.id) not in had]
    still = sum(not c.wished and (c.kind, c.id) in had for c in plan.cut)
    back = [c.what for c in old.cut if (c.kind, c.id) not in has] if old.frame.pattern == plan.frame.pattern else []
    parts = (change_words.cuts(cut, ORDER, still) if cut else "", change_words.back_in(back), change_words.over(plan, old))
    return "\n\n".join(part for part in parts if part)
