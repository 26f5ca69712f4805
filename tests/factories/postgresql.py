"""A PostgreSQL cluster of the tests' own, from Debian's package, gone when they end."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

OWNER = "luoshi"
START_SECONDS_MAX = 60
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
    """A cluster for the block; it ends with this process, however that ends."""
    folder = Path(tempfile.mkdtemp(prefix="luoshi-pg-"))  # a socket's path is short
    if os.geteuid() == 0:  # the server refuses to run as root
        os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
    data, cluster = str(folder / "data"), Cluster(folder)
    command = _command("initdb", "-D", data, "-A", "trust", "-U", OWNER, "-E", "UTF8")
    more = ["--locale=C.UTF-8", "--no-sync"]
    try:
        subprocess.run(
            [*command, *more], check=True, cwd="/", stdout=subprocess.DEVNULL
        )
        words = ["-D", data, "-k", str(folder), *SETTINGS.split()]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                _command("postgres", *words),
                cwd="/",
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            _wait_for(cluster, server)
            yield cluster
        finally:
            server.send_signal(signal.SIGQUIT)
            server.wait()
    finally:
        shutil.rmtree(folder)


def _command(program: str, *words: str) -> list[str]:
    """One of the server's programs, as an account it accepts; it dies with us."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
    assert found, "postgresql is not installed: make setup-dev"
    person = ["--reuid=postgres", "--regid=postgres", "--clear-groups"]
    who = person if os.geteuid() == 0 else []
    return ["setpriv", *who, "--pdeathsig=QUIT", "--", str(found[-1]), *words]


def _wait_for(cluster: Cluster, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS_MAX
    while True:
        assert server.poll() is None, "the server ended at once"
        try:
            psycopg.connect(cluster.url("postgres")).close()
        except psycopg.OperationalError:
            assert time.monotonic() < deadline, "the server did not answer"
            time.sleep(0.1)
        else:
            return
