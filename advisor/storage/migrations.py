"""Takes a file of an earlier layout to the present one, within the transaction that opens it."""

import json

from sqlalchemy import Connection

from advisor.storage.tables import pack


def migrate(connection: Connection, version: int) -> None:
    """What whole new tables do not settle. `version` is the file's, 0 for one that was empty."""
    if 0 < version < 3:
        _let_conversations_branch(connection)


def _let_conversations_branch(connection: Connection) -> None:
    """Every message follows the one said before it; the one state that was kept is that of the last reply."""
    run = connection.exec_driver_sql
    for table, column in (
        ("conversations", "head"), ("messages", "parent"), ("messages", "rating"), ("messages", "remark"),
    ):  # fmt: skip
        run(f"ALTER TABLE {table} ADD COLUMN {column} VARCHAR")
    run("CREATE INDEX messages_after ON messages (conversation, parent)")
    run(
        "UPDATE messages SET parent = (SELECT before.id FROM messages AS before"
        " WHERE before.conversation = messages.conversation AND before.number < messages.number"
        " ORDER BY before.number DESC LIMIT 1)"
    )
    run(
        "UPDATE conversations SET head = (SELECT id FROM messages"
        " WHERE conversation = conversations.id ORDER BY number DESC LIMIT 1)"
    )
    kept = run(
        "SELECT s.conversation, s.json, s.plan_version, p.agreed_at, (SELECT id FROM messages"
        " WHERE conversation = s.conversation AND role = 'advisor' ORDER BY number DESC LIMIT 1)"
        " FROM states AS s LEFT JOIN plans AS p ON p.conversation = s.conversation AND p.version = s.plan_version"
    ).all()
    for conversation, state, plan_version, agreed_at, message in kept:
        run(
            "INSERT INTO turn_states (conversation, message, json, plan_version, agreed_at) VALUES (?, ?, ?, ?, ?)",
            (conversation, message, pack(json.loads(state)), plan_version, agreed_at),
        )
    run("DROP TABLE states")
