"""Leaves a model alone for a while after it has failed, so that nobody waits for the same failure every turn."""

import time
from collections.abc import Callable

REST_SECONDS = 60.0


class Breaker:
    """Open for `rest` seconds after `failed`; then calls are let through again.

    `clock` counts seconds, never backwards.
    """

    def __init__(self, rest: float = REST_SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        self._rest = rest
        self._clock = clock
        self._closed_from: float | None = None

    @property
    def open(self) -> bool:
        """Whether calls should be skipped now."""
        return self._closed_from is not None and self._clock() < self._closed_from

    def failed(self) -> None:
        """Skip calls from now on for the time of rest."""
        self._closed_from = self._clock() + self._rest

    def succeeded(self) -> None:
        """Let calls through at once."""
        self._closed_from = None
