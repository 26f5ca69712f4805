"""A branch with a line: one round sends what is new up and fetches what is new.

The packages are those that would go by stick, made and taken in the same way. A round
that breaks off changes nothing; the next one goes on where it stopped.
"""

import json
import time
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode

from domain.errors import DomainError, Refused
from services import exchange
from services.online_line import Line
from services.online_news import package_for
from services.online_uploads import BY, PIECE_BYTES_MAX
from services.packages import outbox_path
from store import clock
from sync.inbox import PACKAGE_BYTES_MAX
from sync.invitation import enrolment_of
from sync.sites import Site, own_site, receiver_named

COPY_BYTES = 1024 * 1024
ASK_SECONDS = 2
WAIT_SECONDS_MAX = 600
UNDERWAY = {"receiving", "waiting"}
TAKEN = {"merged", "known"}
NOT_TAKEN = "上级没有并入本机交去的数据包：{reason}"
STILL_WAITING = "数据包已传到上级，上级还没有并入，稍后会自动再问。"
TOO_LARGE = "上级给出的数据包过大，没有下载。请改用 U 盘交换一次。"


@dataclass(frozen=True)
class Round:
    """How the last round went.

    Attributes:
        sentence: Why it did not succeed; empty when it did.
        sent: Whether a package was merged by the parent in this round.
        taken: Whether one of the parent was merged here.
    """

    at: datetime
    sentence: str = ""
    sent: bool = False
    taken: bool = False


def run_round(url: str) -> Round:
    """Exchange once with the parent at url; what happened is kept for the page."""
    try:
        line, parent = _line(url)
        sent = _push(line, parent)
        taken = _pull(line)
        sent = (taken and _push(line, parent)) or sent
        found = Round(clock.now_utc(), "", sent, taken)
    except DomainError as error:
        found = Round(clock.now_utc(), error.message)
    _keep(found)
    return found


def last_round() -> Round | None:
    """The last round of this node, or None."""
    try:
        words = json.loads(_state_path().read_text())
    except FileNotFoundError:
        return None
    return Round(**{**words, "at": datetime.fromisoformat(words["at"])})


def _line(url: str) -> tuple[Line, Site]:
    node = exchange.this_node()
    with node.open() as connection:
        parent = receiver_named(connection, None)
        enrolment = enrolment_of(node, connection)
        own = own_site(connection).site
    return Line(url.rstrip("/"), own, node.sign_key(), enrolment), parent


def _push(line: Line, parent: Site) -> bool:
    """Send what is new and wait until the parent has taken it in; False for nothing."""
    made = package_for(parent)
    if made is None:
        return False
    target = f"/online/packages/{made.sha256}"
    upload = line.ask("GET", target)
    path = outbox_path(made.snapshot_id)
    while upload["state"] == "receiving":
        upload = line.ask(*_piece(path, target, int(upload["offset"])))
    deadline = time.monotonic() + WAIT_SECONDS_MAX
    while upload["state"] in UNDERWAY and time.monotonic() < deadline:
        time.sleep(ASK_SECONDS)
        upload = line.ask("GET", target)
    if upload["state"] in UNDERWAY:
        raise Refused(STILL_WAITING)
    if upload["state"] not in TAKEN:
        raise Refused(NOT_TAKEN.format(reason=upload["reason"]))
    return True


def _piece(path: Path, target: str, offset: int) -> tuple[str, str, bytes]:
    words = {"offset": offset, "size_bytes": path.stat().st_size}
    with path.open("rb") as file:
        file.seek(offset)
        return "PUT", f"{target}?{urlencode(words)}", file.read(PIECE_BYTES_MAX)


def _pull(line: Line) -> bool:
    """Fetch what is new at the parent and take it in; False for nothing."""
    offered = line.ask("POST", "/online/returns")["package"]
    if not offered:
        return False
    if int(offered["size_bytes"]) > PACKAGE_BYTES_MAX:
        raise Refused(TOO_LARGE)
    folder = exchange.this_node().home / "inbox" / "online"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = folder / f"{offered['sha256']}.part"
    for other in set(folder.glob("*.part")) - {part}:
        other.unlink()
    _download(line, f"/online/returns/{offered['id']}", part, offered["size_bytes"])
    found = exchange.take_in(part, BY, by=BY)
    part.unlink()
    if found.state not in TAKEN:
        raise Refused(found.reason)
    return found.state == "merged"


def _download(line: Line, target: str, part: Path, size_bytes: int) -> None:
    start = part.stat().st_size if part.exists() else 0
    if start >= size_bytes:
        return
    with line.open("GET", target, start=start) as answer, part.open("ab") as file:
        while data := answer.read(COPY_BYTES):
            file.write(data)


def _keep(found: Round) -> None:
    path = _state_path()
    part = path.with_suffix(".part")
    words = {**asdict(found), "at": found.at.isoformat()}
    part.write_text(json.dumps(words, ensure_ascii=False))
    part.replace(path)


def _state_path() -> Path:
    return exchange.this_node().home / "online.json"
