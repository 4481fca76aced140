"""What is known of a call to a language model, and how it is told to stop."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

Purpose = Literal["read", "word", "answer", "note", "translate", "check"]


class Stopped(BaseException):
    """The person wants no more of this reply.

    Like the cancelling of a task it is no error: nothing that handles errors may take it for one.
    """


class Stop:
    """A wish to stop that any thread may utter; what is under way ends itself at once."""

    def __init__(self) -> None:
        self._wished = threading.Event()
        self._lock = threading.Lock()
        self._ends: list[Callable[[], None]] = []

    @property
    def wished(self) -> bool:
        """Whether it was uttered."""
        return self._wished.is_set()

    def wish(self) -> None:
        """Utters it. Harmless to repeat."""
        with self._lock:
            self._wished.set()
            ends = list(self._ends)
        for end in ends:
            end()

    def wait(self, seconds: float) -> None:
        """Waits, no longer than until the wish. Raises Stopped then."""
        if self._wished.wait(seconds):
            raise Stopped

    @contextmanager
    def ending(self, end: Callable[[], None]) -> Iterator[None]:
        """Meanwhile a wish calls `end`, at once if it was uttered before. `end` must be quick and never fail."""
        with self._lock:
            self._ends.append(end)
            late = self._wished.is_set()
        if late:
            end()
        try:
            yield
        finally:
            with self._lock:
                self._ends.remove(end)


@dataclass(frozen=True)
class Call:
    """One request to a language model, repeated ones counted singly. Holds no key."""

    model: str
    purpose: Purpose
    messages: Sequence[tuple[str, str]]
    """Role and text of each."""
    output: str
    """As it came, thoughts and mark-up included."""
    first_seconds: float | None
    """Until the first piece; None if none came."""
    seconds: float
    prompt_tokens: int
    answer_tokens: int
    estimated: bool
    """Whether the tokens are guessed from the length of the texts, because the server did not report them."""
    outcome: str
    """What became of it, in plain words: 'answered', 'refused by the guard: number 12', 'HTTP 503' …"""
    message: str = ""
    """The id of the message that it was made for."""
