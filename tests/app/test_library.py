"""Everything curated can be browsed and searched."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from advisor.domain.catalog import Catalog
from advisor.domain.passage import Hit, Passage
from advisor.domain.relations import Relations
from advisor.errors import SearchIndexError
from tests.app.conftest import ME
from tests.app.fake_advisor import FakeAdvisor
from tests.app.test_page import texts

SCRIPT = Path(__file__).with_name("library_script.py")
Library = Callable[..., AppTest]


@pytest.fixture
def library(advisor: FakeAdvisor) -> Library:
    """Opens the library, at an entry or a search if given."""

    def opened(**address: str) -> AppTest:
        at = AppTest.from_file(str(SCRIPT), default_timeout=30)
        at.session_state["visitor"] = ME
        for name, value in address.items():
            at.query_params[name] = value
        return at.run()

    return opened


def links(at: AppTest) -> list[str]:
    """The entries that the page links to."""
    found = [block.proto for block in at.get("page_link")]
    return [proto.query_string.removeprefix("entry=") for proto in found]


def test_the_first_shelf_has_every_problem_by_kind_of_data(library: Library, catalog: Catalog) -> None:
    at = library()
    assert not at.exception
    assert {f"pattern%2F{p}" for p in catalog.patterns} <= set(links(at))
    assert f"{len(catalog.components)} components" in texts(at)


@pytest.mark.parametrize("shelf", ["Problems", "Components", "Projects", "Guides", "Needs", "Datasets"])
def test_every_shelf_opens(library: Library, shelf: str) -> None:
    at = library(shelf=shelf)
    assert not at.exception
    assert len(links(at)) >= 4


@pytest.mark.parametrize(
    ("entry", "tells", "leads_to"),
    [
        ("pattern/spam-filtering", "Do you need machine learning?", "component%2Ftf-idf"),
        ("need/text-to-features", "Problems that demand it", "pattern%2Fspam-filtering"),
        ("component/tf-idf", "Learn it by doing", "need%2Ftext-to-features"),
        ("project/churn-look", "What will likely bite", "pattern%2Fchurn"),
        ("guide/leakage-checklist", "Sources", "component%2Fdata-leakage"),
        ("dataset/sms-spam-collection", "Licence", "project%2F"),
    ],
)
def test_an_entry_says_what_it_is_and_leads_on(library: Library, entry: str, tells: str, leads_to: str) -> None:
    at = library(entry=entry)
    assert not at.exception
    assert tells in texts(at)
    assert any(link.startswith(leads_to) for link in links(at))


@pytest.mark.parametrize("entry", ["pattern/nope", "secret/x", "pattern/", "sources/x", "pattern/../x", "<b>/<i>"])
def test_an_entry_that_does_not_exist_is_said_in_a_sentence(library: Library, entry: str) -> None:
    at = library(entry=entry)
    assert not at.exception
    assert "no such entry" in " ".join(i.value for i in at.info) or "The library" in texts(at)


def test_every_entry_of_the_catalogue_can_be_drawn(library: Library, catalog: Catalog) -> None:
    at = library()
    kinds = {"pattern": catalog.patterns, "need": catalog.needs, "component": catalog.components,
             "project": catalog.projects, "guide": catalog.guides, "dataset": catalog.datasets}  # fmt: skip
    for kind, table in kinds.items():
        for entry in list(table)[:: max(1, len(table) // 6)]:
            at.query_params["entry"] = f"{kind}/{entry}"
            at.run()
            assert not at.exception, entry


def test_a_search_shows_passages_and_leads_to_their_entries(library: Library, advisor: FakeAdvisor) -> None:
    passage = Passage(id="guide/leakage-checklist#x", title="Leakage: columns", text="Ask when it was known.",
                      kind="guide", entry="leakage-checklist")  # fmt: skip
    advisor.search = lambda query, k=5: [Hit(passage, 0.9)]  # type: ignore[attr-defined]
    at = library(q="score too good")
    assert "Ask when it was known." in texts(at)
    assert "guide%2Fleakage-checklist" in links(at)


def test_a_search_without_results_says_so_and_shows_what_was_typed_as_text(library: Library, advisor: FakeAdvisor) -> None:
    advisor.search = lambda query, k=5: []  # type: ignore[attr-defined]
    at = library(q="![x](http://evil) <b>")
    assert "has nothing on" in texts(at) and "![x](" not in texts(at)


def test_a_search_that_fails_is_one_plain_sentence(library: Library, advisor: FakeAdvisor) -> None:
    def fails(query: str, k: int = 5) -> list[Hit]:
        raise SearchIndexError("The search index cannot be used.", remedy="Run: advisor index build")

    advisor.search = fails  # type: ignore[attr-defined]
    at = library(q="leakage")
    assert not at.exception
    assert "cannot be used" in texts(at)


def test_while_search_loads_browsing_works_and_search_says_how_far_it_is(library: Library, advisor: FakeAdvisor) -> None:
    advisor.ready, advisor.progress = False, ("Indexing 10 of 20 texts", 0.5)
    at = library(q="leakage")
    assert not at.exception
    assert any("Indexing 10 of 20" in str(e.proto.text) for e in at.get("progress"))


def test_planning_a_problem_from_its_page_sends_it_to_the_advisor(library: Library) -> None:
    at = library(entry="pattern/churn")
    at = next(b for b in at.button if b.label.startswith("Plan this")).click().run()
    assert not at.exception
    assert at.session_state["visit"].pending.text.startswith("I want to ")


def test_relations_agree_with_each_other(catalog: Catalog) -> None:
    relations = Relations(catalog)
    for pattern in catalog.patterns.values():
        for line in relations.needs_of(pattern):
            assert pattern in relations.patterns_with_need(catalog.needs[line.need])
        for project in relations.projects_of(pattern):
            assert pattern in relations.patterns_of(project)
    for component in catalog.components.values():
        assert component not in relations.alternatives(component)
        assert all(component.id in p.introduces for p in relations.projects_with(component))
