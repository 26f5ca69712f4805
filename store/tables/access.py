"""Sign-in: credentials, sessions and attempts; none of it ever leaves the node."""

from datetime import datetime

from sqlalchemy import BigInteger, Integer, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Local
from store.types import Instant


class Credential(Local):
    """An account's password on this node, as an argon2id hash."""

    __tablename__ = "credential"

    account_id: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False
    )
    password_hash: Mapped[str] = mapped_column(String)
    must_change: Mapped[int] = mapped_column(SmallInteger, default=1)
    changed_at: Mapped[datetime] = mapped_column(Instant)


class LoginSession(Local):
    """One sign-in; deleting the row ends it wherever its cookie is."""

    __tablename__ = "login_session"

    token_hash: Mapped[str] = mapped_column(String, primary_key=True)
    account_id: Mapped[int] = mapped_column(BigInteger, index=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)
    address: Mapped[str] = mapped_column(String, default="")


class LoginAttempt(Local):
    """A failed sign-in, by the name typed and the address it came from."""

    __tablename__ = "login_attempt"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String, index=True)
    address: Mapped[str] = mapped_column(String, index=True)
    at: Mapped[datetime] = mapped_column(Instant)


class IdempotencyKey(Local):
    """The answer already given to a posted form, so that a repeat gets it again."""

    __tablename__ = "idempotency_key"

    key: Mapped[str] = mapped_column(String, primary_key=True)
    account_id: Mapped[int] = mapped_column(BigInteger)
    location: Mapped[str] = mapped_column(String)
    at: Mapped[datetime] = mapped_column(Instant)
