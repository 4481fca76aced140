"""What is deleted stands in no file of the database any more."""

from pathlib import Path

import pytest

from advisor.domain.brief import Brief, Fact
from advisor.domain.catalog import Catalog
from advisor.service import Advisor
from tests.unit.transfer_factory import installation, keep, worked_on


@pytest.fixture
def here(catalog: Catalog, tmp_path: Path) -> Advisor:
    return installation(catalog, tmp_path / "here")


def test_what_is_forgotten_stands_in_no_file_of_the_database_any_more(catalog: Catalog, here: Advisor) -> None:
    state, older = worked_on(catalog)
    marked = state.model_copy(update={"brief": Brief(facts=(Fact(name="problem", value="Zebra-fact", quote="Zebra-quote"),))})
    plan = state.plan and state.plan.model_copy(update={"problem": "Zebra-plan"})
    for _ in range(5):
        held = keep(here, marked.model_copy(update={"plan": plan}), older)
        for n in range(20):
            here._store.add_message(held, "ann", f"Zebra-message {n} " + "x" * 3000)
    here.rename(held, "ann", "Zebra-title")
    kept = keep(here, state, owner="bob")
    folder = here._store.path.parent  # type: ignore[attr-defined]
    assert b"Zebra" in b"".join(p.read_bytes() for p in folder.iterdir())
    assert here.forget("ann") == 5
    assert b"Zebra" not in b"".join(p.read_bytes() for p in folder.iterdir())
    assert here.conversations("ann") == []
    assert here.open(kept, "bob").state == state
    assert here.forget("ann") == 0


def test_one_conversation_that_is_deleted_stands_in_no_file_any_more(catalog: Catalog, here: Advisor) -> None:
    state, older = worked_on(catalog)
    gone = keep(here, state.model_copy(update={"brief": Brief(facts=(Fact(name="problem", value="Zebra-fact", quote="Zebra"),))}), older)
    kept = keep(here, state)
    here._store.add_message(gone, "ann", "Zebra-message " + "Zebra " * 5000)
    here.delete(gone, "ann")
    content = b"".join(p.read_bytes() for p in here._store.path.parent.iterdir())  # type: ignore[attr-defined]
    assert b"Zebra" not in content
    assert here.open(kept, "ann").state == state
