"""Several processes write at once, as web and job workers do: nothing gets lost."""

import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from store import clock
from store.db import database, db, plain_connection, write
from store.kinds.study_note import StudyNote
from store.scope import EVERYTHING, acting_in

pytestmark = pytest.mark.both_databases
ROOT = Path(__file__).parents[2]
PROCESSES = 3
WRITES_EACH = 15
WORKER = """
import sys
from pathlib import Path
from flask import Flask
from store import clock, db
from store.kinds.study_note import StudyNote
from store.scope import EVERYTHING, acting_in

home, address, note_id, count = sys.argv[1:]
app = Flask("worker")
db.init_app(app, Path(home), address)
with app.app_context(), acting_in(EVERYTHING):
    for _ in range(int(count)):
        with db.write("clerk") as session:
            note = session.get_one(StudyNote, int(note_id))
            note.words = note.words + 1
            session.add(StudyNote(campaign_id=1, unit_id=7, title="笔记", words=0,
                                  created_at=clock.now_utc()))
"""


def _note() -> int:
    with write("clerk") as session:
        note = StudyNote(
            campaign_id=1, unit_id=7, title="共用", words=0, created_at=clock.now_utc()
        )
        session.add(note)
        session.flush()
        return note.id


def test_processes_that_write_at_once_lose_nothing(bare_app: Flask) -> None:
    del bare_app
    note_id, where = _note(), database()
    words = [str(where.home), where.address, str(note_id), str(WRITES_EACH)]
    workers = [
        subprocess.Popen([sys.executable, "-c", WORKER, *words], cwd=ROOT)
        for _ in range(PROCESSES)
    ]
    assert [worker.wait() for worker in workers] == [0] * PROCESSES
    written = PROCESSES * WRITES_EACH
    with acting_in(EVERYTHING):
        notes = list(db.session.scalars(select(StudyNote)))
    assert next(one.words for one in notes if one.id == note_id) == written
    assert len(notes) == written + 1
    assert len({one.stamp_hlc for one in notes}) == written + 1
    newest = "SELECT hlc FROM sync_cell WHERE pk = ?"
    stamps = plain_connection().execute(newest, (note_id,)).fetchall()
    clock_hlc = plain_connection().execute("SELECT hlc FROM sync_clock").fetchone()[0]
    assert max(one for (one,) in stamps) <= clock_hlc
