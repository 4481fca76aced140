"""The conversation: messages, the answer as it comes, quick answers, the first page."""

import logging
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from advisor.dialogue.reading.text import LONGEST
from advisor.domain.catalog import Catalog
from advisor.domain.conversation import Message, OpenQuestion, Reply, Text
from advisor.errors import AdvisorError
from advisor.web.session import UNEXPECTED, Pending, act, attempt, current, go_to, message_id, send, visit, wiring
from advisor.web.text import link, prose, safe, safe_block
from advisor.web.turns import Turn

if TYPE_CHECKING:
    from advisor.service import Advisor, View

log = logging.getLogger(__name__)

TITLE = "What problem do you want to solve?"
WHAT_THIS_IS = (
    "Tell me in a sentence. I work out whether it needs machine learning at all, the least you would have to learn "
    "for it, and a few small projects that fit your hours."
)
NO_PROBLEM = "I have no problem yet"
DONT_KNOW = "I don't know"
WHY = "Why do you ask?"
NEXT = "What next?"
STARTERS = 5
INPUT = "message"
FEW_SOURCES = 3
NARROW, WIDE, EVERY = "(max-width: 900px)", "(min-width: 901px)", "all"
"""Screens, as in style.css."""
_NO_KEY = re.compile(r"[^A-Za-z0-9_-]")
ADVISOR, PERSON = ":material/explore:", ":material/person:"


# --- the first page


def welcome() -> None:
    """What this is; needs nothing to be loaded."""
    with st.container(key="start"):
        st.markdown(f"## {TITLE}", anchors=False)
        st.markdown(WHAT_THIS_IS)


def starters(catalog: Catalog) -> None:
    """Problems to begin with."""
    with st.container(key="starters", gap="xsmall"):
        st.caption("Or start from one of these:")
        with st.container(horizontal=True, gap="xsmall"):
            for text in starter_problems(catalog):
                _sender(text, text, 0)
            _sender(NO_PROBLEM, f"{NO_PROBLEM}.", 0, quiet=True)


def starter_problems(catalog: Catalog) -> list[str]:
    """One short problem in somebody's own words from each of a few different kinds of data."""
    found: list[str] = []
    seen: set[str] = set()
    for pattern in sorted(catalog.patterns.values(), key=lambda p: -len(p.asks)):  # the best-known problems first
        kind = pattern.frame.modality[0]
        ask = next(
            (a for a in pattern.asks if 30 <= len(a) <= 72 and re.search(r"\b(we|our|i|my|me)\b", a, re.I)), None
        )
        if ask and kind not in seen:
            seen.add(kind)
            found.append(_capital(ask))
    return found[:STARTERS]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _sender(label: str, text: str, last: int, quiet: bool = False) -> None:
    """A button that sends `text`, once, however often it is clicked."""
    id = message_id(last, text)
    st.button(
        safe(label),
        key=f"send-{id}",
        on_click=send,
        args=(text, id),
        type="tertiary" if quiet else "secondary",
        wrap=True,
    )


# --- what was said


def history(view: "View") -> None:
    """All messages."""
    for message in view.messages:
        _message(message)


def _message(message: Message) -> None:
    if message.role == "person":
        _person(message.text, message.id)
        return
    with st.container(key=f"message-{message.id}"), st.chat_message("assistant", avatar=ADVISOR):
        st.markdown(prose(message.text), anchors=False)
        reply = Reply.model_validate({**(message.reply or {}), "reply": message.text})
        _notices(reply.notices)
        _sources(reply, message.number)


def _person(text: str, id: str) -> None:
    with (
        st.container(key=f"message-{id}"),
        st.container(key=f"said-by-person-{id}"),
        st.chat_message("user", avatar=PERSON),
    ):
        st.markdown(safe_block(text))


def _notices(notices: Iterable[str]) -> None:
    for notice in notices:
        st.caption(f":material/info: {safe(notice)}")


def _sources(reply: Reply, number: int) -> None:
    """The numbered sources, and who worded the reply."""
    listed = "\n".join(f"{n}. {link(c.title, c.url)}" for n, c in enumerate(reply.citations, start=1))
    if len(reply.citations) > FEW_SOURCES:
        with st.expander(f"{len(reply.citations)} sources", type="compact", key=f"sources-{number}"):
            st.caption(listed)
    elif listed:
        st.caption(listed)
    with st.container(key=f"byline-{number}"):
        st.caption("Worded by rules" if reply.origin == "rules" else f"Worded by {safe(reply.origin)}")


# --- what can be said next


def suggestions(view: "View") -> None:
    """Quick answers to the open question, or what is usually said next."""
    last = view.messages[-1].number if view.messages else 0
    question, plan = view.state.dialogue.question, view.state.plan
    with st.container(key="answers", horizontal=True, gap="xsmall"):
        if question:
            _answers(question, last)
        elif plan:
            if not plan.agreed:
                st.button("Agree to this plan", key=f"agree-here-{last}", type="primary", on_click=agree)
            _sender(NEXT, NEXT, last)
            _sender("How far am I?", "How far am I?", last)


def _answers(question: OpenQuestion, last: int) -> None:
    for answer in question.answers:
        _sender(answer, answer, last)
    if not question.answers and question.id == "problem":
        _sender(NO_PROBLEM, f"{NO_PROBLEM}.", last)
    elif DONT_KNOW.lower() not in {a.lower().replace("’", "'") for a in question.answers}:
        _sender(DONT_KNOW, DONT_KNOW, last)
    _sender(WHY, WHY, last, quiet=True)


def agree() -> None:
    """Agrees to the plan as it is."""
    act(lambda advisor, conversation, owner: advisor.agree(conversation, owner))


def composer() -> None:
    """Where one writes; there before anything is loaded."""
    if visit().given_back:
        st.session_state[INPUT] = visit().given_back
        visit().given_back = ""
    with st.container(key="composer"):
        st.chat_input("Describe, answer or ask", key=INPUT, max_chars=LONGEST, on_submit=_submit)


def _submit() -> None:
    send(str(st.session_state[INPUT] or ""))


# --- the answer as it comes


def take_pending(advisor: "Advisor", owner: str) -> list[Turn]:
    """Begins to answer what was just sent, if anything was."""
    pending, visit().pending = visit().pending, None
    if pending is None:
        return []
    conversation = current()
    if conversation is None:
        made = attempt(lambda: advisor.new(owner))
        if made is None:
            visit().given_back = pending.text
            st.rerun()
        conversation, draft = made.id, visit().draft
        go_to(conversation)
        visit().draft = draft
    visit().failed.pop(pending.id, None)
    return [_start(advisor, conversation, owner, pending)]


def _start(advisor: "Advisor", conversation: str, owner: str, pending: Pending) -> Turn:
    return wiring().turns.start(
        conversation, pending.id, pending.text, lambda: advisor.reply(conversation, owner, pending.text, pending.id)
    )


def unanswered(advisor: "Advisor", view: "View", owner: str, started: list[Turn], place: DeltaGenerator) -> None:
    """Follows the answers that are being made, and begins those that a crash or a refresh has cut off."""
    conversation, known = view.conversation.id, {m.id for m in view.messages}
    turns = {t.message: t for t in [*started, *wiring().turns.running(conversation)]}
    given_up = []
    for message in view.unanswered:
        if message.id in visit().failed or message.id in visit().stopped:
            given_up.append(message)
        elif message.id not in turns:
            turns[message.id] = _start(advisor, conversation, owner, Pending(message.id, message.text))
    if not turns and not given_up:
        return
    with place, st.container():
        for message in given_up:
            _offer_again(message)
        for turn in turns.values():
            if turn.message not in known:
                _person(turn.text, turn.message)
            scroll_to(turn.message, EVERY)
            _follow(turn, advisor)
    if turns:
        after = advisor.open(conversation, owner)
        stored, left = ({m.id for m in messages} for messages in (after.messages, after.unanswered))
        for turn in turns.values():
            if (turn.message in left and not turn.stopped) or turn.message not in stored:
                _failed(turn, turn.error, turn.message in stored)
        st.rerun()


def scroll(view: "View") -> None:
    """Brings the newest exchange to the top; on a phone only when the person wrote, not when they clicked below."""
    spoken = [m for m in view.messages if m.role == "person"]
    if spoken:
        newest = view.messages[-1]
        scroll_to(spoken[-1].id, NARROW)
        scroll_to(spoken[-1].id if newest.answers else newest.id, WIDE)


def scroll_to(message: str, screens: str) -> None:
    """Scrolls to a message on such screens: once, since a script runs when it is new to the page."""
    name = f"message-{_NO_KEY.sub('-', message)}"
    with st.container(key=f"quiet-{name}-{'wide' if screens == WIDE else 'narrow'}"):
        st.html(
            f"<script>setTimeout(() => {{ if (!matchMedia('{screens}').matches) return;"
            f" const to = document.querySelector('.st-key-{name}');"
            " if (to) to.scrollIntoView({block: 'start', behavior: 'smooth'}); }, 120);</script>",
            unsafe_allow_javascript=True,
        )


def _offer_again(message: Message) -> None:
    sentence = visit().failed.get(message.id)
    with st.container(key=f"again-{message.number}"):
        if sentence:
            st.error(safe(sentence), icon=":material/error:")
        else:
            st.caption("You stopped this answer.")
        st.button("Answer it now", key=f"again-{message.id}", on_click=_again, args=(message.id,))


def _again(message: str) -> None:
    visit().failed.pop(message, None)
    visit().stopped.discard(message)


def _follow(turn: Turn, advisor: "Advisor") -> None:
    """Shows a turn until it is over."""
    with st.container(key="live"), st.chat_message("assistant", avatar=ADVISOR):
        body, line = st.empty(), st.empty()
        if advisor.speaking != "rules":
            st.button(
                "Stop",
                key=f"stop-{turn.message}",
                type="tertiary",
                icon=":material/stop_circle:",
                on_click=_stop,
                args=(turn,),
            )
        text = waiting = ""
        for event in turn.follow():
            if isinstance(event, Text):
                text += event.text
                body.markdown(prose(text), anchors=False)
                line.empty()
            elif event is None and not text and waiting != _waiting(advisor):
                waiting = _waiting(advisor)
                line.caption(waiting)


def _waiting(advisor: "Advisor") -> str:
    if advisor.ready:
        return "Working it out …"
    what, share = advisor.progress
    return f"Getting ready: {safe(what[:1].lower() + what[1:])}, {share * 100:.0f} %. Your message is kept."


def _stop(turn: Turn) -> None:
    turn.stop()
    visit().stopped.add(turn.message)


def _failed(turn: Turn, error: Exception | None, stored: bool) -> None:
    """Keeps the sentence for the next drawing; gives the words back if they could not even be stored."""
    if isinstance(error, AdvisorError):
        sentence = error.sentence
        log.warning("a turn failed: %s %s", error, error.detail)
    else:
        sentence = UNEXPECTED
        log.error("a turn failed", exc_info=error)
    if stored:
        visit().failed[turn.message] = sentence
    else:
        visit().given_back = turn.text
        visit().notes.append(("error", sentence))
