"""Signing in and out; a session lives in the table, its cookie only names it."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from domain.errors import Invalid
from domain.passwords import (
    ACCOUNT_WAITS,
    ADDRESS_WAITS,
    FAILURES_WINDOW,
    LENGTH_MAX,
    free_at,
    normal_form,
)
from services import audit
from store import clock
from store.db import write
from store.queries import access
from store.tables.access import Credential, LoginAttempt, LoginSession

NAME_LENGTH_MAX = 64
WRONG = "账号名或密码不对。请核对后再试；忘记密码请找安全管理员发放一次性密码。"
_KEEP_ATTEMPTS = timedelta(days=1)
_TOUCH_EVERY = timedelta(minutes=1)

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_hashing = BoundedSemaphore(4)


@dataclass(frozen=True)
class Limits:
    """How long a session holds unused, and at most."""

    idle: timedelta
    longest: timedelta


@dataclass(frozen=True)
class Resumed:
    """A session that holds."""

    account_id: int
    must_change: bool


def hash_password(password: str) -> str:
    """The argon2id hash of a password, its settings inside."""
    with _hashing:
        return _hasher.hash(normal_form(password))


def is_password(password: str, password_hash: str) -> bool:
    """Whether the hash was made from this password."""
    if len(password) > LENGTH_MAX:
        return False
    try:
        with _hashing:
            return _hasher.verify(password_hash, normal_form(password))
    except (VerifyMismatchError, InvalidHashError):
        return False


def sign_in(name: str, password: str, address: str, replaces: str = "") -> str:
    """Open a session for the account and answer its new secret token.

    The attempt is noted before the password is looked at, so that many tries at
    once count as many; names nobody has are treated, and timed, like all others.

    Args:
        name: As typed; full-width letters and outer blanks are forgiven.
        password: As typed.
        address: Where the request came from; the session holds from there only.
        replaces: Token of the browser's session before, which ends with this.

    Raises:
        Invalid: The name or password is wrong, or there were too many failures.
    """
    name = normal_form(name).strip()[:NAME_LENGTH_MAX]
    _note_attempt(name, address)
    account = access.account_to_sign_in(name)
    matches = is_password(password, account.password_hash if account else _nobody())
    if account is None or not matches:
        audit.record("sessions:account:refuse", "", None, name, {"address": address})
        raise Invalid(WRONG)
    token = secrets.token_urlsafe(16)
    now = clock.now_utc()
    with write(account.name) as session:
        access.forget_failures(name, now - _KEEP_ATTEMPTS)
        access.drop_sessions_before(now - _KEEP_ATTEMPTS)
        access.drop_session(token_hash(replaces))
        _refresh_hash(account.id, account.password_hash, password)
        session.add(
            LoginSession(
                token_hash=token_hash(token),
                account_id=account.id,
                created_at=now,
                seen_at=now,
                address=address,
            )
        )
        audit.record(
            "sessions:account:sign_in",
            account.name,
            account.unit_id,
            account.name,
            {"address": address},
        )
    return token


def resume(token: str, address: str, limits: Limits) -> Resumed | None:
    """The session behind the token, or None when it has ended.

    It holds only from the address it began at, so a copied cookie opens nothing
    elsewhere.
    """
    found = access.open_session(token_hash(token))
    now = clock.now_utc()
    if found is None or found.address != address:
        return None
    if now - found.seen_at > limits.idle or now - found.created_at > limits.longest:
        return None
    if now - found.seen_at > _TOUCH_EVERY:
        _touch(token_hash(token), now)
    return Resumed(found.account_id, found.must_change)


def sign_out(token: str, account_name: str) -> None:
    """End the session of that token, wherever its cookie is."""
    with write(account_name):
        access.drop_session(token_hash(token))
        audit.record("sessions:account:sign_out", account_name, None, account_name)


def token_hash(token: str) -> str:
    """What the table keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@cache
def _nobody() -> str:
    """A hash no password fits, looked at when no account has the name."""
    return hash_password(secrets.token_urlsafe())


def _note_attempt(name: str, address: str) -> None:
    now = clock.now_utc()
    since = now - FAILURES_WINDOW
    with write() as session:
        waits = (
            free_at(access.failures_since(since, "name", name), ACCOUNT_WAITS),
            free_at(access.failures_since(since, "address", address), ADDRESS_WAITS),
        )
        later = max((wait for wait in waits if wait and wait > now), default=None)
        if later is None:
            session.add(LoginAttempt(name=name, address=address, at=now))
            return
    clock_time = (later + timedelta(minutes=1)).astimezone(clock.BEIJING)
    message = (
        f"登录失败次数过多，暂时不能登录。请在 {clock_time:%H:%M} 以后再试，"
        "或请安全管理员发放一次性密码。"
    )
    raise Invalid(message)


def _refresh_hash(account_id: int, password_hash: str, password: str) -> None:
    """Hash anew when the settings have become stricter since."""
    if _hasher.check_needs_rehash(password_hash):
        with write() as session:
            credential = session.get_one(Credential, account_id)
            credential.password_hash = hash_password(password)


def _touch(hashed: str, now: datetime) -> None:
    with write() as session:
        row = session.get(LoginSession, hashed)
        if row is not None:
            row.seen_at = now
