"""Crashes, rivals and broken files: nothing is lost, and what went wrong is said with a remedy."""

import os
import sqlite3
import stat
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from advisor.domain.conversation import Dialogue, Message, Reply, State
from advisor.domain.progress import Mark, Progress, Status
from advisor.errors import NotFound, StorageError
from advisor.storage import Store
from advisor.storage.tables import SCHEMA_VERSION
from tests.unit.plan_factory import AGREED, small_plan

STATE = State(plan=small_plan(), dialogue=Dialogue(last_version=2), progress=Progress(marks={"a": Mark(status=Status.DONE, at=AGREED)}))
REPLY = Reply(reply="Here it is.")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "advisor.db", patience=0.2)


def in_another_process(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    head = "import sys, os\nfrom pathlib import Path\nfrom advisor.storage import Store\n"
    head += "from tests.unit.test_storage_faults import REPLY, STATE\nstore = Store(Path(sys.argv[1]))\n"
    return subprocess.run(
        [sys.executable, "-c", head + code, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )


@contextmanager
def raw(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


@contextmanager
def each_connection(pragma: str) -> Iterator[None]:
    """A limit set on every connection, as a full disk or a read-only one would."""

    def limit(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA {pragma}")

    event.listen(Engine, "connect", limit)
    try:
        yield
    finally:
        event.remove(Engine, "connect", limit)


# --- crashes


def test_a_crash_between_message_and_reply_leaves_the_message_to_be_answered(store: Store) -> None:
    made = store.create("ann").id
    ended = in_another_process(
        "store.add_message(sys.argv[2], 'ann', 'help', 'm1'); os._exit(9)", str(store.path), made
    )
    assert ended.returncode == 9, ended.stderr
    assert [m.text for m in store.unanswered(made, "ann")] == ["help"]
    reply = store.commit_turn(made, "ann", "m1", REPLY, STATE)
    assert store.unanswered(made, "ann") == []
    assert store.messages(made, "ann")[1] == reply


def test_a_crash_just_before_the_commit_leaves_nothing_of_the_turn(store: Store) -> None:
    made = store.create("ann").id
    message = store.add_message(made, "ann", "help")
    code = (
        "from sqlalchemy import event\nfrom sqlalchemy.engine import Engine\n"
        "store.check()\nevent.listen(Engine, 'commit', lambda c: os._exit(9))\n"
        "store.commit_turn(sys.argv[2], 'ann', sys.argv[3], REPLY, STATE, 'x')"
    )
    ended = in_another_process(code, str(store.path), made, message.id)
    assert ended.returncode == 9, ended.stderr
    assert store.unanswered(made, "ann") == [message]
    assert store.state(made, "ann") == State()
    assert store.versions(made, "ann") == []
    assert store.get(made, "ann").title == ""


# --- rivals


def test_threads_write_side_by_side_without_loss(tmp_path: Path) -> None:
    store = Store(tmp_path / "advisor.db")
    made = [store.create("ann").id for _ in range(2)]

    def talk(number: int) -> None:
        conversation = made[number % 2]
        for _ in range(10):
            message = store.add_message(conversation, "ann", f"from {number}")
            store.commit_turn(conversation, "ann", message.id, REPLY, STATE)
            store.state(conversation, "ann")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(talk, range(8)))
    for conversation in made:
        assert sorted(m.number for m in store.messages(conversation, "ann")) == list(range(1, 81))
        assert store.unanswered(conversation, "ann") == []


def test_two_threads_answering_one_message_make_one_reply(tmp_path: Path) -> None:
    store = Store(tmp_path / "advisor.db")
    made = store.create("ann").id
    message = store.add_message(made, "ann", "help")
    start = threading.Barrier(6)

    def answer(number: int) -> str:
        start.wait()
        return store.commit_turn(made, "ann", message.id, Reply(reply=f"{number}"), STATE).id

    with ThreadPoolExecutor(6) as pool:
        ids = set(pool.map(answer, range(6)))
    assert len(ids) == 1
    assert len(store.messages(made, "ann")) == 2


def test_processes_that_begin_at_once_share_one_new_file(tmp_path: Path) -> None:
    path = tmp_path / "new" / "advisor.db"
    code = "c = store.create('ann')\nfor n in range(20): store.add_message(c.id, 'ann', str(n))"
    with ThreadPoolExecutor(4) as pool:
        ended = list(pool.map(lambda _: in_another_process(code, str(path)), range(4)))
    assert [e.stderr for e in ended if e.returncode] == []
    store = Store(path)
    found = store.conversations("ann")
    assert len(found) == 4
    assert all([m.text for m in store.messages(c.id, "ann")] == [str(n) for n in range(20)] for c in found)


def test_a_reader_does_not_wait_for_a_writer(store: Store) -> None:
    made = store.create("ann")
    with raw(store.path) as rival:
        rival.execute("BEGIN IMMEDIATE")
        assert store.conversations("ann") == [made]


def test_a_locked_file_is_waited_for(tmp_path: Path) -> None:
    store = Store(tmp_path / "advisor.db", patience=5)
    store.create("ann")
    with closing(sqlite3.connect(store.path, isolation_level=None, check_same_thread=False)) as rival:
        rival.execute("BEGIN IMMEDIATE")
        release = threading.Timer(0.3, lambda: rival.execute("COMMIT"))
        release.start()
        store.create("ann")
        release.join()
    assert len(store.conversations("ann")) == 2


def test_a_new_file_that_another_process_is_just_preparing_is_waited_for(tmp_path: Path) -> None:
    store = Store(tmp_path / "advisor.db", patience=5)
    with closing(sqlite3.connect(store.path, isolation_level=None, check_same_thread=False)) as rival:
        rival.execute("BEGIN IMMEDIATE")
        release = threading.Timer(0.3, lambda: rival.execute("COMMIT"))
        release.start()
        store.create("ann")
        release.join()


def test_a_file_that_stays_locked_is_said_to_be(store: Store) -> None:
    store.create("ann")
    with raw(store.path) as rival:
        rival.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        with pytest.raises(StorageError, match="locked by another program") as caught:
            store.create("ann")
        assert time.monotonic() - began < 5
        assert "second advisor" in caught.value.remedy
        rival.execute("ROLLBACK")
    store.create("ann")
    assert len(store.conversations("ann")) == 2


def test_a_file_locked_at_the_first_opening_is_said_to_be(store: Store) -> None:
    with raw(store.path) as rival:
        rival.execute("CREATE TABLE x (y)")
        rival.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StorageError, match="locked"):
            store.create("ann")


# --- broken files


def refused(store: Store, match: str) -> StorageError:
    """Every call fails with the same message, and the file is left as it was."""
    before = store.path.read_bytes()
    for call in (lambda: store.conversations("ann"), lambda: store.create("ann"), store.check):
        with pytest.raises(StorageError, match=match) as caught:
            call()
        assert str(store.path) in str(caught.value)
        assert caught.value.remedy
    assert store.path.read_bytes() == before
    return caught.value


def test_a_file_that_is_no_database_is_refused_and_left_alone(store: Store) -> None:
    store.path.write_bytes(b"shopping list: eggs, flour\n" * 100)
    error = refused(store, "is not a database")
    assert "Nothing was deleted" in error.remedy
    assert "advisor.db-wal" in error.remedy


def test_a_database_of_another_program_is_refused_and_left_alone(store: Store) -> None:
    with raw(store.path) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    refused(store, "is not a database of the advisor")


def test_a_newer_database_is_refused_and_left_alone(store: Store) -> None:
    store.create("ann")
    store.close()
    with raw(store.path) as later:
        later.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    error = refused(
        Store(store.path), rf"newer version of the advisor \(layout {SCHEMA_VERSION + 1}; this one knows \d+\)"
    )
    assert "Update the advisor" in error.remedy


def test_damage_is_noticed_said_and_left_alone(store: Store) -> None:
    made = store.create("ann").id
    for _ in range(60):
        store.add_message(made, "ann", "x" * 3000)
    store.close()
    content = bytearray(store.path.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    store.path.write_bytes(content)
    again = Store(store.path)
    with pytest.raises(StorageError, match="is damaged") as caught:
        again.messages(made, "ann")
    assert str(store.path) in str(caught.value)
    assert "move that file" in caught.value.remedy
    with pytest.raises(StorageError, match="is damaged"):
        again.check()
    assert store.path.read_bytes() == bytes(content)


def test_after_moving_the_damaged_file_away_the_same_store_works_again(store: Store, tmp_path: Path) -> None:
    store.path.write_bytes(b"no database, but long enough to look at" * 100)
    with pytest.raises(StorageError):
        store.create("ann")
    store.path.rename(tmp_path / "old.db")
    made = store.create("ann")
    assert store.conversations("ann") == [made]


def test_a_file_removed_while_in_use_is_made_anew_rather_than_written_to_unseen(store: Store) -> None:
    made = store.create("ann")
    store.path.unlink()
    with pytest.raises(NotFound):
        store.add_message(made.id, "ann", "hello")
    kept = store.create("ann")
    assert Store(store.path).conversations("ann") == [kept]


@pytest.mark.parametrize("content", [zlib.compress(b'{"brief": 7}'), zlib.compress(b"{broken"), b"not compressed"])
def test_an_unreadable_entry_spoils_no_other_conversation(store: Store, content: bytes) -> None:
    bad, good = (store.create("ann").id for _ in range(2))
    for made in (bad, good):
        store.commit_turn(made, "ann", None, REPLY, STATE)
    with raw(store.path) as rival:
        rival.execute("UPDATE turn_states SET json = ? WHERE conversation = ?", (content, bad))
        rival.execute("UPDATE plans SET json = '{broken' WHERE conversation = ?", (bad,))
    for call in (store.state, store.versions):
        with pytest.raises(StorageError, match="cannot be read") as caught:
            call(bad, "ann")
        assert "Other conversations are not affected" in caught.value.remedy
    assert store.state(good, "ann") == STATE


def test_a_full_disk_is_said_and_nothing_of_the_turn_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "advisor.db"
    made = Store(path).create("ann").id
    with each_connection("max_page_count=1"):
        store = Store(path)
        stored: list[Message] = []
        with pytest.raises(StorageError, match="no room left") as caught:
            stored.extend(store.add_message(made, "ann", "x" * 5000) for _ in range(100))
        assert "Free some space" in caught.value.remedy
        kept = store.messages(made, "ann")
    assert kept == Store(path).messages(made, "ann")
    assert kept == stored


def test_a_read_only_file_is_said_and_can_still_be_read(tmp_path: Path) -> None:
    path = tmp_path / "advisor.db"
    made = Store(path).create("ann")
    store = Store(path)
    store.check()
    store.close()
    with each_connection("query_only=ON"):
        with pytest.raises(StorageError, match="cannot be written to") as caught:
            store.add_message(made.id, "ann", "x")
        assert "Allow writing" in caught.value.remedy
        assert store.get(made.id, "ann") == made


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for path in (tmp_path / "file" / "advisor.db", tmp_path / "file" / "deeper" / "advisor.db"):
        with pytest.raises(StorageError, match="cannot be opened") as caught:
            Store(path).create("ann")
        assert "folder" in caught.value.remedy


def test_a_folder_in_the_files_place_is_said(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot be opened"):
        Store(tmp_path).conversations("ann")


@pytest.mark.skipif(os.name == "nt", reason="permissions are kept otherwise there")
def test_the_file_is_for_its_user_alone(store: Store) -> None:
    store.create("ann")
    for path in store.path.parent.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_settings_that_keep_data_safe_are_on(store: Store) -> None:
    with store._database.reading() as session:
        found = {
            name: session.connection().exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "secure_delete", "busy_timeout", "user_version")
        }
    assert found == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 200,
        "user_version": SCHEMA_VERSION,
    }
    with Store(store.path)._database.reading() as session:
        assert session.connection().exec_driver_sql("PRAGMA busy_timeout").scalar() == 5000
