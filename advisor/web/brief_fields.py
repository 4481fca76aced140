"""The field for each kind of fact, and what is saved from it."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, NamedTuple

import streamlit as st

from advisor.dialogue.fact_words import HARDWARE_WORDS, LEVEL_WORDS, fact_words
from advisor.domain.brief import MOST_HOURS_PER_WEEK, Brief, Fact
from advisor.domain.catalog import Catalog
from advisor.domain.vocabulary import Condition, Hardware, Level
from advisor.planning.calendar_view import due_day
from advisor.planning.planner import ASSUMED_HOURS
from advisor.web import clicks
from advisor.web.dates import input_format, today
from advisor.web.text import safe, sentence

NAMES = {
    "problem": "Problem", "goal": "Goal", "data": "Data", "background": "Background", "known_skills": "Skill",
    "hours_per_week": "Hours a week", "deadline_weeks": "Date by which it is due", "hardware": "Computer",
    "conditions": "Circumstance", "preferences": "Preference",
    "scope": "Part of the plan", "pause_weeks": "Weeks lost", "own_tool": "Your own tool",
}  # fmt: skip
SCOPE = {"keep": "Keep it", "drop": "Leave it out", "split": "In smaller steps"}
PREFERENCES = {"prefer": "Rather with it", "avoid": "Rather without it", "any": "Either way"}
LEVELS = {level: words.capitalize() for level, words in LEVEL_WORDS.items()}
NO_DATE = "no-date"
FURTHEST_WEEKS = 520


class Slot(NamedTuple):
    """Which fact is edited, and what it is now."""

    catalog: Catalog
    brief: Brief
    name: str
    key: str
    value: Any

    @property
    def title(self) -> str:
        """What the field is called."""
        if self.key in self.catalog.components:
            return safe(self.catalog.components[self.key].name)
        if self.name == "conditions":
            return sentence(fact_words(self.catalog, Fact(name="conditions", key=self.key, value=True)))
        return NAMES[self.name]


def editor(slot: Slot, key: str, removable: bool) -> None:
    """The field for one fact, in a form of its own; `key` tells it from all others on the page."""
    with st.form(f"form-{key}", border=False):
        FIELDS.get(slot.name, _text)(slot, f"field-{key}")
        with st.container(horizontal=True, gap="xsmall"):
            st.form_submit_button("Save", type="primary", key=f"save-{key}", on_click=_save, args=(slot.name, slot.key, f"field-{key}"))
            if removable:
                st.form_submit_button("Take out", key=f"remove-{key}", on_click=_remove, args=(slot.name, slot.key))


def _hours(slot: Slot, field: str) -> None:
    st.number_input(slot.title, 0.5, MOST_HOURS_PER_WEEK, float(slot.value or ASSUMED_HOURS), 0.5, format="%g", key=field)


def _pause(slot: Slot, field: str) -> None:
    st.number_input(slot.title, 0.0, 104.0, float(slot.value or 1), 0.5, format="%g", key=field)


def _deadline(slot: Slot, field: str) -> None:
    now = today()
    first, last = now + timedelta(days=1), now + timedelta(weeks=FURTHEST_WEEKS)
    due = due_day(slot.brief, now) or now + timedelta(weeks=12)
    st.date_input(slot.title, min(max(due, first), last), first, last, format=input_format(), key=field)
    st.checkbox("There is no fixed date", slot.brief.fact("deadline_weeks") is not None and slot.value is None, key=f"{field}-{NO_DATE}")


def _scope(slot: Slot, field: str) -> None:
    ways = ["split"] if slot.value == "split" else ["keep", "drop"]
    st.radio(slot.title, ways, ways.index(str(slot.value)), format_func=SCOPE.__getitem__, key=field)


def _skill(slot: Slot, field: str) -> None:
    level = Level(slot.value) if slot.value is not None else Level.NONE
    st.radio(slot.title, list(LEVELS), list(LEVELS).index(level), format_func=LEVELS.__getitem__, key=field)


def _hardware(slot: Slot, field: str) -> None:
    kinds = list(Hardware)
    at = kinds.index(Hardware(slot.value)) if slot.value else kinds.index(Hardware.CPU)
    st.radio(slot.title, kinds, at, format_func=lambda h: sentence(HARDWARE_WORDS[h]), key=field)


def _condition(slot: Slot, field: str) -> None:
    st.radio(slot.title, [True, False], 0 if slot.value in (None, True) else 1, format_func=lambda v: "Yes" if v else "No", key=field)


def _preference(slot: Slot, field: str) -> None:
    ways = list(PREFERENCES)
    at = ways.index(str(slot.value)) if slot.value in ways else 0
    st.radio(slot.title, ways, at, format_func=PREFERENCES.__getitem__, key=field)


def _background(slot: Slot, field: str) -> None:
    names: Mapping[str, str] = {b.id: sentence(b.name) for b in slot.catalog.backgrounds.values()}
    index = list(names).index(str(slot.value)) if slot.value in names else None
    st.selectbox(slot.title, list(names), index, format_func=names.__getitem__, key=field)


def _own_tool(slot: Slot, field: str) -> None:
    st.text_input(slot.title, str(slot.value or ""), key=field, max_chars=40)


def _text(slot: Slot, field: str) -> None:
    st.text_area(slot.title, str(slot.value or ""), key=field, max_chars=2000)


FIELDS: Mapping[str, Callable[[Slot, str], None]] = {
    "hours_per_week": _hours, "pause_weeks": _pause, "deadline_weeks": _deadline, "scope": _scope, "known_skills": _skill,
    "hardware": _hardware, "conditions": _condition, "preferences": _preference, "background": _background, "own_tool": _own_tool,
}  # fmt: skip


def _save(name: str, key: str, field: str) -> None:
    value = st.session_state.get(field)
    if name == "deadline_weeks":
        no_date = st.session_state.get(f"{field}-{NO_DATE}")
        clicks.set_fact(name, key, None if no_date or value is None else round((value - today()).days / 7, 2))
        return
    if isinstance(value, str) and not isinstance(value, Level | Hardware):
        value = value.strip()
    if value in (None, ""):
        return
    if name == "scope" and value in ("keep", "drop"):
        clicks.rescope(key, str(value))
    else:
        clicks.set_fact(name, key, value)


def _remove(name: str, key: str) -> None:
    clicks.edit(remove=[(name, key)])


def choose_key(catalog: Catalog, name: str, key: str) -> str | None:
    """Of which component or circumstance a fact is to be added; None until one is chosen."""
    if name == "conditions":
        names = {c.value: sentence(fact_words(catalog, Fact(name="conditions", key=c.value, value=True))) for c in Condition}
    else:
        names = {c.id: c.name for c in catalog.components.values()}
    return st.selectbox(
        "Which one?" if name == "conditions" else "Of what?", sorted(names, key=lambda i: names[i].lower()), None,
        format_func=names.__getitem__, key=key, placeholder="Type to search",
    )  # fmt: skip
