"""What was said: messages with their branches, replies with their sources, and what can be done with each."""

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid4, uuid5

import streamlit as st

from advisor.dialogue.reading.text import LONGEST
from advisor.domain.conversation import Forks, Message, Rating
from advisor.domain.plan import Citation
from advisor.web import debug_view
from advisor.web.moments import when
from advisor.web.session import EARLIER, Editing, attempt, current, send, visit, wiring
from advisor.web.text import count, link, prose, safe, safe_block
from advisor.web.visitor import owner

if TYPE_CHECKING:
    from advisor.domain.conversation import View
    from advisor.service import Advisor

ADVISOR, PERSON = ":material/explore:", ":material/person:"
NARROW, WIDE, EVERY = "(max-width: 900px)", "(min-width: 901px)", "all"
"""Screens, as in style.css."""
EDITING = (
    "The talk goes on from here in a branch of its own. The other one is kept, and steps that are done stay done."
)
FEW_SOURCES = 6
THUMBS: Sequence[Rating] = ("down", "up")
"""In the order in which Streamlit counts them."""
LONGEST_REMARK = 500
_NO_KEY = re.compile(r"[^A-Za-z0-9_-]")
_MARK = re.compile(r"(`[^`]*`)|\[(\d{1,2})\](?![(\[])")


def key_of(message: str) -> str:
    """A message's id as it stands in the page."""
    return _NO_KEY.sub("-", message)


# --- all that was said


def history(advisor: "Advisor", view: "View", waiting: Sequence[Message]) -> int:
    """The messages, but for those at the end that wait for their answers; how many places they take."""
    if view.earlier:
        with st.container(key="earlier", horizontal_alignment="center"):
            st.button("Show earlier messages", key=f"earlier-{len(view.messages)}", type="tertiary", on_click=_show_earlier)
    said = view.messages[: len(view.messages) - len(waiting)]
    asked = {m.id: m for m in said if m.role == "person"}
    speaker = "rules"
    for message in said:
        if message.role == "person":
            person(message, view.forks)
            continue
        content = message.reply or {}
        origin = content.get("origin", "rules")
        again = asked.get(message.answers or "") if message is said[-1] and advisor.speaking != "rules" else None
        _reply(message, content, changed=origin != speaker, again=again)
        speaker = origin
    return len(said) + bool(view.earlier)


def _show_earlier() -> None:
    visit().shown += EARLIER


def person(message: Message, forks: Forks) -> None:
    """What the person said, to be said anew."""
    editing = visit().editing
    with st.container(key=f"message-{key_of(message.id)}", gap=None):
        if editing and editing.message == message.id:
            _editor(message, editing)
            return
        bubble(message)
        ways = forks.branches.get(message.id, ())
        if message.id not in forks.editable and not ways:
            return
        with st.container(key=f"acts-person-{message.id}", horizontal=True, horizontal_alignment="right", gap=None):
            st.html(COPY, width="content")
            if message.id in forks.editable:
                st.button(
                    "Edit and send again", key=f"edit-{message.id}", icon=":material/edit:", type="tertiary",
                    on_click=_edit, args=(message.id,),
                )  # fmt: skip
            if ways:
                _ways(message.id, ways)


def bubble(message: Message) -> None:
    """The words of the person alone."""
    with st.container(key=f"said-by-person-{message.id}"), st.chat_message("user", avatar=PERSON):
        st.markdown(safe_block(message.text))


def _ways(message: str, ways: Sequence[str]) -> None:
    """Goes from one wording of a message, with all that followed, to another."""
    at = ways.index(message)
    before, after = ways[at - 1] if at else None, ways[at + 1] if at + 1 < len(ways) else None
    with st.container(key=f"ways-{message}", horizontal=True, vertical_alignment="center", gap=None, width="content"):
        st.button(
            "Earlier wording", key=f"before-{message}", icon=":material/chevron_left:", type="tertiary",
            disabled=before is None, on_click=_turn_to, args=(before,),
        )  # fmt: skip
        st.caption(f"{at + 1} of {len(ways)}", width="content")
        st.button(
            "Later wording", key=f"after-{message}", icon=":material/chevron_right:", type="tertiary",
            disabled=after is None, on_click=_turn_to, args=(after,),
        )  # fmt: skip


def _turn_to(message: str) -> None:
    conversation = current()
    if conversation is not None:
        attempt(lambda: wiring().advisor().turn_to(conversation, owner(), message))
        visit().turned_to = message


# --- saying it anew


def _edit(message: str) -> None:
    visit().editing = Editing(message, str(uuid4()))


def _editor(message: Message, editing: Editing) -> None:
    field = f"wording-{editing.id}"
    with st.form(f"editing-{editing.id}", border=False):
        st.text_area("Your message", message.text, key=field, max_chars=LONGEST, height="content", label_visibility="collapsed")
        st.caption(EDITING)
        with st.container(horizontal=True, horizontal_alignment="right", gap="xsmall"):
            st.form_submit_button("Cancel", key=f"cancel-{editing.id}", type="tertiary", on_click=_cancel)
            st.form_submit_button("Send", key=f"resend-{editing.id}", type="primary", on_click=_resend, args=(editing, field))


def _cancel() -> None:
    visit().editing = None


def _resend(editing: Editing, field: str) -> None:
    send(str(st.session_state[field]), editing.id, instead_of=editing.message)


def _answer_again(reply: str, asked: Message) -> None:
    """Once, however often it is clicked."""
    send(asked.text, str(uuid5(NAMESPACE_URL, f"{current()}/again/{reply}")), instead_of=asked.id)


# --- a reply


def _reply(message: Message, content: Mapping[str, Any], changed: bool, again: Message | None) -> None:
    """`changed`: whether somebody else worded it than the one before. `again`: what may be answered once more."""
    citations = [Citation.model_validate(c) for c in content.get("citations", ())]
    origin = str(content.get("origin", "rules"))
    with st.container(key=f"message-{key_of(message.id)}", gap=None):
        with st.chat_message("assistant", avatar=ADVISOR):
            st.markdown(marked(prose(message.text), key_of(message.id), len(citations)), anchors=False)
        notices(content.get("notices", ()))
        if changed:
            with st.container(key=f"byline-{message.number}"):
                st.caption(_byline(origin))
        with st.container(key=f"acts-reply-{message.id}", horizontal=True, vertical_alignment="center", gap=None):
            st.html(f"{COPY}{_about(f'{_byline(origin)}, {when(message.created_at)}')}", width="content")
            _thumbs(message)
            if again:
                st.button(
                    "Answer again", key=f"again-{message.id}", icon=":material/refresh:", type="tertiary",
                    on_click=_answer_again, args=(message.id, again),
                )  # fmt: skip
            debug_view.way_in(message)
        if citations:
            _sources(message, citations)


def told_by_click(message: Message) -> None:
    """A message that a click in the panel brought, without anything that could be clicked: the panel may not put that here."""
    with st.container(key=f"message-{key_of(message.id)}"), st.chat_message("assistant", avatar=ADVISOR):
        st.markdown(prose(message.text), anchors=False)
    scroll_to(message.id, WIDE)


def _byline(origin: str) -> str:
    return "Worded by rules" if origin == "rules" else f"Worded by {safe(origin)}"


COPY = '<button type="button" class="act-copy" title="Copy" aria-label="Copy this message"></button>'
"""What it does is in page.js: it takes the words from the page, so that none have to be put into markup."""


def _about(text: str) -> str:
    plain = escape(re.sub(r"\\(.)", r"\1", text))
    return (
        '<details class="act-about"><summary title="About this reply" aria-label="About this reply"></summary>'
        f"<span>{plain}</span></details>"
    )


def notices(texts: Iterable[str]) -> None:
    """What should be known about a reply."""
    for notice in texts:
        st.caption(safe(notice))


@st.fragment
def _thumbs(message: Message) -> None:
    """What the person thinks of it, with a word if they like; drawn anew by itself."""
    key, field = f"thumbs-{message.id}", f"remark-{message.id}"
    at = THUMBS.index(message.rating) if message.rating else None
    with st.container(horizontal=True, vertical_alignment="center", gap=None, width="content", wrap=False):
        chosen = st.feedback("thumbs", key=key, default=at, on_change=_rate, args=(message.id,))
        if chosen is None:
            return
        with st.popover("Why", type="tertiary", key=f"why-{message.id}"):
            st.text_input(
                "A word on that, if you like", message.remark, key=field, max_chars=LONGEST_REMARK, on_change=_rate,
                args=(message.id,),
            )  # fmt: skip
            st.caption("Kept with this reply, on this server.")


def _rate(message: str) -> None:
    chosen, conversation = st.session_state.get(f"thumbs-{message}"), current()
    remark = str(st.session_state.get(f"remark-{message}") or "")
    if conversation is not None:
        rating = None if chosen is None else THUMBS[chosen]
        attempt(lambda: wiring().advisor().rate(conversation, owner(), message, rating, remark))


# --- sources


def marked(text: str, message: str, known: int) -> str:
    """The text with its numbers of sources as links into its row of sources; code stays as it is."""

    def into_link(found: re.Match[str]) -> str:
        number = found[2]
        if not number or not 1 <= int(number) <= known:
            return found[0]
        return f"[{number}](#source-{message}-{number})"

    return _MARK.sub(into_link, text)


def numbers_in(text: str, known: int) -> list[int]:
    """The sources that a text has numbers of."""
    found = {int(m[2]) for m in _MARK.finditer(text) if m[2]}
    return [n for n in range(1, known + 1) if n in found]


@st.fragment
def _sources(message: Message, citations: Sequence[Citation]) -> None:
    """A number for each; the chosen one is shown in place. Many without numbers in the text are a list to open."""
    many = len(citations) > FEW_SOURCES
    numbers = numbers_in(message.text, len(citations)) if many else list(range(1, len(citations) + 1))
    if numbers:
        with st.container(key=f"sources-{key_of(message.id)}", horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.caption("Source" if len(numbers) == 1 else "Sources", width="content")
            chosen = st.pills(
                "Sources", numbers, format_func=str, key=f"source-{message.id}", label_visibility="collapsed"
            )
        if chosen:
            _source(citations[chosen - 1])
    if many:
        with st.expander(count(len(citations), "source"), type="compact", key=f"all-sources-{message.id}"):
            st.caption("\n".join(f"{n}. {link(c.title, c.url)}" for n, c in enumerate(citations, start=1)))


def _source(citation: Citation) -> None:
    passage = attempt(lambda: wiring().advisor().passage(citation.id))
    with st.container(key=f"passage-{key_of(citation.id)}", gap="xsmall"):
        st.markdown(f"**{safe(passage.title if passage else citation.title)}**")
        if passage:
            st.markdown(prose(passage.text), anchors=False)
        if citation.url:
            st.caption(link(_site(citation.url), citation.url))


def _site(url: str) -> str:
    found = re.match(r"https?://(?:www\.)?([^/\s]+)", url)
    return f"Read it at {found[1]}" if found else url


# --- where one looks


def scroll(view: "View") -> None:
    """Brings the newest exchange to the top; on a phone only when the person wrote, not when they clicked below."""
    turned_to, visit().turned_to = visit().turned_to, None
    spoken = [m for m in view.messages if m.role == "person"]
    if turned_to:
        scroll_to(turned_to, EVERY)
    elif spoken:
        newest = view.messages[-1]
        scroll_to(spoken[-1].id, NARROW)
        scroll_to(spoken[-1].id if newest.answers else newest.id, WIDE)


def scroll_to(message: str, screens: str) -> None:
    """Scrolls to a message on such screens: once, since a script runs when it is new to the page.

    It does so again when what is still being drawn has moved the message, unless the person has done something since.
    """
    name = f"message-{key_of(message)}"
    with st.container(key=f"quiet-{name}-{'wide' if screens == WIDE else 'narrow'}"):
        st.html(
            "<script>{ let idle = true;"
            " for (const act of ['pointerdown', 'keydown', 'wheel', 'touchstart'])"
            " addEventListener(act, () => { idle = false; }, {capture: true, once: true, passive: true});"
            f" for (const wait of [120, 700]) setTimeout(() => {{ if (!idle || !matchMedia('{screens}').matches) return;"
            f" const to = document.querySelector('.st-key-{name}');"
            " const still = matchMedia('(prefers-reduced-motion: reduce)').matches;"
            " if (to) to.scrollIntoView({block: 'start', behavior: still ? 'auto' : 'smooth'}); }, wait); }</script>",
            unsafe_allow_javascript=True,
        )
