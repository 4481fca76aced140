"""The download of a model that goes on behind the page: one in a process, seen by all who look."""

import logging
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from advisor.errors import ModelError
from advisor.models.download import Download, StoppedError, download, kept_bytes, place

log = logging.getLogger(__name__)

Phase = Literal["absent", "begun", "running", "checking", "there"]


@dataclass(frozen=True)
class Standing:
    """How far a download is. `begun`: it was interrupted and goes on from there."""

    phase: Phase
    done: int
    of: int
    failure: str = ""
    """Why the last attempt ended, in words for the screen; empty if it did not, or was stopped by hand."""

    @property
    def busy(self) -> bool:
        """Whether it is at work."""
        return self.phase in ("running", "checking")


class Fetching:
    """The download of one file into one directory. May be looked at, started and stopped from any thread."""

    def __init__(self, what: Download, directory: Path, endpoint: str | None = None) -> None:
        self.what = what
        self._directory = directory
        self._endpoint = endpoint
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._done = 0
        self._failure = ""

    @property
    def standing(self) -> Standing:
        """How far it is now."""
        size = self.what.size
        with self._lock:
            if self._thread is not None:
                return Standing("checking" if self._done >= size else "running", self._done, size)
            failure = self._failure
        if place(self.what, self._directory).is_file():
            return Standing("there", size, size)
        kept = kept_bytes(self.what, self._directory)
        return Standing("begun" if kept else "absent", kept, size, failure)

    def start(self) -> None:
        """Begins, or goes on from where it was. Harmless while it runs."""
        with self._lock:
            if self._thread is not None:
                return
            self._stop = threading.Event()
            self._failure, self._done = "", min(kept_bytes(self.what, self._directory), self.what.size - 1)
            self._thread = threading.Thread(target=self._run, args=(self._stop,), name="fetch-model", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Ends it; what was fetched is kept."""
        self._stop.set()

    def wait(self, seconds: float) -> None:
        """Waits for its end, so long at the most."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)

    def _run(self, stop: threading.Event) -> None:
        failure = ""
        try:
            download(self.what, self._directory, progress=self._note, stopped=stop.is_set, endpoint=self._endpoint)
        except StoppedError:
            pass
        except ModelError as wrong:
            log.warning("a model could not be fetched: %s %s", wrong, wrong.detail)
            failure = wrong.sentence
        except Exception:
            log.exception("fetching a model failed")
            failure = "The download ended unexpectedly. Start it again; it goes on from where it was."
        finally:
            with self._lock:
                self._failure, self._thread = failure, None

    def _note(self, done: int, _of: int) -> None:
        self._done = done
