"""Reads and sweeps of sign-in data: credentials, sessions, attempts, form answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import delete, select

from domain.audit import START, Entry
from store.db import db
from store.scope import EVERYTHING, acting_in
from store.tables.access import Credential, IdempotencyKey, LoginAttempt, LoginSession
from store.tables.audit import AuditEntry
from store.tables.people import Account, Person


@dataclass(frozen=True)
class KnownAccount:
    """An account that can sign in on this node."""

    id: int
    name: str
    unit_id: int
    password_hash: str


@dataclass(frozen=True)
class OpenSession:
    """A sign-in as stored; whether it still holds is the service's to say."""

    account_id: int
    must_change: bool
    created_at: datetime
    seen_at: datetime
    address: str


def account_to_sign_in(name: str) -> KnownAccount | None:
    """The active account of that name that has a password here, or None."""
    statement = (
        select(Account.id, Account.name, Account.unit_id, Credential.password_hash)
        .join(Credential, Credential.account_id == Account.id)
        .where(Account.name == name, Account.is_active == 1)
        .order_by(Account.id)
    )
    with acting_in(EVERYTHING):
        found = db.session.execute(statement).first()
    return KnownAccount(*found) if found else None


def account_by_name(name: str) -> Account | None:
    """The account of that name, active or not, or None."""
    statement = select(Account).where(Account.name == name).order_by(Account.id)
    with acting_in(EVERYTHING):
        return db.session.scalars(statement).first()


def account_by_id(account_id: int) -> Account | None:
    """The account of that id, active or not, or None."""
    with acting_in(EVERYTHING):
        return db.session.scalars(
            select(Account).where(Account.id == account_id)
        ).first()


def person_id_by_code(code: str) -> int | None:
    """The person of that code, or None."""
    statement = select(Person.id).where(Person.code == code).order_by(Person.id)
    with acting_in(EVERYTHING):
        return db.session.scalars(statement).first()


def password_hash_of(account_id: int) -> str:
    """The account's password hash; empty when it has no password here."""
    credential = db.session.get(Credential, account_id)
    return credential.password_hash if credential else ""


def open_session(token_hash: str) -> OpenSession | None:
    """The session of that token, or None when it was ended or never was."""
    statement = (
        select(
            LoginSession.account_id,
            Credential.must_change,
            LoginSession.created_at,
            LoginSession.seen_at,
            LoginSession.address,
        )
        .join(Credential, Credential.account_id == LoginSession.account_id)
        .where(LoginSession.token_hash == token_hash)
    )
    found = db.session.execute(statement).first()
    if found is None:
        return None
    account_id, must_change, created_at, seen_at, address = found
    return OpenSession(account_id, bool(must_change), created_at, seen_at, address)


def failures_since(
    since: datetime, by: Literal["name", "address"], value: str
) -> list[datetime]:
    """Instants of failed sign-ins after since, of that name or address."""
    column = LoginAttempt.name if by == "name" else LoginAttempt.address
    statement = select(LoginAttempt.at).where(column == value, LoginAttempt.at > since)
    return list(db.session.scalars(statement))


def forget_failures(name: str, before: datetime) -> None:
    """Drop the attempts of that name, and everybody's older than before."""
    condition = (LoginAttempt.name == name) | (LoginAttempt.at < before)
    db.session.execute(delete(LoginAttempt).where(condition))


def drop_session(token_hash: str) -> None:
    """End the session of that token."""
    db.session.execute(
        delete(LoginSession).where(LoginSession.token_hash == token_hash)
    )


def drop_sessions_of(account_id: int) -> None:
    """End every session of the account."""
    db.session.execute(
        delete(LoginSession).where(LoginSession.account_id == account_id)
    )


def drop_sessions_before(created_before: datetime) -> None:
    """Sweep sessions that began before the instant."""
    db.session.execute(
        delete(LoginSession).where(LoginSession.created_at < created_before)
    )


def answer_to(key: str) -> IdempotencyKey | None:
    """What was answered to the form of that key, or None at its first arrival."""
    return db.session.get(IdempotencyKey, key)


def last_audit_entry() -> tuple[int, str]:
    """Number and hash of the newest entry; (0, START) for an empty log."""
    statement = select(AuditEntry.id, AuditEntry.hash).order_by(AuditEntry.id.desc())
    found = db.session.execute(statement.limit(1)).first()
    return (found[0], found[1]) if found else (0, START)


def audit_entries() -> Iterator[tuple[Entry, str]]:
    """Every entry with its stored hash, oldest first, a thousand at a time."""
    statement = select(AuditEntry).order_by(AuditEntry.id)
    rows = db.session.scalars(statement.execution_options(yield_per=1000))
    for row in rows:
        entry = Entry(
            no=row.id,
            at=row.at,
            actor=row.actor,
            event=row.event,
            unit_id=row.unit_id,
            subject=row.subject,
            detail=row.detail,
            previous_hash=row.previous_hash,
        )
        yield entry, row.hash
