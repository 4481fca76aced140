"""What comes with a skill is not taught again, and what was refused gives way to anything that does the job."""

from datetime import UTC, date, datetime

from advisor.domain.brief import Brief, Fact
from advisor.domain.catalog import Catalog
from advisor.domain.frame import Frame
from advisor.domain.plan import Plan
from advisor.domain.progress import Mark, Progress, Status, learning_id
from advisor.domain.vocabulary import Hardware, Level
from advisor.planning.knowledge import knowledge
from advisor.planning.planner import Situation, make_plan

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, tzinfo=UTC)


def planned(catalog: Catalog, pattern: str, *facts: Fact) -> Plan:
    spec = catalog.patterns[pattern].frame
    frame = Frame(
        modality=spec.modality, task=spec.task, domain=spec.domain, conditions=spec.conditions, pattern=pattern, confidence=1
    )  # fmt: skip
    return make_plan(Situation(catalog, Brief(facts=facts), frame, Progress(), TODAY))


def said(skill: str, level: Level = Level.SOLID) -> Fact:
    return Fact(name="known_skills", key=skill, value=level)


def test_what_comes_with_a_tool_is_not_taught_to_those_who_work_with_it(catalog: Catalog) -> None:
    status = {c.component: c.status for c in planned(catalog, "churn", said("python"), said("scikit-learn")).stack}
    assert {status[c] for c in ("supervised-learning", "train-test-split", "jupyter", "descriptive-statistics")} == {"known"}
    assert status["data-leakage"] == "learn"


def test_the_persons_own_word_on_a_thing_goes_before_what_a_tool_implies(catalog: Catalog) -> None:
    for level in (Level.NONE, Level.AWARE):
        plan = planned(catalog, "churn", said("scikit-learn"), said("supervised-learning", level))
        assert next(c.status for c in plan.stack if c.component == "supervised-learning") == "learn"


def test_what_was_learnt_here_implies_only_what_it_rests_on(catalog: Catalog) -> None:
    tool = catalog.components["scikit-learn"]
    steps = [p for p in tool.practice if p.level is Level.WORKING]
    marks = {learning_id(tool.id, Level.WORKING, n): Mark(status=Status.DONE, at=NOW) for n in range(1, len(steps) + 1)}
    known = knowledge(catalog, Brief(), Progress(marks=marks))
    assert known["scikit-learn"].grounds == "learnt" and "python" in known
    assert "train-test-split" not in known


def test_a_refused_tool_gives_way_to_one_that_is_only_slow(catalog: Catalog) -> None:
    plan = planned(
        catalog, "object-detection", Fact(name="hardware", value=Hardware.CPU),
        Fact(name="preferences", key="ultralytics", value="avoid"),
    )  # fmt: skip
    chosen = {c.component for c in plan.stack}
    assert "torchvision-detection" in chosen and "ultralytics" not in chosen
    assert not any("asked to avoid" in note for note in plan.notes)


def test_without_splink_the_evidence_is_added_up_in_a_table_of_ones_own(catalog: Catalog) -> None:
    chosen = {c.component for c in planned(catalog, "entity-resolution").stack}
    assert "splink" in chosen and "match-weights-table" not in chosen
    chosen = {c.component for c in planned(catalog, "entity-resolution", Fact(name="preferences", key="splink", value="avoid")).stack}
    assert "match-weights-table" in chosen and "splink" not in chosen
