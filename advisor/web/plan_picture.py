"""The picture of what leads to what: problem, needs, components, projects. A click on a part tells why it is there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from advisor.dialogue.plan_words import receipt
from advisor.dialogue.wording import listed, short
from advisor.domain.catalog import Catalog
from advisor.domain.plan import Choice, Plan
from advisor.planning.next_step import next_step
from advisor.web.numbers import hours
from advisor.web.text import links, prose, safe

HERE = Path(__file__).parent
KEY = "picture"
EVERYTHING = "All projects"


@dataclass(frozen=True)
class Picture:
    """What is drawn for one project: its parts by id in three columns, and what leads from one to the next."""

    needs: Mapping[str, str]
    components: Mapping[str, str]
    projects: Mapping[str, str]
    edges: tuple[tuple[str, str], ...]

    @property
    def names(self) -> Mapping[str, str]:
        """All parts."""
        return {**self.needs, **self.components, **self.projects}


def picture(catalog: Catalog, plan: Plan) -> None:
    """The picture for one project, or for all; beneath it what was clicked, and everything in words."""
    numbers = {f"{n}. {p.title}": p.id for n, p in enumerate(plan.projects, start=1) if p.introduces}
    if not numbers:
        st.markdown("Nothing new to learn: there is nothing to draw.")
        return
    found = next_step(plan)
    current = next((label for label, id in numbers.items() if found and id == found.project.id), next(iter(numbers)))
    labels = [*numbers, EVERYTHING]
    shown = st.selectbox("What to learn for", labels, labels.index(current), key=f"picture-of-{plan.version}") or current
    drawn = [draw_for(catalog, plan, id) for label, id in numbers.items() if shown in (label, EVERYTHING)]
    chosen = _graph()(
        key=f"{KEY}-{plan.version}-{labels.index(shown)}", data=_data(plan, drawn), default={"part": ""},
        on_part_change=_nothing, height="content",
    ).part  # fmt: skip
    with st.container(key="picture-told"):
        st.markdown(told(catalog, plan, drawn, str(chosen or "")))
    with st.expander("The same in words", key="picture-words", type="compact"):
        st.markdown("\n".join(in_words(one) for one in drawn))


def draw_for(catalog: Catalog, plan: Plan, project: str) -> Picture:
    """The parts for what a project teaches. Each component is taught by one project, so that pictures share none.

    What meets no need itself stands in the way of those that rest on it: it is drawn with their needs.
    """
    number, found = next((n, p) for n, p in enumerate(plan.projects, start=1) if p.id == project)
    chosen = [c for c in plan.stack if c.component in found.introduces]
    serves = {c.component: _needs_of(plan, c) for c in chosen}
    needs = list(dict.fromkeys(n for c in chosen for n in serves[c.component]))
    order = sorted(chosen, key=lambda c: (min((needs.index(n) for n in serves[c.component]), default=len(needs)), not c.needs))
    edges = [(f"need/{n}", f"component/{c.component}") for c in order for n in serves[c.component]]
    edges += [(f"component/{c.component}", f"project/{project}") for c in order]
    return Picture(
        needs={f"need/{n}": catalog.needs[n].name if n in catalog.needs else n for n in needs},
        components={f"component/{c.component}": c.name for c in order},
        projects={f"project/{project}": f"{number}. {found.title}"},
        edges=tuple(edges),
    )


def _needs_of(plan: Plan, choice: Choice, seen: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The needs that a component meets, or else those of what rests on it."""
    if choice.needs or choice.component in seen:
        return choice.needs
    above = [c for c in plan.stack if c.component in choice.required_by]
    return tuple(dict.fromkeys(n for c in above for n in _needs_of(plan, c, seen | {choice.component})))


def told(catalog: Catalog, plan: Plan, drawn: Sequence[Picture], part: str) -> str:
    """Why a part is in the picture; how to use it if none is chosen."""
    kind, _, id = part.partition("/")
    names = {i: name for one in drawn for i, name in one.names.items()}
    if part not in names:
        return "Choose a part of the picture, and here stands why it is there."
    before = [names[a] for one in drawn for a, b in one.edges if b == part]
    after = [names[b] for one in drawn for a, b in one.edges if a == part]
    if kind == "need":
        need = catalog.needs.get(id)
        why = f" {prose(need.why)}" if need else ""
        return f"**You need to {safe(names[part])}.**{why} What meets it here: {safe(listed(after))}."
    if kind == "project":
        project = next(p for p in plan.projects if p.id == id)
        return f"**{safe(names[part])}** ({hours(project.hours)}). {prose(project.goal)} It teaches {safe(listed(before))}."
    choice = plan.choice(id)
    assert choice is not None
    sources = f"  \nSource: {links(choice.citations)}" if choice.citations else ""
    return f"{prose(receipt(catalog, plan, choice))} You learn it in {safe(listed(after))}.{sources}"


def in_words(drawn: Picture) -> str:
    """The picture as a list."""
    names = drawn.names
    lines = []
    for need, name in drawn.needs.items():
        lines.append(f"- You need to {safe(name)}:")
        for _, component in (e for e in drawn.edges if e[0] == need):
            where = [safe(names[p]) for c, p in drawn.edges if c == component]
            lines.append(f"    - {safe(names[component])}, learnt in {listed(where)}")
    return "\n".join(lines)


# --- the drawing


def _data(plan: Plan, drawn: Sequence[Picture]) -> dict[str, Any]:
    return {
        "problem": short(plan.problem, 160),
        "titles": ["You need to", "so you learn", "and use it in"],
        "pictures": [
            {
                "columns": [[{"id": i, "name": n} for i, n in parts.items()] for parts in (one.needs, one.components, one.projects)],
                "edges": [list(edge) for edge in one.edges],
            }
            for one in drawn
        ],
    }


@cache
def _graph() -> Any:
    """The component, registered once."""
    css, js = ((HERE / name).read_text(encoding="utf-8") for name in ("picture.css", "picture.js"))
    return st.components.v2.component("advisor_picture", html='<div class="picture"></div>', css=css, js=js)


def _nothing() -> None:
    """The choice needs no more than the drawing that follows."""
