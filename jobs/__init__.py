"""Background work: each job calls one service."""

from pathlib import Path

from flask import Flask

from jobs import queue


def init_app(app: Flask, home: Path) -> None:
    """Open the node's job queue."""
    queue.init_app(app, home)
