"""A home that an older program made, opened by this one."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from app import create_app
from config import Settings
from store import db


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose database lacks a column, a table and the note of the program."""
    made = create_app(Settings(home=tmp_path / "home"))
    with made.app_context():
        db.create(site=1)
        with db.write() as session:
            for statement in (
                "DROP TRIGGER sync_update_unit",
                "ALTER TABLE unit DROP COLUMN closed_on",
                "DROP TABLE plan_anchor",
                "UPDATE sync_program SET fingerprint = 'older'",
            ):
                session.execute(text(statement))
        db.db.session.remove()
        db.db.engine.dispose()
    return tmp_path / "home"


def one(app: Flask, query: str) -> object:
    with app.app_context():
        found: object = db.db.session.execute(text(query)).scalar()
        db.db.session.remove()
        db.db.engine.dispose()
    return found


def test_home_when_made_by_an_older_program_then_brought_up_to_date(home: Path) -> None:
    app = create_app(Settings(home=home))
    assert one(app, "SELECT count(*) FROM plan_anchor") == 0
    with app.app_context():
        with db.write() as session:
            session.execute(
                text(
                    "INSERT INTO unit(id, code, name, kind)"
                    " VALUES ((1 << 33) + 7, 'A', '甲所', '股室')"
                )
            )
            session.execute(text("UPDATE unit SET closed_on = '2026-12-31'"))
        db.db.session.remove()
    captured = "SELECT count(*) FROM sync_cell WHERE tid = 1 AND col = 5"
    assert one(app, captured) == 1


def test_home_when_opened_again_then_left_alone(home: Path) -> None:
    create_app(Settings(home=home))
    changes = "SELECT count(*) FROM sqlite_schema WHERE name = 'plan_anchor'"
    again = create_app(Settings(home=home))
    assert one(again, changes) == 1
    assert one(again, "SELECT merging FROM sync_clock") == 0
