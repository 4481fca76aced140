"""What was said is kept in order, and a turn is committed as a whole or not at all."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.domain.conversation import Reply, State
from advisor.domain.progress import Mark, Progress, Status
from advisor.errors import BadInput, NotFound
from advisor.storage import Store
from tests.unit.plan_factory import small_plan
from tests.unit.storage_factory import NOON, PROGRESS, REPLY, STATE, answered


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "data" / "advisor.db")


# --- messages


def test_messages_come_back_in_order_numbered_from_one(store: Store) -> None:
    made = answered(store)
    store.add_message(made, "ann", "thanks")
    found = store.messages(made, "ann")
    assert [(m.number, m.role, m.text) for m in found] == [
        (1, "person", "help with spam"),
        (2, "advisor", "Here is your plan."),
        (3, "person", "thanks"),
    ]
    assert found[1].answers == found[0].id
    assert all(m.created_at.tzinfo is UTC and m.conversation == made for m in found)
    assert store.messages(made, "ann", last=2) == found[1:]
    assert store.messages(made, "ann", last=0) == []
    assert store.messages(made, "ann", last=99) == found


def test_the_same_message_sent_twice_is_kept_once(store: Store) -> None:
    made = store.create("ann").id
    first = store.add_message(made, "ann", "hello", "m1")
    assert store.add_message(made, "ann", "something else", "m1") == first
    assert store.messages(made, "ann") == [first]


def test_a_message_id_counts_within_its_conversation_only(store: Store) -> None:
    ours, theirs = store.create("ann").id, store.create("bob").id
    store.add_message(ours, "ann", "secret", "m1")
    assert store.add_message(theirs, "bob", "hello", "m1").text == "hello"
    assert [m.text for m in store.messages(theirs, "bob")] == ["hello"]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text())
def test_any_text_comes_back_as_it_was(store: Store, text: str) -> None:
    made = store.create("ann").id
    store.add_message(made, "ann", text)
    assert store.messages(made, "ann")[0].text == text


def test_halves_of_broken_characters_do_not_stop_a_message(store: Store) -> None:
    made = store.create("ann").id
    assert store.add_message(made, "ann", "a\ud800b").text == "a?b"


def test_a_message_is_unanswered_until_its_reply_is_committed(store: Store) -> None:
    made = store.create("ann").id
    first, second = store.add_message(made, "ann", "one"), store.add_message(made, "ann", "two")
    assert store.unanswered(made, "ann") == [first, second]
    store.commit_turn(made, "ann", first.id, REPLY, STATE)
    assert [m.id for m in store.unanswered(made, "ann")] == [second.id]
    store.commit_turn(made, "ann", None, REPLY, STATE)
    assert [m.id for m in store.unanswered(made, "ann")] == [second.id]


# --- turns


def test_before_the_first_turn_the_state_is_empty(store: Store) -> None:
    assert store.state(store.create("ann").id, "ann") == State()


def test_the_state_comes_back_as_committed(store: Store) -> None:
    made = answered(store)
    assert Store(store.path).state(made, "ann") == STATE


def test_the_reply_comes_back_without_its_plan_but_with_its_version(store: Store) -> None:
    kept = store.messages(answered(store), "ann")[1].reply
    assert kept is not None
    assert Reply.model_validate(kept) == REPLY.model_copy(update={"plan": None})
    assert "plan" not in kept
    assert kept["plan_version"] == 2


def test_a_message_is_answered_once_and_the_second_attempt_changes_nothing(store: Store) -> None:
    made = store.create("ann").id
    message = store.add_message(made, "ann", "help")
    first = store.commit_turn(made, "ann", message.id, REPLY, STATE, "Spam")
    again = store.commit_turn(made, "ann", message.id, Reply(reply="Other"), State(), "Other")
    assert again == first
    assert store.state(made, "ann") == STATE
    assert store.get(made, "ann").title == "Spam"
    assert len(store.messages(made, "ann")) == 2


def test_only_a_message_of_the_person_in_this_conversation_can_be_answered(store: Store) -> None:
    made = answered(store)
    elsewhere = store.create("ann").id
    asked, reply = store.messages(made, "ann")
    for conversation, target in ((elsewhere, asked.id), (made, reply.id), (made, "unknown")):
        before = store.messages(conversation, "ann")
        with pytest.raises(NotFound):
            store.commit_turn(conversation, "ann", target, REPLY, STATE)
        assert store.messages(conversation, "ann") == before


def test_a_turn_that_fails_at_its_end_leaves_nothing_behind(store: Store) -> None:
    made = answered(store)
    message = store.add_message(made, "ann", "and now?")
    before = (store.get(made, "ann"), store.messages(made, "ann"), store.versions(made, "ann"))
    naive = Mark(status=Status.DONE, at=datetime(2026, 3, 1))
    broken = State(
        plan=small_plan(version=3), progress=Progress(marks={"a": Mark(status=Status.DONE, at=NOON), "b": naive})
    )
    with pytest.raises(BadInput, match="no time zone"):
        store.commit_turn(made, "ann", message.id, Reply(reply="x"), broken, "New title")
    assert (store.get(made, "ann"), store.messages(made, "ann"), store.versions(made, "ann")) == before
    assert store.state(made, "ann") == STATE
    assert store.unanswered(made, "ann") == [message]
    store.commit_turn(made, "ann", message.id, REPLY, STATE)
    assert store.unanswered(made, "ann") == []


def test_times_come_back_in_utc_whatever_zone_they_went_in(store: Store) -> None:
    at = datetime(2026, 3, 1, 5, 30, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    state = State(plan=small_plan(agreed_at=at), progress=Progress(marks={"a": Mark(status=Status.DONE, at=at)}))
    found = store.state(answered(store, state=state), "ann")
    mark = found.progress.marks["a"]
    assert mark.at == at
    assert mark.at.tzinfo is UTC
    assert found.plan is not None
    assert found.plan.agreed_at == at


def test_marks_that_are_gone_are_removed_changed_ones_changed_others_kept(store: Store) -> None:
    made = answered(store)
    later = Progress(
        marks={
            "look/count": PROGRESS.marks["look/count"],
            "look/rule": Mark(status=Status.DONE, at=NOON, text="Rule", hours=2),
            "new": Mark(status=Status.SKIPPED, at=NOON),
        }
    )
    store.commit_turn(made, "ann", None, REPLY, STATE.model_copy(update={"progress": later}))
    assert store.state(made, "ann").progress == later
    other = answered(store, "bob")
    store.commit_turn(made, "ann", None, REPLY, STATE.model_copy(update={"progress": Progress()}))
    assert store.state(made, "ann").progress == Progress()
    assert store.state(other, "bob").progress == PROGRESS


# --- plans


def test_versions_are_kept_oldest_first_and_each_can_be_had(store: Store) -> None:
    made = store.create("ann").id
    plans = [small_plan(version=n, problem=f"problem {n}") for n in (1, 2, 10)]
    for plan in plans:
        store.commit_turn(made, "ann", None, REPLY, STATE.model_copy(update={"plan": plan}))
    assert store.versions(made, "ann") == plans
    assert store.plan(made, "ann", 2) == plans[1]
    assert store.state(made, "ann").plan == plans[2]
    with pytest.raises(NotFound, match="version 3"):
        store.plan(made, "ann", 3)


def test_agreeing_updates_the_version_and_makes_none(store: Store) -> None:
    draft = small_plan(version=1, agreed=False, agreed_at=None)
    made = answered(store, state=STATE.model_copy(update={"plan": draft}))
    agreed = draft.model_copy(update={"agreed": True, "agreed_at": NOON})
    store.commit_turn(made, "ann", None, REPLY, STATE.model_copy(update={"plan": agreed}))
    assert store.versions(made, "ann") == [agreed]


def test_a_turn_without_a_plan_takes_none_from_the_history(store: Store) -> None:
    made = answered(store)
    store.commit_turn(made, "ann", None, REPLY, STATE.model_copy(update={"plan": None}))
    assert store.state(made, "ann").plan is None
    assert store.versions(made, "ann") == [small_plan()]


def test_the_plan_is_stored_once_only(store: Store) -> None:
    plan = small_plan(problem="Zebra in the inbox")
    made = answered(store, state=STATE.model_copy(update={"plan": plan}), reply=REPLY.model_copy(update={"plan": plan}))
    store.close()
    assert store.path.read_bytes().count(b"Zebra in the inbox") == 1
    assert store.state(made, "ann").plan == plan
