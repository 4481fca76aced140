"""Files of earlier layouts are brought up to date and keep everything."""

import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

import pytest

from advisor.domain.gaps import Gap
from advisor.storage import Store
from tests.unit.storage_factory import REPLY, STATE, answered


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "data" / "advisor.db")


def before_branches(path: Path, version: int) -> None:
    """Makes the file one of an earlier layout: one state a conversation, and messages in one row."""
    with closing(sqlite3.connect(path)) as file:
        file.execute(
            "CREATE TABLE states (conversation VARCHAR NOT NULL PRIMARY KEY REFERENCES conversations (id)"
            " ON DELETE CASCADE, json JSON NOT NULL, plan_version INTEGER)"
        )
        newest = "SELECT conversation, json, plan_version FROM turn_states GROUP BY conversation HAVING max(rowid)"
        for conversation, packed, plan_version in file.execute(newest).fetchall():
            row = (conversation, zlib.decompress(packed).decode(), plan_version)
            file.execute("INSERT INTO states VALUES (?, ?, ?)", row)
        file.execute("DROP TABLE turn_states")
        file.execute("DROP INDEX messages_after")
        for table, column in (("conversations", "head"), *(("messages", c) for c in ("parent", "rating", "remark"))):
            file.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        if version < 2:
            file.execute("DROP TABLE gaps")
        file.execute(f"PRAGMA user_version={version}")
        file.commit()


def test_a_file_from_before_branches_keeps_messages_state_and_plan_and_goes_on(store: Store) -> None:
    made = answered(store)
    again = store.add_message(made, "ann", "and now?")
    store.commit_turn(made, "ann", again.id, REPLY, STATE)
    before = (store.messages(made, "ann"), store.state(made, "ann"))
    store.close()
    before_branches(store.path, 2)
    reopened = Store(store.path)
    assert (reopened.messages(made, "ann"), reopened.state(made, "ann")) == before
    said = reopened.messages(made, "ann")
    forks = reopened.view(made, "ann").forks
    assert forks.editable == {said[0].id}, "what was known before the second message was not kept then"
    reopened.add_message(made, "ann", "instead", "new", instead_of=said[0].id)
    assert [m.text for m in reopened.messages(made, "ann")] == ["instead"]
    reopened.close()


def test_a_file_of_the_first_version_gains_the_table_of_gaps_and_keeps_everything(store: Store) -> None:
    made = answered(store)
    store.close()
    before_branches(store.path, 1)
    again = Store(store.path)
    again.count_gap(Gap(("music",)), "2026-11")
    assert again.gaps().questions == 1
    assert len(again.messages(made, "ann")) == len(store.messages(made, "ann"))
    again.close()
