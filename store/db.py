"""The one home of Flask-SQLAlchemy's db, and the one door for writing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import inspect, text
from sqlalchemy.orm import scoped_session

from domain.errors import NotFound
from store import engine
from store.base import Base
from store.dialects import open_database
from store.engine import Database
from store.schema import create_schema, fingerprint, upgrade_schema

db = SQLAlchemy(model_class=Base)
_DATABASE = "LUOSHI_DATABASE"
_IS_NODE = "LUOSHI_IS_NODE"
_PROGRAM = text("SELECT fingerprint FROM sync_program")
_NAME_WRITER = text("UPDATE sync_clock SET actor = :name")


def init_app(app: Flask, home: Path, database_url: str = "") -> None:
    """Open the node's database: the one at the URL, or SQLite in home."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    opened = open_database(home, database_url)
    app.config[_DATABASE] = opened
    app.config["SQLALCHEMY_DATABASE_URI"] = opened.url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = dict(opened.engine_options)
    db.init_app(app)
    with app.app_context():
        opened.configure(db.engine)
        bring_up_to_date()


def database() -> Database:
    """Where the data of the current application lie."""
    found: Database = current_app.config[_DATABASE]
    return found


def home_path() -> Path:
    """The node's folder: keys, attachments, packages."""
    return database().home


def plain_connection() -> Any:
    """The current transaction of the session, as the exchange speaks to it."""
    driver = db.session.connection().connection.driver_connection
    return database().plain(driver)


@contextmanager
def write(account_name: str = "") -> Iterator[scoped_session[Session]]:
    """The one door for writing: lock, begin, commit, unlock; writers take turns.

    All or nothing: an exception rolls everything back. A call inside another joins
    it. Do no network and no rendering inside: everybody else waits.

    Args:
        account_name: Whoever writes, kept beside each changed value for the inbox.
    """
    if engine.is_writing():
        yield db.session
        return
    db.session.rollback()
    require_node()
    with database().write_lock(), engine.writing():
        try:
            db.session.execute(_NAME_WRITER, {"name": account_name or None})
            yield db.session
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise


def create(site: int) -> None:
    """Make the schema in an empty home, for the site of that number."""
    database().prepare()
    with database().write_lock(), engine.writing(), db.engine.begin() as new:
        plain = database().plain(new.connection.driver_connection)
        create_schema(new, plain.execute, site)


def bring_up_to_date() -> None:
    """Let an existing database follow this program; costs one query when it does.

    Refuses nothing: a home without a node is left as it is.
    """
    if not database().holds_node() or _fingerprint() == fingerprint():
        return
    with database().write_lock(), engine.writing(), db.engine.begin() as old:
        upgrade_schema(old, database().plain(old.connection.driver_connection))


def _fingerprint() -> str:
    """What the newest program wrote down that opened this database."""
    if not inspect(db.engine).has_table("sync_program"):
        return ""
    with db.engine.connect() as connection:
        return str(connection.scalar(_PROGRAM) or "")


def require_node() -> None:
    """Refuse to go on in a home that holds no node yet.

    Raises:
        NotFound: There is no database, or an empty one.
    """
    if current_app.config.get(_IS_NODE) or database().holds_node():
        current_app.config[_IS_NODE] = True
        return
    message = (
        f"目录 {home_path()} 里还没有节点。"
        "请先运行 flask node init 建立汇总端，或用 flask node join 按邀请文件加入。"
    )
    raise NotFound(message)
