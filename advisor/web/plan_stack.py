"""The stack: what to learn, layer by layer, each with why, sources and what can be done about it; then what is left out."""

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from advisor.dialogue.plan_words import receipt
from advisor.dialogue.wording import listed, strip_when
from advisor.domain.catalog import Catalog
from advisor.domain.plan import Choice, Cut, Omission, Plan
from advisor.domain.vocabulary import LAYER_TITLES, Layer, Level
from advisor.web import clicks, plan_picture
from advisor.web.numbers import hours
from advisor.web.text import count, links, prose, safe, sentence

LEVEL_GOALS = {"aware": "know what it is for", "working": "to a working level", "solid": "to a solid level"}
VIEWS = ("List", "Picture")


def stack(catalog: Catalog, plan: Plan, last: int) -> None:
    """The stack as a list, or as a picture of what leads to what."""
    view = st.segmented_control("Show as", VIEWS, default=VIEWS[0], key="stack-view", label_visibility="collapsed")
    if view == VIEWS[1]:
        plan_picture.picture(catalog, plan)
        return
    order = list(Layer)
    chosen = sorted((c for c in plan.stack if c.status != "known"), key=lambda c: order.index(c.layer))
    if not chosen:
        st.markdown("Nothing new to learn: you can start building.")
    for layer, choices in groupby(chosen, key=lambda c: c.layer):
        st.markdown(f"##### {LAYER_TITLES[layer]}", anchors=False)
        with st.container(key=f"layer-{layer.value}", gap=None):
            for choice in choices:
                _choice(catalog, plan, choice, last)
    known = [c for c in plan.stack if c.status == "known"]
    if known:
        with st.expander(f"You know it already: {count(len(known), 'thing')}", key="known"):
            for choice in known:
                _choice(catalog, plan, choice, last)
    _cuts(plan.cut, last)
    if plan.notes:
        st.info("  \n".join(prose(n) for n in plan.notes), icon=":material/info:")
    _left_out(plan.left_out, last)


def effort(choice: Choice) -> str:
    """What it asks of the person: 'to a working level · 4 hours'."""
    if choice.status == "known":
        return "known"
    return f"{LEVEL_GOALS[choice.level.value if choice.status == 'learn' else 'aware']} · {hours(choice.hours)}"


def _choice(catalog: Catalog, plan: Plan, choice: Choice, last: int) -> None:
    with st.container(key=f"choice-{choice.component}", horizontal=True, vertical_alignment="top", gap="xsmall", wrap=False):
        with st.container(gap=None):
            st.markdown(f"**{safe(choice.name)}** :small[:gray[{effort(choice)}]]")
            sources = f" {links(choice.citations)}" if choice.citations else ""
            own = f" **{safe(sentence(choice.own_words))}.**" if choice.own_tool else ""
            st.caption(f"{prose(choice.why)}{sources}{own}")
        with clicks.menu(f":small[More about {safe(choice.name)}]", f"about-{choice.component}", ":material/more_horiz:") as opened:
            if opened:
                about(catalog, plan, choice, last)


def about(catalog: Catalog, plan: Plan, choice: Choice, last: int) -> None:
    """The receipt of a choice, and what can be done about it."""
    st.markdown(receipt(catalog, plan, choice).replace(f"**{choice.name}**", f"**{safe(choice.name)}**"))
    id = choice.component
    clicks.say(f"What is {safe(choice.name)}?", f"What is {choice.name}?", last, f"what-{id}")
    if choice.status == "known":
        _fact_button("I do not know this", ("known_skills", id, Level.NONE.value), last)
        return
    _fact_button("I know this", ("known_skills", id, choice.level.value if choice.status == "learn" else Level.WORKING.value), last)
    _fact_button("Use something else", ("preferences", id, "avoid"), last)
    clicks.say("What would change without it?", f"Why not do it without {choice.name}?", last, f"without-{id}")
    for need in choice.needs:
        label = "Leave it out" if len(choice.needs) == 1 else f"Leave it out where it serves to {safe(catalog.needs[need].name)}"
        st.button(label, key=f"leave-{id}-{need}-{last}", type="tertiary", wrap=True, on_click=clicks.rescope, args=(f"need/{need}", "drop"))
    if not choice.needs and choice.required_by:
        names = [safe(c.name) for c in plan.stack if c.component in choice.required_by]
        st.caption(f"It cannot be left out by itself, because {listed(names[:4])} {'rests' if len(names) == 1 else 'rest'} on it.")


def _fact_button(label: str, fact: tuple[str, str, str], last: int) -> None:
    st.button(label, key=f"{fact[0]}-{fact[2]}-{fact[1]}-{last}", type="tertiary", on_click=clicks.set_fact, args=fact)


def _cuts(cuts: Sequence[Cut], last: int) -> None:
    for heading, some in (
        ("Cut to fit your time", [c for c in cuts if not c.wished]), ("Left out as you asked", [c for c in cuts if c.wished]),
    ):  # fmt: skip
        if some:
            st.markdown(f"##### {heading}", anchors=False)
        for cut in some:
            with st.container(key=f"cut-{cut.kind}-{cut.id}", gap=None):
                st.markdown(f"**{safe(cut.what)}** :small[:gray[saves {hours(cut.saves)}]]")
                st.caption(f"{prose(cut.costs)} {prose(cut.back)}")
                if cut.id:
                    st.button(
                        "Put it back", key=f"back-{cut.kind}-{cut.id}-{last}", type="tertiary", on_click=clicks.rescope,
                        args=(f"{cut.kind}/{cut.id}", "keep"),
                    )  # fmt: skip


def _left_out(entries: Sequence[Omission], last: int) -> None:
    if not entries:
        return
    with st.expander(f"Left out: {count(len(entries), 'thing')} that a generic roadmap would add", key="left-out", on_change="rerun") as folded:
        if not folded.open:
            return
        for entry in entries:
            with st.container(key=f"omitted-{entry.component}", gap=None):
                st.markdown(f"**{safe(entry.name)}**: {prose(entry.why)} *Comes in when {prose(strip_when(entry.when))}.*")
                with st.container(horizontal=True, gap="xsmall"):
                    clicks.say("Do I need it?", f"Do I need {entry.name}?", last, f"need-{entry.component}")
                    _fact_button("Bring it in", ("preferences", entry.component, "prefer"), last)
