"""The program served for real, by the server it is delivered with."""

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from waitress import create_server, wasyncore

ROOT = Path(__file__).parents[2]
START_SECONDS_MAX = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serve_here(app: Flask) -> Iterator[str]:
    """Address of app, served by threads of this process until the block ends."""
    connections: dict[int, wasyncore.dispatcher] = {}
    server = create_server(app, map=connections, host="127.0.0.1", port=0)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.trigger.pull_trigger(lambda: wasyncore.close_all(connections))
        thread.join()
        server.task_dispatcher.shutdown()


@contextmanager
def serve(home: Path, database_url: str = "") -> Iterator[str]:
    """Address of the node in home, served until the end of the block."""
    port = free_port()
    places = {"LUOSHI_HOME": str(home), "DATABASE_URL": database_url}
    environment = {**os.environ, **places}
    command = [sys.executable, "-m", "flask", "--app", "app", "serve"]
    log = home.parent / f"server-{port}.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [*command, "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address, server)
            yield address
        finally:
            server.terminate()
            server.wait()


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS_MAX
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server ended at once"
        try:
            urllib.request.urlopen(f"{address}/sign-in").close()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
        else:
            return
    message = "the server did not answer"
    raise AssertionError(message)
