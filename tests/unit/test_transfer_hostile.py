"""What a stranger wrote into a file does nothing: it is left out, defused or refused in a sentence."""

import json
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import exports, transfer
from advisor.admission import Admission
from advisor.domain.brief import Brief, Fact, FactName
from advisor.domain.catalog import Catalog
from advisor.domain.conversation import OpenQuestion, Option, State
from advisor.domain.plan import Citation
from advisor.domain.progress import Mark, Progress, Status
from advisor.errors import BadInput
from advisor.exports import conversation as kept_form
from advisor.exports.conversation import KeptConversation
from advisor.planning.planner import Situation, make_plan
from advisor.service import Advisor
from tests.unit.plan_factory import small_plan
from tests.unit.test_planning_properties import frame_of
from tests.unit.transfer_factory import NOW, TODAY, installation, worked_on


@pytest.fixture
def here(catalog: Catalog, tmp_path: Path) -> Advisor:
    return installation(catalog, tmp_path / "here")


@pytest.fixture
def there(catalog: Catalog, tmp_path: Path) -> Advisor:
    return installation(catalog, tmp_path / "there")


def altered(content: bytes, **changes: Any) -> bytes:
    return json.dumps(json.loads(content) | changes).encode()


def taken(catalog: Catalog, there: Advisor, **changes: Any) -> State:
    state, older = worked_on(catalog)
    assert state.plan
    kept = KeptConversation(
        title="T", brief=state.brief, dialogue=state.dialogue, progress=state.progress, plans=(*older, state.plan), current=2
    )
    content = kept_form.render(kept.model_copy(update=changes))
    return there.open(there.import_("eve", content).id, "eve").state


def test_parts_that_the_catalogue_does_not_know_are_left_out_and_named(catalog: Catalog, here: Advisor) -> None:
    state, _ = worked_on(catalog)
    assert state.plan
    foreign = state.plan.stack[0].model_copy(update={"component": "frobnicator", "name": "Frobnicator"})
    project = state.plan.projects[0]
    plan = state.plan.model_copy(update={
        "stack": (*state.plan.stack, foreign),
        "projects": (project.model_copy(update={"uses": ("frobnicator",), "introduces": ("frobnicator",)}), *state.plan.projects[1:]),
    })  # fmt: skip
    facts = (*state.brief.facts, Fact(name="known_skills", key="frobnicator", value="solid"), Fact(name="background", value="wizard"))
    marks = {**state.progress.marks, "learn/frobnicator/working/1": Mark(status=Status.DONE, at=NOW)}
    kept = KeptConversation(brief=Brief(facts=facts), dialogue=state.dialogue, plans=(plan,), current=2, progress=Progress(marks=marks))
    made = here.import_("ann", kept_form.render(kept)).id
    view = here.open(made, "ann")
    assert "frobnicator" not in view.state.model_dump_json().casefold()
    assert "wizard" not in view.state.model_dump_json()
    assert "Frobnicator" in view.messages[0].text
    assert here.edit(made, "ann", [Fact(name="hours_per_week", value=3.0)]).plan_changed


HOSTILE = "[Log in](https://evil.example) ![x](https://evil.example/x.png) <script>alert(1)</script> www.evil.example javascript:alert(1)"


def test_no_words_of_a_stranger_act(catalog: Catalog, there: Advisor) -> None:
    state, _ = worked_on(catalog)
    plan = small_plan(HOSTILE, version=2)
    question = OpenQuestion(id="offer", fact="offer", text=HOSTILE, why=HOSTILE, answers=(HOSTILE,))
    option = Option(label=HOSTILE, frame=frame_of(catalog, "churn").model_copy(update={"domain": HOSTILE}))
    dialogue = state.dialogue.model_copy(update={"question": question, "options": (option,), "topic": HOSTILE})
    got = taken(catalog, there, plans=(plan,), dialogue=dialogue, brief=Brief())
    view = there.open(there.conversations("eve")[0].id, "eve")
    shown = got.model_copy(update={"plan": got.plan and got.plan.model_copy(update={"problem": ""})}).model_dump_json()
    shown += view.messages[0].text
    for acting in ("](", "![", "<script", "://evil", "www.evil", "javascript:"):
        assert acting not in shown


def test_sources_and_addresses_stay_only_where_the_catalogue_has_them(catalog: Catalog, there: Advisor) -> None:
    state, _ = worked_on(catalog)
    assert state.plan
    known = state.plan.about.citations[0]
    false = (known.model_copy(update={"url": "https://evil.example"}), Citation(id="none", title="N", url="https://example.org"))
    renamed = known.model_copy(update={"title": "Click me"})
    about = state.plan.about.model_copy(update={"citations": (renamed, *false)})
    project = state.plan.projects[0]
    data = project.dataset.model_copy(update={"name": "D", "url": "https://evil.example/d"})
    plan = state.plan.model_copy(update={
        "about": about, "projects": (project.model_copy(update={"dataset": data}), *state.plan.projects[1:]), "origin": "me",
    })  # fmt: skip
    got = taken(catalog, there, plans=(plan,)).plan
    assert got
    assert got.about.citations == (known,)
    assert got.projects[0].dataset.url is None
    assert got.origin == "a file that was imported"


def test_what_a_file_says_is_done_is_what_its_marks_say(catalog: Catalog, there: Advisor) -> None:
    state, _ = worked_on(catalog)
    got = taken(catalog, there, progress=Progress())
    assert got.plan
    assert state.plan
    assert all(m.status is Status.TODO for p in got.plan.projects for m in p.milestones)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"schema": "advisor-conversation/2"}, "schema"),
        ({"schema": None}, "schema"),
        ({"more": 1}, "more"),
        ({"title": "x" * 300}, "title"),
        ({"current": 7}, "no version 7"),
        ({"brief": {"facts": [{"name": "age", "value": 3}]}}, "brief.facts.0.name"),
        ({"progress": {"marks": {"a": {"status": "won", "at": "2026-03-01T00:00:00Z"}}}}, "progress.marks"),
        ({"progress": {"marks": {"a": {"status": "done", "at": "2026-03-01T00:00:00"}}}}, "time zone"),
        ({"progress": {"marks": {"a": {"status": "done", "at": "2026-03-01T00:00:00Z", "hours": 1e300}}}}, "too large"),
        ({"progress": {"marks": {"a" * 300: {"status": "done", "at": "2026-03-01T00:00:00Z"}}}}, "no step"),
        ({"progress": {"marks": {str(n): {"status": "done", "at": "2026-03-01T00:00:00Z"} for n in range(6000)}}}, "more marks"),
        ({"dialogue": {"began": "9999-12-31"}}, "9999-12-31"),
        ({"dialogue": {"turn": 10**400}}, "too large"),
    ],
)
def test_what_has_no_sense_is_refused_in_one_sentence_and_leaves_nothing(
    here: Advisor, changes: dict[str, Any], why: str
) -> None:
    content = kept_form.render(KeptConversation())
    with pytest.raises(BadInput) as caught:
        here.import_("ann", altered(content, **changes))
    assert why in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300
    assert here.conversations("ann") == []


def test_steps_with_the_same_id_are_refused(catalog: Catalog, here: Advisor) -> None:
    project = small_plan().projects[0]
    plan = small_plan(projects=(project, project))
    with pytest.raises(BadInput, match="same id"):
        here.import_("ann", exports.render(plan, "json"))


ANY_JSON = st.recursive(st.none() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x))
ANY_VALUE = st.none() | st.booleans() | st.integers() | st.just(10**400) | st.floats() | st.text() | st.lists(st.integers()) | st.dictionaries(st.text(), st.integers())


def test_any_bytes_are_refused_as_bad_input(catalog: Catalog) -> None:
    @settings(max_examples=60)
    @given(st.binary(max_size=300) | ANY_JSON.map(lambda found: json.dumps(found).encode()))
    def holds(content: bytes) -> None:
        with pytest.raises(BadInput):
            transfer.take_in(None, catalog, "ann", content)  # type: ignore[arg-type]

    holds()


def test_a_fact_that_comes_in_is_one_that_planning_can_use(catalog: Catalog) -> None:
    keys = st.just("") | st.text() | st.sampled_from(["python", "offline", "need/x", "project/x", "step/x"])
    values = ANY_VALUE | st.sampled_from(["none", "gpu", "avoid", "keep", "split", "student"])

    @settings(max_examples=300)
    @given(st.sampled_from(get_args(FactName)), keys, values)
    def holds(name: Any, key: str, value: Any) -> None:
        brief = Admission(catalog).brief(Brief(facts=(Fact(name=name, key=key, value=value),)))
        for used in ("problem", "hours_per_week", "hardware", "background", "skills", "conditions", "preferences", "scope"):
            getattr(brief, used)  # raises where a value is none of its kind
        assert (brief.weeks_left(TODAY) or 0) >= 0
        assert (brief.due(TODAY) or TODAY) >= TODAY
        make_plan(Situation(catalog, brief, frame_of(catalog, "spam-filtering"), Progress(), TODAY))

    holds()
