"""The visitor's conversations: to open, search, rename, put away, delete; and a new one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import streamlit as st

from advisor.domain.conversation import Conversation, Found
from advisor.web import take_away
from advisor.web.moments import when
from advisor.web.session import attempt, current, go_to, visit, wiring
from advisor.web.text import safe, shortened_around
from advisor.web.visitor import forgetful, owner

if TYPE_CHECKING:
    pass

PAGE = 20
"""Conversations that are listed at once."""
UNTITLED = "Untitled"
Doing = Literal["rename", "delete"]
_DOING, _SEARCH, _ARCHIVED = "conversation-doing", "conversation-search", "conversation-archived"
_NAME, _GONE = "conversation-name", "conversation-gone"


def draw() -> None:
    """What the bar has of it."""
    here = current()
    if here is not None:
        st.button("New", key="new", type="tertiary", icon=":material/add:", on_click=go_to, args=(None,))
    if st.button("Conversations", key="conversations", type="tertiary", icon=":material/forum:"):
        for name in (_DOING, _SEARCH):
            st.session_state.pop(name, None)
        _dialog()


@st.dialog("Conversations", width="medium")
def _dialog() -> None:
    contents()


def contents() -> None:
    """All of them; drawn anew by itself as one searches and clicks."""
    if st.session_state.pop(_GONE, False):
        st.rerun()  # the conversation behind the list is not there any more
    if forgetful():
        st.caption("Your browser keeps no cookies, so these are lost when you close or reload the page.")
    words = st.text_input(
        "Search", key=_SEARCH, placeholder="Search titles and what was said", icon=":material/search:",
        label_visibility="collapsed", max_chars=200,
    )  # fmt: skip
    archived = st.session_state.get(_ARCHIVED) == _KINDS[1]
    found = attempt(lambda: _listed(words.strip(), archived)) or []
    st.segmented_control("Which", _KINDS, default=_KINDS[0], required=True, key=_ARCHIVED, label_visibility="collapsed")
    for kind, text in visit().notes:
        if kind == "error":
            st.error(safe(text))
    visit().notes.clear()
    if not found:
        st.caption("Nothing found." if words.strip() else "None here.")
        take_away.own_data(_left)
        return
    pages = -(-len(found) // PAGE)
    page = 1
    below = st.container()
    if pages > 1:
        page = st.pagination(pages, key=f"conversation-page-{words}-{archived}-{pages}", max_visible_pages=5)
    with below, st.container(key="conversation-list", gap=None):
        for one in found[(page - 1) * PAGE : page * PAGE]:
            _row(one)
    take_away.own_data(_left)


_KINDS = ("Current", "Archived")


def _listed(words: str, archived: bool) -> Sequence[Found]:
    advisor, visitor = wiring().advisor(), owner()
    if words:
        found: Sequence[Found] = advisor.find(visitor, words)
    else:
        found = [Found(conversation=c) for c in advisor.conversations(visitor, include_archived=True)]
    return [f for f in found if f.conversation.archived == archived]


def _row(found: Found) -> None:
    conversation = found.conversation
    id, title = conversation.id, conversation.title or UNTITLED
    doing: tuple[Doing, str] | None = st.session_state.get(_DOING)
    with st.container(key=f"conversation-{id}", gap=None):
        if doing == ("rename", id):
            _renaming(conversation)
            return
        if doing == ("delete", id):
            _deleting(conversation)
            return
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False):
            label = f"**{safe(title)}**" if id == current() else safe(title)
            if st.button(label, key=f"open-{id}", type="tertiary", width="stretch", wrap=True):
                go_to(id)
                st.rerun()
            st.caption(when(conversation.updated_at), width="content")
            st.menu_button(
                "More", ["Rename", "Bring back" if conversation.archived else "Archive", "Delete"], key=f"more-{id}",
                icon=":material/more_horiz:", type="tertiary", on_click=_chosen, args=(id,),
            )  # fmt: skip
        if found.said:
            words = str(st.session_state.get(_SEARCH) or "")
            st.caption(safe(shortened_around(found.said, words.split())))


def _chosen(id: str) -> None:
    match st.session_state[f"more-{id}"]:
        case "Rename":
            st.session_state[_DOING] = ("rename", id)
        case "Delete":
            st.session_state[_DOING] = ("delete", id)
        case "Archive":
            attempt(lambda: wiring().advisor().archive(id, owner(), True))
        case "Bring back":
            attempt(lambda: wiring().advisor().archive(id, owner(), False))


def _renaming(conversation: Conversation) -> None:
    with st.form(f"rename-{conversation.id}", border=False):
        field = f"{_NAME}-{conversation.id}"
        st.text_input("Name", conversation.title, key=field, max_chars=80)
        with st.container(horizontal=True, gap="xsmall"):
            st.form_submit_button("Save", key=f"rename-save-{conversation.id}", type="primary", on_click=_rename, args=(conversation.id, field))
            st.form_submit_button("Cancel", key=f"rename-cancel-{conversation.id}", type="tertiary", on_click=_leave)


def _rename(id: str, field: str) -> None:
    title = str(st.session_state[field]).strip()
    if title:
        attempt(lambda: wiring().advisor().rename(id, owner(), title))
    _leave()


def _delete(id: str) -> None:
    _leave()
    attempt(lambda: wiring().advisor().delete(id, owner()))
    if id == current():
        go_to(None)
        _left()


def _left() -> None:
    """What is behind the list is another conversation now, or none."""
    st.session_state[_GONE] = True


def _leave() -> None:
    st.session_state.pop(_DOING, None)


def _deleting(conversation: Conversation) -> None:
    st.markdown(f"Delete **{safe(conversation.title or UNTITLED)}** with its plan and all that was said? It cannot be brought back.")
    with st.container(horizontal=True, gap="xsmall"):
        st.button("Delete for good", key=f"delete-{conversation.id}", type="primary", on_click=_delete, args=(conversation.id,))
        st.button("Keep it", key=f"keep-{conversation.id}", type="tertiary", on_click=_leave)
