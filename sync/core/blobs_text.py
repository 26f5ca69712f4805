"""SQL text for the bytes of attachments that travel with their rows.

The synced table ``attachment`` names contents by ``sha256`` and ``size_bytes``; the
bytes lie in the node's folder and travel in ``blob`` chunks, each of at most 1 MB.
"""

from string import Template

from domain.synced import SyncedTable

TABLE = "attachment"
_LISTED = Template("""SELECT DISTINCT x.sha256, x.size_bytes FROM main.attachment x
    WHERE x._del = 0 AND ($scope) ORDER BY x.size_bytes, x.sha256""")
_OFFERED = Template("""SELECT DISTINCT x.sha256, x.size_bytes FROM main.attachment x
    WHERE x._del = 0 AND ($scope) AND (
        x.sha256 IN (SELECT s.sha256 FROM snap.attachment s)
        OR x.sha256 IN (SELECT w.sha256 FROM main.sync_want w WHERE w.peer = :peer))
    ORDER BY x.size_bytes, x.sha256""")
ADD_CHUNK = "INSERT INTO snap.blob VALUES (?, ?, ?)"
ADD_WANT = "INSERT INTO snap.blob_want VALUES (?)"
ARRIVED = """SELECT DISTINCT b.sha256 FROM snap.blob b
    WHERE b.sha256 IN (SELECT sha256 FROM main.attachment) ORDER BY b.sha256"""
CHUNKS = "SELECT i, data FROM snap.blob WHERE sha256 = ? ORDER BY i"
NOTE_WANTS: tuple[str, ...] = (
    "DELETE FROM main.sync_want WHERE peer = :peer",
    "INSERT INTO main.sync_want(peer, sha256) SELECT :peer, sha256 FROM snap.blob_want",
)


def listed(table: SyncedTable, *, whole: bool) -> str:
    """Query of every content named in scope, smallest first."""
    return _LISTED.substitute(scope="true" if whole else table.scope)


def offered(table: SyncedTable, *, whole: bool) -> str:
    """Query of contents to send: named in the package, or wanted by the peer.

    Only what is in scope, whatever the peer says it wants. Parameter: ``peer``.
    """
    return _OFFERED.substitute(scope="true" if whole else table.scope)
