"""A turn that can be ended from outside while its events are waited for."""

from collections.abc import Callable, Iterator
from contextlib import suppress

from advisor.domain.calls import Stop, Stopped
from advisor.domain.conversation import Event


class StoppableTurn(Iterator[Event]):
    """The events of one turn. Any thread may close it: a call to the language model that is under way ends at once."""

    def __init__(self, events: Callable[[Stop], Iterator[Event]]) -> None:
        self._stop = Stop()
        self._events = events(self._stop)

    def __iter__(self) -> "StoppableTurn":
        return self

    def __next__(self) -> Event:
        if self._stop.wished:
            self.close()
            raise StopIteration
        try:
            return next(self._events)
        except Stopped:
            raise StopIteration from None

    def close(self) -> None:
        """Ends the turn; what was not committed yet is not, and the message stays unanswered. Harmless to repeat."""
        self._stop.wish()
        with suppress(ValueError):  # another thread is in it, and comes out of it by itself
            self._events.close()  # type: ignore[attr-defined]
