"""Imports into copies of a home, while chosen writing calls fail or kill the process.

The faults are made by a small library between the program and the C library
(faults.c): no privileges, no file system of its own, and every call can be reached.
"""

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import Path

from tests.integration.sync.homes import Home, make_pair

ROOT = Path(__file__).parents[3]
ROWS = 400


class Mode(IntEnum):
    """As in faults.c."""

    COUNT = 0
    FAIL_ONCE = 1
    FAIL_ON = 2
    KILL = 3
    FULL = 4


@dataclass(frozen=True)
class Fault:
    """What goes wrong.

    Attributes:
        at: Number of the counted call, from 1; for FULL unused.
        room: Bytes that still fit, for FULL.
        statement: Number of the merge's statement before which the process is killed;
            0 for none.
    """

    mode: Mode = Mode.COUNT
    at: int = 0
    error: int = errno.EIO
    room: int = 0
    statement: int = 0


NOTHING = Fault()


@dataclass(frozen=True)
class Outcome:
    """What an import came to; ``killed`` when its process is no more."""

    state: str
    reason: str = ""
    calls: int = 0
    written: int = 0
    statements: int = 0


class Driver:
    """Runs imports in a process of its own, with faults in it or in its gate."""

    def __init__(self, library: Path, folder: Path) -> None:
        self.library, self._folder = library, folder
        self._gate, self._log = folder / "gate-python", folder / "gate-log"
        self._process: subprocess.Popen[str] | None = None

    def take(self, home: Home, package: Path, fault: Fault = NOTHING) -> Outcome:
        """One import while the node itself meets the fault."""
        self._write_gate(NOTHING)
        return self._ask(home, package, fault)

    def take_with_gate(self, home: Home, package: Path, fault: Fault) -> Outcome:
        """One import while the child that judges the package meets the fault."""
        self._log.unlink(missing_ok=True)
        self._write_gate(fault)
        outcome = self._ask(home, package, NOTHING)
        return replace(outcome, calls=len(self._log.read_bytes()))

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()

    def _write_gate(self, fault: Fault) -> None:
        words = {"MODE": fault.mode, "AT": fault.at, "ERROR": fault.error}
        words["ROOM"] = fault.room
        values = " ".join(f"FAULT_{name}={value:d}" for name, value in words.items())
        self._gate.write_text(
            f"#!/bin/sh\nLD_PRELOAD={self.library} FAULT_LOG={self._log} {values}"
            f' PYTHONDONTWRITEBYTECODE=1 exec {sys.executable} "$@"\n'
        )
        self._gate.chmod(0o700)

    def _ask(self, home: Home, package: Path, fault: Fault) -> Outcome:
        if self._process is None or self._process.poll() is not None:
            self._process = self._start()
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        job = {"home": str(home.path), "package": str(package), **fault.__dict__}
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            self._process.communicate()
            return Outcome("killed")
        return Outcome(*json.loads(answer))

    def _start(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.integration.sync.fault_driver"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={
                "PATH": "/usr/bin:/bin",
                "LD_PRELOAD": str(self.library),
                "GATE_PYTHON": str(self._gate),
                "PYTHONUTF8": "1",
                "PYTHONDONTWRITEBYTECODE": "1",
            },
        )


def compile_library(folder: Path) -> Path:
    """The library; by tcc, which setup installs, or by gcc."""
    compiler = shutil.which("tcc") or shutil.which("gcc")
    assert compiler, "neither tcc nor gcc is installed: scripts/setup.sh dev"
    library = folder / "faults.so"
    source = Path(__file__).with_name("faults.c")
    flags = ("-shared", "-nostdlib", "-fPIC", "-w")
    subprocess.run([compiler, *flags, "-o", library, source], check=True)
    return library


@dataclass(frozen=True)
class Scene:
    """A home before an import, the package, the digests before and after it.

    ``whole`` is an import to which nothing happened; ``gate_calls`` are those of its
    child that judges the package.
    """

    driver: Driver
    hub: Home
    package: Path
    old: str
    new: str = ""
    whole: Outcome = Outcome("")
    gate_calls: int = 0

    @contextmanager
    def home(self) -> Iterator[Home]:
        """A copy of the home as it was before."""
        home = self.hub.copied_to(self.hub.path.with_name("copy"))
        try:
            yield home
        finally:
            shutil.rmtree(home.path)

    def meet(self, fault: Fault, *, in_gate: bool = False) -> str:
        """Import while the fault happens, judge what is there; old or new."""
        take = self.driver.take_with_gate if in_gate else self.driver.take
        with self.home() as home:
            outcome = take(home, self.package, fault)
            if outcome.state == "raised":
                assert "再导入一次" in outcome.reason, (fault, outcome)
            else:
                assert outcome.state in {"merged", "killed"}, (fault, outcome)
            return self._judge(home, (fault, outcome))

    def _judge(self, home: Home, what: object) -> str:
        """Old or new as a whole, and the same file goes in afterwards."""
        digest = home.digest()
        assert digest in {self.old, self.new}, what
        assert home.one("SELECT merging FROM sync_clock") == 0, what
        assert triggers(home) == triggers(self.hub), what
        assert merged(home) - merged(self.hub) == (digest == self.new), what
        again = self.driver.take(home, self.package)
        assert again.state == ("known" if digest == self.new else "merged"), what
        assert home.digest() == self.new, what
        assert home.one("PRAGMA integrity_check") == "ok", what
        return "new" if digest == self.new else "old"


def merged(home: Home) -> int:
    count: int = home.one("SELECT count(*) FROM sync_file WHERE state = 'merged'")
    return count


def chosen(count: int, sample: int) -> range:
    """Places from 1 to count: all in `make soak`, else about as many as asked."""
    step = 1 if os.environ.get("LUOSHI_ALL_FAULTS") else max(1, count // sample)
    return range(1, count + 1, step)


def triggers(home: Home) -> set[tuple[str, str]]:
    return set(home.rows("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"))


def make_scene(folder: Path) -> Scene:
    """New rows, edits, a conflict, a deletion and an attachment wait to come in."""
    hub, branch = make_pair(folder)
    unit, first = branch.unit("A"), branch.next_id() + 1
    rows = [(first + n, unit, f"便签{n}", n) for n in range(ROWS)]
    with branch.node.open_for_writing() as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(
            "INSERT INTO note(id, unit_id, title, count) VALUES (?, ?, ?, ?)", rows
        )
        connection.execute("UPDATE sync_clock SET counter = counter + ?", (ROWS + 1,))
        connection.execute("COMMIT")
    hub.take(branch.export())
    hub.do("UPDATE note SET title = '上级改的' WHERE title = '便签1'")
    branch.do("UPDATE note SET title = '下级改的' WHERE title = '便签1'")
    branch.do("UPDATE note SET count = count + 1 WHERE count % 2 = 0")
    branch.do("UPDATE note SET _del = 1 WHERE title = '便签7'")
    branch.attach("A", b"evidence" * 900)
    for number in range(9):
        branch.add("note", unit_id=unit, title=f"新的{number}", count=number)
    package = branch.export()
    driver = Driver(compile_library(folder), folder)
    scene = Scene(driver, hub, package, hub.digest())
    with scene.home() as home:
        whole = driver.take(home, package)
        new = home.digest()
    with scene.home() as home:
        gate = driver.take_with_gate(home, package, NOTHING)
    assert (whole.state, gate.state) == ("merged", "merged"), (whole, gate)
    return replace(scene, new=new, whole=whole, gate_calls=gate.calls)
