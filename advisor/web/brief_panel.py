"""What was understood: every fact in plain words, where it comes from, and a way to change it."""

from typing import Any

import streamlit as st

from advisor.dialogue.fact_words import fact_words
from advisor.dialogue.wording import listed, short
from advisor.domain.brief import KEYED, Brief, Fact, Provenance
from advisor.domain.catalog import Catalog
from advisor.domain.frame import Frame
from advisor.domain.plan import Assumption
from advisor.planning.calendar_view import due_day
from advisor.web import clicks
from advisor.web.brief_fields import NAMES, Slot, choose_key, editor
from advisor.web.dates import day, today
from advisor.web.text import prose, safe, sentence

ORDER = (
    "problem", "goal", "data", "background", "known_skills", "hours_per_week", "deadline_weeks", "hardware",
    "pause_weeks", "conditions", "preferences", "scope", "own_tool",
)  # fmt: skip
ADDABLE = (
    "hours_per_week", "deadline_weeks", "known_skills", "hardware", "background", "goal", "data", "conditions",
    "preferences", "pause_weeks",
)  # fmt: skip
"""What can be added by hand. The problem is told in the talk; parts of the plan are kept or left out where they stand."""
MARKS = {
    Provenance.ASSUMED: " :orange-badge[assumed]", Provenance.INFERRED: " :orange-badge[inferred]",
    Provenance.EDITED: " :gray-badge[set by you]", Provenance.SAID: "",
}  # fmt: skip


def draw(catalog: Catalog, brief: Brief, frame: Frame | None, assumptions: tuple[Assumption, ...], serial: int) -> None:
    """The panel. `serial` changes with every turn, so that an editor closes when it has done its work."""
    if frame:
        st.markdown(_framing(catalog, frame))
    with st.container(key="facts", gap=None):
        for fact in sorted(brief.facts, key=lambda f: ORDER.index(f.name)):
            slot = Slot(catalog, brief, fact.name, fact.key, fact.value)
            _row(slot, _words(catalog, brief, fact) + MARKS[fact.provenance], _source(fact), serial)
        for assumed in assumptions:
            if brief.fact(assumed.fact, assumed.key) is None:
                slot = Slot(catalog, brief, assumed.fact, assumed.key, None)
                _row(slot, prose(assumed.text) + MARKS[Provenance.ASSUMED], "", serial)
    _add(catalog, brief, serial)


def _framing(catalog: Catalog, frame: Frame) -> str:
    tasks, data = listed([t.value for t in frame.task]), listed([m.value for m in frame.modality])
    pattern = catalog.patterns.get(frame.pattern or "")
    title = f"**{safe(pattern.title)}**: {tasks} on {data} data" if pattern else f"{sentence(tasks)} on {data} data"
    return f"I read it as {title}." if pattern else f"{title}, composed from parts."


def _words(catalog: Catalog, brief: Brief, fact: Fact) -> str:
    """The fact as a sentence."""
    words = fact_words(catalog, fact)
    match fact.name:
        case "problem" | "goal" | "data":
            return f"{NAMES[fact.name]}: {safe(short(str(fact.value), 200))}"
        case "hours_per_week":
            return f"You have {words}."
        case "known_skills":
            return prose(f"{sentence(words)}.")
        case "deadline_weeks" if (due := due_day(brief, today())):
            return f"It is due by {day(due)}."
        case "deadline_weeks":
            return "There is no fixed date."
        case "hardware":
            return f"You have {words}."
        case _:
            return prose(f"{sentence(words)}.") if not words.endswith("”") else prose(sentence(words))


def _source(fact: Fact) -> str:
    """The words that it rests on; empty where there are none, or where the fact is these words."""
    if not fact.quote or fact.name == "problem":
        return ""
    lead = "Inferred from" if fact.provenance is Provenance.INFERRED else "You said"
    return f"{lead} “{safe(short(fact.quote, 120))}”"


def _row(slot: Slot, words: str, source: str, serial: int) -> None:
    name = f"{slot.name}-{slot.key}" if slot.key else slot.name
    with st.container(key=f"fact-{name}", horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False):
        with st.container(gap=None):
            st.markdown(words)
            if source:
                with st.container(key=f"quote-{name}"):  # shown on hover and focus, always where there is no mouse
                    st.caption(source)
        with clicks.menu(f"Change :small[{slot.title}]", f"change-{name}") as opened:
            if opened:
                there = slot.value is not None or slot.brief.fact(slot.name, slot.key) is not None
                editor(slot, f"{name}-{serial}", removable=there)


def _add(catalog: Catalog, brief: Brief, serial: int) -> None:
    """Something that was not said yet."""
    kinds = [n for n in ADDABLE if n in KEYED or not brief.named(n)]
    with clicks.menu("Add a fact", "add-fact", ":material/add:") as opened:
        if not opened:
            return
        kind = st.selectbox("What about?", kinds, format_func=NAMES.__getitem__, key=f"add-kind-{serial}")
        if not kind:
            return
        key = choose_key(catalog, kind, f"add-key-{kind}-{serial}") if kind in KEYED else ""
        if key is None:
            return
        fact: Any = brief.fact(kind, key)
        slot = Slot(catalog, brief, kind, key, fact.value if fact else None)
        editor(slot, f"new-{kind}-{key}-{serial}", removable=False)
