"""The command line of the contract: read input, call one service or query, print."""

from importlib import import_module

from flask import Flask

GROUPS: tuple[str, ...] = (
    "account",
    "archive",
    "audit",
    "backup",
    "campaign",
    "doctor",
    "filing",
    "node",
    "org",
    "overview",
    "plan",
    "record",
    "serve",
    "sync",
    "upkeep",
)


def init_app(app: Flask) -> None:
    """Put every module's COMMANDS on `flask`."""
    for name in GROUPS:
        module = import_module(f"commands.{name}")
        for command in module.COMMANDS:
            app.cli.add_command(command)
