"""Settings of one node, read once from the environment; only app.py imports this."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """Everything that differs between two installations.

    Attributes:
        home: Folder of the node's data: database, keys, attachments, packages.
        database_url: SQLAlchemy URL of a database server; empty is SQLite in home.
        secure_cookies: Set only when the site is served over HTTPS.
        trusted_hosts: Host names the server answers to; empty is any.
        upload_bytes_max: Largest request body.
        session_idle_minutes: A session unused for so long has ended.
        session_hours_max: A session ends after so long, used or not.
        watched_folder: Packages put there are taken in; None watches nothing.
        parent_url: Where the parent is served, for a branch with a line; may be empty.
    """

    home: Path
    database_url: str = ""
    secure_cookies: bool = False
    trusted_hosts: tuple[str, ...] = ()
    upload_bytes_max: int = 512 * 1024 * 1024
    session_idle_minutes: int = 30
    session_hours_max: int = 10
    watched_folder: Path | None = None
    parent_url: str = ""

    @classmethod
    def from_environment(cls) -> "Settings":
        """Settings named LUOSHI_*, and DATABASE_URL."""
        hosts = os.environ.get("LUOSHI_TRUSTED_HOSTS", "")
        watched = os.environ.get("LUOSHI_WATCHED_FOLDER")
        return cls(
            home=Path(os.environ.get("LUOSHI_HOME") or "instance").resolve(),
            database_url=os.environ.get("DATABASE_URL", ""),
            secure_cookies=os.environ.get("LUOSHI_SECURE_COOKIES") == "1",
            trusted_hosts=tuple(host for host in hosts.split(",") if host),
            watched_folder=Path(watched) if watched else None,
            parent_url=os.environ.get("LUOSHI_PARENT_URL", ""),
        )
