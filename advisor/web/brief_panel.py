"""What was understood: every fact in plain words, where it comes from, and a way to change it."""

from collections.abc import Mapping
from typing import Any, TypedDict

import streamlit as st

from advisor.dialogue.wording import HARDWARE_WORDS, LEVEL_WORDS, fact_words, listed, short
from advisor.domain.brief import Brief, Fact, Provenance
from advisor.domain.catalog import Catalog
from advisor.domain.frame import Frame
from advisor.domain.plan import Assumption
from advisor.domain.vocabulary import Hardware, Level
from advisor.planning.planner import ASSUMED_HOURS
from advisor.web.session import act
from advisor.web.text import prose, safe, sentence

ORDER = (
    "problem", "goal", "data", "background", "known_skills", "hours_per_week", "deadline_weeks", "hardware",
    "pause_weeks", "conditions", "preferences", "scope",
)  # fmt: skip
NAMES = {
    "problem": "Problem", "goal": "Goal", "data": "Data", "background": "Background", "known_skills": "Skill",
    "hours_per_week": "Hours a week", "deadline_weeks": "Weeks until it is due", "hardware": "Computer",
    "conditions": "Circumstance", "preferences": "Preference",
    "scope": "Part of the plan", "pause_weeks": "Weeks lost",
}  # fmt: skip
ADDABLE = ("hours_per_week", "deadline_weeks", "known_skills", "hardware", "background", "goal", "preferences")
SCOPE = {"keep": "Keep it", "drop": "Leave it out", "split": "In smaller steps"}
PREFERENCES = {"prefer": "Rather with it", "avoid": "Rather without it"}
LEVELS = {level: words.capitalize() for level, words in LEVEL_WORDS.items()}


def draw(catalog: Catalog, brief: Brief, frame: Frame | None, assumptions: tuple[Assumption, ...], serial: int) -> None:
    """The panel. `serial` changes with every turn, so that an editor closes when it has done its work."""
    if frame:
        st.markdown(_framing(catalog, frame))
    facts = sorted(brief.facts, key=lambda f: ORDER.index(f.name))
    with st.container(key="facts", gap=None):
        for fact in facts:
            _row(_words(catalog, fact), _source(fact), catalog, fact.name, fact.key, fact.value, serial)
        for assumed in assumptions:
            if brief.fact(assumed.fact, assumed.key) is None:
                _row(prose(assumed.text), "assumed", catalog, assumed.fact, assumed.key, None, serial)
    _add(catalog, brief, serial)


def _framing(catalog: Catalog, frame: Frame) -> str:
    tasks, data = listed([t.value for t in frame.task]), listed([m.value for m in frame.modality])
    pattern = catalog.patterns.get(frame.pattern or "")
    title = f"**{safe(pattern.title)}**: {tasks} on {data} data" if pattern else f"{sentence(tasks)} on {data} data"
    return f"I read it as {title}." if pattern else f"{title}, composed from parts."


def _words(catalog: Catalog, fact: Fact) -> str:
    if fact.name in ("problem", "goal", "data"):
        return f"{NAMES[fact.name]}: {safe(short(str(fact.value), 200))}"
    return prose(sentence(fact_words(catalog, fact)))


def _source(fact: Fact) -> str:
    quoted = f" “{safe(short(fact.quote, 120))}”" if fact.quote else ""
    match fact.provenance:
        case Provenance.SAID:
            return "your words" if fact.name == "problem" else f"you said{quoted}"
        case Provenance.INFERRED:
            return f"inferred from{quoted}" if quoted else "inferred"
        case Provenance.EDITED:
            return "set by you"
        case _:
            return "assumed"


def _row(words: str, source: str, catalog: Catalog, name: str, key: str, value: Any, serial: int) -> None:
    slot = f"{name}-{key}" if key else name
    with st.container(key=f"fact-{slot}", horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False):
        with st.container(gap=None):
            st.markdown(words)
            st.caption(source)
        with st.popover("Change", type="tertiary", key=f"change-{slot}-{serial}"):
            st.markdown(f"**{_title(catalog, name, key)}**")
            _editor(catalog, name, key, value, f"{slot}-{serial}", removable=value is not None)


def _title(catalog: Catalog, name: str, key: str) -> str:
    if key in catalog.components:
        return safe(catalog.components[key].name)
    if name == "conditions":
        return sentence(fact_words(catalog, Fact(name="conditions", key=key, value=True)))
    return NAMES[name]


def _editor(catalog: Catalog, name: str, key: str, value: Any, slot: str, removable: bool) -> None:
    """The field for one fact, in a form of its own."""
    with st.form(f"form-{slot}", border=False):
        field = f"field-{slot}"
        _field(catalog, name, key, value, field)
        with st.container(horizontal=True, gap="xsmall"):
            st.form_submit_button("Save", type="primary", key=f"save-{slot}", on_click=_save, args=(name, key, field))
            if removable:
                st.form_submit_button("Take out", key=f"remove-{slot}", on_click=_remove, args=(name, key))


def _field(catalog: Catalog, name: str, key: str, value: Any, field: str) -> None:
    label = _title(catalog, name, key)
    hidden: _Label = {"label_visibility": "collapsed"}
    match name:
        case "hours_per_week":
            st.number_input(label, 0.5, 80.0, float(value or ASSUMED_HOURS), 0.5, format="%g", key=field, **hidden)
        case "pause_weeks":
            st.number_input(label, 0.0, 104.0, float(value or 1), 0.5, format="%g", key=field, **hidden)
        case "scope":
            ways = ["split"] if value == "split" else ["keep", "drop"]
            st.radio(label, ways, ways.index(str(value)), format_func=SCOPE.__getitem__, key=field, **hidden)
        case "deadline_weeks":
            st.number_input(label, 1.0, 520.0, float(value or 12), 1.0, format="%g", key=field, **hidden)
        case "known_skills":
            level = Level(value) if value is not None else Level.NONE
            st.radio(
                label, list(LEVELS), list(LEVELS).index(level), format_func=LEVELS.__getitem__, key=field, **hidden
            )
        case "hardware":
            kinds = list(Hardware)
            at = kinds.index(Hardware(value)) if value else kinds.index(Hardware.CPU)
            st.radio(label, kinds, at, format_func=lambda h: sentence(HARDWARE_WORDS[h]), key=field, **hidden)
        case "conditions":
            st.radio(label, [True, False], 0 if value in (None, True) else 1, format_func=_yes_no, key=field, **hidden)
        case "preferences":
            ways = list(PREFERENCES)
            at = ways.index(str(value)) if value in ways else 0
            st.radio(label, ways, at, format_func=PREFERENCES.__getitem__, key=field, **hidden)
        case "background":
            names: Mapping[str, str] = {b.id: sentence(b.name) for b in catalog.backgrounds.values()}
            index = list(names).index(str(value)) if value in names else None
            st.selectbox(label, list(names), index, format_func=names.__getitem__, key=field, **hidden)
        case _:
            st.text_area(label, str(value or ""), key=field, max_chars=2000, **hidden)


class _Label(TypedDict):
    label_visibility: Any


def _yes_no(value: bool) -> str:
    return "Yes" if value else "No"


def _save(name: Any, key: str, field: str) -> None:
    value = st.session_state.get(field)
    if isinstance(value, str) and not isinstance(value, Level | Hardware):
        value = value.strip()
    if value in (None, ""):
        return
    fact = Fact(name=name, key=key, value=value, provenance=Provenance.EDITED)
    act(lambda advisor, conversation, owner: advisor.edit(conversation, owner, facts=[fact]))


def _remove(name: str, key: str) -> None:
    act(lambda advisor, conversation, owner: advisor.edit(conversation, owner, remove=[(name, key)]))


def _add(catalog: Catalog, brief: Brief, serial: int) -> None:
    """Something that was not said yet."""
    kinds = [n for n in ADDABLE if n in ("known_skills", "preferences") or not brief.named(n)]
    with st.popover("Add a fact", type="tertiary", icon=":material/add:", key=f"add-{serial}"):
        kind = st.selectbox("What about?", kinds, format_func=NAMES.__getitem__, key=f"add-kind-{serial}")
        key = ""
        if kind in ("known_skills", "preferences"):
            names = {c.id: c.name for c in catalog.components.values()}
            chosen = st.selectbox(
                "Of what?", sorted(names, key=lambda i: names[i].lower()), None, format_func=names.__getitem__,
                key=f"add-key-{serial}", placeholder="Type to search",
            )  # fmt: skip
            if chosen is None:
                return
            key = chosen
        if kind:
            fact = brief.fact(kind, key)
            _editor(catalog, kind, key, fact.value if fact else None, f"new-{kind}-{key}-{serial}", removable=False)
