"""What can go wrong with a database file, in words for people."""

import json
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from advisor.errors import AdvisorError, StorageError

_AWAY = (
    "Nothing was deleted. To start afresh, stop the advisor and move that file, together with {name}-wal and "
    "{name}-shm if they are beside it, to another folder; to carry on with the old one, put a backup in its place."
)
_DAMAGED = "The database at {path} is damaged.", _AWAY
_UNREADABLE = (
    "Something kept in the database at {path} cannot be read.",
    "Nothing was deleted. Other conversations are not affected: open one, or start a new one.",
)
_FOREIGN = "The file at {path} is not a database of the advisor.", _AWAY
_LOCKED = (
    "The database at {path} is locked by another program.",
    "Close whatever else has it open (a second advisor, a database viewer), then try again.",
)
_FULL = "There is no room left to write to the database at {path}.", "Free some space on that disk, then try again."
_READ_ONLY = (
    "The database at {path} cannot be written to.",
    "Allow writing to that file and its folder, or choose another data folder in the settings.",
)
_CLOSED = (
    "The database at {path} cannot be opened.",
    "Check that this folder exists and may be written to, or choose another data folder in the settings.",
)
_DISK = "The disk failed while the database at {path} was in use.", "Check the disk and its connection, then try again."
_OTHER = "The database at {path} could not be used.", "Try again. If that does not help: " + _AWAY

_BY_CODE = {
    sqlite3.SQLITE_BUSY: _LOCKED, sqlite3.SQLITE_LOCKED: _LOCKED, sqlite3.SQLITE_PROTOCOL: _LOCKED,
    sqlite3.SQLITE_CORRUPT: _DAMAGED, sqlite3.SQLITE_NOTADB: _FOREIGN, sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _READ_ONLY, sqlite3.SQLITE_PERM: _READ_ONLY, sqlite3.SQLITE_CANTOPEN: _CLOSED,
    sqlite3.SQLITE_IOERR: _DISK,
}  # fmt: skip


def storage_error(path: Path, cause: Exception) -> StorageError:
    """The error to show for what SQLite, SQLAlchemy or the file system raised about the database at `path`."""
    root = getattr(cause, "orig", None) or cause
    if isinstance(root, json.JSONDecodeError | ValidationError | zlib.error):
        words = _UNREADABLE
    elif isinstance(root, PoolTimeout):
        words = _LOCKED
    elif isinstance(root, OSError):
        words = _CLOSED
    else:
        words = _BY_CODE.get(getattr(root, "sqlite_errorcode", 0) & 0xFF, _OTHER)
    return _error(path, words, detail=f"{type(root).__name__}: {root}")


def newer(path: Path, found: int, known: int) -> StorageError:
    """The file was made by a later version of the advisor."""
    layouts = f"(layout {found}; this one knows {known})"
    cause = f"The database at {{path}} was made by a newer version of the advisor {layouts}."
    return _error(path, (cause, "Update the advisor. Or do without the old conversations: " + _AWAY))


def foreign(path: Path) -> StorageError:
    """The file is a database, but not one of ours."""
    return _error(path, _FOREIGN)


def damaged(path: Path, detail: str) -> StorageError:
    """The file has faults."""
    return _error(path, _DAMAGED, detail)


def _error(path: Path, words: tuple[str, str], detail: str = "") -> StorageError:
    cause, remedy = (text.format(path=path, name=path.name) for text in words)
    return StorageError(cause, remedy=remedy, detail=detail)


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Lets the advisor's own errors through and turns all that concerns the file into StorageError."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError, ValidationError, json.JSONDecodeError, zlib.error) as cause:
        if isinstance(cause, StatementError) and isinstance(cause.orig, AdvisorError):
            raise cause.orig from None
        raise storage_error(path, cause) from cause
