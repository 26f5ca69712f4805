"""The process in which an import meets its faults: one job a line, one answer a line.

Started by faults.py with the library made from faults.c preloaded. The settings of the
merge are small here, so that a small package goes through everything a large one does.
"""

import ctypes
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any, cast

import sync.inbox
from domain.errors import Refused
from sync import merge
from sync.connection import Connection, Cursor, Parameters
from sync.inbox import import_file
from sync.merge import MergeReport
from sync.node import Node
from tests.integration.sync.homes import TABLES

_faults = ctypes.CDLL(os.environ["LD_PRELOAD"])


class Counting:
    """A connection that counts statements and, before one of them, ends the process."""

    executed = 0
    last = 0

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        connection.execute("PRAGMA cache_size=10")
        Counting.executed = 0

    def execute(self, sql: str, *parameters: Parameters) -> Cursor:
        Counting.executed += 1
        if Counting.executed == Counting.last:
            os.kill(os.getpid(), signal.SIGKILL)
        return self._connection.execute(sql, *parameters)

    def __getattr__(self, name: str) -> object:
        return getattr(self._connection, name)


def counted_merge(connection: Connection, *words: Any, **options: Any) -> MergeReport:  # noqa: ANN401 - handed on as they are
    counting = cast("Connection", Counting(connection))
    return merge.merge(counting, *words, **options)


def do(job: dict[str, Any]) -> list[object]:
    """State, sentence, counted calls, bytes and statements of one import."""
    node = Node(Path(job["home"]), TABLES, 1, "test", "2026-11-24")
    Counting.last = job["statement"]
    _faults.fault_arm(job["mode"], job["at"], job["error"], job["room"])
    try:
        result = import_file(node, Path(job["package"]))
        state, reason = result.state, result.reason
    except Refused as refused:
        state, reason = "raised", refused.message
    except Exception as error:  # noqa: BLE001 - what the test looks for
        state, reason = "traceback", repr(error)
    counted = [_faults.fault_count(), _faults.fault_written(), Counting.executed]
    _faults.fault_arm(0, 0, 0, 0)
    return [state, reason, *counted]


def main() -> None:
    merge.INSERT_ROWS, merge.UPDATE_ROWS = 3, 3
    setattr(sync.inbox, "merge", counted_merge)  # noqa: B010 - it exports no such name
    sys.executable = os.environ["GATE_PYTHON"]
    for line in sys.stdin:
        sys.stdout.write(json.dumps(do(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
