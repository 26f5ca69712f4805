"""Packages made to eat memory or time: refused within the gate's bounds.

The gate runs as always, in a child with limits; a process between it and the test
measures it, because only a child's own parent learns what it used.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, NamedTuple

import apsw
import pytest
import zstandard

from sync import gate, seal
from sync.inbox import gate_request
from tests.integration.sync import forge
from tests.integration.sync.homes import Home, make_pair

ROOT = Path(__file__).parents[3]
MEASURE = """
import json, resource, sys
from sync.gate import read_request
from sync.gatekeeper import judge
verdict = judge(read_request(sys.stdin.read()))
used = resource.getrusage(resource.RUSAGE_CHILDREN)
refusal = verdict.refusal
print(json.dumps([refusal and refusal.message, used.ru_utime + used.ru_stime,
    used.ru_maxrss // 1024]))
"""
LIMITS = """
import json, resource
from sync.gate import limit_process
limit_process(1 << 20)
names = resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE
print(json.dumps([resource.getrlimit(name) for name in names]))
"""
MB = 1024 * 1024


class Pair(NamedTuple):
    """A hub, its branch, and a package between them."""

    hub: Home
    branch: Home
    package: Path


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    hub, branch = make_pair(tmp_path_factory.mktemp("costly"))
    branch.add("note", unit_id=branch.unit("A"), title="新的便签", count=1)
    branch.do("UPDATE note SET count = 5 WHERE title = 'A的便签'")
    branch.do("UPDATE note SET _del = 1 WHERE title = 'A1的便签'")
    return Pair(hub, branch, branch.export(full=True))


def python(code: str, words: str = "") -> list[Any]:
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, cwd=ROOT, input=words, capture_output=True, text=True, check=True
    )
    answer: list[Any] = json.loads(done.stdout)
    return answer


def refused_within_bounds(pair: Pair, path: Path, folder: Path) -> str:
    """The sentence; the home is as it was and the child used no more than it may."""
    hub = pair.hub
    before = hub.digest(), hub.knowledge()
    with hub.node.open() as connection:
        request = replace(gate_request(hub.node, connection, path), folder=str(folder))
    sentence, seconds, peak_mb = python(MEASURE, json.dumps(asdict(request)))
    assert seconds < 60
    assert peak_mb < 512
    assert sentence.endswith("。")
    assert (hub.digest(), hub.knowledge()) == before
    return str(sentence)


def test_gate_is_bounded_whatever_it_reads() -> None:
    limits = [gate.MEMORY_BYTES, gate.CPU_SECONDS, MB]
    assert python(LIMITS) == [[limit, limit] for limit in limits]
    assert limits[:2] == [512 * MB, 60]


def sealed(pair: Pair, content: bytes, plain_size: int, folder: Path) -> Path:
    """A package of these compressed bytes, signed by the branch itself."""
    cipher, key = folder / "cipher", seal.new_file_key()
    header, _, _ = forge.split(pair.package)
    with cipher.open("wb") as file:
        for part in seal._encrypted([content], key):
            file.write(part)
    header = replace(header, plain_size=plain_size)
    way = pair.branch, pair.hub
    return forge.sign(cipher, header, key, way, folder / "bomb")


def zeros(size: int, **options: int) -> bytes:
    """Compressed zeros that claim nothing about their size."""
    parameters = zstandard.ZstdCompressionParameters.from_level(3, **options)
    chunker = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    piece = bytes(4 * MB)
    parts = [chunker.compress(piece) for _ in range(size // len(piece))]
    return b"".join([*parts, chunker.flush()])


BOMBS: dict[str, Callable[[], tuple[bytes, int]]] = {
    "a gigabyte that says so": lambda: (zeros(1024 * MB), 1024 * MB),
    "a gigabyte that says a megabyte": lambda: (zeros(1024 * MB), MB),
    "a window of a gigabyte": lambda: (zeros(64 * MB, window_log=30), 64 * MB),
    "many frames": lambda: (zeros(4 * MB) * 500, 2000 * MB // 2),
    "less than it says": lambda: (zeros(4 * MB) + bytes(MB), 900 * MB),
}


@pytest.mark.parametrize("name", list(BOMBS))
def test_bomb_when_unpacked_then_refused_within_bounds(
    pair: Pair, tmp_path: Path, name: str
) -> None:
    content, plain_size = BOMBS[name]()
    bomb = sealed(pair, content, plain_size, tmp_path)
    refused_within_bounds(pair, bomb, tmp_path)


def one_huge_statement(body: apsw.Connection) -> None:
    body.execute("PRAGMA writable_schema=ON")
    text = f"CREATE TABLE t(a CHECK({'(' * 50000}1{')' * 50000}))"
    insert = "INSERT INTO sqlite_schema VALUES ('table', 't', 't', 2, ?)"
    body.execute(insert, (text,))


def filled(rows: int, insert: str) -> Callable[[apsw.Connection], None]:
    """Rows of one INSERT..SELECT over c(n)."""
    counting = f"""WITH RECURSIVE c(n) AS (VALUES (1000) UNION ALL
        SELECT n + 1 FROM c WHERE n < {rows + 999})"""

    def fill(body: apsw.Connection) -> None:
        body.execute("PRAGMA writable_schema=ON")
        body.execute(f"{counting} {insert}")

    return fill


ID = f"{2 << 33} + n"
NOTES = f"INSERT INTO note SELECT {ID}, 1, %s, 1, 0.5, 0, 5, 2 FROM c"
HEAVY: dict[str, Callable[[apsw.Connection], object]] = {
    "sixty thousand tables": filled(
        60_000,
        "INSERT INTO sqlite_schema"
        " SELECT 'table', 't' || n, 't' || n, 2, 'CREATE TABLE t' || n || '(a)' FROM c",
    ),
    "a statement of fifty thousand brackets": one_huge_statement,
    "long texts": filled(60, NOTES % "printf('%.*c', 4900000, 'x')"),
    "three hundred thousand rows": filled(300_000, NOTES % "'x'"),
    "edits of no row": filled(
        300_000, "INSERT INTO sync_cell SELECT 4, n, 2, 5, 2, NULL FROM c"
    ),
    "deep and long lists": filled(
        60,
        f"INSERT INTO sync_life SELECT 4, {ID}, 5, 2, 1,"
        " printf('%.*c', 2000000, '[') FROM c",
    ),
    "siblings of one field": filled(
        300_000, "INSERT INTO sync_sib SELECT 4, 1, 2, n, 2, 'x', NULL FROM c"
    ),
}


@pytest.mark.parametrize("name", list(HEAVY))
def test_body_when_heavy_then_refused_within_bounds(
    pair: Pair, tmp_path: Path, name: str
) -> None:
    path = forge.changed(pair.package, pair.branch, pair.hub, HEAVY[name])
    refused_within_bounds(pair, path, tmp_path)


def test_body_when_pages_lead_in_a_circle_then_refused_within_bounds(
    pair: Pair, tmp_path: Path
) -> None:
    def fill(body: apsw.Connection) -> None:
        HEAVY["three hundred thousand rows"](body)
        query = "SELECT rootpage FROM sqlite_schema WHERE name = 'note'"
        roots.extend(root for (root,) in body.execute(query))

    roots: list[Any] = []
    forge.changed(pair.package, pair.branch, pair.hub, fill)
    content = bytearray(pair.package.with_suffix(".body").read_bytes())
    start = (roots[0] - 1) * 4096
    assert content[start] == 5  # an inner page: its last child becomes itself
    content[start + 8 : start + 12] = roots[0].to_bytes(4)
    path = forge.rebuilt(pair.package, pair.branch, pair.hub, bytes(content))
    assert "数据页损坏" in refused_within_bounds(pair, path, tmp_path)


def test_body_when_mostly_pages_that_nothing_uses_then_refused_within_bounds(
    pair: Pair, tmp_path: Path
) -> None:
    forge.changed(
        pair.package, pair.branch, pair.hub, lambda body: body.execute("SELECT 1")
    )
    content = bytearray(pair.package.with_suffix(".body").read_bytes())
    pages = 100_000
    content[28:32] = pages.to_bytes(4)
    content += bytes(pages * 4096 - len(content))
    content[len(content) // 2 :] = content[: len(content) - len(content) // 2]
    path = forge.rebuilt(pair.package, pair.branch, pair.hub, bytes(content))
    refused_within_bounds(pair, path, tmp_path)
