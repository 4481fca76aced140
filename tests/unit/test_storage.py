"""Conversations are kept, for their owner alone, and a turn is committed as a whole or not at all."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.domain.brief import Brief, Fact, Provenance
from advisor.domain.conversation import Dialogue, Intent, OpenQuestion, Reply, Snapshot, State
from advisor.domain.gaps import Gap, GapCounts
from advisor.domain.plan import Citation
from advisor.domain.progress import Mark, Progress, Status
from advisor.domain.vocabulary import Level, Verdict
from advisor.errors import BadInput, NotFound
from advisor.storage import Store
from tests.unit.plan_factory import small_plan

NOON = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
BRIEF = Brief(
    facts=(
        Fact(name="problem", value="spam", quote="too much spam", turn=1, on=date(2026, 3, 1)),
        Fact(name="known_skills", key="python", value=Level.WORKING, provenance=Provenance.INFERRED),
        Fact(name="hours_per_week", value=4.5),
        Fact(name="conditions", key="offline", value=True),
    )
)
DIALOGUE = Dialogue(
    verdict=Verdict.PLAN,
    frame=small_plan().frame,
    question=OpenQuestion(id="data", fact="data", text="Have you any?", why="It decides", answers=("Yes", "No")),
    asked=("problem", "data"),
    turn=3,
    last_version=2,
    undo=(
        Snapshot(
            what="hours",
            brief=BRIEF,
            frame=None,
            verdict=None,
            plan_version=1,
            marks={"a": None, "b": Mark(status=Status.DONE, at=NOON)},
        ),
    ),
)
PROGRESS = Progress(
    marks={
        "look/count": Mark(status=Status.DONE, at=NOON, text="Count", hours=1.5),
        "look/rule": Mark(status=Status.STUCK, at=NOON + timedelta(days=1)),
    }
)
STATE = State(brief=BRIEF, dialogue=DIALOGUE, plan=small_plan(), progress=PROGRESS)
REPLY = Reply(
    reply="Here is your plan.",
    intents=(Intent.ANSWER,),
    verdict=Verdict.PLAN,
    facts=BRIEF.facts,
    plan=small_plan(),
    plan_changed=True,
    citations=(Citation(id="a", title="A", url="https://example.org"),),
    notices=("slow",),
    elapsed_ms=1.5,
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "data" / "advisor.db")


def answered(store: Store, owner: str = "ann", state: State = STATE, reply: Reply = REPLY) -> str:
    """A conversation with one message and its reply."""
    made = store.create(owner).id
    message = store.add_message(made, owner, "help with spam")
    store.commit_turn(made, owner, message.id, reply, state, "Spam")
    return made


# --- conversations


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
    general = {"create", "conversations", "delete_all", "check", "close", "path", "count_gap", "gaps"}
    assert {n for n in vars(Store) if not n.startswith("_")} - general == set(CALLS)


def test_gaps_are_counted_by_month_and_told_together_most_frequent_first(store: Store) -> None:
    assert store.gaps() == GapCounts()
    store.count_gap(Gap(("music", "paris"), "guide/sound"), "2026-10")
    store.count_gap(Gap(("music",), "guide/sound"), "2026-11")
    store.count_gap(Gap(("data",), ""), "2026-11")
    assert store.gaps() == GapCounts(3, (("guide/sound", 2),), (("music", 2), ("data", 1), ("paris", 1)))


def test_a_file_of_the_first_version_gains_the_table_of_gaps_and_keeps_everything(store: Store) -> None:
    made = answered(store)
    store.close()
    with closing(sqlite3.connect(store.path)) as file:
        file.execute("DROP TABLE gaps")
        file.execute("PRAGMA user_version=1")
        file.commit()
    again = Store(store.path)
    again.count_gap(Gap(("music",)), "2026-11")
    assert again.gaps().questions == 1
    assert len(again.messages(made, "ann")) == len(store.messages(made, "ann"))
    again.close()


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
    assert store.unanswered(made, "ann") == [second]
    store.commit_turn(made, "ann", None, REPLY, STATE)
    assert store.unanswered(made, "ann") == [second]


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
