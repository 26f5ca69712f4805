"""Invitations: a site number, the hub's keys, a secret, and the first full package.

The file is signed by the hub. The package inside is sealed for a one-time box key
that the file itself carries, so whoever holds the file can join once: guard it like
the data it contains.
"""

import secrets
import time
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from nacl.public import PrivateKey

from sync import seal
from sync.connection import Connection
from sync.core import envelope, former_text, places_text
from sync.core.envelope import Enrolment
from sync.core.keys import enrolment_proof
from sync.core.ranges import Range, next_grant
from sync.core.refusals import refuse
from sync.disk import content_of, disk_failures_in_words
from sync.journal import newest_from
from sync.merge import transaction
from sync.node import Node, write_private
from sync.outbox import Letter, export_package, refuse_existing, write_surely
from sync.sites import all_sites, granted_by, own_site, range_of

LOST = -1


@dataclass(frozen=True)
class Invitation:
    """The signed words of an invitation; keys and secret are hex.

    Attributes:
        site: The branch's number; up to ``site_last`` it may number sites below.
        unit: Code of the subtree it will hold.
        incarnation_of: Number it has had until now; 0 for a new branch; LOST when
            the hub was restored and does not know it any more.
        one_time_key: Private box key for the package inside.
        secret: With which the branch proves that it holds the invitation.
    """

    hub_site: int
    hub_name: str
    hub_unit: str
    sign_key: str
    box_key: str
    site: int
    site_last: int
    unit: str
    incarnation_of: int
    one_time_key: str
    secret: str
    schema_epoch: int
    created_ms: int
    package_size: int


@disk_failures_in_words("not_exported")
def write_invitation(
    node: Node, unit: str, out: Path, *, again: bool = False
) -> Invitation:
    """Number a branch and write its invitation.

    An earlier invitation for the unit that nobody has used becomes void. With
    ``again`` the branch that the unit has gets a new number and keeps its data; its
    old number is retired.

    Raises:
        Refused: When the unit has a branch, or has none to number again, numbers
            have run out, or the file cannot be written.
        NotStored: When the disk of this node fails.
    """
    refuse_existing(out)
    node.make_folders()
    with node.open_for_writing() as connection, transaction(connection, keep=True):
        former = _make_room(connection, unit, again=again)
        invitation = _register(node, connection, unit, former)
    one_time = PrivateKey(bytes.fromhex(invitation.one_time_key))
    letter = Letter(invitation.site, bytes(one_time.public_key), unit, full=True)
    with node.scratch("outbox") as folder:
        package, head = folder / "package", folder / "head"
        export_package(node, package, letter)
        words = {**asdict(invitation), "package_size": package.stat().st_size}
        framed = envelope.framed(envelope.INVITATION_MAGIC, envelope.canonical(words))
        head.write_bytes(framed + seal.sign(framed, node.sign_key()))
        write_surely(out, [head, package])
    return invitation


def _make_room(connection: Connection, unit: str, *, again: bool) -> int:
    """Retire every earlier site of the unit; the one whose place is taken, or 0."""
    sites = all_sites(connection).values()
    earlier = [s for s in sites if s.relation == "child" and s.unit == unit]
    active = [site.site for site in earlier if site.status == "active"]
    enrolled = [site.site for site in earlier if site.sign_key is not None]
    if active and not again:
        refuse("branch_exists", unit=unit, site=active[0])
    lost = connection.execute(former_text.ANY_FORMER).fetchone()[0]
    if again and not enrolled and not lost:
        refuse("no_former", unit=unit)
    for site in earlier:
        connection.execute(places_text.VOID, (site.site,))
    return max(enrolled, default=LOST) if again else 0


def _register(node: Node, connection: Connection, unit: str, former: int) -> Invitation:
    own = own_site(connection)
    grant = next_grant(range_of(connection, own.site), granted_by(connection, own.site))
    if grant is None:
        refuse("no_numbers")
    sign_key, box_key = node.public_keys()
    invitation = Invitation(
        hub_site=own.site,
        hub_name=own.name,
        hub_unit=own.unit,
        sign_key=sign_key.hex(),
        box_key=box_key.hex(),
        site=grant.first,
        site_last=grant.last,
        unit=unit,
        incarnation_of=former,
        one_time_key=bytes(PrivateKey.generate()).hex(),
        secret=secrets.token_hex(32),
        schema_epoch=node.epoch,
        created_ms=time.time_ns() // 1_000_000,
        package_size=0,
    )
    add_site(connection, invitation.site, own.site, unit, "child", "invited")
    connection.execute(
        "UPDATE sync_site SET secret = ? WHERE site = ?",
        (bytes.fromhex(invitation.secret), invitation.site),
    )
    if former > 0:
        words = {"site": grant.first, "unit": unit, "former": former}
        for statement in places_text.SUCCEED:
            connection.execute(statement, words)
    add_range(connection, grant, own.site)
    return invitation


def read_invitation(path: Path, package: Path) -> Invitation:
    """Check an invitation and copy the package inside it to ``package``.

    The signature proves that the file is whole; whose it is, the person who brings
    it vouches for: the branch has never met the hub.

    Raises:
        Refused: When it is no invitation, or was altered or shortened.
    """
    try:
        with path.open("rb") as file:
            magic = envelope.INVITATION_MAGIC
            data = file.read(envelope.frame_length(file.read(12), magic))
            signature = file.read(envelope.SIGNATURE_BYTES)
            invitation = _parsed(data)
            framed = envelope.framed(magic, data)
            if not seal.is_signed(
                framed, signature, bytes.fromhex(invitation.sign_key)
            ):
                refuse("bad_invitation", why="签名不对")
            start = file.tell()
    except OSError as error:
        refuse("cannot_read", path=path, why=str(error.strerror))
    with package.open("xb") as target:
        size = sum(target.write(part) for part in content_of(path, start))
    if size != invitation.package_size:
        refuse("bad_invitation", why="文件不完整")
    return invitation


def _parsed(data: bytes) -> Invitation:
    words = envelope.parse_json(data)
    kinds = {field.name: field.type for field in fields(Invitation)}
    if words.keys() != kinds.keys() or any(
        type(value) is not kinds[name] for name, value in words.items()
    ):
        refuse("bad_invitation", why="项目不对")
    invitation = Invitation(**words)  # type: ignore[arg-type] # checked just above
    try:
        bytes.fromhex(invitation.sign_key + invitation.box_key + invitation.secret)
    except ValueError:
        refuse("bad_invitation", why="密钥的写法不对")
    return invitation


def settle_in(node: Node, connection: Connection, invitation: Invitation) -> None:
    """Note the parent and ourselves in an empty database, and keep the secret."""
    parent, own = invitation.hub_site, invitation.site
    add_site(connection, parent, None, invitation.hub_unit, "parent", "active")
    connection.execute(
        "UPDATE sync_site SET name = ?, sign_key = ?, box_key = ? WHERE site = ?",
        (
            invitation.hub_name,
            bytes.fromhex(invitation.sign_key),
            bytes.fromhex(invitation.box_key),
            parent,
        ),
    )
    add_site(connection, own, parent, invitation.unit, "self", "active")
    add_range(connection, Range(own, invitation.site_last), parent)
    keep_secret(node, invitation)


def keep_secret(node: Node, invitation: Invitation) -> None:
    """Keep the secret with which this node proves that it holds the invitation."""
    path = node.home / "keys" / "enrol.key"
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    write_private(part, invitation.secret)
    part.replace(path)


def enrolment_of(node: Node, connection: Connection) -> Enrolment | None:
    """Our keys with their proof, until the parent has answered once."""
    path = node.home / "keys" / "enrol.key"
    if not path.exists():
        return None
    own = own_site(connection)
    if own.parent is None:
        return None
    if newest_from(connection, own.parent) > 1:
        path.unlink()
        return None
    sign_key, box_key = node.public_keys()
    bare = Enrolment(own.name, sign_key.hex(), box_key.hex(), "")
    proof = enrolment_proof(bytes.fromhex(path.read_text()), own.site, bare)
    return Enrolment(bare.name, bare.sign_key, bare.box_key, proof)


def add_site(
    connection: Connection, site: int, parent: int | None, unit: str, *kind: str
) -> None:
    """Note a site; ``kind`` is its relation and its status."""
    relation, status = kind
    words = {
        "site": site,
        "parent": parent,
        "name": "",
        "unit": unit,
        "relation": relation,
        "status": status,
    }
    empty = {"sign_key": None, "box_key": None, "secret": None}
    connection.execute(places_text.ADD_SITE, {**words, **empty})


def add_range(connection: Connection, numbers: Range, granter: int) -> None:
    """Note who holds which numbers."""
    values = (numbers.first, numbers.last, numbers.first, granter)
    connection.execute(places_text.ADD_RANGE, values)


def name_self(connection: Connection, name: str) -> None:
    """Give this node the name people know it by."""
    connection.execute("UPDATE sync_site SET name = ? WHERE relation = 'self'", (name,))
