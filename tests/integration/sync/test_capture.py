"""What the triggers note of local writes, whoever makes them."""

import json
from typing import Any

import pysqlite3.dbapi2 as sqlite
import pytest

from store.dialects import sqlite_schema
from sync.connection import Connection
from tests.integration.sync.replicas import NOTE, TABLES, new_database

FIRST, SECOND = (3 << 33) + 1, (3 << 33) + 2


@pytest.fixture
def db() -> Connection:
    connection = new_database(":memory:", 3, TABLES)
    insert = "INSERT INTO note(id, title, count) VALUES (?, ?, ?)"
    connection.executemany(insert, [(FIRST, "甲", 1), (SECOND, "乙", 2)])
    return connection


def rows(db: Connection, query: str) -> list[Any]:
    return db.execute(query).fetchall()


def test_insert_when_made_then_row_carries_rising_stamps(db: Connection) -> None:
    (first, second) = rows(db, "SELECT _hlc, _site FROM note ORDER BY id")
    assert first[1] == second[1] == 3
    assert 0 < first[0] < second[0]
    assert rows(db, "SELECT site, hlc FROM sync_knowledge") == [(3, second[0])]
    assert rows(db, "SELECT * FROM sync_cell") == []


def test_bulk_update_when_made_then_only_changed_cells_are_stamped(
    db: Connection,
) -> None:
    db.execute("UPDATE note SET title = '甲', count = count + 0")
    cells = rows(db, "SELECT tid, pk, col FROM sync_cell")
    assert cells == [(NOTE.number, SECOND, 1)]


def test_update_when_nothing_changes_then_clock_stands(db: Connection) -> None:
    before = rows(db, "SELECT hlc FROM sync_clock")
    db.execute("UPDATE note SET title = title, count = count, _del = _del")
    assert rows(db, "SELECT hlc FROM sync_clock") == before


def test_update_when_to_null_and_back_then_both_captured(db: Connection) -> None:
    db.execute("UPDATE note SET title = NULL WHERE id = ?", (FIRST,))
    first = rows(db, "SELECT hlc FROM sync_cell")
    db.execute("UPDATE note SET title = '甲' WHERE id = ?", (FIRST,))
    assert rows(db, "SELECT hlc FROM sync_cell")[0] > first[0]


def test_delete_when_marked_then_life_keeps_what_was_seen(db: Connection) -> None:
    db.execute("UPDATE note SET count = 9 WHERE id = ?", (FIRST,))
    ((cell,),) = rows(db, "SELECT hlc FROM sync_cell")
    db.execute("UPDATE note SET _del = 1 WHERE id = ?", (FIRST,))
    ((dead, seen),) = rows(db, "SELECT dead, seen FROM sync_life")
    assert (dead, json.loads(seen)) == (1, {"3": cell})


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM note",
        "UPDATE note SET id = id + 100",
        f"INSERT INTO note(id) VALUES ({(4 << 33) + 1})",
        "INSERT INTO note(id) VALUES (7)",
    ],
)
def test_write_when_it_would_break_the_exchange_then_refused(
    db: Connection, statement: str
) -> None:
    before = rows(db, "SELECT * FROM note")
    with pytest.raises(sqlite.IntegrityError):
        db.execute(statement)
    assert rows(db, "SELECT * FROM note") == before


def test_clock_when_set_back_then_stamps_still_rise(db: Connection) -> None:
    db.execute("UPDATE sync_clock SET offset_ms = -1000000000000")
    before = rows(db, "SELECT hlc FROM sync_clock")[0]
    db.execute("UPDATE note SET count = 9")
    stamps = rows(db, "SELECT hlc FROM sync_cell ORDER BY pk")
    assert before < stamps[0] < stamps[1]


def test_author_when_actor_is_set_then_kept_with_the_cell(db: Connection) -> None:
    db.execute("UPDATE sync_clock SET actor = 'head-a'")
    db.execute("UPDATE note SET count = 9 WHERE id = ?", (FIRST,))
    assert rows(db, "SELECT author FROM sync_cell") == [("head-a",)]


def test_install_when_repeated_then_nothing_is_lost(db: Connection) -> None:
    before = rows(db, "SELECT name, sql FROM sqlite_schema ORDER BY name")
    sqlite_schema.install(db.execute, TABLES)
    assert rows(db, "SELECT name, sql FROM sqlite_schema ORDER BY name") == before
    assert len(rows(db, "SELECT * FROM note")) == 2
