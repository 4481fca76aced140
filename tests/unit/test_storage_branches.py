"""Messages said anew begin branches; nothing of the others is lost, and what was done is done in all."""

from pathlib import Path

import pytest

from advisor.domain.brief import Brief, Fact
from advisor.domain.conversation import Dialogue, Reply, State, Usage
from advisor.domain.progress import Mark, Progress, Status
from advisor.errors import NotFound
from advisor.storage import Store
from tests.unit.plan_factory import small_plan
from tests.unit.storage_factory import NOON

ME = "ann"
DONE = Progress(marks={"look/count": Mark(status=Status.DONE, at=NOON, text="Count", hours=1.5)})


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "advisor.db")


def state(goal: str, version: int | None = None, progress: Progress | None = None, agreed: bool = False) -> State:
    plan = small_plan(version=version, agreed=agreed, agreed_at=NOON if agreed else None) if version else None
    return State(
        brief=Brief(facts=(Fact(name="goal", value=goal),)), plan=plan, progress=progress or Progress(),
        dialogue=Dialogue(last_version=version or 0),
    )  # fmt: skip


def turn(store: Store, conversation: str, text: str, after: State | None = None, instead_of: str | None = None) -> str:
    """A message, answered; returns its id."""
    said = store.add_message(conversation, ME, text, instead_of=instead_of)
    store.commit_turn(conversation, ME, said.id, Reply(reply=f"re: {text}"), after or state(text))
    return said.id


def texts(store: Store, conversation: str) -> list[str]:
    return [m.text for m in store.messages(conversation, ME)]


def goal(store: Store, conversation: str) -> object:
    return store.state(conversation, ME).brief.facts[0].value


def test_a_message_said_anew_starts_from_what_was_known_before_it(store: Store) -> None:
    made = store.create(ME).id
    turn(store, made, "a")
    second = turn(store, made, "b")
    turn(store, made, "c")
    anew = store.add_message(made, ME, "B", instead_of=second)
    assert texts(store, made) == ["a", "re: a", "B"]
    assert goal(store, made) == "a"
    assert [m.id for m in store.unanswered(made, ME)] == [anew.id]


def test_one_goes_between_branches_each_with_its_own_state(store: Store) -> None:
    made = store.create(ME).id
    first = turn(store, made, "a")
    second = turn(store, made, "b")
    turn(store, made, "c")
    third = turn(store, made, "B", instead_of=second)
    forks = store.view(made, ME).forks
    assert forks.branches == {third: (second, third)}
    assert forks.editable == {first, third}
    store.turn_to(made, ME, second)
    assert texts(store, made) == ["a", "re: a", "b", "re: b", "c", "re: c"]
    assert goal(store, made) == "c"
    assert store.view(made, ME).forks.branches == {second: (second, third)}
    store.turn_to(made, ME, third)
    assert goal(store, made) == "B"
    assert len(store.messages(made, ME, all_branches=True)) == 8


def test_what_is_shown_of_a_long_talk_begins_at_the_same_message_for_ten_messages(store: Store) -> None:
    made = store.create(ME).id
    begins = []
    for n in range(12):
        turn(store, made, f"{n}")
        view = store.view(made, ME, last=4)
        begins.append((view.messages[0].text, len(view.messages), view.earlier))
    assert begins[:6] == [("0", 2 * n, False) for n in range(1, 7)]
    assert begins[6:] == [("5", 2 * n, True) for n in range(2, 7)] + [("10", 4, True)]


def test_the_very_first_message_can_be_said_anew(store: Store) -> None:
    made = store.create(ME).id
    first = turn(store, made, "a")
    other = turn(store, made, "A", instead_of=first)
    assert texts(store, made) == ["A", "re: A"]
    assert store.view(made, ME).forks.branches == {other: (first, other)}


def test_what_was_done_in_one_branch_is_done_in_the_other(store: Store) -> None:
    made = store.create(ME).id
    turn(store, made, "a", state("a", 1))
    second = turn(store, made, "did it", state("a", 1, DONE))
    store.add_message(made, ME, "did not", instead_of=second)
    assert store.state(made, ME).progress == DONE


def test_no_plan_of_another_branch_is_overwritten_and_a_draft_is_a_draft_again(store: Store) -> None:
    made = store.create(ME).id
    turn(store, made, "a", state("a", 1))
    second = turn(store, made, "agreed", state("a", 1, agreed=True))
    turn(store, made, "change", state("c", 2))
    store.add_message(made, ME, "wait", instead_of=second)
    kept = store.state(made, ME)
    assert kept.plan is not None
    assert not kept.plan.agreed
    assert kept.plan.version == 1
    assert kept.dialogue.last_version == 2, "the next version is the third"


def test_a_reply_that_comes_after_one_has_gone_elsewhere_stays_in_its_branch(store: Store) -> None:
    made = store.create(ME).id
    first = turn(store, made, "a")
    late = store.add_message(made, ME, "slow")
    turn(store, made, "A", instead_of=first)
    assert goal(store, made) == "A"
    assert store.state(made, ME, late.id).brief.facts[0].value == "a", "its turn starts from its own branch"
    store.commit_turn(made, ME, late.id, Reply(reply="re: slow"), state("slow"))
    assert texts(store, made) == ["A", "re: A"]
    store.turn_to(made, ME, first)
    assert texts(store, made) == ["a", "re: a", "slow", "re: slow"]


def test_replies_stand_behind_what_they_answer_though_one_wrote_on(store: Store) -> None:
    made = store.create(ME).id
    one, two = store.add_message(made, ME, "1"), store.add_message(made, ME, "2")
    for message in (one, two):
        store.commit_turn(made, ME, message.id, Reply(reply=f"re: {message.text}"), state(message.text))
    assert texts(store, made) == ["1", "re: 1", "2", "re: 2"]
    assert goal(store, made) == "2"


def test_an_answer_that_was_put_off_builds_on_what_was_clicked_meanwhile(store: Store) -> None:
    made = store.create(ME).id
    turn(store, made, "a")
    stopped = store.add_message(made, ME, "stopped")
    store.commit_turn(made, ME, None, Reply(reply="clicked"), state("clicked"))
    assert store.state(made, ME, stopped.id).brief.facts[0].value == "clicked"
    store.commit_turn(made, ME, stopped.id, Reply(reply="at last"), state("last"))
    assert texts(store, made) == ["a", "re: a", "stopped", "clicked", "at last"]
    assert goal(store, made) == "last"


def test_sending_anew_twice_makes_one_branch(store: Store) -> None:
    made = store.create(ME).id
    first = turn(store, made, "a")
    for _ in range(2):
        store.add_message(made, ME, "A", "new", instead_of=first)
    assert store.view(made, ME).forks.branches == {"new": (first, "new")}


def test_only_what_the_person_said_is_said_anew_or_turned_to(store: Store) -> None:
    made = store.create(ME).id
    turn(store, made, "a")
    reply = store.messages(made, ME)[-1].id
    for wrong in (reply, "unknown"):
        with pytest.raises(NotFound):
            store.add_message(made, ME, "x", instead_of=wrong)
        with pytest.raises(NotFound):
            store.turn_to(made, ME, wrong)


def test_a_rating_is_kept_with_the_reply_changed_and_taken_back(store: Store) -> None:
    made = store.create(ME).id
    asked = turn(store, made, "a")
    reply = store.messages(made, ME)[-1].id
    store.rate(made, ME, reply, "down", "too long")
    store.rate(made, ME, reply, "up", "better")
    kept = store.messages(made, ME)[-1]
    assert (kept.rating, kept.remark) == ("up", "better")
    store.rate(made, ME, reply, None, "gone")
    assert store.messages(made, ME)[-1].model_dump(include={"rating", "remark"}) == {"rating": None, "remark": ""}
    with pytest.raises(NotFound):
        store.rate(made, ME, asked, "up")


def test_what_models_took_is_counted_in_all_branches(store: Store) -> None:
    made = store.create(ME).id
    said = store.add_message(made, ME, "a")
    store.commit_turn(made, ME, said.id, Reply(reply="x", usage=Usage(prompt_tokens=5, calls=1)), state("a"))
    turn(store, made, "A", instead_of=said.id)
    assert [u.tokens for u in store.usages(made, ME)] == [5]


def test_conversations_are_found_by_all_words_in_title_or_talk_whatever_their_case(store: Store) -> None:
    made, other = store.create(ME, "Große ÄRGER"), store.create(ME, "Croissants")
    store.add_message(made.id, ME, "the contact form 100% full of junk")
    store.add_message(store.create("bob", "Ärger").id, "bob", "form")
    store.archive(made.id, ME)
    found = store.find(ME, "ärger FORM")
    assert [f.conversation.id for f in found] == [made.id]
    assert found[0].said == "the contact form 100% full of junk"
    assert [f.conversation.id for f in store.find(ME, "100%")] == [made.id]
    assert store.find(ME, "%") == store.find(ME, "100%")
    assert [f.conversation.id for f in store.find(ME, "croiss")] == [other.id]
    assert store.find(ME, "  ") == []
    assert store.find(ME, "form croissants") == []
