"""Serve the pages and take jobs: one process group, nothing else to install."""

import subprocess
import sys

import click
import waitress
from flask import current_app
from flask.cli import with_appcontext

from jobs import queue

THREADS = 12


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@with_appcontext
def serve(host: str, port: int) -> None:
    """Serve this node; a worker process beside it renders documents."""
    worker = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "app", "work"]
    )
    click.echo(f"落实 正在运行：http://{host}:{port}/  （按 Ctrl+C 停止）")
    try:
        waitress.serve(
            current_app._get_current_object(),  # type: ignore[attr-defined]  # noqa: SLF001
            host=host,
            port=port,
            threads=THREADS,
            ident=None,
        )
    finally:
        worker.terminate()
        worker.wait()


@click.command("work")
@with_appcontext
def work() -> None:
    """Take background jobs until stopped."""
    queue.work()


COMMANDS: list[click.Command] = [serve, work]
