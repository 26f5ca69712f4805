import pytest
from flask import Flask
from sqlalchemy import func, select

from store import clock
from store.db import db, write
from store.kinds.study_note import StudyNote
from store.scope import EVERYTHING, acting_in

pytestmark = pytest.mark.both_databases
DURABLE: dict[str, dict[str, object]] = {
    "sqlite": {
        "PRAGMA synchronous": 2,
        "PRAGMA foreign_keys": 1,
        "PRAGMA trusted_schema": 0,
        "PRAGMA mmap_size": 0,
        "PRAGMA secure_delete": 1,
    },
    "postgresql": {
        "SHOW synchronous_commit": "on",
        "SHOW transaction_isolation": "repeatable read",
        "SHOW transaction_read_only": "on",
    },
}


def _add_note(unit_id: int) -> int:
    with write("clerk") as session:
        note = StudyNote(
            campaign_id=1, unit_id=unit_id, title="笔记", created_at=clock.now_utc()
        )
        session.add(note)
        session.flush()
        return note.id


def _titles() -> list[str | None]:
    return list(db.session.scalars(select(StudyNote.title)))


@pytest.mark.usefixtures("bare_app")
def test_read_outside_any_scope_finds_nothing() -> None:
    _add_note(7)
    assert _titles() == []


@pytest.mark.usefixtures("bare_app")
def test_read_in_scope_finds_only_its_units() -> None:
    _add_note(7)
    _add_note(8)
    with acting_in(frozenset({8})):
        assert len(_titles()) == 1
        count = select(StudyNote.unit_id, func.count()).group_by(StudyNote.unit_id)
        assert [tuple(row) for row in db.session.execute(count)] == [(8, 1)]
    with acting_in(frozenset({9})):
        assert _titles() == []
    with acting_in(EVERYTHING):
        assert len(_titles()) == 2


@pytest.mark.usefixtures("bare_app")
def test_deleted_row_is_hidden_and_still_there() -> None:
    note_id = _add_note(7)
    with acting_in(EVERYTHING):
        with write() as session:
            note = session.get_one(StudyNote, note_id)
            note.is_deleted = 1
        assert _titles() == []
    stored = db.session.connection().exec_driver_sql("SELECT _del FROM study_note")
    assert stored.scalar_one() == 1


def test_id_carries_the_site_and_is_never_used_twice(bare_app: Flask) -> None:
    del bare_app
    first, second = _add_note(7), _add_note(7)
    assert (first >> 33, second >> 33) == (1, 1)
    assert second == first + 1


@pytest.mark.usefixtures("bare_app")
def test_write_outside_the_door_is_refused() -> None:
    with pytest.raises(Exception, match=r"read-?only"):
        db.session.connection().exec_driver_sql("DELETE FROM stale_unit")
    db.session.rollback()


@pytest.mark.usefixtures("bare_app")
def test_every_connection_is_durable(database_name: str) -> None:
    connection = db.session.connection()
    settings = DURABLE[database_name]
    read = {name: connection.exec_driver_sql(name).scalar_one() for name in settings}
    assert read == settings


@pytest.mark.usefixtures("bare_app")
def test_record_change_marks_its_unit_stale() -> None:
    _add_note(7)
    rows = db.session.connection().exec_driver_sql("SELECT * FROM stale_unit")
    assert rows.all() == [(1, 7)]
