"""What a click in the panel does. A mark redraws the panel alone; what changes the plan draws the whole page anew."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import streamlit as st

from advisor.domain.brief import Fact, Provenance
from advisor.domain.progress import Status
from advisor.web.session import act, message_id, send

_ANEW = "page-anew"
_OPEN = "panel-menu"
TAB = "panel-tab"


@contextmanager
def menu(label: str, key: str, icon: str | None = None) -> Iterator[bool]:
    """A menu, and whether it is open: only then it has to be filled. Whatever is clicked in it closes it.

    `key` stays the same from one drawing to the next: the browser takes several times as long for a new menu.
    """
    with st.popover(label, icon=icon, type="tertiary", key=key, on_change="rerun") as popped:
        if popped.open:
            st.session_state[_OPEN] = key
        elif st.session_state.get(_OPEN) == key:
            del st.session_state[_OPEN]
        yield bool(popped.open)


def _close() -> None:
    """Closes the menu in which something was clicked."""
    key = st.session_state.pop(_OPEN, None)
    if key:
        st.session_state[key] = False


def mark(milestone: str, status: Status) -> None:
    """Marks a step."""
    _close()
    act(lambda advisor, conversation, owner: advisor.mark(conversation, owner, milestone, status))


def agree() -> None:
    """Agrees to the plan as it is."""
    _whole_page()
    act(lambda advisor, conversation, owner: advisor.agree(conversation, owner))


def undo() -> None:
    """Takes back the last change."""
    _whole_page()
    act(lambda advisor, conversation, owner: advisor.undo(conversation, owner))


def restore(version: int) -> None:
    """Goes back to a version."""
    _whole_page()
    act(lambda advisor, conversation, owner: advisor.restore(conversation, owner, version))


def rescope(key: str, value: str) -> None:
    """Keeps a part of the plan, or leaves it out."""
    _whole_page()
    act(lambda advisor, conversation, owner: advisor.rescope(conversation, owner, key, value))


def edit(facts: Sequence[Fact] = (), remove: Sequence[tuple[str, str]] = ()) -> None:
    """Sets facts by hand, or takes them out."""
    _whole_page()
    act(lambda advisor, conversation, owner: advisor.edit(conversation, owner, facts=facts, remove=remove))


def set_fact(name: str, key: str, value: object) -> None:
    """Sets one fact by hand."""
    edit([Fact.model_validate({"name": name, "key": key, "value": value, "provenance": Provenance.EDITED})])


def say(label: str, text: str, last: int, key: str, quiet: bool = True) -> None:
    """A button that says `text` in the talk, once for each message however often it is clicked."""
    id = message_id(last, text)
    st.button(label, key=f"{key}-{id}", on_click=_say, args=(text, id), type="tertiary" if quiet else "secondary", wrap=True)


def _say(text: str, id: str) -> None:
    _close()
    send(text, id)


def show(tab: str) -> None:
    """Turns the panel to another tab, which page.js brings into sight."""
    _close()
    st.session_state[TAB] = tab


def _whole_page() -> None:
    _close()
    st.session_state[_ANEW] = True


def wants_whole_page() -> bool:
    """Whether a click in the panel asked for the whole page; asked once."""
    return bool(st.session_state.pop(_ANEW, False))
