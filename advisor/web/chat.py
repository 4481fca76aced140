"""The conversation as it goes on: the first page, what can be said next, the answer as it comes."""

import logging
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from advisor.dialogue.reading.text import LONGEST
from advisor.domain.brief import Brief
from advisor.domain.catalog import Catalog
from advisor.domain.conversation import Decided, Message, OpenQuestion, Reply, Text
from advisor.errors import AdvisorError
from advisor.web import messages
from advisor.web.session import UNEXPECTED, Pending, act, attempt, current, go_to, message_id, send, visit, wiring
from advisor.web.text import prose, safe
from advisor.web.turns import Turn

if TYPE_CHECKING:
    from advisor.domain.conversation import View
    from advisor.service import Advisor

log = logging.getLogger(__name__)

TITLE = "What problem do you want to solve?"
WHAT_THIS_IS = (
    "Tell me in a sentence, and I work out whether it needs machine learning at all, the least you would have to learn "
    "for it, and a few small projects that fit your hours."
)
NO_PROBLEM = "I have no problem yet"
DONT_KNOW = "I don't know"
WHY = "Why do you ask?"
NEXT = "What next?"
STARTERS = 3
INPUT = "message"
SOON = 0.4
"""Seconds that a page waits for a turn by rules before it is drawn; nearly all take less."""


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
    """Problems that the knowledge base puts forward for somebody who looks around first."""
    return [p.starter for p in catalog.patterns.values() if p.starter][:STARTERS]


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


def take_pending(advisor: "Advisor", owner: str) -> None:
    """Stores what was just sent, if anything was; from then on it waits for its answer.

    The page's address names a new conversation only once the message is kept in it: whoever reloads the page as soon as
    the address changes would otherwise lose it.
    """
    pending, visit().pending = visit().pending, None
    if pending is None:
        return
    conversation = current() or attempt(lambda: advisor.new(owner).id)
    if conversation is None or attempt(lambda: _hear(advisor, conversation, owner, pending)) is None:
        visit().given_back = pending.text
        st.rerun()
    visit().failed.pop(pending.id, None)
    visit().stopped.discard(pending.id)
    if current() is None:
        draft = visit().draft
        go_to(conversation)
        visit().draft = draft


def _hear(advisor: "Advisor", conversation: str, owner: str, pending: Pending) -> Message:
    return advisor.hear(conversation, owner, pending.text, pending.id, pending.instead_of)


def answered_soon(advisor: "Advisor", view: "View", owner: str) -> "View":
    """The conversation with the answers that come in a moment: a page is then drawn once, not before and after."""
    waiting = [m for m in view.unanswered if m.id not in visit().failed and m.id not in visit().stopped]
    if not waiting or advisor.speaking != "rules" or not advisor.ready:
        return view
    until = time.monotonic() + SOON
    begun: list[Turn] = []
    for message in waiting:
        begun.append(_start(advisor, view.conversation.id, owner, message))
        if not begun[-1].over_within(until - time.monotonic()):
            break
    return _after([t for t in begun if t.over_within(0)], advisor, view, owner)


def _after(turns: Sequence[Turn], advisor: "Advisor", view: "View", owner: str) -> "View":
    """The conversation after these turns; keeps what to say of those that failed."""
    after = advisor.open(view.conversation.id, owner, visit().shown)
    left = {m.id for m in after.unanswered}
    for turn in turns:
        if turn.message in left and not turn.stopped:
            _failed(turn.message, turn.error)
    return after


def ahead(view: "View") -> "View | None":
    """What the running turn has decided, as the conversation will show it when it is worded; None if nothing is ahead."""
    waiting = {m.id for m in view.unanswered}
    for turn in wiring().turns.running(view.conversation.id):
        reply = turn.decided
        if reply is None or turn.message not in waiting:
            continue
        last = view.messages[-1]
        dialogue = view.state.dialogue.model_copy(update={"question": reply.question, "frame": reply.frame, "verdict": reply.verdict})
        state = view.state.model_copy(update={"brief": Brief(facts=reply.facts), "plan": reply.plan, "dialogue": dialogue})
        worded = last.model_copy(update={"id": f"{last.id}-ahead", "role": "advisor", "number": last.number + 1})
        return replace(view, messages=(*view.messages, worded), state=state)
    return None


def waiting(view: "View") -> list[Message]:
    """The messages at the end that wait for their answers."""
    unanswered, found = {m.id for m in view.unanswered}, list[Message]()
    for message in reversed(view.messages):
        if message.id not in unanswered:
            break
        found.insert(0, message)
    return found


def at_the_end(view: "View") -> list[tuple[Message, DeltaGenerator]]:
    """Draws the messages that wait, each behind the other; those to be answered with a place for what comes."""
    last, places = waiting(view), list[tuple[Message, DeltaGenerator]]()
    for message in view.unanswered:
        if message in last:
            messages.person(message, view.forks)
        if message.id in visit().failed or message.id in visit().stopped:
            _offer_again(message)
        else:
            places.append((message, st.container(key=f"live-{messages.key_of(message.id)}")))
    return places


def follow(advisor: "Advisor", view: "View", owner: str, places: Sequence[tuple[Message, DeltaGenerator]]) -> None:
    """Follows the answers that are being made, and begins those that a crash, a refresh or a stop has cut off."""
    followed: list[Turn] = []
    for message, place in places:
        messages.scroll_to(message.id, messages.EVERY)
        followed.append(_start(advisor, view.conversation.id, owner, message))
        with place:
            _follow(followed[-1], advisor)
    if followed:
        _after(followed, advisor, view, owner)
        st.rerun()


def _start(advisor: "Advisor", conversation: str, owner: str, message: Message) -> Turn:
    return wiring().turns.start(
        conversation, message.id, message.text, lambda: advisor.reply(conversation, owner, message.text, message.id)
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
    visit().announced.discard(message)


def _follow(turn: Turn, advisor: "Advisor") -> None:
    """Shows a turn until it is over. When it is decided and a model words it, the page is drawn anew, to show that at once."""
    with st.chat_message("assistant", avatar=messages.ADVISOR):
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
        decided: Reply | None = None
        for event in turn.follow():
            if isinstance(event, Decided) and advisor.speaking != "rules":
                decided = event.reply
                if turn.message not in visit().announced:
                    visit().announced.add(turn.message)
                    st.rerun()
            if isinstance(event, Text):
                text = event.after(text)
                body.markdown(prose(text), anchors=False)
            coming = _coming(decided, text) if decided or text else _waiting(advisor)
            if coming != waiting:
                waiting = coming
                line.caption(waiting) if waiting else line.empty()


def _coming(decided: Reply | None, text: str) -> str:
    """What is decided and not yet in the words that came so far."""
    if decided is None:
        return ""
    question = decided.question.text if decided.question and "?" not in text else ""
    if text:
        return safe(question)
    plan = f"Version {decided.plan.version} of the plan is drafted. " if decided.plan and decided.plan_changed else ""
    return f"{plan}{f'{safe(question)} ' if question else ''}Putting it into words …"


def _waiting(advisor: "Advisor") -> str:
    if advisor.ready:
        return "Working it out …"
    what, share = advisor.progress
    return f"Getting ready: {safe(what[:1].lower() + what[1:])}, {share * 100:.0f} %. Your message is kept."


def _stop(turn: Turn) -> None:
    turn.stop()
    visit().stopped.add(turn.message)


def _failed(message: str, error: Exception | None) -> None:
    """Keeps the sentence for the next drawing."""
    if isinstance(error, AdvisorError):
        visit().failed[message] = error.sentence
        log.warning("a turn failed: %s %s", error, error.detail)
    else:
        visit().failed[message] = UNEXPECTED
        log.error("a turn failed", exc_info=error)
