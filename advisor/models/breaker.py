"""Leaves a model alone for a while after it has failed, so that nobody waits for the same failure every turn."""

import threading
import time
from collections.abc import Callable

REST_SECONDS = 60.0
LONGEST_REST = 600.0
"""Rests double with every failure in a row, up to this."""
LONGEST_WISH = 3_600.0
"""The longest rest that a server may ask for."""


class Breaker:
    """Closed, it lets every call through; after a failure it is open for a rest; after the rest it is half open.

    Half open, it lets one call through to try: if that succeeds, the breaker closes; if it fails, the rest is longer.
    `clock` counts seconds, never backwards. Safe to share between threads.
    """

    def __init__(self, rest: float = REST_SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        self._rest = rest
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._open_until: float | None = None
        self._trying = False

    @property
    def open(self) -> bool:
        """Whether a call would be turned away now."""
        with self._lock:
            return self._shut()

    def _shut(self) -> bool:
        return self._open_until is not None and (self._trying or self._clock() < self._open_until)

    def admit(self) -> bool:
        """Whether a call may be made now. One that was admitted must be told the end of: succeeded, failed or given_up."""
        with self._lock:
            if self._shut():
                return False
            self._trying = self._open_until is not None
            return True

    def failed(self, rest: float | None = None) -> None:
        """Turns calls away from now on: for `rest` seconds if the server said so, else longer with every failure in a row."""
        with self._lock:
            self._failures += 1
            usual = min(self._rest * 2 ** min(self._failures - 1, 10), max(LONGEST_REST, self._rest))
            self._open_until = self._clock() + (usual if rest is None else min(max(rest, 1.0), LONGEST_WISH))
            self._trying = False

    def succeeded(self) -> None:
        """Lets calls through again."""
        with self._lock:
            self._failures = 0
            self._open_until = None
            self._trying = False

    def given_up(self) -> None:
        """The call ended without telling anything about the model; another may try."""
        with self._lock:
            self._trying = False
