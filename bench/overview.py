"""Times and statement counts of what offices look at all day, at county size.

`python -m bench.overview HOME` measures a home that bench.county has filled; without
HOME it fills one in a temporary folder first. Prints one line a measurement: the
median of five by the clock and of the processor's own time, in milliseconds, and the
number of statements. On a busy machine the processor's time is the one to read.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from sqlalchemy import event
from werkzeug.test import Client

from app import create_app
from bench.county import make
from config import Settings
from services import accounts, standings
from store.db import db, write
from store.kinds.study_note import StudyNote
from store.queries.actors import actor_by_name
from store.queries.campaigns import campaign_rows
from store.scope import EVERYTHING, acting_in
from tests.factories.browsers import PASSWORD, Browser, sign_in

TIMES = 5
SECONDS_MAX = 0.5


def main(home: Path) -> bool:
    """Measure and print; whether every page keeps the limit."""
    app = create_app(Settings(home=home))
    app.test_client_class = Browser
    app.config["PROPAGATE_EXCEPTIONS"] = True
    statements: list[str] = []
    with app.app_context():
        campaign_id = campaign_rows()[0].id
        event.listen(
            db.engine,
            "before_cursor_execute",
            lambda *facts: statements.append(str(facts[2])),
        )
    browser = _signed_in(app)
    keeps = [
        _measure(name, _opened(browser, path), statements)
        for name, path in _pages(campaign_id)
    ]
    _measure("refresh of one unit", _one_unit(app), statements)
    with app.app_context():
        print(f"{'full count':<24}{_full_count_seconds(campaign_id):7.1f} s")
    return all(keeps)


def _pages(campaign_id: int) -> list[tuple[str, str]]:
    overview = f"/overview/{campaign_id}"
    return [
        ("home", "/"),
        ("board, 500 units", f"{overview}/board"),
        ("roll-up", f"{overview}/rollup"),
        ("roll-up, party tree", f"{overview}/rollup?tree=party"),
        ("tasks of a unit", f"{overview}/tasks"),
        ("gap list, first page", f"{overview}/gaps"),
        ("gap list, page 200", f"{overview}/gaps?page=200"),
        ("gap list, overdue", f"{overview}/gaps?state=overdue"),
        ("record list", "/records/study-note/"),
        ("record list, filtered", "/records/meeting/?status=accepted&page=3"),
        ("review queue", "/reviews/"),
    ]


def _signed_in(app: Flask) -> Client:
    with app.app_context():
        actor = actor_by_name("office")
        assert actor is not None
        issued = accounts.issue_one_time_password(actor.account_id)
        accounts.change_password(actor.account_id, issued, PASSWORD)
    browser = app.test_client()
    assert isinstance(browser, Browser)
    sign_in(browser, "office", PASSWORD)
    return browser


def _opened(browser: Client, path: str) -> Callable[[], None]:
    def open_it() -> None:
        answer = browser.get(path)
        assert answer.status_code == 200, (path, answer.status_code)

    return open_it


def _one_unit(app: Flask) -> Callable[[], None]:
    def change_and_refresh() -> None:
        with app.app_context():
            with write("bench") as session, acting_in(EVERYTHING):
                note = session.query(StudyNote).first()
                assert note is not None
                note.words = (note.words or 0) + 1
            standings.refresh_if_stale()

    return change_and_refresh


def _full_count_seconds(campaign_id: int) -> float:
    with write("bench") as session:
        session.connection().exec_driver_sql(
            "INSERT INTO stale_unit SELECT campaign_id, unit_id FROM expected_unit"
        )
    started = time.perf_counter()
    standings.refresh(campaign_id)
    return time.perf_counter() - started


def _measure(name: str, act: Callable[[], None], statements: list[str]) -> bool:
    act()
    walls, processors = [], []
    for _ in range(TIMES):
        statements.clear()
        wall, processor = time.perf_counter(), time.process_time()
        act()
        walls.append(time.perf_counter() - wall)
        processors.append(time.process_time() - processor)
    median, own = statistics.median(walls), statistics.median(processors)
    print(
        f"{name:<24}{median * 1000:7.0f} ms {own * 1000:7.0f} ms processor"
        f"{len(statements):6} statements"
    )
    return median < SECONDS_MAX


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path, nargs="?")
    given = parser.parse_args().home
    if given is None:
        with tempfile.TemporaryDirectory() as folder:
            make(Path(folder) / "home")
            main(Path(folder) / "home")
    else:
        main(given)
