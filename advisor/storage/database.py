"""One SQLite file: opening it, checking that it is ours, and transactions on it."""

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect
from sqlalchemy.orm import Session

from advisor.storage import faults
from advisor.storage.migrations import migrate
from advisor.storage.tables import SCHEMA_VERSION, Base

_BEGIN = "sqlite_begin"
"""The execution option that says how a transaction begins."""


class Database:
    """A file and the connections to it. Opened on first use, and anew if the file was replaced meanwhile.

    `patience`: seconds to wait for somebody else's transaction. Every failure is a StorageError.
    """

    def __init__(self, path: Path, patience: float) -> None:
        self.path = path
        self._patience = patience
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        self._file: tuple[int, int] | None = None

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one unchanging moment of the database."""
        with faults.plain_errors(self.path), self._session("DEFERRED") as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session with the one right to write; committed at the end, rolled back if anything is raised."""
        with faults.plain_errors(self.path), self._session("IMMEDIATE") as session:
            yield session

    def forget(self) -> None:
        """Removes from the write-ahead log what was deleted. Best effort: a reader in another process delays it."""
        with faults.plain_errors(self.path):
            connection = self._opened().raw_connection()
            try:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                connection.close()

    def check(self) -> None:
        """Reads the whole file. Raises StorageError if it cannot be opened or has faults."""
        with self.reading() as session:
            found = [str(row[0]) for row in session.connection().exec_driver_sql("PRAGMA quick_check").all()]
        if found != ["ok"]:
            raise faults.damaged(self.path, "\n".join(found[:20]))

    def close(self) -> None:
        """Closes all connections; the next use opens them again."""
        with self._lock:
            self._dispose()

    def _dispose(self) -> None:
        if self._engine is not None:
            self._engine.dispose()
        self._engine = self._file = None

    @contextmanager
    def _session(self, begin: str) -> Iterator[Session]:
        engine = self._opened().execution_options(**{_BEGIN: begin})
        with Session(engine, expire_on_commit=False) as session, session.begin():
            yield session

    def _opened(self) -> Engine:
        with self._lock:
            if self._engine is None or self._file != _identity(self.path):
                self._dispose()
                self._engine = self._open()
                self._file = _identity(self.path)
            return self._engine

    def _open(self) -> Engine:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if not self.path.exists():
            self.path.touch(mode=0o600)  # what people tell the advisor is theirs alone to read
        engine = create_engine(
            URL.create("sqlite", database=str(self.path)),
            connect_args={"timeout": self._patience, "isolation_level": None},
        )
        event.listen(engine, "connect", _configure)
        event.listen(engine, "begin", _begin)
        try:
            self._prepare(engine)
        except BaseException:
            engine.dispose()
            raise
        return engine

    def _prepare(self, engine: Engine) -> None:
        """Makes the tables that a file lacks; refuses a file that is somebody else's or of a later version."""
        with engine.execution_options(**{_BEGIN: "DEFERRED"}).connect() as connection:
            if self._refuse_unless_ours(connection) == SCHEMA_VERSION:
                return
        _use_write_ahead_log(engine, self._patience)
        with engine.execution_options(**{_BEGIN: "IMMEDIATE"}).begin() as connection:
            if (version := self._refuse_unless_ours(connection)) < SCHEMA_VERSION:
                Base.metadata.create_all(connection)
                migrate(connection, version)
                connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA_VERSION}")

    def _refuse_unless_ours(self, connection: Connection) -> int:
        """The layout's version, 0 for an empty file."""
        version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
        if version > SCHEMA_VERSION:
            raise faults.newer(self.path, version, SCHEMA_VERSION)
        if version == 0 and inspect(connection).get_table_names():
            raise faults.foreign(self.path)
        return version


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file stands at a path; None if there is none."""
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _configure(connection: sqlite3.Connection, _record: object) -> None:
    for pragma in ("foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}").close()
    connection.create_function("folded", 1, _folded, deterministic=True)  # SQLite's own lower() knows ASCII alone


def _folded(text: str | None) -> str:
    return (text or "").casefold()


def _begin(connection: Connection) -> None:
    """Begins as told. A writer asks for its right at once: to ask half-way would fail instead of waiting."""
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get(_BEGIN, 'DEFERRED')}")


def _use_write_ahead_log(engine: Engine, patience: float) -> None:
    """Lets readers and one writer work side by side. SQLite does not wait for others here, so this does."""
    until = time.monotonic() + patience
    connection = engine.raw_connection()
    try:
        while True:
            try:
                connection.cursor().execute("PRAGMA journal_mode=WAL").fetchall()
                return
            except sqlite3.OperationalError as cause:
                if getattr(cause, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                    raise
                time.sleep(0.02)
    finally:
        connection.close()
