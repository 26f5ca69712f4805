"""The node's audit log: a hash chain that only grows."""

from datetime import datetime

from sqlalchemy import BigInteger, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Local
from store.types import Instant


class AuditEntry(Local):
    """One act; hash covers the entry and the hash before it.

    event is ``source:subject:action``. Triggers refuse UPDATE and DELETE.
    """

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str] = mapped_column(String)
    event: Mapped[str] = mapped_column(String, index=True)
    unit_id: Mapped[int | None] = mapped_column(BigInteger)
    subject: Mapped[str] = mapped_column(String, default="")
    detail: Mapped[str] = mapped_column(String, default="{}")
    previous_hash: Mapped[str] = mapped_column(String)
    hash: Mapped[str] = mapped_column(String)
