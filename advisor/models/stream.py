"""Keeps a model to its time: whatever a provider's client does, the caller waits no longer than the budget allows."""

import queue
import threading
import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, field

LONGEST_ANSWER = 12_000
"""Characters after which an answer counts as endless."""


class LateError(Exception):
    """The model did not begin, or did not end, in time."""


class EndlessError(Exception):
    """The model wrote more than any answer can need."""


@dataclass(frozen=True)
class Budget:
    """Seconds for a whole call, retries included, and for each answer's first piece; counted from when it is made."""

    whole: float
    first: float
    started: float = field(default_factory=time.monotonic)

    @property
    def left(self) -> float:
        """Seconds left of the whole; not below 0."""
        return max(0.0, self.started + self.whole - time.monotonic())


def kept_to(budget: Budget, start: Callable[[], Generator[str, None, None]]) -> Generator[str, None, None]:
    """The pieces that `start()` yields, or LateError.

    `start` runs in a thread of its own. When the caller stops reading, or the time is up, that thread closes what it
    reads from as soon as it next gets something; providers' own read timeouts see to it that this happens.
    """
    pieces: queue.SimpleQueue[str | Exception | None] = queue.SimpleQueue()
    stop = threading.Event()

    def pump() -> None:
        written = 0
        try:
            with closing(start()) as source:
                for piece in source:
                    if stop.is_set():
                        return
                    written += len(piece)
                    if written > LONGEST_ANSWER:
                        raise EndlessError
                    pieces.put(piece)
            pieces.put(None)
        except Exception as failure:
            pieces.put(failure)

    threading.Thread(target=pump, name="language-model", daemon=True).start()
    wait = min(budget.first, budget.left)
    try:
        while True:
            try:
                piece = pieces.get(timeout=wait)
            except queue.Empty:
                raise LateError from None
            if piece is None:
                return
            if isinstance(piece, Exception):
                raise piece
            yield piece
            wait = budget.left
            if wait <= 0:
                raise LateError
    finally:
        stop.set()
