"""The head of the plan: what it is for, where it stands, what can be done with it, and the one step to do now."""

from collections.abc import Callable

import streamlit as st

from advisor.dialogue.wording import all_done, short
from advisor.domain.catalog import Catalog
from advisor.domain.conversation import State
from advisor.domain.plan import Plan
from advisor.domain.progress import CLOSED, Status
from advisor.planning.calendar_view import CalendarView, Standing, calendar_view, standing
from advisor.planning.next_step import NextStep, next_step
from advisor.web import clicks
from advisor.web.brief_fields import Slot, editor
from advisor.web.chat import NEXT
from advisor.web.dates import day, today
from advisor.web.numbers import hours, num
from advisor.web.session import message_id, send
from advisor.web.text import count, prose, safe, sentence

AGREEING = (
    "Agreeing keeps this version. If life changes it later, you get a new one, "
    "see what changed, and lose nothing you did."
)
AGREED = "Agreed{on}: this version stays as it is. A change makes a new one, which you can compare with it and take back."
STUCK = "I am stuck."
TOO_HARD = "This step is too hard."
TOO_EASY = "This is too easy."
SHORT_TIME = "I have 30 minutes. What next?"
STATUS = "How far am I?"
BEHIND = "I fell behind."
COULD_GO = "What could I leave out?"
OTHER_PROBLEM = "I want to solve another problem."


def head(catalog: Catalog, state: State, anchor: str, last: int, files: Callable[[], None]) -> None:
    """What the plan is for, where it stands, and what can be done with it; `files` draws the way to take it away."""
    plan = state.plan
    assert plan is not None
    seen = calendar_view(plan, state.brief, state.progress, today())
    st.subheader(title(plan), anchor=anchor)
    badge = ":green-badge[agreed]" if plan.agreed else ":orange-badge[draft]"
    st.markdown(f"{badge} :gray-badge[version {plan.version}]")
    st.markdown(_size(plan, seen))
    _progress(state, plan)
    if plan.over > 0:
        st.warning(
            f"This needs {num(plan.over)} hours more than you have, even with everything cut that can be. "
            "Give it more hours a week, a later date, or a smaller problem.",
            icon=":material/hourglass_bottom:",
        )
    with st.container(key="plan-actions", horizontal=True, gap="xsmall"):
        if not plan.agreed:
            st.button("Agree", key=f"agree-{last}", type="primary", on_click=clicks.agree)
        id = message_id(last, NEXT)
        st.button(NEXT, key=f"next-{id}", on_click=send, args=(NEXT, id))
        if state.dialogue.undo:
            st.button("Undo", key=f"undo-{last}", type="tertiary", icon=":material/undo:", on_click=clicks.undo)
        _change(catalog, state, last)
        files()
    st.caption(_agreement(plan))


def _change(catalog: Catalog, state: State, last: int) -> None:
    """The ways to another plan; what changes most often, the hours, is there to be set at once."""
    with clicks.menu("Change the plan", "change-plan") as opened:
        if not opened:
            return
        editor(Slot(catalog, state.brief, "hours_per_week", "", state.brief.hours_per_week), f"head-{last}", removable=False)
        st.button("My date, skills, computer …", key=f"to-facts-{last}", type="tertiary", on_click=clicks.show, args=("Understood",))
        clicks.say("I fell behind", BEHIND, last, "behind")
        clicks.say("What could be left out?", COULD_GO, last, "could-go")
        clicks.say("How far am I?", STATUS, last, "status")
        clicks.say("Another problem", OTHER_PROBLEM, last, "other")


def title(plan: Plan) -> str:
    """The problem said back, as a heading."""
    told = prose(plan.about.restate) if plan.about.restate and plan.frame.pattern else safe(short(plan.problem))
    return sentence(told).rstrip(".")


def _agreement(plan: Plan) -> str:
    if not plan.agreed:
        return AGREEING
    return AGREED.format(on=f" on {day(plan.agreed_at.date())}" if plan.agreed_at else "")


def _size(plan: Plan, seen: CalendarView) -> str:
    end = max((p.end_week for p in plan.projects), default=1)
    if all(p.finished for p in plan.projects):
        return "**Nothing left to do.**"
    limit = f" of {num(plan.weeks_available)}" if plan.weeks_available is not None else ""
    due = ""
    if seen.due:
        late = f", {count(seen.late_days, 'day')} earlier" if seen.late_days else ""
        due = f" Your date is {day(seen.due)}{late}."
    return (
        f"**{hours(plan.hours.total)} to go**, {hours(plan.hours.build)} of them building. "
        f"At {num(plan.hours_per_week)} hours a week it ends in **week {end}**{limit}, about {day(seen.end)}.{due}"
    )


def _progress(state: State, plan: Plan) -> None:
    steps = [m for p in plan.projects for m in p.milestones]
    done = sum(m.status is Status.DONE for m in steps)
    settled = sum(m.status in CLOSED for m in steps)
    if settled:
        skipped = f", {settled - done} skipped" if settled > done else ""
        st.progress(
            settled / len(steps),
            text=f"{done} of {count(len(steps), 'step')} done{skipped}, {hours(plan.hours.done) if plan.hours.done else 'no hours'} of work",
        )
    found = standing(plan, state.brief, state.progress, state.dialogue.began, today())
    if found:
        st.markdown(standing_words(found, plan))


def standing_words(found: Standing, plan: Plan) -> str:
    """Whether the person keeps the plan's pace."""
    done = hours(found.hours) if found.hours else "no hours"
    facts = f"{done} since {day(found.began)}, where {num(plan.hours_per_week)} hours a week come to {num(found.expected)}."
    if found.kept:
        return f"**On pace**: {facts}"
    weeks = count(max(1, round(abs(found.weeks_behind))), "week")
    return f"**About {weeks} {'behind' if found.weeks_behind > 0 else 'ahead'}**: {facts}"


# --- the next step


def next_card(plan: Plan, last: int) -> None:
    """The one thing to do now."""
    found = next_step(plan)
    with st.container(key="next-step", border=True, gap="xsmall"):
        if found is None:
            st.markdown(all_done())
            clicks.say("Another problem", OTHER_PROBLEM, last, "other-now", quiet=False)
            return
        _step_words(found)
        milestone = found.milestone
        with st.container(horizontal=True, gap="xsmall"):
            st.button("Done", key=f"done-{milestone.id}", on_click=clicks.mark, args=(milestone.id, Status.DONE))
            clicks.say("I am stuck", STUCK, last, "stuck")
            st.button("Skip", key=f"skip-{milestone.id}", type="tertiary", on_click=clicks.mark, args=(milestone.id, Status.SKIPPED))
            with clicks.menu("Not right?", "not-right") as opened:
                if opened:
                    clicks.say("Too hard: make it easier", TOO_HARD, last, "hard")
                    clicks.say("Too easy: I can do this", TOO_EASY, last, "easy")
                    clicks.say("I have only half an hour", SHORT_TIME, last, "half-hour")


def _step_words(found: NextStep) -> None:
    stuck = " :orange-badge[stuck]" if found.milestone.status is Status.STUCK else ""
    st.caption(
        f"Next · project {found.project_number}, step {found.number} of {found.of} · about {hours(found.sitting)}{stuck}"
    )
    st.markdown(prose(found.milestone.text))
    st.caption(f"Done when: {prose(found.milestone.done_when)}")
