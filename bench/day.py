"""A day on which every branch hands in: one after another, then four at a time.

Each package goes the whole way, as somebody at the hub would take it in: copied,
judged by a child process, merged, written into the journal. Both hubs must then hold
the same. Options: branches (default 500) and rows of each (default 400).
"""

import shutil
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from bench.bodies import make_hub, packages
from store.catalogue import SYNCED
from sync.dump import digest_of
from sync.inbox import import_file
from sync.node import Node

BRANCHES, ROWS, UPLOADERS = 500, 400, 4


def main() -> None:
    numbers = [int(word) for word in sys.argv[1:3]]
    branches, rows = [*numbers, *(BRANCHES, ROWS)[len(numbers) :]]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        hub, made = make_hub(folder / "hub", branches, 1)
        twin = replace(hub, home=folder / "twin")
        shutil.copytree(hub.home, twin.home)
        paths = list(packages(folder, hub, made, rows))
        print(f"{branches} branches, {rows} rows each")
        digests = {take_all(hub, paths, 1), take_all(twin, paths, UPLOADERS)}
    assert len(digests) == 1, "the two hubs differ"
    print("both hold the same")


def take_all(hub: Node, paths: list[Path], uploaders: int) -> str:
    """Take every package in; the digest of what is there then."""
    waits: list[float] = []

    def take(path: Path) -> str:
        started = time.perf_counter()
        result = import_file(hub, path)
        waits.append(time.perf_counter() - started)
        return result.state

    started = time.perf_counter()
    with ThreadPoolExecutor(uploaders) as pool:
        states = list(pool.map(take, paths))
    seconds = time.perf_counter() - started
    assert set(states) == {"merged"}, set(states)
    waits.sort()
    print(
        f"{uploaders} at a time: {seconds:.1f} s, median"
        f" {statistics.median(waits) * 1000:.0f} ms, longest {waits[-1] * 1000:.0f} ms"
    )
    with hub.open() as connection:
        return digest_of(connection, SYNCED, None, hub.today)


if __name__ == "__main__":
    main()
