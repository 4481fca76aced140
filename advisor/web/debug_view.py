"""What a language model was asked for a reply and what it said, raw; shown only where the setting `debug` is on.

All of it is text in code blocks: nothing that a prompt or a model wrote is ever read as Markdown or HTML.
"""

from typing import TYPE_CHECKING

import streamlit as st

from advisor.domain.calls import Call
from advisor.domain.conversation import Message
from advisor.web.session import wiring
from advisor.web.text import count, safe

if TYPE_CHECKING:
    from advisor.domain.conversation import View
    from advisor.service import Advisor

_OPEN = "looking-inside"
PURPOSES = {"read": "Reading your message", "word": "Wording the reply", "answer": "Answering from passages", "check": "Checking"}


def way_in(message: Message) -> None:
    """Under a reply: the way to its calls."""
    if message.answers and wiring().settings.debug:
        st.button(
            "Look inside", key=f"inside-{message.number}", type="tertiary", icon=":material/manage_search:",
            on_click=_open, args=(message.answers,),
        )  # fmt: skip


def _open(message: str) -> None:
    st.session_state[_OPEN] = message


def draw(advisor: "Advisor", view: "View", owner: str) -> None:
    """The calls of the reply that was clicked on, once."""
    message = st.session_state.pop(_OPEN, None)
    if message is None or not wiring().settings.debug:
        return
    calls = [c for c in advisor.calls(view.conversation.id, owner) if c.message == message]

    @st.dialog("Calls to the language model", width="large")
    def shown() -> None:
        if not calls:
            st.markdown("No call is remembered for this reply: none was made, or it was before the server started.")
        for number, call in enumerate(calls, start=1):
            _call(number, call)

    shown()


def _call(number: int, call: Call) -> None:
    st.markdown(f"**{number}. {PURPOSES[call.purpose]}** by {safe(call.model)}: {safe(call.outcome)}")
    st.caption(told(call))
    for role, text in call.messages:
        st.caption(safe(role))
        st.code(text, language=None, wrap_lines=True)
    st.caption("What came back")
    st.code(call.output or " ", language=None, wrap_lines=True)


def told(call: Call) -> str:
    """Times and tokens in one line."""
    about = "about " if call.estimated else ""
    first = f"first piece after {call.first_seconds:.1f} s, " if call.first_seconds is not None else "nothing came, "
    tokens = f"{about}{count(call.prompt_tokens, 'token')} in, {about}{count(call.answer_tokens, 'token')} out"
    return f"{first}{call.seconds:.1f} s in all; {tokens}"
