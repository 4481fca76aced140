"""Conversations go out as files and come back, in another installation too."""

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor import exports
from advisor.domain.brief import Fact
from advisor.domain.catalog import Catalog
from advisor.domain.vocabulary import Level
from advisor.errors import BadInput
from advisor.exports import conversation as kept_form
from advisor.exports.conversation import KeptConversation
from advisor.planning.next_step import next_step
from advisor.planning.planner import Situation
from advisor.service import Advisor
from tests.unit.test_planning_properties import situations
from tests.unit.transfer_factory import TODAY, installation, keep, worked_on

FEW = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def here(catalog: Catalog, tmp_path: Path) -> Advisor:
    return installation(catalog, tmp_path / "here")


@pytest.fixture
def there(catalog: Catalog, tmp_path: Path) -> Advisor:
    return installation(catalog, tmp_path / "there")


def test_out_and_in_and_out_again_is_the_same(catalog: Catalog, tmp_path: Path) -> None:
    number = iter(range(10_000))

    @FEW
    @given(situations(catalog), st.integers(0, 6))
    def holds(situation: Situation, done: int) -> None:
        here, there = (installation(catalog, tmp_path / f"{next(number)}") for _ in range(2))
        held = keep(here, *worked_on(catalog, situation, done))
        _, _, content = here.take_out(held, "ann")
        made = there.import_("bob", content)
        assert there.take_out(made.id, "bob")[2] == content
        assert there.open(made.id, "bob").state.progress == here.open(held, "ann").state.progress

    holds()


def test_the_conversation_goes_on_there_as_it_would_have_here(catalog: Catalog, here: Advisor, there: Advisor) -> None:
    held = keep(here, *worked_on(catalog))
    made = there.import_("bob", here.take_out(held, "ann")[2]).id
    assert made != held
    before, after = here.open(held, "ann").state, there.open(made, "bob").state
    assert before.plan
    assert after.plan
    assert next_step(after.plan) == next_step(before.plan)
    assert (after.brief, after.dialogue, after.progress) == (before.brief, before.dialogue, before.progress)
    edit = [Fact(name="hours_per_week", value=3.0)]
    changed, same = here.edit(held, "ann", edit), there.edit(made, "bob", edit)
    assert same.reply == changed.reply
    assert same.plan
    assert changed.plan
    assert same.plan.model_copy(update={"id": ""}) == changed.plan.model_copy(update={"id": ""})
    assert here.undo(held, "ann").reply == there.undo(made, "bob").reply


def test_a_plan_keeps_its_id_through_versions_and_installations(catalog: Catalog, here: Advisor, there: Advisor) -> None:
    held = keep(here, *worked_on(catalog))
    id = exports.parse_plan(here.export(held, "ann", "json")[2]).id
    assert id
    assert held not in id
    here.edit(held, "ann", [Fact(name="hours_per_week", value=3.0)])
    made = there.import_("bob", here.take_out(held, "ann")[2]).id
    there.edit(made, "bob", [Fact(name="hours_per_week", value=9.0)])
    for advisor, conversation, owner in ((here, held, "ann"), (there, made, "bob")):
        assert exports.parse_plan(advisor.export(conversation, owner, "json")[2]).id == id


def test_a_copy_beside_the_first_one_is_another_plan(catalog: Catalog, here: Advisor) -> None:
    held = keep(here, *worked_on(catalog))
    content = here.take_out(held, "ann")[2]
    ids = {exports.parse_plan(here.export(here.import_("ann", content).id, "ann", "json")[2]).id for _ in range(2)}
    ids.add(exports.parse_plan(here.export(held, "ann", "json")[2]).id)
    assert len(ids) == 3


def test_a_conversation_without_a_plan_comes_back_too(here: Advisor, there: Advisor) -> None:
    held = here.new("ann").id
    content = here.take_out(held, "ann")[2]
    made = there.import_("bob", content)
    assert there.take_out(made.id, "bob")[2] == content


def test_a_plan_of_earlier_exports_comes_in_with_what_is_done(catalog: Catalog, here: Advisor) -> None:
    state, _ = worked_on(catalog)
    assert state.plan
    old = json.loads(exports.render(state.plan, "json"))
    for name in ("id", "due"):
        del old[name]
    for project in old["projects"]:
        for milestone in project["milestones"]:
            del milestone["done_on"]
    made = here.import_("ann", json.dumps(old).encode()).id
    after = here.open(made, "ann").state
    assert after.plan
    assert after.brief.problem == state.brief.problem
    assert after.brief.hours_per_week == 5
    assert after.brief.skills["git"] is Level.WORKING
    assert set(after.progress.done()) == set(state.progress.done())
    then, now = next_step(state.plan), next_step(after.plan)
    assert then
    assert now
    assert (now.milestone, now.project_number, now.number, now.sitting) == (then.milestone, then.project_number, then.number, then.sitting)
    fewer = [Fact(name="hours_per_week", value=3.0)]
    changed, otherwise = here.edit(made, "ann", fewer).plan, here.edit(keep(here, state), "ann", fewer).plan
    assert changed
    assert otherwise
    assert changed.version == 3
    assert {c.component: c.status for c in changed.stack} == {c.component: c.status for c in otherwise.stack}


def test_the_file_is_never_too_large_to_come_back(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    _, older = worked_on(catalog)
    plans = tuple(older[0].model_copy(update={"version": n}) for n in range(3, 30))
    kept = KeptConversation(plans=plans, current=3)
    monkeypatch.setattr(kept_form, "LARGEST", len(kept_form.render(kept)) // 2)
    content = kept_form.render(kept)
    assert len(content) <= kept_form.LARGEST
    found = kept_form.parse(content)
    assert found.current == 3
    assert found.plans[-1].version == 29


def test_a_failure_while_taking_in_leaves_no_half_conversation(
    catalog: Catalog, here: Advisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    state, older = worked_on(catalog)
    held = keep(here, state, older)
    content = here.take_out(held, "ann")[2]
    monkeypatch.setattr("advisor.storage.plan_versions.keep", _failing)
    with pytest.raises(BadInput):
        here.import_("bob", content)
    assert here.conversations("bob") == []


def _failing(*_: object) -> None:
    raise BadInput("no")


def test_lateness_of_a_file_does_not_matter(catalog: Catalog, here: Advisor) -> None:
    state, older = worked_on(catalog)
    early = state.dialogue.model_copy(update={"last_seen": TODAY - timedelta(days=900), "began": TODAY - timedelta(days=900)})
    held = keep(here, state.model_copy(update={"dialogue": early}), older)
    assert here.open(here.import_("bob", here.take_out(held, "ann")[2]).id, "bob").state.dialogue == early


def test_everything_is_a_zip_that_says_what_is_in_it(catalog: Catalog, here: Advisor, there: Advisor) -> None:
    held = keep(here, *worked_on(catalog))
    here._store.add_message(held, "ann", "what *next*?\n# now")
    here.new("ann")
    keep(here, *worked_on(catalog), owner="bob")
    with zipfile.ZipFile(io.BytesIO(here.everything("ann"))) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
        assert "2 conversations" in archive.read("README.txt").decode()
        assert len([n for n in names if n.endswith("conversation.json")]) == 2
        (folder,) = [n.removesuffix("/plan.md") for n in names if n.endswith("plan.md")]
        readable = archive.read(f"{folder}/messages.md").decode()
        assert "# My spam" in readable
        assert "> what \\*next\\*?\\\n> \\# now" in readable
        assert [m["text"] for m in json.loads(archive.read(f"{folder}/messages.json"))] == ["Here is your plan.", "what *next*?\n# now"]
        content = archive.read(f"{folder}/conversation.json")
    assert held.encode() not in content
    assert there.take_out(there.import_("new", content).id, "new")[2] == content


def test_everything_of_somebody_unknown_is_an_empty_collection(here: Advisor) -> None:
    with zipfile.ZipFile(io.BytesIO(here.everything("nobody"))) as archive:
        assert archive.namelist() == ["README.txt"]
