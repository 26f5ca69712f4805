"""The job queue: a wake-up call only; the truth is in the rows that jobs work on.

A killed worker loses the call it was working on, so every task is idempotent and a
sweep calls again for rows that waited too long.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app
from huey import Huey, PostgresHuey, SqliteHuey, crontab

from jobs import filings, packing
from services import batches, merges, online, online_uploads
from services.packing import open_packings
from services.upkeep import DailyCompaction
from services.watched import Watch
from store.db import database
from store.dialects.postgresql import PostgresqlDatabase
from store.engine import Database

if TYPE_CHECKING:
    from config import Settings

Work = Callable[[], object]
WORKERS = 2
LOOK_SECONDS = 1
ONLINE_MINUTES = 5


@dataclass(frozen=True)
class Jobs:
    """The queue of one node and the calls it takes.

    Attributes:
        render_filing: Queues the rendering of the filing request of that number.
        take_in_upload: Queues the package that a site brought, named by its hash.
        work_off: Queues the batch of that name; see services/batches.py.
        pack: Queues the file of that name; see services/packing.py.
    """

    queue: Any
    render_filing: Callable[[int], object]
    take_in_upload: Callable[[int, str], object]
    work_off: Callable[[str], object]
    pack: Callable[[str], object]


def init_app(app: Flask, settings: "Settings") -> None:
    """Open the node's queue."""
    with app.app_context():
        queue = _open(database())

    def task(work: Callable[..., object]) -> Callable[..., object]:
        """The call that queues the work."""

        def run(*words: object) -> None:
            with app.app_context():
                work(*words)

        queued: Callable[..., object] = queue.task(name=work.__name__)(run)
        return queued

    jobs = Jobs(
        queue=queue,
        render_filing=task(filings.produce),
        take_in_upload=task(online_uploads.take_in),
        work_off=task(merges.work_off),
        pack=task(packing.pack),
    )

    def at(times: Callable[[datetime], bool], name: str, work: Work) -> None:
        """The work at these times, left out while any worker is at it."""

        def run() -> None:
            with app.app_context(), database().alone(name) as is_alone:
                if is_alone:
                    work()

        queue.periodic_task(times, name=name)(run)

    every_minute, every_hour = crontab(minute="*"), crontab(minute="10")
    at(every_minute, "sweep", sweep)
    at(every_hour, "compact", DailyCompaction().look)
    if settings.watched_folder:
        at(every_minute, "watch", Watch(settings.watched_folder).look)
    if settings.parent_url:
        at(_now_and_then(), "online", partial(online.run_round, settings.parent_url))
    app.extensions["jobs"] = jobs


def _open(where: Database) -> Huey:
    """A file of its own, never the live one; with a server, a schema of its own.

    There several workers take calls, each by one of them: SKIP LOCKED.
    """
    if not isinstance(where, PostgresqlDatabase):
        return SqliteHuey("luoshi", filename=str(where.home / "jobs.db"))

    def connect() -> object:
        return where.queue_connection(queue.storage.ddl)

    queue = PostgresHuey("luoshi", connection=connect, create_tables=False)
    return queue


def sweep() -> None:
    """Call again for work that waits, and forget what is long done."""
    jobs = of_this_app()
    for request_id in filings.overdue():
        jobs.render_filing(request_id)
    online_uploads.forget_old()
    for site, sha256 in online_uploads.waiting():
        jobs.take_in_upload(site, sha256)
    batches.forget_old()
    for batch_id in batches.open_batches():
        jobs.work_off(batch_id)
    for name in open_packings():
        jobs.pack(name)


def _now_and_then() -> Callable[[datetime], bool]:
    """Every five minutes; branches of one hub do not all call in the same one."""
    first = secrets.randbelow(ONLINE_MINUTES)
    minutes = ",".join(map(str, range(first, 60, ONLINE_MINUTES)))
    is_due: Callable[[datetime], bool] = crontab(minute=minutes)
    return is_due


def of_this_app() -> Jobs:
    """The queue of the current application."""
    jobs: Jobs = current_app.extensions["jobs"]
    return jobs


def work() -> None:
    """Take jobs until told to stop."""
    consumer = of_this_app().queue.create_consumer(
        workers=WORKERS, worker_type="thread", periodic=True, max_delay=LOOK_SECONDS
    )
    consumer.run()
