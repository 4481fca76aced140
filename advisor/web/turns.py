"""Turns that run on while a page is redrawn, refreshed or closed. Knows nothing of Streamlit.

A turn runs in a thread of its own; any number of pages may follow it, each from its beginning.
"""

import threading
from collections.abc import Callable, Generator, Iterator

from advisor.domain.conversation import Decided, Event, Reply

TICK = 0.15
"""Seconds after which a follower hears that nothing happened."""


class Turn:
    """One running turn."""

    def __init__(self, conversation: str, message: str, text: str, events: Iterator[Event]) -> None:
        self.conversation = conversation
        self.message = message
        """The id of the person's message."""
        self.text = text
        self.error: Exception | None = None
        self.stopped = False
        self._events: list[Event] = []
        self._over = False
        self._news = threading.Condition()
        self._source = events

    @property
    def decided(self) -> Reply | None:
        """The decision, before it is worded; None until there is one."""
        with self._news:
            return next((e.reply for e in self._events if isinstance(e, Decided)), None)

    def run(self) -> None:
        """Runs it to its end, in whatever thread this is called from."""
        try:
            for event in self._source:
                with self._news:
                    self._events.append(event)
                    self._news.notify_all()
                if self.stopped:
                    break
        except Exception as error:
            self.error = error
        finally:
            self._close()
            with self._news:
                self._over = True
                self._news.notify_all()

    def stop(self) -> None:
        """Ends it, at once where its events can be closed while they are waited for; the message stays unanswered."""
        self.stopped = True
        if not isinstance(self._source, Generator):  # a generator cannot be closed while it runs in another thread
            self._close()

    def _close(self) -> None:
        close = getattr(self._source, "close", None)
        if close:
            close()

    def over_within(self, seconds: float) -> bool:
        """Waits for its end, so long at most; whether it is over."""
        with self._news:
            return self._news.wait_for(lambda: self._over, seconds)

    def follow(self) -> Iterator[Event | None]:
        """All its events from the beginning; None whenever there was nothing new for a moment."""
        seen = 0
        while True:
            with self._news:
                if seen == len(self._events) and not self._over:
                    self._news.wait(TICK)
                new, over = self._events[seen:], self._over
            seen += len(new)
            yield from new
            if over and not new:
                return
            if not new:
                yield None


class Turns:
    """The turns that run in this process."""

    def __init__(self) -> None:
        self._running: dict[str, Turn] = {}
        self._lock = threading.Lock()

    def start(self, conversation: str, message: str, text: str, events: Callable[[], Iterator[Event]]) -> Turn:
        """Starts answering a message, unless that is going on already; returns the turn."""
        with self._lock:
            turn = self._running.get(message)
            if turn is None or turn.stopped:
                turn = Turn(conversation, message, text, events())
                self._running[message] = turn
                threading.Thread(target=self._run, args=(turn,), name="turn", daemon=True).start()
            return turn

    def running(self, conversation: str) -> list[Turn]:
        """The turns of a conversation that nobody stopped, oldest first."""
        with self._lock:
            return [t for t in self._running.values() if t.conversation == conversation and not t.stopped]

    def _run(self, turn: Turn) -> None:
        try:
            turn.run()
        finally:
            with self._lock:
                if self._running.get(turn.message) is turn:
                    del self._running[turn.message]
