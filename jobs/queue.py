"""The job queue: a wake-up call only; the truth is in the rows that jobs work on.

A killed worker loses the call it was working on, so every task is idempotent and a
sweep calls again for rows that waited too long.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from huey import SqliteHuey, crontab

from jobs import filings

WORKERS = 2


@dataclass(frozen=True)
class Jobs:
    """The queue of one node and the calls it takes.

    Attributes:
        render_filing: Queues the rendering of the filing request of that number.
    """

    queue: Any
    render_filing: Callable[[int], object]


def init_app(app: Flask, home: Path) -> None:
    """Open the node's queue; its file is its own, never the live database."""
    queue = SqliteHuey("luoshi", filename=str(home / "jobs.db"))

    def render_filing(request_id: int) -> None:
        with app.app_context():
            filings.produce(request_id)

    def sweep() -> None:
        with app.app_context():
            for request_id in filings.overdue():
                jobs.render_filing(request_id)

    jobs = Jobs(queue, queue.task()(render_filing))
    queue.periodic_task(crontab(minute="*"))(sweep)
    app.extensions["jobs"] = jobs


def of_this_app() -> Jobs:
    """The queue of the current application."""
    jobs: Jobs = current_app.extensions["jobs"]
    return jobs


def work() -> None:
    """Take jobs until told to stop."""
    consumer = of_this_app().queue.create_consumer(
        workers=WORKERS, worker_type="thread", periodic=True
    )
    consumer.run()
