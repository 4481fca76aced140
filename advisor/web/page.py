"""The page: first what needs nothing, then the conversation, then the panel, then the answer that is being made."""

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from advisor.errors import AdvisorError, NotFound
from advisor.web import brief_panel, chat, library, menu, plan_panel
from advisor.web.session import ADDRESS, NOT_YOURS, current, go_to, visit, wiring
from advisor.web.text import safe
from advisor.web.visitor import owner

if TYPE_CHECKING:
    from advisor.service import Advisor, View

log = logging.getLogger(__name__)
HERE = Path(__file__).parent
PANEL = "panel"  # its name in addresses; a phone has a link to it
ABOUT = "A plan for one problem: the least to learn, and small projects. What you write stays on this server."


@dataclass
class Places:
    """Where the parts of the talk go, in this order; an empty place takes away what was there before."""

    opening: DeltaGenerator
    said: DeltaGenerator
    answer: DeltaGenerator
    next: DeltaGenerator
    notes: DeltaGenerator
    starters: DeltaGenerator
    jump: DeltaGenerator


def main() -> None:
    """Draws the page that the address asks for."""
    st.set_page_config("Problem-First Advisor", HERE / "icon.png", layout="wide", menu_items={"About": ABOUT})
    st.navigation([TALK, LIBRARY], position="hidden").run()


def _library() -> None:
    """The knowledge base to browse and to search."""
    with st.container(key="bar", horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        with st.container(key="brand", width="content"):
            st.markdown("Problem-First Advisor")
        with st.container(horizontal=True, horizontal_alignment="right"):
            st.page_link(TALK, label="Back to the talk", icon=":material/forum:", query_params=_here())
    try:
        library.draw(wiring().advisor(), LIBRARY, TALK)
    except AdvisorError as error:
        log.error("the library cannot be drawn: %s %s", error, error.detail)
        visit().notes.append(("error", error.sentence))
    _notes()


def _here() -> dict[str, str]:
    """The address of the conversation that one came from."""
    left = visit().left
    return {ADDRESS: left} if left else {}


def _talk() -> None:
    """The conversation and its plan."""
    visit().left = current()
    with st.container(key="bar", horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        with st.container(key="brand", width="content"):
            st.markdown("Problem-First Advisor")
        with st.container(key="jump", width="content"):
            jump = st.empty()
        bar = st.container(
            horizontal=True, vertical_alignment="center", horizontal_alignment="right", gap="small", wrap=False
        )
    talk, panel = st.columns([11, 10], gap="medium")
    with talk:
        opening, said, answer, next, notes = st.empty(), st.container(), st.empty(), st.empty(), st.container()
        chat.composer()
        places = Places(opening, said, answer, next, notes, starters=st.empty(), jump=jump)
    fresh = current() is None and visit().pending is None
    if fresh:
        with places.opening:
            chat.welcome()
    try:
        advisor = wiring().advisor()
        with bar:
            st.page_link(LIBRARY, label="Library", icon=":material/menu_book:")
            menu.draw(advisor, owner())
        _conversation(advisor, places, panel, fresh)
    except AdvisorError as error:
        log.error("the page cannot be drawn: %s %s", error, error.detail)
        visit().notes.append(("error", error.sentence))
    with places.notes:
        _notes()


def _conversation(advisor: "Advisor", places: Places, panel: DeltaGenerator, welcomed: bool) -> None:
    visitor = owner()
    started = chat.take_pending(advisor, visitor)
    view = _open(advisor, visitor)
    if view is None:
        if not welcomed:
            with places.opening:
                chat.welcome()
        with places.starters:
            chat.starters(advisor.catalog)
        return
    with places.said:
        chat.history(view)
    with panel:
        _panel(advisor, view, visitor)
    with places.jump:
        st.markdown(f"[{'Plan' if view.state.plan else 'Noted'}](#{PANEL})")
    chat.unanswered(advisor, view, visitor, started, places.answer)
    if not view.unanswered and view.messages:
        with places.next:
            chat.suggestions(view)
    chat.scroll(view)


def _open(advisor: "Advisor", visitor: str) -> "View | None":
    conversation = current()
    if conversation is None:
        return None
    try:
        return advisor.open(conversation, visitor)
    except NotFound:
        go_to(None)
        visit().notes.append(("error", NOT_YOURS))
        return None


def _panel(advisor: "Advisor", view: "View", visitor: str) -> None:
    state, last = view.state, view.messages[-1].number if view.messages else 0
    plan = state.plan
    with st.container(key="panel"):
        if plan is None:
            st.subheader("What I understood", anchor=PANEL)
            if state.brief.facts:
                brief_panel.draw(advisor.catalog, state.brief, state.dialogue.frame, (), last)
            else:
                st.caption("Nothing yet. What you tell me appears here, and you can correct it.")
            return
        plan_panel.head(plan, PANEL, last, can_undo=bool(state.dialogue.undo))
        plan_panel.next_card(plan, last)
        steps, stack, problem, facts = st.tabs(["Projects", "Stack", "Problem", "Understood"])
        with steps:
            plan_panel.projects(plan)
        with stack:
            plan_panel.stack(plan)
        with problem:
            plan_panel.problem(plan)
        with facts:
            brief_panel.draw(advisor.catalog, state.brief, state.dialogue.frame, plan.assumptions, last)
        plan_panel.downloads(advisor, view.conversation.id, visitor, last)


def _notes() -> None:
    """What has to be said once."""
    for kind, text in visit().notes:
        if kind == "toast":
            st.toast(safe(text.split("\n")[0]))
        else:
            st.error(safe(text), icon=":material/error:")
    visit().notes.clear()


TALK = st.Page(_talk, title="Problem-First Advisor", default=True)
LIBRARY = st.Page(_library, title="Library of the Problem-First Advisor", url_path="library")

main()
