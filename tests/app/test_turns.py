"""Turns that run in the background."""

import threading
from collections.abc import Iterator

from advisor.domain.conversation import Event, Text
from advisor.web.turns import Turn, Turns


def said(*words: str, gate: threading.Event | None = None) -> Iterator[Event]:
    """Says words, waiting for the gate before the last."""
    for n, word in enumerate(words):
        if gate and n == len(words) - 1:
            gate.wait(5)
        yield Text(text=word)


def heard(turn: Turn) -> list[str]:
    """What a follower hears."""
    return [e.text for e in turn.follow() if isinstance(e, Text)]


def test_every_follower_hears_a_turn_from_its_beginning() -> None:
    gate = threading.Event()
    turn = Turns().start("c", "m", "hi", lambda: said("a", "b", gate=gate))
    follower = turn.follow()
    assert next(e for e in follower if e is not None) == Text(text="a")
    gate.set()
    assert heard(turn) == ["a", "b"]
    assert heard(turn) == ["a", "b"]


def test_followers_hear_none_while_nothing_happens() -> None:
    gate = threading.Event()
    turn = Turns().start("c", "m", "hi", lambda: said("a", gate=gate))
    assert next(turn.follow()) is None
    gate.set()


def test_a_message_is_answered_by_one_turn_however_often_it_is_started() -> None:
    gate, turns, made = threading.Event(), Turns(), []

    def events() -> Iterator[Event]:
        made.append(1)
        return said("a", gate=gate)

    first, second = turns.start("c", "m", "hi", events), turns.start("c", "m", "hi", events)
    assert first is second
    assert turns.running("c") == [first]
    assert turns.running("other") == []
    gate.set()
    assert heard(first) == ["a"]
    assert made == [1]


def test_a_finished_turn_is_forgotten() -> None:
    turns = Turns()
    turn = turns.start("c", "m", "hi", lambda: said("a"))
    heard(turn)
    for _ in range(100):
        if not turns.running("c"):
            break
        threading.Event().wait(0.01)
    assert turns.running("c") == []


def test_an_error_ends_a_turn_and_is_kept() -> None:
    def broken() -> Iterator[Event]:
        yield Text(text="a")
        raise ValueError("no")

    turn = Turns().start("c", "m", "hi", broken)
    assert heard(turn) == ["a"]
    assert isinstance(turn.error, ValueError)


def test_a_stopped_turn_makes_room_for_another() -> None:
    gate, turns = threading.Event(), Turns()
    first = turns.start("c", "m", "hi", lambda: said("a", gate=gate))
    first.stop()
    assert turns.running("c") == []
    second = turns.start("c", "m", "hi", lambda: said("b"))
    assert heard(second) == ["b"]
    gate.set()


def test_a_stopped_turn_ends_at_the_next_event_and_closes_its_source() -> None:
    closed, gate = threading.Event(), threading.Event()

    def long() -> Iterator[Event]:
        try:
            yield Text(text="a")
            gate.wait(5)
            while True:
                yield Text(text="b")
        finally:
            closed.set()

    turn = Turns().start("c", "m", "hi", long)
    turn.stop()
    gate.set()
    assert len(heard(turn)) <= 2
    assert closed.wait(5)
