"""Serve the pages and take jobs: one process group, nothing else to install."""

import os
import signal
import subprocess
import sys
import threading
import time
from types import FrameType

import click
import waitress
from flask import current_app
from flask.cli import with_appcontext

from commands.output import refusals, say
from jobs import press, queue
from services import exchange, nodes
from store.db import require_node

THREADS = 12
LOOK_SECONDS = 2


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@with_appcontext
@refusals
def serve(host: str, port: int) -> None:
    """Serve this node; a worker process beside it renders documents."""
    require_node()
    notice = nodes.rollback_notice()
    if notice:
        say(notice)
    for result in exchange.import_waiting():
        say(f"更新前收到的{result.file}：{result.reason or '已并入。'}")
    signal.signal(signal.SIGTERM, _leave)
    command = [sys.executable, "-m", "flask", "--app", "app", "work"]
    worker = subprocess.Popen([*command, "--beside", str(os.getpid())])  # noqa: S603 - this program itself
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
@click.option("--beside", type=int, help="Stop when the process of that number does.")
@with_appcontext
@refusals
def work(beside: int | None) -> None:
    """Take background jobs until stopped."""
    require_node()
    if beside:
        threading.Thread(target=_stop_with, args=(beside,), daemon=True).start()
    with press.opened():
        queue.work()


def _leave(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)


def _stop_with(parent: int) -> None:
    """Even a server that was killed leaves no worker behind."""
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


COMMANDS: list[click.Command] = [serve, work]
