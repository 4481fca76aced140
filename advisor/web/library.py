"""The library: everything curated, to browse and to search; from a problem to its needs, components and projects."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from advisor.dialogue.passages import shortened
from advisor.domain.entries.components import Component
from advisor.domain.entries.patterns import Pattern
from advisor.domain.entries.sources import Guide
from advisor.domain.passage import Hit
from advisor.domain.relations import Relations
from advisor.domain.vocabulary import LAYER_TITLES, Modality
from advisor.web import library_entries as entries
from advisor.web.library_entries import Library, cut
from advisor.web.session import attempt, go_to, send
from advisor.web.text import count, prose, safe, sentence

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

    from advisor.service import Advisor

ENTRY = "entry"
"""The name under which the page's address holds what is open."""
_SHOWN = "library-entry"
MODALITY_TITLES = {
    Modality.TABULAR: "Tables", Modality.TEXT: "Text", Modality.IMAGE: "Pictures", Modality.VIDEO: "Video",
    Modality.AUDIO: "Sound", Modality.TIME_SERIES: "Series over time", Modality.GRAPH: "Networks",
    Modality.INTERACTIONS: "Clicks and purchases", Modality.GEOSPATIAL: "Maps and satellite pictures",
    Modality.MOLECULAR: "Molecules and genes", Modality.ENVIRONMENT: "Games, robots, simulation",
    Modality.MULTIMODAL: "Several kinds together",
}  # fmt: skip
SHELVES = ("Problems", "Components", "Projects", "Guides", "Needs", "Datasets")
RESULTS = 12
WORDS_SHOWN = 45
LINE = 150
FEW = 4
"""Guides on one topic that do not make a shelf of their own yet."""


def draw(advisor: "Advisor", library: "StreamlitPage", talk: "StreamlitPage") -> None:
    """The page."""
    books = Library(advisor.catalog, Relations(advisor.catalog), library)
    with st.container(key="library"):
        kind, _, entry = st.query_params.get(ENTRY, "").partition("/")
        _keep_address(f"{kind}/{entry}" if entry else "")
        if entry:
            _open(books, kind, entry, talk)
        else:
            _shelves(advisor, books)


def _keep_address(entry: str) -> None:
    """Makes the browser's address that of the entry, so that it can be shared and gone back to.

    A link to the page that one is on changes what the page gets to know, and not the browser's address.
    """
    before, st.session_state[_SHOWN] = st.session_state.get(_SHOWN), entry
    if entry and before is not None and before != entry:
        st.query_params.from_dict({ENTRY: entry})


def _open(books: Library, kind: str, entry: str, talk: "StreamlitPage") -> None:
    with st.container(horizontal=True, gap="small", key="crumbs"):
        books.link_home()
    if not entries.draw(books, kind, entry):
        st.info("There is no such entry; it may have been renamed. The search finds it if it still exists.")
    elif kind == "pattern" and st.button("Plan this problem with the advisor", type="primary", key="plan-this"):
        go_to(None)
        send(f"I want to {books.catalog.patterns[entry].restate.rstrip('.')}.")
        st.switch_page(talk)


def _shelves(advisor: "Advisor", books: Library) -> None:
    catalog = books.catalog
    st.markdown("## The library", anchors=False)
    st.markdown(
        f"Everything that the advice draws on: {count(len(catalog.patterns), 'problem')}, "
        f"{count(len(catalog.components), 'component')} to learn, {count(len(catalog.projects), 'project')} and "
        f"{count(len(catalog.guides), 'guide')}. Written and checked beforehand, with sources; nothing here is made up while you read."
    )
    query = st.text_input(
        "Search the library", key="q", type="search", bind="query-params", max_chars=300,
        placeholder="for example: why is my score too good", label_visibility="collapsed",
    )  # fmt: skip
    if query and query.strip():
        _results(advisor, books, query)
        return
    shelf = st.segmented_control(
        "Shelf", SHELVES, default=SHELVES[0], key="shelf", bind="query-params", label_visibility="collapsed", required=True
    )
    _SHELVES[shelf or SHELVES[0]](books)


def _results(advisor: "Advisor", books: Library, query: str) -> None:
    if not advisor.ready:
        _loading(advisor)
        return
    if not advisor.whole:
        st.caption("The index is still being built: for now the search goes by words, later by meaning too.")
    hits: Sequence[Hit] = attempt(lambda: advisor.search(query, k=RESULTS)) or ()
    if not hits:
        st.markdown(f"The library has nothing on “{safe(query)}”. Try other words, or browse the shelves: clear the search.")
        return
    for number, hit in enumerate(hits):
        with st.container(key=f"hit-{number}", gap="xsmall"):
            books.link(hit.passage.kind, hit.passage.entry, hit.passage.title)
            st.markdown(prose(shortened(hit.passage.text, WORDS_SHOWN)))
            st.caption(entries.KINDS[hit.passage.kind])


@st.fragment(run_every="1s")
def _loading(advisor: "Advisor") -> None:
    """How far loading is; draws the page again when it is done."""
    if advisor.ready:
        st.rerun()
    what, share = advisor.progress
    st.progress(share, f"{what}. Search begins by itself when that is done; browsing works already.")


# --- shelves


def _problems(books: Library) -> None:
    by_kind: dict[Modality, list[Pattern]] = {}
    for pattern in books.catalog.patterns.values():
        by_kind.setdefault(pattern.frame.modality[0], []).append(pattern)
    for kind in Modality:
        if found := by_kind.get(kind):
            st.markdown(f"#### {MODALITY_TITLES[kind]}", anchors=False)
            _cards(books, kind, (("pattern", p.id, p.title, p.summary) for p in sorted(found, key=lambda p: p.title)))


def _components(books: Library) -> None:
    layer = st.segmented_control(
        "Layer", list(LAYER_TITLES), default=next(iter(LAYER_TITLES)), format_func=lambda one: LAYER_TITLES[one],
        key="layer", label_visibility="collapsed", required=True,
    )  # fmt: skip
    found: list[Component] = [c for c in books.catalog.components.values() if c.layer is layer]
    _cards(books, layer, (("component", c.id, c.name, c.summary) for c in sorted(found, key=lambda c: c.name.lower())))


def _projects(books: Library) -> None:
    titles = {p.id: p.title for p in sorted(books.catalog.patterns.values(), key=lambda p: p.title)}
    chosen = st.selectbox("Problem", list(titles), format_func=lambda i: titles[i], key="of-problem")
    if chosen is None:
        return
    for number, project in enumerate(books.relations.projects_of(books.catalog.patterns[chosen]), start=1):
        with st.container(key=f"shelf-project-{number}", gap="xsmall"):
            books.link("project", project.id, f"{number}. {project.title}")
            st.markdown(prose(project.goal))
            st.caption(f"{project.hours:g} hours of building")


def _guides(books: Library) -> None:
    by_topic: dict[str, list[Guide]] = {}
    for guide in books.catalog.guides.values():
        by_topic.setdefault(guide.topics[0], []).append(guide)
    few = [g for found in by_topic.values() if len(found) < FEW for g in found]
    for topic, found in sorted((t, g) for t, g in by_topic.items() if len(g) >= FEW):
        st.markdown(f"#### {sentence(topic.replace('-', ' '))}", anchors=False)
        _cards(books, topic, (("guide", g.id, g.title, g.answers) for g in found))
    if few:
        st.markdown("#### More" if len(few) < len(books.catalog.guides) else "#### All", anchors=False)
        _cards(books, "more", (("guide", g.id, g.title, g.answers) for g in few))


def _needs(books: Library) -> None:
    st.caption("What problems demand. Each leads to the problems that demand it and to what meets it.")
    _cards(books, "needs", (("need", n.id, sentence(n.name), n.why) for n in books.catalog.needs.values()))


def _datasets(books: Library) -> None:
    _cards(books, "data", (("dataset", d.id, d.name, d.what) for d in books.catalog.datasets.values()))


_SHELVES = {
    "Problems": _problems, "Components": _components, "Projects": _projects, "Guides": _guides, "Needs": _needs,
    "Datasets": _datasets,
}  # fmt: skip


def _cards(books: Library, key: str, rows: Iterable[tuple[str, str, str, str]]) -> None:
    """Title and a line on each, beside each other as the width allows."""
    with st.container(key=f"cards-{key}"):
        for kind, entry, title, more in rows:
            with st.container(key=f"card-{kind}-{entry}", gap=None):
                books.link(kind, entry, title)
                st.caption(prose(cut(more, LINE)))
