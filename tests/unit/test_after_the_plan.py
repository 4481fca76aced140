"""Turns once there is a plan: cuts and what is put back, falling behind, too hard, too easy, stuck, pivots."""

from datetime import timedelta
from typing import Any

from advisor.domain.brief import Brief, Fact
from advisor.domain.catalog import Catalog
from advisor.domain.conversation import Reply
from advisor.domain.plan import Plan
from advisor.domain.progress import Mark, Progress, Status
from advisor.planning.checks import violations
from advisor.planning.diff import diff
from advisor.planning.planner import Situation, make_plan
from advisor.planning.practice import LONGEST_STEP
from tests.unit.test_conversation import ME, SPAM, say
from tests.unit.test_marking import TODAY
from tests.unit.test_planning_properties import frame_of

KNOWS = " I know Python, pandas and SQL well. 6 hours a week."


def started(advisor: Any, more: str = "") -> Any:
    """A function that says something in a conversation with a plan."""
    conversation = advisor.new(ME).id
    say(advisor, conversation, SPAM + KNOWS + more)
    say(advisor, conversation, "just draft it")
    return lambda text: say(advisor, conversation, text)


def plan_of(reply: Reply) -> Plan:
    assert reply.plan is not None
    return reply.plan


def situation(catalog: Catalog, *facts: Fact, pattern: str = "spam-filtering", progress: Progress | None = None) -> Situation:
    return Situation(catalog, Brief(facts=facts), frame_of(catalog, pattern), progress or Progress(), TODAY)


# --- steps


def test_a_large_tool_is_learnt_in_parts_of_one_sitting_each(catalog: Catalog) -> None:
    plan = make_plan(situation(catalog, Fact(name="preferences", key="rust", value="prefer")))
    parts = [m for p in plan.projects for m in p.milestones if m.component == "rust"]
    assert len(parts) >= 5
    assert max(m.hours for m in parts) <= LONGEST_STEP
    assert len({m.text for m in parts}) == len({m.done_when for m in parts}) == len(parts)
    assert parts[-1].id == "learn/rust/working/1", "the last part keeps the step's id, because it ends with the step's test"


def test_steps_that_are_not_split_keep_their_ids(catalog: Catalog) -> None:
    plan = make_plan(situation(catalog))
    assert not [m.id for p in plan.projects for m in p.milestones if "/part-" in m.id]


def test_a_step_begun_in_parts_stays_in_parts(catalog: Catalog) -> None:
    split = Fact(name="scope", key="step/learn/scikit-learn/working/1", value="split")
    first = next(m for p in make_plan(situation(catalog, split)).projects for m in p.milestones if m.id.endswith("working/1/part-1"))
    progress = Progress(marks={first.id: Mark(status=Status.DONE, at="2026-03-02T12:00:00Z", hours=first.hours)})
    again = make_plan(situation(catalog, progress=progress))
    assert [m.status for p in again.projects for m in p.milestones if m.id == first.id] == [Status.DONE]


def test_a_warm_up_is_called_by_what_it_is_for(catalog: Catalog) -> None:
    plan = make_plan(situation(catalog, Fact(name="hours_per_week", value=6)))
    titles = [p.title for p in plan.projects if p.id.startswith("warm-up-")]
    assert titles
    assert not [t for t in titles if "·" in t or "Warm-up" in t]


# --- cuts


def test_what_was_cut_is_told_in_order_with_what_it_saves_costs_and_how_to_get_it_back(advisor: Any) -> None:
    tell = started(advisor, " It is due in 14 weeks.")
    reply = tell("what did you cut (and how do I get it back)?")
    assert not reply.plan_changed
    assert "I cut in this order" in reply.reply
    cuts = plan_of(reply).cut
    assert cuts
    for cut in cuts:
        assert cut.what in reply.reply
        assert cut.costs in reply.reply
        assert "back in" in cut.back


def test_a_cut_part_is_put_back_by_name_stays_and_goes_again(advisor: Any, catalog: Catalog) -> None:
    tell = started(advisor, " It is due in 14 weeks.")
    before = plan_of(tell("what is left out?"))
    assert "git" not in {c.component for c in before.stack}
    kept = tell("put Git back in")
    assert "git" in {c.component for c in plan_of(kept).stack}
    assert "hours" in kept.reply or "minutes" in kept.reply
    assert any(f.name == "scope" and f.value == "keep" and f.quote for f in kept.facts)
    tighter = tell("I only have 4 hours a week now")
    assert "git" in {c.component for c in plan_of(tighter).stack}, "what was asked to stay survives a later plan"
    assert plan_of(tighter).over > 0
    assert "more than you have" in tighter.reply
    dropped = tell("drop Git after all")
    assert "git" not in {c.component for c in plan_of(dropped).stack}
    undone = tell("undo")
    assert "git" in {c.component for c in plan_of(undone).stack}


def test_what_must_be_met_cannot_be_dropped(advisor: Any) -> None:
    tell = started(advisor)
    before = plan_of(tell("how far am I?"))
    reply = tell("drop the last project")
    assert plan_of(reply).projects[-1].id == before.projects[-1].id
    assert "cannot leave out" in reply.reply


def test_kept_and_dropped_parts_leave_a_sound_plan(catalog: Catalog) -> None:
    due = (Fact(name="hours_per_week", value=4), Fact(name="deadline_weeks", value=12, on=TODAY))
    whole = situation(catalog, *due)
    cut = make_plan(whole).cut
    assert cut
    for one in cut:
        kept = situation(catalog, *due, Fact(name="scope", key=f"{one.kind}/{one.id}", value="keep"))
        plan = make_plan(kept)
        assert (one.kind, one.id) not in {(c.kind, c.id) for c in plan.cut}
        assert violations(kept, plan) == []
    free = situation(catalog, Fact(name="scope", key=f"need/{next(c.id for c in cut if c.kind == 'need')}", value="drop"))
    plan = make_plan(free)
    assert [c.wished for c in plan.cut] == [True]
    assert violations(free, plan) == []


# --- falling behind


def test_falling_behind_offers_ways_out_with_numbers_and_carries_one_out(advisor: Any) -> None:
    tell = started(advisor, " It is due in 20 weeks.")
    reply = tell("I'm five weeks behind")
    assert reply.question is not None and reply.question.id == "slippage"
    labels = reply.question.answers
    assert any(a.startswith("Move the date to") for a in labels)
    assert any("hours a week instead of 6" in a for a in labels)
    assert "short" in reply.reply
    moved = tell("move the date")
    plan = plan_of(moved)
    assert plan.over == 0
    assert plan.weeks_available is not None and plan.weeks_available >= plan.weeks
    assert moved.question is None


def test_cutting_is_offered_only_with_what_goes_and_more_hours_can_be_chosen_by_place(advisor: Any) -> None:
    tell = started(advisor, " It is due in 20 weeks.")
    reply = tell("I'm five weeks behind")
    assert reply.question is not None
    cut = next(a for a in reply.question.answers if a.startswith("Cut"))
    before = plan_of(reply)
    smaller = plan_of(tell(cut))
    assert smaller.hours.total < before.hours.total
    assert smaller.cut
    other = started(advisor, " It is due in 20 weeks.")
    labels = other("I'm five weeks behind").question.answers
    more = plan_of(other(f"the {['first', 'second', 'third'][len(labels) - 1]}"))
    assert more.hours_per_week > 6


def test_without_a_date_only_the_end_moves(advisor: Any) -> None:
    tell = started(advisor, " No deadline.")
    plan = plan_of(tell("how far am I?"))
    reply = tell("I'm three weeks behind")
    end = plan.started + timedelta(days=round(7 * (plan.hours.total / plan.hours_per_week + 3)))
    assert "only the end moves" in reply.reply
    assert f"{end.day} {end:%B %Y}" in reply.reply
    assert not reply.plan_changed


# --- changes and credit


def test_a_pivot_names_what_is_done_what_counts_and_what_is_new(advisor: Any) -> None:
    conversation = advisor.new(ME).id
    say(advisor, conversation, "I want to tell from photos which leaves are sick. I know Python. 6 hours a week, no deadline.")
    draft = plan_of(say(advisor, conversation, "just draft it"))
    say(advisor, conversation, "the first two projects are done")
    reply = say(advisor, conversation, "I changed my mind, I want to forecast how many loaves our bakery sells")
    for project in draft.projects[:2]:
        assert f"“{project.title}”" in reply.reply
    assert "Done and kept" in reply.reply
    assert "save you" in reply.reply or "saves you" in reply.reply
    assert "New projects" in reply.reply
    assert "because the new problem does not need it" in reply.reply


def test_what_drops_out_has_a_reason(catalog: Catalog) -> None:
    old = make_plan(situation(catalog))
    swapped = make_plan(situation(catalog, Fact(name="preferences", key="pandas", value="avoid")), version=2, before=old)
    change = diff(old, swapped)
    assert "does its job" in change.dropped["pandas"]
    tight = make_plan(situation(catalog, Fact(name="deadline_weeks", value=14, on=TODAY)), version=2, before=old)
    assert "cut to fit your time" in set(diff(old, tight).dropped.values())


# --- pace


def test_too_hard_changes_the_plan(advisor: Any) -> None:
    tell = started(advisor, " No deadline.")
    tell("project 1 is done")
    before = plan_of(tell("Yes, go on"))
    reply = tell("this is too hard")
    if reply.question is not None:
        assert reply.question.id == "easier"
        reply = tell("keep it, in smaller steps")
    assert reply.plan_changed
    assert len([m for p in plan_of(reply).projects for m in p.milestones]) > len([m for p in before.projects for m in p.milestones])
    assert abs(plan_of(reply).hours.total - before.hours.total) < 0.1


def test_too_easy_counts_as_known_or_skips_the_project_and_names_what(advisor: Any) -> None:
    tell = started(advisor, " No deadline.")
    tell("project 1 is done")
    before = plan_of(tell("Yes, go on"))
    known = tell("this is too easy")
    assert known.plan_changed
    assert "as known" in known.reply
    assert plan_of(known).hours.total < before.hours.total
    at = next(p for p in plan_of(known).projects if not p.finished)
    skipped = tell("the whole project is too easy for me")
    after = next(p for p in plan_of(skipped).projects if p.id == at.id)
    assert after.finished
    assert at.milestones[0].text[:60] in skipped.reply


# --- stuck


def test_the_symptom_told_on_the_next_turn_is_answered_and_done_unsticks(advisor: Any) -> None:
    tell = started(advisor, " No deadline.")
    stuck = tell("I'm stuck")
    assert stuck.question is not None and stuck.question.id == "symptom"
    obstacle = next(o for p in plan_of(stuck).projects for o in p.obstacles if o.symptom in stuck.question.answers)
    told = tell(obstacle.symptom)
    assert obstacle.teaches in told.reply
    step = next(m for p in plan_of(told).projects for m in p.milestones if m.status is Status.STUCK)
    done = tell("it works now")
    assert plan_of(done).milestone(step.id).status is Status.DONE  # type: ignore[union-attr]


def test_a_symptom_is_not_taken_for_anything_else(advisor: Any) -> None:
    tell = started(advisor, " No deadline.")
    tell("I'm stuck")
    reply = tell("my accuracy is 100% and nothing is ever flagged")
    assert not reply.plan_changed
    assert "When it works" in reply.reply
