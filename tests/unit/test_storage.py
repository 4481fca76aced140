"""Conversations are kept, for their owner alone, and go without a trace."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from advisor.domain.brief import Brief, Fact
from advisor.domain.conversation import Reply
from advisor.domain.gaps import Gap, GapCounts
from advisor.errors import BadInput, NotFound
from advisor.storage import Store
from tests.unit.storage_factory import REPLY, STATE, answered


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "data" / "advisor.db")


def test_nothing_is_on_disk_before_the_first_call(tmp_path: Path) -> None:
    Store(tmp_path / "data" / "advisor.db")
    assert list(tmp_path.iterdir()) == []


def test_what_was_made_is_there_after_a_restart(store: Store) -> None:
    made = store.create("ann", "Spam")
    store.close()
    assert Store(store.path).get(made.id, "ann") == made
    assert made.created_at.tzinfo is UTC
    assert abs(datetime.now(UTC) - made.created_at) < timedelta(seconds=30)


def test_ids_cannot_be_guessed(store: Store) -> None:
    ids = {store.create("ann").id for _ in range(20)}
    assert len(ids) == 20
    assert all(len(i) >= 22 for i in ids)


def test_a_conversation_without_owner_is_refused(store: Store) -> None:
    with pytest.raises(BadInput):
        store.create("")


def test_the_list_holds_ones_own_the_one_last_written_in_first(store: Store) -> None:
    first, second, third = (store.create("ann", t) for t in ("1", "2", "3"))
    store.create("bob")
    store.add_message(first.id, "ann", "hello")
    assert [c.id for c in store.conversations("ann")] == [first.id, third.id, second.id]
    assert store.conversations("eve") == []


def test_archived_conversations_are_listed_only_when_asked_for(store: Store) -> None:
    made = store.create("ann")
    assert store.archive(made.id, "ann").archived
    assert store.conversations("ann") == []
    assert [c.id for c in store.conversations("ann", include_archived=True)] == [made.id]
    assert not store.archive(made.id, "ann", archived=False).archived
    assert [c.id for c in store.conversations("ann")] == [made.id]


def test_a_turn_names_the_conversation_until_the_person_does(store: Store) -> None:
    made = answered(store)
    assert store.get(made, "ann").title == "Spam"
    assert store.rename(made, "ann", "Mine").title == "Mine"
    store.commit_turn(made, "ann", None, REPLY, STATE, "Spam again")
    assert store.get(made, "ann").title == "Mine"
    store.rename(made, "ann", "")
    store.commit_turn(made, "ann", None, REPLY, STATE, "Spam again")
    assert store.get(made, "ann").title == "Spam again"
    store.commit_turn(made, "ann", None, REPLY, STATE)
    assert store.get(made, "ann").title == "Spam again"


CALLS: dict[str, Callable[[Store, str, str], object]] = {
    "get": lambda s, i, o: s.get(i, o),
    "rename": lambda s, i, o: s.rename(i, o, "x"),
    "archive": lambda s, i, o: s.archive(i, o),
    "delete": lambda s, i, o: s.delete(i, o),
    "add_message": lambda s, i, o: s.add_message(i, o, "x"),
    "messages": lambda s, i, o: s.messages(i, o),
    "unanswered": lambda s, i, o: s.unanswered(i, o),
    "state": lambda s, i, o: s.state(i, o),
    "commit_turn": lambda s, i, o: s.commit_turn(i, o, None, REPLY, STATE),
    "plan": lambda s, i, o: s.plan(i, o, 2),
    "versions": lambda s, i, o: s.versions(i, o),
    "history": lambda s, i, o: s.history(i, o),
    "view": lambda s, i, o: s.view(i, o),
    "turn_to": lambda s, i, o: s.turn_to(i, o, "x"),
    "rate": lambda s, i, o: s.rate(i, o, "x", "up"),
    "usages": lambda s, i, o: s.usages(i, o),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=list(CALLS))
def test_another_owners_conversation_looks_like_none_and_stays_as_it_is(
    store: Store, call: Callable[[Store, str, str], object]
) -> None:
    made = answered(store)
    before = (store.get(made, "ann"), store.messages(made, "ann"), store.state(made, "ann"))
    said = []
    for conversation, owner in (
        (made, "bob"),
        (made, ""),
        (made, "ANN"),
        ("unknown", "ann"),
        ("", "ann"),
        ("%", "ann"),
    ):
        with pytest.raises(NotFound) as caught:
            call(store, conversation, owner)
        said.append((caught.value.sentence, caught.value.detail))
    assert len(set(said)) == 1
    assert (store.get(made, "ann"), store.messages(made, "ann"), store.state(made, "ann")) == before


def test_every_public_call_on_one_conversation_is_checked_for_its_owner() -> None:
    general = {"create", "conversations", "delete_all", "check", "close", "path", "count_gap", "gaps", "restore", "owners", "find"}
    assert {n for n in vars(Store) if not n.startswith("_")} - general == set(CALLS)


def test_gaps_are_counted_by_month_and_told_together_most_frequent_first(store: Store) -> None:
    assert store.gaps() == GapCounts()
    store.count_gap(Gap(("music", "paris"), "guide/sound"), "2026-10")
    store.count_gap(Gap(("music",), "guide/sound"), "2026-11")
    store.count_gap(Gap(("data",), ""), "2026-11")
    assert store.gaps() == GapCounts(3, (("guide/sound", 2),), (("music", 2), ("data", 1), ("paris", 1)))


def test_deleting_leaves_no_trace_in_the_files(store: Store) -> None:
    made, kept = store.create("ann", "Zebra-title"), store.create("bob", "Kept-title")
    state = STATE.model_copy(update={"brief": Brief(facts=(Fact(name="problem", value="Zebra-brief"),))})
    for n in range(50):
        message = store.add_message(made.id, "ann", f"Zebra-message {n} " + "x" * 500)
        store.commit_turn(made.id, "ann", message.id, Reply(reply=f"Zebra-reply {n}"), state)
    store.add_message(kept.id, "bob", "Kept-message")
    store.delete(made.id, "ann")
    content = b"".join(p.read_bytes() for p in store.path.parent.iterdir())
    assert b"Zebra" not in content
    assert b"Kept-message" in content
    with pytest.raises(NotFound):
        store.get(made.id, "ann")
    assert [m.text for m in store.messages(kept.id, "bob")] == ["Kept-message"]


def test_delete_all_removes_one_owners_conversations_and_no_others(store: Store) -> None:
    for _ in range(3):
        answered(store, "ann")
    kept = answered(store, "bob")
    assert store.delete_all("ann") == 3
    assert store.delete_all("ann") == 0
    assert store.conversations("ann", include_archived=True) == []
    assert store.state(kept, "bob") == STATE
