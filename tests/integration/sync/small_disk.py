"""A node on a file system of a few megabytes that is really full, step by step.

Run by test_full_disk.py in a process of its own, because what it needs must vanish
with it. The small file system is a tmpfs in a mount namespace that only this process
sees: in a user namespace where the kernel lets anybody have one, else as root with
CAP_SYS_ADMIN; below a chroot, where neither is allowed, root mounts it for all and
takes it away again. In a container that has neither, the smallest tmpfs that is there
already (Docker gives 64 MB of /dev/shm and of /dev) is filled up with a file of zeros.
Not chosen: RLIMIT_FSIZE and quotas give another error than a full disk; /dev/full is
no folder; a preloaded library (faults.py) is no file system: there nobody else's
temporary file takes the room, and SQLite's shared memory file is never short of it.
"""

import errno
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from domain.errors import Refused
from sync.invitation import write_invitation
from sync.outbox import Letter, export_package
from sync.rejoin import rejoin
from sync.sites import receiver_named
from tests.integration.sync.homes import Home, make_pair

ROOT = Path(__file__).parents[3]
MEGABYTE = 1024 * 1024
SIZE_MB, FREE_MAX = 24, 512 * MEGABYTE
ROWS = 12_000
ROOMS = (0, 40_000, 200_000, *(n * MEGABYTE // 2 for n in range(1, 40)))
"""Bytes that are free, in turn, until all fits."""
NO_DISK = (
    "nothing may be mounted here, and no tmpfs has between 24 and 512 MB free: "
    "allow user namespaces, or give the container --shm-size"
)
MOUNT = 'mount -t tmpfs -o size="$1"m,mode=700 luoshi "$2" && shift 2 && exec "$@"'
FOR_ALL = (
    'mount -t tmpfs -o size="$1"m,mode=700 luoshi "$2" || exit 1\n'
    'trap "umount \\"$2\\"" EXIT; shift 2; "$@"'
)
Work = Callable[[Home, Path], object]


@dataclass
class Try:
    """What one attempt came to; ``step`` is how far it got."""

    room: int
    step: str
    code: str
    sentence: str
    is_old: bool
    is_whole: bool


def see(task: str, folder: Path) -> list[Try]:
    """Do the task on a small disk with more and more room, in a process of its own."""
    words = [sys.executable, "-m", "tests.integration.sync.small_disk", task]
    disk = folder / "disk"
    disk.mkdir()
    for start in (_as_anybody, _as_root, _for_all, _as_it_is):
        command = start(disk, [*words, str(folder)])
        if command:
            done = subprocess.run(
                command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
            )
            return [Try(**one) for one in json.loads(done.stdout)]
    raise AssertionError(NO_DISK)


def _as_anybody(disk: Path, words: list[str]) -> list[str]:
    return _mounting(["unshare", "-Urm"], disk, words)


def _as_root(disk: Path, words: list[str]) -> list[str]:
    return _mounting(["unshare", "-m"], disk, words)


def _for_all(disk: Path, words: list[str]) -> list[str]:
    return _mounting([], disk, words, FOR_ALL)


def _mounting(
    how: list[str], disk: Path, words: list[str], script: str = MOUNT
) -> list[str]:
    mount = [*how, "sh", "-c", script, "sh", str(SIZE_MB), str(disk)]
    works = subprocess.run([*mount, "true"], stderr=subprocess.DEVNULL, check=False)
    return [*mount, *words, str(disk)] if works.returncode == 0 else []


def _as_it_is(_: Path, words: list[str]) -> list[str]:
    """In a small tmpfs that is there; with the least in it first."""
    lines = Path("/proc/self/mounts").read_text().splitlines()
    places = [line.split()[1] for line in lines if line.split()[2] == "tmpfs"]
    sizes = {place: shutil.disk_usage(place).free for place in places}
    fit = [p for p in places if SIZE_MB * MEGABYTE <= sizes[p] <= FREE_MAX]
    fit = [p for p in fit if os.access(p, os.W_OK)]
    first = sorted(fit, key=lambda p: (p != "/dev/shm", sizes[p]))[:1]
    return [*words, *first] if first else []


class Disk:
    """The file system, and a file that leaves only so much of it free."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._ballast = folder, folder / "ballast"

    @contextmanager
    def with_room(self, room: int) -> Iterator[None]:
        with self._ballast.open("wb") as file:
            free = os.statvfs(self.folder)
            size = free.f_bavail * free.f_frsize - room
            if size > 0:
                os.posix_fallocate(file.fileno(), 0, size)
            if room == 0:
                _fill_up(file.fileno())
            yield
        self._ballast.unlink()


def _fill_up(descriptor: int) -> None:
    """The kernel keeps a few pages in hand; they go too."""
    os.lseek(descriptor, 0, os.SEEK_END)
    try:
        while True:
            os.write(descriptor, bytes(4096))
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise


def attempts(disk: Disk, home: Home, task: Work, folder: Path) -> Iterator[Try]:
    """Until it goes in; what is there after each is judged with room again."""
    old, triggers = home.digest(), _triggers(home)
    for room in ROOMS:
        steps = ["start"]
        told = Home(replace(home.node, tell=steps.append), home.made + room)
        code, sentence = "done", ""
        with disk.with_room(room):
            try:
                task(told, folder)
            except Refused as refused:
                code, sentence = refused.code, refused.message
        is_whole = home.one("PRAGMA integrity_check") == "ok"
        is_whole &= _triggers(home) == triggers
        is_whole &= home.one("SELECT merging FROM sync_clock") == 0
        is_whole &= not list(home.path.glob("*/work-*"))
        is_old = home.digest() == old
        yield Try(room, steps[-1], code, sentence, is_old, is_whole=is_whole)
        if code == "done":
            return


def _triggers(home: Home) -> object:
    return home.rows("SELECT name, sql FROM sqlite_schema ORDER BY name")


def scene(folder: Path, disk: Disk) -> tuple[Home, Home, Path]:
    """A hub that lies on the small disk, its branch elsewhere, and a large package."""
    hub, branch = make_pair(folder)
    branch.take(hub.export("A"))
    unit, first = branch.unit("A"), branch.next_id() + 1
    rows = [(first + n, unit, os.urandom(40).hex(), n) for n in range(ROWS)]
    with branch.node.open_for_writing() as connection:
        connection.execute("BEGIN")
        connection.executemany(
            "INSERT INTO note(id, unit_id, title, count) VALUES (?, ?, ?, ?)", rows
        )
        connection.execute("UPDATE sync_clock SET counter = counter + ?", (ROWS + 1,))
        connection.execute("COMMIT")
    return hub.copied_to(disk.folder / "hub"), branch, branch.export()


def take_in(folder: Path, disk: Disk) -> Iterator[Try]:
    hub, _, package = scene(folder, disk)

    def work(home: Home, _: Path) -> None:
        result = home.take(package)
        assert result.state == "merged", result

    yield from attempts(disk, hub, work, folder)
    assert hub.one("SELECT count(*) FROM note") > ROWS


def hand_out(folder: Path, disk: Disk) -> Iterator[Try]:
    """The branch lies on the small disk; the package would lie beside it."""
    _, branch, _ = scene(folder, disk)
    shutil.rmtree(disk.folder / "hub")
    branch = branch.copied_to(disk.folder / "A")

    with branch.node.open() as connection:
        letter = Letter(1, receiver_named(connection, None).box_key or b"", None)

    def work(home: Home, _: Path) -> None:
        export_package(home.node, home.path.parent / f"{home.made}.luoshi", letter)

    yield from attempts(disk, branch, work, folder)
    assert not list(disk.folder.glob("*.part"))


def register_anew(folder: Path, disk: Disk) -> Iterator[Try]:
    hub, branch, package = scene(folder, disk)
    shutil.rmtree(disk.folder / "hub")
    hub = Home(replace(hub.node, home=folder / "hub"), 500)
    assert hub.take(package).state == "merged"
    branch = branch.copied_to(disk.folder / "A")
    again = folder / "again"
    write_invitation(hub.node, "A", again, again=True)

    def work(home: Home, _: Path) -> None:
        rejoin(home.node, again)

    yield from attempts(disk, branch, work, folder)
    assert hub.take(branch.export()).state in {"merged", "known"}


def write_out(folder: Path, disk: Disk) -> Iterator[Try]:
    """An invitation written where the hub lies."""
    hub, _, package = scene(folder, disk)
    assert hub.take(package).state == "merged"

    def work(home: Home, _: Path) -> None:
        write_invitation(home.node, "A", home.path / f"i{home.made}", again=True)

    yield from attempts(disk, hub, work, folder)


TASKS = {one.__name__: one for one in (take_in, hand_out, register_anew, write_out)}


def main() -> None:
    task, folder, where = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    with tempfile.TemporaryDirectory(dir=where) as name:
        tries = [asdict(one) for one in TASKS[task](folder, Disk(Path(name)))]
    sys.stdout.write(json.dumps(tries))


if __name__ == "__main__":
    main()
