"""Who words the replies now, where what one writes goes, and what the conversation has taken of language models."""

from typing import TYPE_CHECKING

import streamlit as st

from advisor.domain.conversation import Usage
from advisor.spending import Limits
from advisor.voices import RULES, Voice
from advisor.web.model_choice import chosen
from advisor.web.numbers import whole
from advisor.web.session import attempt, current, wiring
from advisor.web.text import count, safe
from advisor.web.visitor import owner

if TYPE_CHECKING:
    from advisor.service import Advisor

TOKENS = "pieces of words, by which models count and providers charge"
LOADING = 1.0
"""Seconds after which it is looked how far a file is loaded."""



def now(advisor: "Advisor") -> None:
    """The box that says so."""
    voice = chosen()
    with st.container(key="voice-now", border=True, gap="xsmall"):
        if advisor.speaking == RULES:
            st.markdown("**Now: rules.** What you write stays on this server.")
        elif voice is None:
            st.markdown(f"**Now: {safe(advisor.speaking)}**, set up with this server. {_goes(wiring().settings.model)}")
        else:
            st.markdown(f"**Now: {safe(voice.name)}** ({safe(voice.title)}). {_goes(voice.setting)}")
            if voice.keyed:
                st.caption("Your key is kept for this tab alone. It is stored nowhere, and gone when you reload or close the tab.")
            if voice.standing:
                _loading(voice)
        if advisor.speaking != RULES and (host := _traced_to()):
            st.caption(
                f":material/visibility: Tracing is switched on for this server: what you write and what the model answers also goes "
                f"to {safe(host)}."
            )
        conversation = current()
        if conversation:
            taken = attempt(lambda: advisor.usage(conversation, owner()))
            if taken is not None:
                st.caption(spent(taken, advisor.limits))


def _traced_to() -> str:
    from advisor.models.tracing import traced_to

    return traced_to()


def _goes(setting: str) -> str:
    from advisor.models.providers import find

    row, name = find(setting)
    if not row.stays_here(name):
        return "What you write goes to its provider."
    return "It runs on this machine." if _traced_to() else "What you write stays on this machine."


def spent(taken: Usage, limits: Limits) -> str:
    """What a conversation has taken of language models, of how much, in one line."""
    if not taken.calls:
        budget = f" One may be asked for up to {whole(limits.tokens)} tokens ({TOKENS})." if limits.tokens else ""
        return f"No language model was asked in this conversation so far.{budget}"
    of = f" of {whole(limits.tokens)}" if limits.tokens else ""
    money = ""
    if taken.cost is not None:
        money = f", {_money(taken.cost)}{f' of {limits.money:g}' if limits.money else ''} in money"
    about = "about " if taken.estimated else ""
    return f"This conversation has taken {about}{whole(taken.tokens)}{of} tokens ({TOKENS}) in {count(taken.calls, 'call')} to language models{money}."


def _money(cost: float) -> str:
    return f"{cost:.2f}" if cost >= 0.1 or not cost else f"{cost:.4f}"


def _loading(voice: Voice) -> None:
    """How far a file is loaded."""
    loading = voice.standing.startswith("Loading")

    @st.fragment(run_every=LOADING if loading else None)
    def shown() -> None:
        st.caption(safe(voice.standing))
        if loading and not voice.standing.startswith("Loading"):
            st.rerun()

    shown()
