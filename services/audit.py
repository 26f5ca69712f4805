"""The audit log: what was done is written in the same transaction as the deed."""

from collections.abc import Mapping

from domain.audit import Broken, Entry, canonical, first_broken, hash_of
from store import clock
from store.db import write
from store.queries import access
from store.tables.audit import AuditEntry


def record(
    event: str,
    actor_name: str,
    unit_id: int | None = None,
    subject: str = "",
    detail: Mapping[str, object] | None = None,
) -> str:
    """Append one entry inside the current write; both are kept or neither is.

    Args:
        event: ``source:subject:action``; see domain/audit.py.
        actor_name: Account that acts; 命令行 for somebody at the machine itself.
        unit_id: Unit the deed concerns, if one.
        subject: What was acted on, by number or name.
        detail: Facts worth keeping; numbers, texts and lists of them. No passwords.

    Returns:
        The entry's hash, the new head of the log.
    """
    with write(actor_name) as session:
        last_no, previous_hash = access.last_audit_entry()
        entry = Entry(
            no=last_no + 1,
            at=clock.now_utc(),
            actor=actor_name,
            event=event,
            unit_id=unit_id,
            subject=subject,
            detail=canonical(detail or {}),
            previous_hash=previous_hash,
        )
        facts = {key: value for key, value in entry.__dict__.items() if key != "no"}
        head = hash_of(entry)
        session.add(AuditEntry(id=entry.no, hash=head, **facts))
        session.flush()
    return head


def current_head() -> str:
    """Hash of the newest entry, to be noted on receipts and filings."""
    return access.last_audit_entry()[1]


def entry_count() -> int:
    """How many entries the log has, by the number of its newest."""
    return access.last_audit_entry()[0]


def verify(head: str | None = None) -> Broken | None:
    """The first entry that is not as it was written, or None.

    Args:
        head: Hash of an entry as noted outside the database (a receipt, a print).
    """
    return first_broken(access.audit_entries(), head)
