"""The visitor's conversations: go to one, begin another, rename, delete."""

from typing import TYPE_CHECKING

import streamlit as st

from advisor.web.session import attempt, current, go_to, wiring
from advisor.web.text import safe
from advisor.web.visitor import forgetful, owner

if TYPE_CHECKING:
    from advisor.service import Advisor

SHOWN = 12


def draw(advisor: "Advisor", visitor: str) -> None:
    """The menu, once there is anything in it."""
    kept = attempt(lambda: advisor.conversations(visitor)) or []
    if not kept:
        return
    here = current()
    if here is not None:
        st.button("New", key="new", type="tertiary", icon=":material/add:", on_click=go_to, args=(None,))
    with st.popover("Conversations", key=f"conversations-{here}-{len(kept)}", type="tertiary", icon=":material/forum:"):
        if forgetful():
            st.caption("Your browser keeps no cookies, so these are lost when you close or reload the page.")
        for conversation in kept[:SHOWN]:
            label = safe(conversation.title or "Untitled")
            st.button(
                f"**{label}**" if conversation.id == here else label, key=f"open-{conversation.id}", type="tertiary",
                width="stretch", wrap=True, on_click=go_to, args=(conversation.id,),
            )  # fmt: skip
        mine = next((c for c in kept if c.id == here), None)
        if mine:
            st.divider()
            with st.form("rename", border=False):
                st.text_input("Name of this conversation", mine.title, key="title", max_chars=80)
                with st.container(horizontal=True, gap="xsmall"):
                    st.form_submit_button("Rename", on_click=_rename, args=(mine.id,))
                    st.form_submit_button("Delete for good", type="tertiary", on_click=_delete, args=(mine.id,))


def _rename(conversation: str) -> None:
    title = str(st.session_state["title"]).strip()
    if title:
        attempt(lambda: wiring().advisor().rename(conversation, owner(), title))


def _delete(conversation: str) -> None:
    attempt(lambda: wiring().advisor().delete(conversation, owner()))
    go_to(None)
