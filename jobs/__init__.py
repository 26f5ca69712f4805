"""Background work: each job calls one service."""

from typing import TYPE_CHECKING

from flask import Flask

from jobs import queue

if TYPE_CHECKING:
    from config import Settings


def init_app(app: Flask, settings: "Settings") -> None:
    """Open the node's job queue."""
    queue.init_app(app, settings)
