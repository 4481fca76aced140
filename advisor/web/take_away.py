"""What can be taken away: the plan as a file in each format, a conversation to go on with elsewhere, all of one's data."""

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from advisor.domain.plan import Plan
from advisor.errors import AdvisorError
from advisor.exports import EXPORTS, filename
from advisor.web import clicks
from advisor.web.session import attempt, go_to, visit, wiring
from advisor.web.text import count
from advisor.web.visitor import owner

if TYPE_CHECKING:
    from advisor.service import Advisor

log = logging.getLogger(__name__)

GROUPS: Mapping[str, Sequence[str]] = {
    "To read and print": ("pdf", "docx", "html", "markdown"),
    "Steps on their days": ("icalendar",),
    "Steps as a table, for a tracker": ("csv", "csv-github", "csv-jira", "csv-trello", "csv-notion"),
    "For programs": ("json",),
}
"""The formats by what they are for; every one is in exactly one group."""
LARGEST_MB = 10
_ASKED, _FILE = "forget-asked", "bring-in"


def plan_files(advisor: "Advisor", plan: Plan, conversation: str, last: int) -> None:
    """The plan's files, each made when it is asked for."""
    visitor = owner()
    with clicks.menu("Take it away", "take-away", ":material/download:") as opened:
        if not opened:
            return
        for title, formats in GROUPS.items():
            st.caption(title)
            with st.container(horizontal=True, gap="xsmall"):
                for format in formats:
                    row = EXPORTS[format]
                    _file(
                        row.title, filename(plan, format), row.media_type, f"download-{format}-{last}",
                        lambda format=format: advisor.export(conversation, visitor, format)[2],  # type: ignore[misc]
                    )  # fmt: skip
        st.caption("To go on with elsewhere: plan, progress and what I know of you; open it there under Conversations")
        _file(
            "This conversation", "advisor-conversation.json", "application/json", f"download-conversation-{last}",
            lambda: advisor.take_out(conversation, visitor)[2],
        )  # fmt: skip


def _file(label: str, name: str, media: str, key: str, make: Callable[[], bytes]) -> None:
    def made() -> bytes:
        try:
            return make()
        except AdvisorError as error:  # the browser says that the download failed; the reason is for the log
            log.error("a file could not be made: %s %s", error, error.detail)
            raise

    st.download_button(label, made, name, media, key=key, type="secondary", on_click="ignore")


def own_data(left: Callable[[], None]) -> None:
    """A conversation brought in from a file; all of one's data, to take out or to delete. `left` is called when that led away
    from the conversation that was open."""
    with st.expander("Bring in a file · all my data", type="compact", key="own-data"):
        st.file_uploader(
            "A conversation or plan that was taken away as JSON", "json", key=_FILE, max_upload_size=LARGEST_MB,
            on_change=_bring_in, args=(left,),
        )  # fmt: skip
        advisor, visitor = wiring().advisor(), owner()
        st.caption("Everything that is kept of you: conversations, plans, progress, what you thought of replies.")
        with st.container(horizontal=True, gap="xsmall"):
            _file("All my data", "advisor-data.zip", "application/zip", "download-everything", lambda: advisor.everything(visitor))
            st.button("Delete all my data", key="forget", type="tertiary", on_click=_ask)
        if st.session_state.get(_ASKED):
            held = len(attempt(lambda: advisor.conversations(visitor, include_archived=True)) or [])
            st.markdown(f"Delete {count(held, 'conversation')} with plans and progress, for good? Nothing can bring them back.")
            with st.container(horizontal=True, gap="xsmall"):
                st.button("Delete everything", key="forget-now", type="primary", on_click=_forget, args=(left,))
                st.button("Keep it all", key="forget-not", type="tertiary", on_click=_keep)


def _bring_in(left: Callable[[], None]) -> None:
    file = st.session_state.get(_FILE)
    if file is None:
        return
    made = attempt(lambda: wiring().advisor().import_(owner(), file.getvalue()))
    if made is not None:
        go_to(made.id)
        left()
        visit().notes.append(("toast", "Brought in. It goes on where it was left."))


def _ask() -> None:
    st.session_state[_ASKED] = True


def _keep() -> None:
    st.session_state.pop(_ASKED, None)


def _forget(left: Callable[[], None]) -> None:
    _keep()
    gone = attempt(lambda: wiring().advisor().forget(owner()))
    if gone is not None:
        go_to(None)
        left()
        visit().notes.append(("toast", f"Deleted: {count(gone, 'conversation')}. Nothing of you is kept here."))
