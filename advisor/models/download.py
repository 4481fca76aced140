"""Fetches one small model that is good enough to word replies, from the Hugging Face hub: resumable, checked, stoppable.

huggingface_hub knows the hub: addresses, metadata, its client. It downloads whole files only since version 2 (what was
there of an interrupted one is thrown away), so the bytes are fetched here, from where they had come to.
"""

import errno
import hashlib
import shutil
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from advisor.errors import ModelError

SPARE_BYTES = 200 * 2**20
"""What is left free on the disk."""
_PIECE = 2**16
_SECONDS = 10.0
_TRIES = 3
"""Attempts in a row that bring nothing, before the network counts as gone."""
PAUSE = 1.0
"""Seconds before the second of them; twice as many before the third."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Download:
    """A file on the hub, and what is to be known of it before it is fetched."""

    title: str
    repo: str
    file: str
    sha256: str
    size: int
    licence: str
    page: str

    @property
    def told(self) -> str:
        """Size, licence and origin in one line."""
        return f"{self.size / 1e9:.1f} GB, licence {self.licence}, from {self.page}"


RECOMMENDED = Download(
    title="Qwen2.5-Coder 1.5B Instruct",
    repo="Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF",
    file="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    size=1_117_320_768,
    licence="Apache-2.0",
    page="https://huggingface.co/Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF",
)


class StoppedError(ModelError):
    """The person stopped the download; what was fetched is kept."""


def place(what: Download, directory: Path) -> Path:
    """Where the file lies once it is there."""
    return directory / what.file


def kept_bytes(what: Download, directory: Path) -> int:
    """How much of an interrupted download is there to go on from."""
    part = _part(what, directory)
    return part.stat().st_size if part.is_file() else 0


def download(
    what: Download,
    directory: Path,
    *,
    progress: Progress = lambda _done, _of: None,
    stopped: Callable[[], bool] = lambda: False,
    endpoint: str | None = None,
) -> Path:
    """The file, fetched into `directory` if it is not there, and checked against its hash.

    `progress` is given bytes of bytes; `stopped` is asked between pieces, and within ten seconds where none come.
    `endpoint` is another hub than the usual one.

    Raises StoppedError, and ModelError in plain words where the network, the disk or the hash is at fault; what was
    fetched is kept for the next time, except where the hash is wrong.
    """
    ready = place(what, directory)
    if ready.is_file() and ready.stat().st_size == what.size:
        return ready
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with FileLock(directory / f"{what.file}.lock", timeout=0):
            part = _part(what, directory)
            _fetch(what, part, progress, stopped, endpoint)
            _check_hash(what, part)
            return part.replace(ready)
    except Timeout:
        raise ModelError(
            f"{what.title} is being downloaded already.", remedy="Wait for that download to end."
        ) from None
    except OSError as wrong:
        raise _disk_error(what, directory, wrong) from None


def _part(what: Download, directory: Path) -> Path:
    return directory / f"{what.file}.{what.sha256[:8]}.part"


def _fetch(what: Download, part: Path, progress: Progress, stopped: Callable[[], bool], endpoint: str | None) -> None:
    """Appends to `part` until it is whole."""
    had = part.stat().st_size if part.is_file() else 0
    if had > what.size:
        part.unlink()
        had = 0
    progress(had, what.size)
    if had == what.size:
        return
    url = _address(what, endpoint)
    _check_room(what, part.parent, what.size - had)
    tries = 0
    while had < what.size:
        before, failure = had, None
        try:
            with closing(_pieces(url, had)) as pieces:
                _append(part, next(pieces), pieces, what, progress, stopped)
        except _BrokenError as broken:
            failure = broken.cause
        had = part.stat().st_size if part.is_file() else 0
        tries = 0 if had > before else tries + 1
        if stopped():
            raise _stopped(what)
        if tries >= _TRIES:
            raise _network_error(what, failure)
        if failure:
            time.sleep(PAUSE * tries)


class _BrokenError(Exception):
    """The network failed; kept apart from failures of the disk, which are OSErrors as well."""

    def __init__(self, cause: Exception) -> None:
        super().__init__(type(cause).__name__)
        self.cause = cause


def _append(
    part: Path, start: Any, pieces: Iterator[Any], what: Download, progress: Progress, stopped: Callable[[], bool]
) -> None:
    """Writes what comes behind the byte `start`."""
    had = int(start)
    with part.open("r+b" if part.is_file() else "wb") as file:
        file.seek(had)
        file.truncate()
        for piece in pieces:
            if stopped():
                raise _stopped(what)
            file.write(piece[: what.size + 1 - had])
            had += len(piece)
            progress(min(had, what.size), what.size)
            if had > what.size:
                break
    if had > what.size:
        part.unlink()
        raise _changed(what)


def _address(what: Download, endpoint: str | None) -> str:
    """The file's address, once the hub has said that it is still the same file."""
    from huggingface_hub import get_hf_file_metadata, hf_hub_url
    from huggingface_hub.errors import OfflineModeIsEnabled

    url = hf_hub_url(what.repo, what.file, endpoint=endpoint)
    try:
        found = get_hf_file_metadata(url, token=False, timeout=_SECONDS, endpoint=endpoint)
    except OfflineModeIsEnabled:
        raise ModelError(
            "Downloads are switched off here.", remedy="Unset HF_HUB_OFFLINE to download a model."
        ) from None
    except Exception as wrong:
        raise _network_error(what, wrong) from None
    other_hash = found.etag and len(found.etag) == len(what.sha256) and found.etag != what.sha256
    if other_hash or found.size not in (None, what.size):
        raise _changed(what)
    return url


def _pieces(url: str, start: int) -> Generator[Any, None, None]:
    """First the byte from which the server sends, then what it sends. Raises _BrokenError."""
    from huggingface_hub import get_session

    headers = {"Accept-Encoding": "identity", **({"Range": f"bytes={start}-"} if start else {})}
    try:
        with get_session().stream("GET", url, headers=headers, timeout=_SECONDS, follow_redirects=True) as answer:
            answer.raise_for_status()
            yield start if answer.status_code == 206 else 0
            yield from answer.iter_bytes(_PIECE)
    except Exception as wrong:  # the client's kinds of errors are no part of huggingface_hub's interface
        raise _BrokenError(wrong) from None


def _check_hash(what: Download, part: Path) -> None:
    with part.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != what.sha256:
        part.unlink()
        raise ModelError(
            f"What was downloaded is not {what.title}: its checksum is another one. It has been deleted.",
            remedy="Try again; if it happens again, somebody on the way changes the file.",
            detail=f"SHA-256 {found}",
        )


def _check_room(what: Download, directory: Path, needed: int) -> None:
    free = shutil.disk_usage(directory).free
    if free < needed + SPARE_BYTES:
        raise ModelError(
            f"There is too little room on the disk for {what.title}: {needed / 1e9:.1f} GB are to come, "
            f"{free / 1e9:.1f} GB are free.",
            remedy="Make room, or set ADVISOR_DATA_DIR to another disk.",
        )


def _stopped(what: Download) -> StoppedError:
    return StoppedError(f"The download of {what.title} was stopped.", remedy="The next one goes on from here.")


def _changed(what: Download) -> ModelError:
    return ModelError(
        f"The hub has another file now in the place of {what.title}, so nothing was taken.",
        remedy=f"See {what.page}, or use another model.",
    )


def _network_error(what: Download, wrong: Exception | None) -> ModelError:
    status = getattr(getattr(wrong, "response", None), "status_code", None)
    if isinstance(status, int):
        sentence = f"The hub does not give out {what.title} at the moment (HTTP {status})."
    else:
        sentence = f"The hub cannot be reached, or the connection broke while {what.title} was fetched."
    return ModelError(
        sentence, remedy="Try again when the network is there; it goes on from where it was.", detail=type(wrong).__name__ if wrong else ""
    )


def _disk_error(what: Download, directory: Path, wrong: OSError) -> ModelError:
    if wrong.errno in (errno.ENOSPC, errno.EDQUOT):
        sentence, remedy = f"The disk is full; {what.title} did not fit.", "Make room and start again; it goes on from where it was."
    else:
        sentence, remedy = f"{what.title} cannot be written to {directory}.", "Check that the directory may be written to, or set ADVISOR_DATA_DIR."
    return ModelError(sentence, remedy=remedy, detail=type(wrong).__name__)
