"""How the catalogue is cut into passages, keys and examples."""

from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from advisor.catalog_files import read_corpus
from advisor.domain.catalog import Catalog
from advisor.domain.entries.components import Component
from advisor.domain.entries.patterns import Boundary, Pattern
from advisor.domain.entries.projects import Dataset, ProjectSpec
from advisor.domain.entries.sources import Guide, Source
from advisor.domain.passage import Cited, Example, Passage
from advisor.domain.vocabulary import SourceKind
from advisor.retrieval.passages import KEY_WORDS, contents, examples, keys, passages

CORPUS = Path(__file__).parents[2] / "corpus"


def catalog_of(**tables: Any) -> Catalog:
    return Catalog(**{field.name: tables.get(field.name, {}) for field in fields(Catalog)})


def guide(body: str, id: str = "rare-events", **more: Any) -> Guide:
    return Guide(
        id=id, title="Rare events", topics=("metrics",), answers="Why is my accuracy so high?", sources=("docs",),
        body=body, **more,
    )  # fmt: skip


SOURCES = {
    i: Source(
        id=i, title=f"The {i}", url=f"https://example.org/{i}", kind=SourceKind.DOCS, free=True,
        looked_at=date(2025, 1, 1), checked="read the page",
    )
    for i in ("docs", "paper", "report")
}  # fmt: skip

PATTERN: dict[str, Any] = {
    "id": "no-shows",
    "title": "Missed appointments",
    "summary": "Who will not come.",
    "asks": [f"who will miss visit {n}" for n in range(12)],
    "restate": "know who will not come",
    "in_ml_words": "classifying rows",
    "frame": {"modality": ["tabular"], "task": ["classification"], "domain": "health"},
    "exists": [
        {"name": "Reminders", "what": "Texts people.", "limits": "Reaches all alike", "sources": ["report"]},
        {"name": "A list", "what": "Sorted by hand", "limits": "Slow.", "sources": ["report", "paper"]},
    ],
    "need_ml": {"text": "Perhaps.", "rule": "missed one of the last two", "sources": ["paper"]},
    "baseline": "The rule.",
    "metrics": [{"component": "precision-at-k", "why": "You can ring thirty a day."}],
    "pitfalls": [{"text": "Cancelled is not missed.", "guide": "rare-events"}, {"text": "Leaks."}],
    "first_version": "A list a day.",
    "case_studies": [{"who": "A hospital", "what": "rang people", "source": "report"}],
    "left_out": [{"component": "precision-at-k", "why": "few rows", "when": "there are many"}],
    "projects": ["look", "build", "ship"],
}


def found(catalog: Catalog) -> dict[str, Passage]:
    cut = passages(catalog)
    assert len({p.id for p in cut}) == len(cut)
    return {p.id: p for p in cut}


def test_a_guide_is_cut_at_its_headings_and_keeps_its_introduction() -> None:
    body = (
        "# Rare events\n\nFew of many.\n\n## Why accuracy misleads\n\nBecause *most* are no.\n\n"
        "### Detail\n\nMore.\n\n## Do\nCount.\n"
    )
    made = found(catalog_of(guides={"rare-events": guide(body, patterns=("no-shows",))}, sources=SOURCES))
    assert {i: (p.title, p.text) for i, p in made.items()} == {
        "guide/rare-events": ("Rare events", "Few of many."),
        "guide/rare-events#why-accuracy-misleads": (
            "Rare events: Why accuracy misleads",
            "Because *most* are no.\n\n### Detail\n\nMore.",
        ),
        "guide/rare-events#do": ("Rare events: Do", "Count."),
    }
    section = made["guide/rare-events#do"]
    assert section.sources == (Cited(title="The docs", url="https://example.org/docs"),)
    assert (section.kind, section.entry, section.patterns) == ("guide", "rare-events", ("no-shows",))


def test_a_heading_inside_a_code_fence_is_code() -> None:
    made = found(catalog_of(guides={"g": guide("## Try\n\n```python\n## not a heading\nx = 1\n```\n\nDone.\n")}))
    assert list(made) == ["guide/rare-events#try"]
    assert "## not a heading" in made["guide/rare-events#try"].text


def test_two_sections_of_one_name_get_two_ids_and_empty_ones_none() -> None:
    made = found(catalog_of(guides={"g": guide("## Ça va?\none\n## Ça va?\ntwo\n## Empty\n\n## 数据\nthree\n")}))
    assert list(made) == ["guide/rare-events#ca-va", "guide/rare-events#ca-va-2", "guide/rare-events#section"]


def test_a_component_says_when_it_comes_in_and_why_it_is_left_out() -> None:
    component = Component.model_validate(
        {
            "id": "docker", "name": "Docker", "layer": "deployment", "summary": "Packs programs.",
            "aliases": ["containers"], "hours": {"aware": 1, "working": 5, "solid": 20}, "basis": "x",
            "when": "others run your program", "left_out": "One computer needs none", "sources": ["docs", "nowhere"],
        }
    )  # fmt: skip
    catalog = catalog_of(components={"docker": component}, sources=SOURCES)
    made = found(catalog)["component/docker"]
    assert made.text == (
        "Packs programs.\n\nComes in when others run your program.\n\nOften left out: One computer needs none."
    )
    assert [c.url for c in made.sources] == ["https://example.org/docs"]
    assert "containers" not in made.text and "Docker (containers)" in [k.text for k in keys([made], catalog)]


def test_a_pattern_is_cut_into_its_parts_each_with_the_sources_of_that_part() -> None:
    catalog = catalog_of(
        patterns={"no-shows": Pattern.model_validate(PATTERN)},
        guides={"rare-events": guide("## A\nb")},
        sources=SOURCES,
    )
    made = {i: p for i, p in found(catalog).items() if p.kind == "pattern"}
    assert {i: [c.title for c in p.sources] for i, p in made.items()} == {
        "pattern/no-shows": [],
        "pattern/no-shows#exists": ["The report", "The paper"],
        "pattern/no-shows#need-ml": ["The paper"],
        "pattern/no-shows#metrics": [],
        "pattern/no-shows#pitfalls": ["The docs"],
        "pattern/no-shows#first-version": [],
        "pattern/no-shows#case-studies": ["The report"],
        "pattern/no-shows#left-out": [],
    }
    assert all(p.patterns == ("no-shows",) for p in made.values())
    assert made["pattern/no-shows#exists"].text == (
        "- **Reminders**: Texts people. Limits: Reaches all alike.\n- **A list**: Sorted by hand. Limits: Slow."
    )


def test_a_project_and_its_dataset_belong_to_the_patterns_that_list_the_project() -> None:
    project = ProjectSpec.model_validate(
        {
            "id": "look", "title": "Look first", "kind": "look", "goal": "See.", "dataset": {"practise_on": "visits"},
            "baseline": "None", "target": "A number.", "introduces": ["pandas"], "uses": ["python", "pandas"],
            "milestones": [{"id": m, "text": m, "hours": 1, "done_when": m} for m in ("a", "b")],
            "obstacles": [{"symptom": "Suddenly 99 %", "teaches": "A column knows the future."}], "artefact": "A note.",
        }
    )  # fmt: skip
    dataset = Dataset.model_validate(
        {
            "id": "visits", "name": "Visits", "what": "Rows.", "modality": ["tabular"], "size": "9 rows",
            "licence": "CC0", "getting": "Download it.", "source": "report",
        }
    )  # fmt: skip
    made = found(
        catalog_of(
            patterns={"no-shows": Pattern.model_validate(PATTERN)},
            projects={"look": project},
            datasets={"visits": dataset},
            sources=SOURCES,
        )
    )
    assert made["project/look"].patterns == made["dataset/visits"].patterns == ("no-shows",)
    assert made["project/look"].components == ("pandas", "python")
    assert "Suddenly 99 %" in made["project/look"].text
    assert [c.title for c in made["project/look"].sources] == ["The report"]


def test_a_long_section_is_found_by_all_of_its_words_in_pieces_short_enough_for_the_model() -> None:
    words = [f"w{n}" for n in range(1000)]
    lines = [" ".join(words[n : n + 70]) for n in range(0, 700, 70)]
    body = "\n".join(["## Long", *lines, " ".join(words[700:])])
    catalog = catalog_of(guides={"rare-events": guide(body)})
    made = keys(passages(catalog), catalog)
    assert all(k.passage == "guide/rare-events#long" for k in made)
    assert all(len(k.text.split()) <= KEY_WORDS + len(["Rare", "events:", "Long"]) for k in made)
    assert [w for k in made for w in k.text.split() if w in set(words)] == words


def test_a_guide_is_found_by_the_question_that_it_answers() -> None:
    catalog = catalog_of(guides={"rare-events": guide("intro\n## A\nb")})
    assert [k.passage for k in keys(passages(catalog), catalog) if k.text == "Why is my accuracy so high?"] == [
        "guide/rare-events"
    ]


def test_examples_come_from_patterns_boundaries_and_intents_each_once() -> None:
    boundary = Boundary.model_validate(
        {"id": "chat", "verdict": "off-topic", "title": "Chat", "asks": ["hi", "joke", "hi", "weather"], "reply": "No."}
    )
    catalog = catalog_of(patterns={"no-shows": Pattern.model_validate(PATTERN)}, boundaries={"chat": boundary})
    made = examples(catalog, {"intent": {"greet": ["hi", "hello", "hi"]}})
    assert len(made) == 12 + 3 + 2
    assert Example("boundary", "chat", "hi") in made and Example("intent", "greet", "hi") in made
    assert len(contents(catalog, {"intent": {"greet": ["hi", "hello", "hi"]}}).examples) == len(made)


@pytest.mark.parametrize(
    "changed",
    [
        lambda: contents(catalog_of(guides={"rare-events": guide("## A\nb!")}), {"intent": {"greet": ["hi"]}}),
        lambda: contents(catalog_of(guides={"other": guide("## A\nb", id="other")}), {"intent": {"greet": ["hi"]}}),
        lambda: contents(catalog_of(guides={"rare-events": guide("## A\nb")}), {"intent": {"greet": ["hey"]}}),
        lambda: contents(catalog_of(guides={"rare-events": guide("## A\nb")}), {"intent": {"leave": ["hi"]}}),
    ],
)
def test_the_digest_changes_with_anything_that_is_embedded_or_named(changed: Any) -> None:
    same = [contents(catalog_of(guides={"rare-events": guide("## A\nb")}), {"intent": {"greet": ["hi"]}}).digest for _ in "ab"]
    assert same[0] == same[1] != changed().digest


def test_the_real_corpus_is_cut_into_passages_with_text_title_and_unique_ids() -> None:
    catalog = read_corpus(CORPUS).catalog
    for passage in found(catalog).values():
        assert passage.text.strip() and passage.title.strip()
        assert passage.id.split("#")[0] == f"{passage.kind}/{passage.entry}"
        assert {c.url for c in passage.sources} <= {s.url for s in catalog.sources.values()}
