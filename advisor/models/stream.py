"""Keeps a model to its time: whatever a provider's client does, the caller waits no longer than the budget allows.

Calls run as tasks on one event loop in a thread of its own. Cancelling a task closes its connection at once, whether the
server is still working on the prompt or in the middle of a word, so that it can stop generating.
"""

import asyncio
import queue
import threading
import time
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import aclosing
from dataclasses import dataclass, field

from advisor.domain.calls import Stop, Stopped
from advisor.models.clean import clean

LONGEST_ANSWER = 12_000
"""Characters after which an answer counts as endless."""
STALL_SECONDS = 10.0


class LateError(Exception):
    """The model did not begin, or did not end, in time."""


class StalledError(LateError):
    """The model fell silent in the middle."""


class ThinkingError(LateError):
    """The model thought on and on and wrote nothing for the reader in time."""


class EndlessError(Exception):
    """The model wrote more than any answer can need."""


@dataclass(frozen=True)
class Budget:
    """Seconds for a whole call, retries included, for each answer's first word to the reader, and between its pieces.

    The whole is counted from when the budget is made.
    """

    whole: float
    first: float
    stall: float = STALL_SECONDS
    started: float = field(default_factory=time.monotonic)

    @property
    def left(self) -> float:
        """Seconds left of the whole; not below 0."""
        return max(0.0, self.started + self.whole - time.monotonic())


class _Loop:
    """An event loop in a daemon thread, started when it is first needed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    def get(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                threading.Thread(target=self._loop.run_forever, name="language-models", daemon=True).start()
            return self._loop


_LOOP = _Loop()


class _Patience:
    """How long to wait for the next piece: for the first word to the reader, then from piece to piece."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._first = time.monotonic() + budget.first
        self._text = ""
        self._begun = self._thought = False

    def took(self, piece: str) -> None:
        """A piece came; an empty one is a thought that the server kept to itself."""
        if self._begun:
            return
        self._text += piece
        self._thought = self._thought or not piece or bool(self._text.strip())
        self._begun = bool(clean(self._text, final=False))

    @property
    def seconds(self) -> float:
        """From now on."""
        return min(self._budget.stall if self._begun else self._first - time.monotonic(), self._budget.left)

    @property
    def error(self) -> Exception:
        """Why waiting ended."""
        if not self._begun:
            return ThinkingError() if self._thought else LateError()
        return StalledError() if self._budget.left > 0 else LateError()


def kept_to(
    budget: Budget, start: Callable[[], AsyncGenerator[str, None]], stop: Stop | None = None
) -> Generator[str, None, None]:
    """The pieces that `start()` yields, or LateError; empty ones say that the model is thinking.

    When the caller stops reading, `stop` is wished or the time is up, `start()` is cancelled at once. Raises Stopped if
    it was wished.
    """
    stop = stop or Stop()
    pieces: queue.SimpleQueue[str | BaseException | None] = queue.SimpleQueue()
    over = threading.Event()
    loop = _LOOP.get()

    async def pump() -> None:
        written = 0
        try:
            async with aclosing(start()) as source:
                async for piece in source:
                    if over.is_set():  # a cancellation can get lost in a client's own timeouts (asyncio before 3.12)
                        return
                    written += len(piece)
                    if written > LONGEST_ANSWER:
                        raise EndlessError
                    pieces.put(piece)
            pieces.put(None)
        except asyncio.CancelledError:
            pieces.put(Stopped())
            raise
        except Exception as failure:
            pieces.put(failure)

    task = asyncio.run_coroutine_threadsafe(pump(), loop)
    patience = _Patience(budget)

    def end() -> None:
        pieces.put(Stopped())
        task.cancel()

    try:
        with stop.ending(end):
            while True:
                try:
                    wait = patience.seconds
                    piece = pieces.get(timeout=wait) if wait > 0 else pieces.get_nowait()
                except queue.Empty:
                    raise patience.error from None
                if stop.wished:
                    raise Stopped
                if piece is None:
                    return
                if isinstance(piece, BaseException):
                    raise piece
                patience.took(piece)
                yield piece
                if budget.left <= 0:
                    raise LateError
    finally:
        over.set()
        task.cancel()
