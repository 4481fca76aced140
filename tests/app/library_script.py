"""The library as a page of its own, for tests: AppTest cannot go to an address."""

import streamlit as st

from advisor.web import library
from advisor.web.session import visit, wiring
from advisor.web.text import safe


def _library() -> None:
    library.draw(wiring().advisor(), LIBRARY, TALK)
    for kind, text in visit().notes:
        st.error(safe(text)) if kind == "error" else st.toast(safe(text))


def _talk() -> None:
    st.markdown("the talk")


LIBRARY = st.Page(_library, title="Library", default=True)
TALK = st.Page(_talk, title="Talk", url_path="talk")
st.navigation([LIBRARY, TALK], position="hidden").run()
