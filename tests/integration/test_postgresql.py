"""What PostgreSQL must do as SQLite does it, and what only it could get wrong."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import select

from domain.errors import Invalid
from services import audit
from store import clock
from store.db import database, db, plain_connection, write
from store.dialects import open_database
from store.kinds.study_note import StudyNote
from store.scope import EVERYTHING, acting_in

pytestmark = pytest.mark.parametrize("database_name", ["postgresql"], indirect=True)
FOREIGN_ID = """INSERT INTO study_note(id, unit_id, campaign_id, status, created_by,
    created_at) VALUES (1, 1, 1, '', '', '')"""
TITLES = ["Z", "a", "É", "一", "丁"]


@pytest.fixture
def console(bare_app: Flask) -> Iterator[psycopg.Connection[object]]:
    """Somebody at the database itself, past the program."""
    del bare_app
    settings = "-c search_path=main"
    with psycopg.connect(database().address, options=settings) as connection:
        yield connection


def _add(*titles: str) -> list[int]:
    with write("clerk") as session:
        notes = [
            StudyNote(campaign_id=1, unit_id=7, title=one, created_at=clock.now_utc())
            for one in titles
        ]
        session.add_all(notes)
        session.flush()
        return [note.id for note in notes]


@pytest.mark.usefixtures("database_name")
def test_address_of_another_database_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="postgresql://"):
        open_database(tmp_path, "mysql://somewhere/luoshi")


@pytest.mark.usefixtures("bare_app")
def test_text_sorts_by_its_bytes() -> None:
    _add(*reversed(TITLES))
    with acting_in(EVERYTHING):
        statement = select(StudyNote.title).order_by(StudyNote.title)
        assert list(db.session.scalars(statement)) == TITLES


def test_change_at_the_console_is_captured(console: psycopg.Connection[object]) -> None:
    (note_id,) = _add("笔记")
    console.execute("UPDATE study_note SET title = '改', words = 5")
    console.commit()
    query = "SELECT col, author FROM sync_cell WHERE pk = ? ORDER BY col"
    cells = plain_connection().execute(query, (note_id,)).fetchall()
    assert [col for col, _ in cells] == [8, 10]


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("DELETE FROM study_note", "marked deleted"),
        ("TRUNCATE study_note", "marked deleted"),
        ("UPDATE study_note SET id = id + 1", "never changes"),
        (FOREIGN_ID, "id of this site"),
        ("DELETE FROM audit_entry", "only grows"),
        ("UPDATE audit_entry SET actor = 'x'", "only grows"),
        ("TRUNCATE audit_entry", "only grows"),
    ],
)
def test_console_may_not(
    console: psycopg.Connection[object], statement: str, why: str
) -> None:
    _add("笔记")
    audit.record("accounts:account:add", "admin", None, "u")
    with pytest.raises(psycopg.errors.RaiseException, match=why):
        console.execute(statement)


def test_writer_waits_for_a_change_at_the_console(
    console: psycopg.Connection[object],
) -> None:
    """Stamps must become visible in their order, whoever ticks."""
    _add("笔记")
    console.execute("UPDATE study_note SET title = '改'")
    waiting = database().connect()
    waiting.execute("SET lock_timeout = '100ms'")
    with pytest.raises(psycopg.errors.LockNotAvailable):
        waiting.execute("BEGIN IMMEDIATE")
    waiting.close()
    console.rollback()


@pytest.mark.usefixtures("bare_app")
def test_ticks_of_one_transaction_do_not_pile_up() -> None:
    """Ten thousand stamps leave no dead versions of the clock behind."""
    with write("clerk"):
        plain_connection().execute("SELECT sync_tick() FROM generate_series(1, 10000)")
    query = "SELECT pg_relation_size('main.sync_state')"
    assert plain_connection().execute(query).fetchone()[0] <= 8192 * 2
