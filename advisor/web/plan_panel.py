"""The panel beside the talk: what was understood, and once there is a plan, the plan in tabs.

It is a fragment: ticking a step, opening a tab or a card redraws the panel alone. What a mark brings in the talk is added
there; whatever asks something or changes the plan draws the whole page.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from advisor.domain.conversation import Message
from advisor.web import (
    brief_panel,
    clicks,
    plan_head,
    plan_problem,
    plan_projects,
    plan_stack,
    plan_timeline,
    plan_versions,
    take_away,
)
from advisor.web.session import attempt, visit

if TYPE_CHECKING:
    from advisor.domain.conversation import View
    from advisor.service import Advisor

TABS = ("Projects", "Timeline", "To learn", "Problem", "Understood", "Versions")
_TOLD = "panel-told"


def draw(
    advisor: "Advisor", view: "View", owner: str, anchor: str, tell: Callable[[Sequence[Message]], None], notes: Callable[[], None]
) -> None:
    """The panel. `tell` shows messages at the end of the talk; `notes` shows what has to be said once."""
    st.session_state[_TOLD] = view.messages[-1].number if view.messages else 0
    _panel(advisor, [view], view.conversation.id, owner, anchor, tell, notes)


@st.fragment
def _panel(
    advisor: "Advisor", drawn: "list[View]", conversation: str, owner: str, anchor: str, tell: Callable[[Sequence[Message]], None],
    notes: Callable[[], None],
) -> None:
    """`drawn` holds what the page has read already; a redrawing of the panel alone finds it empty."""
    alone = not drawn
    if clicks.wants_whole_page() and alone:
        st.rerun()
    if alone and visit().pending is not None:
        st.rerun()
    view = drawn.pop() if drawn else attempt(lambda: advisor.open(conversation, owner, visit().shown))
    if view is None:
        notes()
        return
    if alone:
        _catch_up(view, tell)
        notes()
    else:
        tell(())
    with st.container(key="panel"):
        _draw(advisor, view, owner, anchor)


def _catch_up(view: "View", tell: Callable[[Sequence[Message]], None]) -> None:
    """Shows in the talk what clicks in the panel have brought; a question there, or more than is read at once, needs the
    whole page."""
    new = [m for m in view.messages if m.number > st.session_state[_TOLD]]
    if (view.earlier and len(new) == len(view.messages)) or any(m.role == "person" or (m.reply or {}).get("question") for m in new) or view.unanswered:
        st.rerun()
    tell(new)


def _draw(advisor: "Advisor", view: "View", owner: str, anchor: str) -> None:
    state, last, id = view.state, view.messages[-1].number if view.messages else 0, view.conversation.id
    plan = state.plan
    if plan is None:
        st.subheader("What I understood", anchor=anchor)
        if state.brief.facts:
            brief_panel.draw(advisor.catalog, state.brief, state.dialogue.frame, (), last)
        else:
            st.caption("Nothing yet. What you tell me appears here, and you can correct it.")
        return

    def files() -> None:
        if not view.unanswered:  # what is ahead of its words is not stored yet
            take_away.plan_files(advisor, plan, id, last)

    plan_head.head(advisor.catalog, state, anchor, last, files)
    plan_head.next_card(plan, last)
    drawings: dict[str, Callable[[], None]] = {
        "Projects": lambda: plan_projects.projects(plan, last),
        "Timeline": lambda: plan_timeline.timeline(state),
        "To learn": lambda: plan_stack.stack(advisor.catalog, plan, last),
        "Problem": lambda: plan_problem.problem(plan),
        "Understood": lambda: brief_panel.draw(advisor.catalog, state.brief, state.dialogue.frame, plan.assumptions, last),
        "Versions": lambda: plan_versions.versions(advisor, id, owner, plan.version, last),
    }
    for name, tab in zip(TABS, st.tabs(TABS, key=clicks.TAB, on_change="rerun"), strict=True):
        if tab.open:
            with tab:
                drawings[name]()
