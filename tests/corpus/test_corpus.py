"""The knowledge base as shipped is sound, and what is wrong in one is said with file, line and remedy."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from advisor.catalog_files import load_catalog, read_corpus
from advisor.domain.brief import Brief
from advisor.domain.catalog import Catalog
from advisor.domain.catalog_checks import check_catalog
from advisor.domain.entries.patterns import Pattern
from advisor.domain.frame import Frame
from advisor.domain.vocabulary import Modality, Priority, Task
from advisor.errors import CatalogError
from advisor.planning.checks import check_plans
from advisor.planning.demands import conditions_of, demands_of

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
FIRST_SLICE = {
    "spam-filtering", "product-recommendation", "image-classification", "object-detection", "demand-forecasting", "churn",
    "fraud-detection", "semantic-search", "document-question-answering", "information-extraction", "review-sentiment",
    "predictive-maintenance", "ml-platform",
}  # fmt: skip


def test_the_corpus_has_no_mistakes(catalog: Catalog) -> None:
    assert read_corpus(CORPUS).mistakes == []
    assert check_catalog(catalog) == []


def test_every_pattern_is_solvable_from_zero_and_from_each_background(catalog: Catalog) -> None:
    assert check_plans(catalog) == []


def test_the_first_slice_is_complete(catalog: Catalog) -> None:
    assert set(catalog.patterns) >= FIRST_SLICE
    assert len(catalog.components) >= 100
    assert len(catalog.datasets) >= 25
    assert len(catalog.projects) >= 50
    assert len(catalog.guides) >= 40


def _must(catalog: Catalog, frame: Frame) -> set[str]:
    """The needs that a plan for a problem of this kind never goes without."""
    return {d.need for d in demands_of(catalog, frame, conditions_of(frame, Brief())) if d.priority is Priority.MUST}


def _of(pattern: Pattern) -> Frame:
    spec = pattern.frame
    return Frame(modality=spec.modality, task=spec.task, domain=spec.domain, conditions=spec.conditions, pattern=pattern.id, confidence=1)


def test_whoever_instructs_a_language_model_has_questions_with_known_answers(catalog: Catalog) -> None:
    musts = {p.id: _must(catalog, _of(p)) for p in catalog.patterns.values()}
    instructing = {p: needs for p, needs in musts.items() if needs & {"instruct-language-model", "run-language-model"}}
    assert len(instructing) > 5
    assert [p for p, needs in instructing.items() if not needs & {"build-eval-set", "get-labels"}] == []


def test_whoever_is_woken_by_alarms_decides_when_they_ring(catalog: Catalog) -> None:
    musts = {p.id: _must(catalog, _of(p)) for p in catalog.patterns.values()}
    alarming = {p: needs for p, needs in musts.items() if needs & {"judge-alarms", "find-anomalies"}}
    assert len(alarming) > 2
    assert [p for p, needs in alarming.items() if not needs & {"choose-threshold", "alert-on-what-matters"}] == []


@pytest.mark.parametrize("task", [Task.CLASSIFICATION, Task.REGRESSION])
@pytest.mark.parametrize("modality", [Modality.TABULAR, Modality.TIME_SERIES, Modality.IMAGE, Modality.AUDIO])
def test_a_composed_plan_keeps_the_rows_of_one_person_or_thing_together(catalog: Catalog, modality: Modality, task: Task) -> None:
    assert "evaluate-by-group" in _must(catalog, Frame(modality=(modality,), task=(task,), confidence=0.4))


def test_every_source_is_https_dated_and_says_how_it_was_checked(catalog: Catalog) -> None:
    for source in catalog.sources.values():
        assert source.url.startswith("https://")
        assert source.checked


def _break(old: str, new: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        path = root / "patterns" / "spam-filtering.yaml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


@pytest.mark.parametrize(
    ("change", "tells"),
    [
        (_break("baseline:", "basline:"), "basline"),
        (_break("need: ", "need: no-such-need-"), "does not exist"),
        (_break("modality: [text]", "modality: [smell]"), "modality"),
        (_break("- id:", "- id: ["), "not valid YAML"),
    ],
)
def test_a_mistake_names_file_and_line(tmp_path: Path, change: Callable[[Path], None], tells: str) -> None:
    root = tmp_path / "corpus"
    shutil.copytree(CORPUS, root)
    change(root)
    loaded = read_corpus(root)
    problems = [str(m) for m in loaded.mistakes]
    for problem in check_catalog(loaded.catalog):
        file, line = loaded.place(problem.kind, problem.entry)
        problems.append(f"{file}:{line}: {problem.text}")
    hit = [p for p in problems if tells in p and "corpus/patterns/spam-filtering.yaml:" in p]
    assert hit, problems[:5]


def test_a_broken_corpus_is_refused_with_a_plain_sentence(tmp_path: Path) -> None:
    (tmp_path / "corpus" / "needs").mkdir(parents=True)
    (tmp_path / "corpus" / "needs" / "a.yaml").write_text("- id: [", encoding="utf-8")
    with pytest.raises(CatalogError) as caught:
        load_catalog(tmp_path / "corpus")
    assert "advisor catalog check" in caught.value.remedy
