"""What a click in the panel does. A mark redraws the panel alone; what changes the plan draws the whole page anew."""

from collections.abc import Sequence

import streamlit as st

from advisor.domain.brief import Fact, Provenance
from advisor.domain.progress import Status
from advisor.web.session import act, message_id, send

_ANEW = "page-anew"
TAB = "panel-tab"


def mark(milestone: str, status: Status) -> None:
    """Marks a step."""
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
    st.button(label, key=f"{key}-{id}", on_click=send, args=(text, id), type="tertiary" if quiet else "secondary", wrap=True)


def show(tab: str, popover: str) -> None:
    """Turns the panel to another tab, and closes the popover where that was asked for. page.js brings the tab into sight."""
    st.session_state[TAB] = tab
    st.session_state[popover] = False


def _whole_page() -> None:
    st.session_state[_ANEW] = True


def wants_whole_page() -> bool:
    """Whether a click in the panel asked for the whole page; asked once."""
    return bool(st.session_state.pop(_ANEW, False))
