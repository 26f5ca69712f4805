"""A node driven through its own command line, in this process."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask

from app import create_app
from config import Settings

DATA = Path(__file__).parent / "demo_data"


class CommandFailed(Exception):
    """A command of the demo was refused; the message is its own sentence."""


@dataclass
class Node:
    """One home and the application over it."""

    home: Path
    app: Flask

    @classmethod
    def at(cls, home: Path, database_url: str = "") -> "Node":
        """The node in that folder, made or not."""
        return cls(home, create_app(Settings(home=home, database_url=database_url)))

    def run(self, *words: object) -> str:
        """Standard output of `flask WORDS`.

        Raises:
            CommandFailed: The command ended with another status than 0.
        """
        arguments = [str(word) for word in words]
        with self.app.app_context():
            result = self.app.test_cli_runner().invoke(args=arguments)
        if result.exit_code != 0:
            reason = result.stderr.strip() or repr(result.exception)
            message = f"flask {' '.join(arguments)}: {reason}"
            raise CommandFailed(message) from result.exception
        return result.stdout

    def ask(self, *words: object) -> Any:  # noqa: ANN401 - whatever JSON says
        """What `flask WORDS --json` answers."""
        return json.loads(self.run(*words, "--json"))

    def put(self, kind: str, unit: str, account: str, values: Iterable[str]) -> str:
        """Id of a new record, submitted."""
        made = self.run("record", "put", kind, "--unit", unit, "--as", account, *values)
        record_id = made.split()[-1]
        self.run(
            "record", "move", record_id, "--to", "submitted", "--as", account,
            "--why", "按计划完成",
        )  # fmt: skip
        return record_id
