"""One entry of the library, whole: what it says, what it rests on, and links to what it hangs together with."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from advisor.domain.catalog import Catalog
from advisor.domain.entries.components import Component, Need, Requirement
from advisor.domain.entries.patterns import Pattern
from advisor.domain.entries.projects import Dataset, ProjectSpec
from advisor.domain.entries.sources import Guide
from advisor.domain.relations import Relations
from advisor.domain.vocabulary import LAYER_TITLES, LEARNABLE, Priority
from advisor.web.numbers import num
from advisor.web.plan_stack import LEVEL_GOALS
from advisor.web.text import count, link, prose, safe, sentence

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

KINDS = {
    "pattern": "Problem", "need": "Need", "component": "Component", "project": "Project", "guide": "Guide",
    "dataset": "Dataset",
}  # fmt: skip
_FIRST_MUST = {Priority.MUST: "", Priority.SHOULD: " · if time allows", Priority.COULD: " · a later step"}


@dataclass(frozen=True)
class Library:
    """What every piece of the page needs."""

    catalog: Catalog
    relations: Relations
    page: "StreamlitPage"

    def link(self, kind: str, entry: str, title: str) -> None:
        """A link to an entry."""
        st.page_link(self.page, label=safe(title), icon="", query_params={"entry": f"{kind}/{entry}"})

    def link_home(self) -> None:
        """A link to the shelves."""
        st.page_link(self.page, label="The library", icon=":material/arrow_back:")

    def links(self, kind: str, found: Iterable[tuple[str, str]], key: str) -> None:
        """Links in a row, from (id, title) pairs."""
        with st.container(horizontal=True, gap="xsmall", key=f"row-{key}"):
            for entry, title in found:
                self.link(kind, entry, title)

    def components(self, ids: Iterable[str], key: str) -> None:
        """Links to components."""
        self.links("component", [(i, self.catalog.components[i].name) for i in ids if i in self.catalog.components], key)

    def sources(self, ids: Iterable[str]) -> str:
        """Links to sources, with what kind each is and when it was looked at."""
        found = [self.catalog.sources[i] for i in dict.fromkeys(ids) if i in self.catalog.sources]
        return "\n".join(f"- {link(s.title, s.url)} :gray[{s.kind}{'' if s.free else ', not free'}, seen {s.looked_at:%d %b %Y}]" for s in found)


def cut(text: str, most: int) -> str:
    """`text` on one line, at most so many characters of it, cut between words."""
    plain = " ".join(text.split())
    return plain if len(plain) <= most else plain[:most].rsplit(" ", 1)[0].rstrip(",;:") + "\N{NO-BREAK SPACE}…"


def draw(books: Library, kind: str, entry: str) -> bool:
    """Draws the entry; False if there is none."""
    table, drawing = _DRAWN.get(kind, (None, None))
    found = getattr(books.catalog, table).get(entry) if table else None
    if found is None or drawing is None:
        return False
    st.caption(KINDS[kind])
    drawing(books, found)
    return True


def _heading(title: str) -> None:
    st.markdown(f"## {safe(title)}", anchors=False)


def _part(title: str, text: str = "") -> None:
    st.markdown(f"#### {title}\n\n{text}" if text else f"#### {title}", anchors=False)


def _sources(books: Library, ids: Iterable[str]) -> None:
    if text := books.sources(ids):
        _part("Sources", text)


def _bullets(texts: Iterable[str]) -> str:
    return "\n".join(f"- {prose(text)}" for text in texts)


def _pattern(books: Library, p: Pattern) -> None:
    _heading(p.title)
    badges = [*p.frame.modality, *p.frame.task, *p.frame.conditions]
    st.markdown(f"{prose(p.summary)}\n\n" + " ".join(f":gray-badge[{badge}]" for badge in badges))
    st.markdown(f"**In ML words:** {prose(p.in_ml_words)}")
    _part("Do you need machine learning?", f"{prose(p.need_ml.text)}\n\n**Try first:** {prose(p.need_ml.rule)}")
    if p.needs_gpu:
        st.markdown(f"**Hardware:** {prose(p.needs_gpu)}")
    _part("What exists already", _bullets(f"**{e.name}.** {e.what} *Where it falls short:* {e.limits}" for e in p.exists))
    _part("The baseline to beat", prose(p.baseline))
    _part("A first honest version", prose(p.first_version))
    _part("What it demands, and what meets it")
    for line in books.relations.needs_of(p):
        need = books.catalog.needs[line.need]
        with st.container(key=f"need-{need.id}", gap="xsmall"):
            when = f" · only if {' or '.join(line.when)}" if line.when else ""
            st.markdown(f"**{sentence(need.name)}**  \n{prose(line.why or need.why)} :gray[{LEVEL_GOALS[line.level]}{_FIRST_MUST[line.priority]}{when}]")
            books.links("component", [(c.id, c.name) for c in books.relations.meeting(need)], f"need-{need.id}")
    _part("Metrics")
    for m in p.metrics:
        with st.container(gap="xsmall", key=f"metric-{m.component}"):
            books.components([m.component], f"metric-{m.component}")
            st.markdown(prose(m.why))
    _part("Common mistakes")
    for number, pitfall in enumerate(p.pitfalls):
        st.markdown(f"- {prose(pitfall.text)}")
        if pitfall.guide and pitfall.guide in books.catalog.guides:
            books.links("guide", [(pitfall.guide, books.catalog.guides[pitfall.guide].title)], f"pitfall-{number}")
    _part("Projects, each building on the one before")
    for number, project in enumerate(books.relations.projects_of(p), start=1):
        with st.container(gap="xsmall", key=f"project-{number}"):
            books.link("project", project.id, f"{number}. {project.title}")
            st.markdown(f"{prose(project.goal)} :gray[{num(project.hours)} hours of building]")
    if p.left_out:
        names = books.catalog.components
        _part("What you can leave out", _bullets(
            f"**{names[x.component].name}.** {x.why} *Comes in when* {x.when.rstrip('.')}." for x in p.left_out if x.component in names
        ))  # fmt: skip
    _part("How others have done it", _bullets(f"**{c.who}.** {c.what}" for c in p.case_studies))
    _sources(books, [*(s for e in p.exists for s in e.sources), *p.need_ml.sources, *(c.source for c in p.case_studies)])


def _need(books: Library, n: Need) -> None:
    _heading(f"To {n.name}")
    st.markdown(prose(n.why))
    _part("Any of these meets it")
    books.links("component", [(c.id, c.name) for c in books.relations.meeting(n)], "meeting")
    _part("Problems that demand it")
    books.links("pattern", [(p.id, p.title) for p in books.relations.patterns_with_need(n)], "patterns")


def _component(books: Library, c: Component) -> None:
    _heading(c.name)
    st.markdown(f"{prose(c.summary)}\n\n:gray-badge[{LAYER_TITLES[c.layer]}]")
    if c.aliases:
        st.caption(f"Also called: {', '.join(safe(a) for a in c.aliases)}")
    _part("Hours from nothing, what it rests on being known", "\n".join(
        f"- **{level}:** {num(c.hours.at(level))} h" for level in LEARNABLE
    ) + f"\n\n:gray[These rest on: {prose(c.basis)}]")  # fmt: skip
    if c.easier_from:
        names = books.catalog.components
        st.markdown("Quicker for those who know " + ", ".join(
            f"{safe(names[i].name)} ({num(round(100 * share))} % of the hours)" for i, share in c.easier_from.items() if i in names
        ) + ".")  # fmt: skip
    if c.implies:
        names = books.catalog.components
        st.markdown(f"Who has worked with it is taken to know {', '.join(safe(names[i].name) for i in c.implies if i in names)}.")
    if c.requires:
        _part("Know first")
        for number, requirement in enumerate(c.requires):
            _requirement(books, requirement, number)
    if c.practice:
        _part("Learn it by doing", "\n".join(
            f"{number}. *{step.level}.* {prose(step.text)} **Done when:** {prose(step.done_when)}"
            for number, step in enumerate(c.practice, start=1)
        ))  # fmt: skip
    if c.left_out or c.when:
        _part("Often left out", " ".join(t for t in (prose(c.left_out or ""), f"Comes in when {c.when.rstrip('.')}." if c.when else "") if t))
    _linked(books, "It meets these needs", "need", [(n.id, sentence(n.name)) for i in c.meets if (n := books.catalog.needs.get(i))])
    _linked(books, "Instead of it", "component", [(x.id, x.name) for x in books.relations.alternatives(c)])
    _linked(books, "Rests on it", "component", [(x.id, x.name) for x in books.relations.resting_on(c)])
    _linked(books, "Introduced in these projects", "project", [(x.id, x.title) for x in books.relations.projects_with(c)])
    _linked(books, "Occurs in these problems", "pattern", [(x.id, x.title) for x in books.relations.patterns_with(c)])
    _linked(books, "Guides", "guide", [(g.id, g.title) for g in books.relations.guides_on(c)])
    _sources(books, c.sources)


def _requirement(books: Library, requirement: Requirement, number: int) -> None:
    with st.container(horizontal=True, gap="xsmall", key=f"requires-{number}", vertical_alignment="center"):
        for i in requirement.any_of:
            if i in books.catalog.components:
                books.link("component", i, books.catalog.components[i].name)
        either = "any of these, " if len(requirement.any_of) > 1 else ""
        st.caption(f"{either}{LEVEL_GOALS[requirement.level]}")


def _linked(books: Library, title: str, kind: str, found: Sequence[tuple[str, str]]) -> None:
    if found:
        _part(title)
        books.links(kind, found, title.lower().replace(" ", "-"))


def _project(books: Library, p: ProjectSpec) -> None:
    _heading(p.title)
    st.markdown(f"**Goal:** {prose(p.goal)}")
    data = books.catalog.datasets.get(p.dataset.practise_on or "")
    if data:
        books.links("dataset", [(data.id, f"Practise on: {data.name}")], "data")
    if p.dataset.then:
        st.markdown(f"**{'Then' if data else 'Data'}:** {prose(p.dataset.then)}")
    st.markdown(f"**Baseline:** {prose(p.baseline)}\n\n**Target:** {prose(p.target)}\n\n**To show at the end:** {prose(p.artefact)}")
    _part(f"{count(len(p.milestones), 'step')}, {num(p.hours)} hours of building", "\n".join(
        f"{number}. {prose(m.text)} **Done when:** {prose(m.done_when)} :gray[{num(m.hours)} h]"
        for number, m in enumerate(p.milestones, start=1)
    ))  # fmt: skip
    _part("What will likely bite, and what it teaches")
    for number, obstacle in enumerate(p.obstacles):
        st.markdown(f"- **{prose(obstacle.symptom.rstrip('.'))}.** {prose(obstacle.teaches)}")
        if obstacle.guide and obstacle.guide in books.catalog.guides:
            books.links("guide", [(obstacle.guide, books.catalog.guides[obstacle.guide].title)], f"obstacle-{number}")
    names = books.catalog.components
    _linked(books, "New here", "component", [(i, names[i].name) for i in p.introduces if i in names])
    _linked(books, "Uses", "component", [(i, names[i].name) for i in p.uses if i in names])
    _linked(books, "Part of", "pattern", [(x.id, x.title) for x in books.relations.patterns_of(p)])


def _guide(books: Library, g: Guide) -> None:
    _heading(g.title)
    st.caption(prose(g.answers))
    st.markdown(prose(g.body), anchors=False)
    names, patterns = books.catalog.components, books.catalog.patterns
    _linked(books, "Components", "component", [(i, names[i].name) for i in g.components if i in names])
    _linked(books, "Problems", "pattern", [(i, patterns[i].title) for i in g.patterns if i in patterns])
    _sources(books, g.sources)


def _dataset(books: Library, d: Dataset) -> None:
    _heading(d.name)
    rows = (("What it holds", d.what), ("Size", d.size), ("Licence", d.licence), ("Getting it", d.getting), ("Caution", d.caution))
    st.markdown("\n\n".join(f"**{title}:** {prose(text)}" for title, text in rows if text))
    _linked(books, "Practised on in", "project", [(p.id, p.title) for p in books.relations.projects_on(d)])
    _sources(books, [d.source])


_DRAWN: dict[str, tuple[str, Callable[..., None]]] = {
    "pattern": ("patterns", _pattern), "need": ("needs", _need), "component": ("components", _component),
    "project": ("projects", _project), "guide": ("guides", _guide), "dataset": ("datasets", _dataset),
}  # fmt: skip
