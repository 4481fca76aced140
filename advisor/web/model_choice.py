"""Who speaks in this browser session: what the person may choose, what they chose, and where the page says so."""

import ipaddress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import streamlit as st

from advisor.dialogue.wording import short
from advisor.voices import RULES, Rights, Voice, rights
from advisor.web.session import ADDRESS, current, wiring
from advisor.web.text import safe
from advisor.web.visitor import owner

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

    from advisor.domain.conversation import View
    from advisor.service import Advisor

_SESSION = "voice"
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
"""What a proxy adds: somebody else is behind it."""
BAR = 22
"""Characters of a model's name in the bar."""


# --- what may be chosen


def visitor_rights() -> Rights:
    """What whoever looks at this page may choose."""
    return rights(wiring().settings.visitors_choose, alone())


def alone() -> bool:
    """Whether only people at this machine reach the page, as far as the server can know.

    It listens on loopback, is asked for under a name of loopback, and no proxy stands before it. A server that was not told
    where to listen listens everywhere.
    """
    headers = st.context.headers
    if any(name in headers for name in _FORWARDED):
        return False
    return on_loopback(str(st.get_option("server.address") or "")) and on_loopback(_host(headers.get("Host") or ""))


def on_loopback(host: str) -> bool:
    """Whether a host is this machine and nothing else."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _host(header: str) -> str:
    try:
        return urlsplit(f"//{header}").hostname or ""
    except ValueError:
        return ""


# --- what was chosen


@dataclass(frozen=True)
class _Chosen:
    """A choice, and after which message of which conversation it was made."""

    voice: Voice | None
    conversation: str | None
    number: int


def chosen() -> Voice | None:
    """The person's choice; None if the server's own voice speaks.

    One made with a key lives in this browser session alone; others are remembered for the visitor until the server ends.
    """
    found = _mine()
    return found.voice if found else wiring().kept.get(owner())


def choose(voice: Voice | None) -> None:
    """Lets another voice speak from the next message on; None is the server's own."""
    visitor, conversation = owner(), current()
    number = 0
    if conversation:
        messages = wiring().advisor().open(conversation, visitor).messages
        number = messages[-1].number if messages else 0
    st.session_state[_SESSION] = _Chosen(voice, conversation, number)
    if voice is None or not voice.keyed:
        wiring().kept.put(visitor, voice)


def _mine() -> _Chosen | None:
    found = st.session_state.get(_SESSION)
    return found if isinstance(found, _Chosen) else None


def advised(advisor: "Advisor") -> "Advisor":
    """The advisor, speaking by the voice that was chosen."""
    voice = chosen()
    return advisor if voice is None else advisor.speaking_by(voice.model, limits=voice.limits)


# --- where the page says so


def way_in(advisor: "Advisor", page: "StreamlitPage") -> None:
    """The way from the bar to the choice; it names who speaks."""
    conversation = current()
    st.page_link(
        page, label=f"Voice: {safe(short(advisor.speaking, BAR))}", icon=":material/graphic_eq:",
        query_params={ADDRESS: conversation} if conversation else {},
    )  # fmt: skip


def announce(view: "View", speaking: str) -> None:
    """After a choice in the middle of a conversation: from where on it counts. Each reply's byline tells the rest."""
    found = _mine()
    if found is None or found.conversation != view.conversation.id or not view.messages:
        return
    if found.number == view.messages[-1].number:
        who = "the rules word the replies" if speaking == RULES else f"{safe(speaking)} words the replies"
        st.caption(f":material/graphic_eq: From your next message on, {who}.")
