"""The page: first what needs nothing, then the conversation, then the panel, then the answer that is being made."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from advisor.domain.conversation import Message
from advisor.errors import AdvisorError, NotFound
from advisor.web import chat, debug_view, library, menu, messages, model_choice, model_panel, plan_panel
from advisor.web.session import ADDRESS, NOT_YOURS, current, go_to, visit, wiring
from advisor.web.text import safe
from advisor.web.visitor import owner

if TYPE_CHECKING:
    from advisor.domain.conversation import View
    from advisor.service import Advisor

log = logging.getLogger(__name__)
HERE = Path(__file__).parent
_DRAWN = "drawn-in-talk"
PANEL = "panel"  # its name in addresses; a phone has a link to it
ABOUT = "A plan for one problem: the least to learn, and small projects. What you write stays on this server."


@dataclass
class Places:
    """Where the parts of the talk go, in this order.

    `opening` and `starters` lose what they held before at once. What `next` held stays until the conversation has been
    drawn. In `said` a message stays where it is from its first word on: what takes the place of something else is never
    there twice, or gone, for a moment.
    """

    opening: DeltaGenerator
    said: DeltaGenerator
    clicked: DeltaGenerator
    next: DeltaGenerator
    notes: DeltaGenerator
    starters: DeltaGenerator
    jump: DeltaGenerator


def main() -> None:
    """Draws the page that the address asks for."""
    st.set_page_config("Problem-First Advisor", HERE / "icon.png", layout="wide", menu_items={"About": ABOUT})
    st.navigation([TALK, LIBRARY, VOICE], position="hidden").run()


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


def _voice() -> None:
    """Who words the replies."""
    with st.container(key="bar", horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        with st.container(key="brand", width="content"):
            st.markdown("Problem-First Advisor")
        with st.container(horizontal=True, horizontal_alignment="right"):
            here = current()
            st.page_link(TALK, label="Back to the talk", icon=":material/forum:", query_params={ADDRESS: here} if here else {})
    try:
        model_panel.draw()
    except AdvisorError as error:
        log.error("the choice of a voice cannot be drawn: %s %s", error, error.detail)
        visit().notes.append(("error", error.sentence))
    _notes()


def _here() -> dict[str, str]:
    """The address of the conversation that one came from."""
    left = visit().left
    return {ADDRESS: left} if left else {}


def _talk() -> None:
    """The conversation and its plan."""
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
        opening, said, clicked = st.empty(), st.container(), st.container()
        next, notes = st.container(), st.container()
        chat.composer()
        places = Places(opening, said, clicked, next, notes, starters=st.empty(), jump=jump)
    fresh = current() is None and visit().pending is None
    if fresh:
        with places.opening:
            chat.welcome()
    try:
        advisor, visitor = model_choice.advised(wiring().advisor()), owner()
        chat.take_pending(advisor, visitor)
        visit().left = current()
        with bar:
            model_choice.way_in(advisor, VOICE)
            st.page_link(LIBRARY, label="Library", icon=":material/menu_book:")
            menu.draw()
        _conversation(advisor, visitor, places, panel, fresh)
    except AdvisorError as error:
        log.error("the page cannot be drawn: %s %s", error, error.detail)
        visit().notes.append(("error", error.sentence))
    with places.notes:
        _notes()


def _conversation(advisor: "Advisor", visitor: str, places: Places, panel: DeltaGenerator, welcomed: bool) -> None:
    view = _open(advisor, visitor)
    if view is None:
        if not welcomed:
            with places.opening:
                chat.welcome()
        with places.starters:
            chat.starters(advisor.catalog)
        return
    view = chat.answered_soon(advisor, view, visitor)
    with places.said:
        drawn = messages.history(advisor, view, chat.waiting(view))
        coming = chat.at_the_end(view)
        _clear_behind(drawn + len(view.unanswered) + len(chat.waiting(view)))
    ahead = chat.ahead(view)
    next = places.next.empty()
    if ahead or (view.messages and not view.unanswered):
        with next:
            chat.suggestions(ahead or view)
    with panel:
        plan_panel.draw(advisor, ahead or view, visitor, PANEL, tell=partial(_tell, places.clicked), notes=_notes)
    with places.jump:
        st.markdown(f"[{'Plan' if (ahead or view).state.plan else 'Noted'}](#{PANEL})")
    with places.notes:
        model_choice.announce(view, advisor.speaking)
    debug_view.draw(advisor, view, visitor)
    chat.follow(advisor, view, visitor, coming)
    messages.scroll(view)


def _clear_behind(drawn: int) -> None:
    """Takes away at once what stood behind all that is drawn now, in another branch or conversation; while an answer is
    still coming it would otherwise stay."""
    before, st.session_state[_DRAWN] = st.session_state.get(_DRAWN, 0), drawn
    for _ in range(before - drawn):
        st.empty()


def _open(advisor: "Advisor", visitor: str) -> "View | None":
    conversation = current()
    if conversation is None:
        return None
    try:
        return advisor.open(conversation, visitor, visit().shown)
    except NotFound:
        go_to(None)
        visit().notes.append(("error", NOT_YOURS))
        return None


def _tell(clicked: DeltaGenerator, told: Sequence[Message]) -> None:
    """Shows in the talk what clicks in the panel brought since the page was drawn. The panel owns this place: it has to
    write here each time, and may not put there anything that can be clicked."""
    with clicked:
        if not told:
            st.empty()
        for message in told:
            messages.told_by_click(message)


def _notes() -> None:
    """What has to be said once."""
    for kind, text in visit().notes:
        if kind == "toast":
            st.toast(safe(text.split("\n")[0]))
        else:
            st.error(safe(text), icon=":material/error:")
    visit().notes.clear()


TALK = st.Page(_talk, title="Problem-First Advisor", default=True)
VOICE = st.Page(_voice, title="Who words the replies", url_path="voice")
LIBRARY = st.Page(_library, title="Library of the Problem-First Advisor", url_path="library")

main()
