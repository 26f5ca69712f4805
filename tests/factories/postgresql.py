"""A PostgreSQL cluster of the tests' own, from Debian's package, gone when they end."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

OWNER = "luoshi"
SETTINGS = "-c listen_addresses= -c fsync=off -c full_page_writes=off"


@dataclass
class Cluster:
    """A running server that listens on a socket in its folder."""

    folder: Path
    made: int = 0

    def url(self, name: str) -> str:
        return f"postgresql:///{name}?host={self.folder}&user={OWNER}"

    def create(self, template: str = "template1") -> str:
        """Name of a new database, a copy of the template."""
        self.made += 1
        name = f"test{self.made}"
        self._do(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name

    def drop(self, name: str) -> None:
        self._do(f'DROP DATABASE "{name}" WITH (FORCE)')

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """URL of a database for the block."""
        name = self.create(template)
        try:
            yield self.url(name)
        finally:
            self.drop(name)

    def _do(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """A cluster for the block."""
    folder = Path(tempfile.mkdtemp(prefix="luoshi-pg-"))  # a socket's path is short
    if os.geteuid() == 0:  # the server refuses to run as root
        os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
    data, log = folder / "data", folder / "log"
    try:
        _run("initdb", "-D", data, "-A", "trust", "-U", OWNER, "-E", "UTF8",
             "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        options = f"-k {folder} {SETTINGS}"
        _run("pg_ctl", "-D", data, "-w", "-l", log, "-o", options, "start")
        try:
            yield Cluster(folder)
        finally:
            _run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def _run(program: str, *words: object) -> None:
    """One of the server's programs, as an account it accepts."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
    assert found, "postgresql is not installed: make setup-dev"
    command = [str(found[-1]), *map(str, words)]
    if os.geteuid() == 0:
        person = ["--reuid=postgres", "--regid=postgres", "--clear-groups"]
        command = ["setpriv", *person, "--", *command]
    subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL)
