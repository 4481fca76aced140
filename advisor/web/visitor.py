"""Who is visiting: an unguessable id for each browser, in a cookie that scripts cannot read.

The id is the only key to a visitor's conversations; it is never shown, logged or put into an address.
"""

import re
import secrets

import streamlit as st

COOKIE = "advisor_visitor"
COOKIE_DAYS = 400
"""As long as browsers keep any cookie."""
_FORM = re.compile(r"[A-Za-z0-9_-]{43}")
_SESSION = "visitor"


def new_id() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)


def is_id(text: str | None) -> bool:
    """Whether `text` has the form of an id that we gave."""
    return isinstance(text, str) and _FORM.fullmatch(text) is not None


def owner() -> str:
    """The visitor's id: from the cookie, or for this session only where the browser keeps none."""
    kept = st.context.cookies.get(COOKIE)
    if kept and is_id(kept):
        return kept
    if _SESSION not in st.session_state:
        st.session_state[_SESSION] = new_id()
    return str(st.session_state[_SESSION])


def forgetful() -> bool:
    """Whether the browser keeps no cookie, so that a refresh loses sight of the conversations."""
    return not is_id(st.context.cookies.get(COOKIE))
