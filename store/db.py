"""The one home of Flask-SQLAlchemy's db, and the one door for writing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pysqlite3.dbapi2
from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import inspect, text
from sqlalchemy.orm import scoped_session

from domain.errors import NotFound
from store import engine
from store.base import Base
from store.schema import create_schema

db = SQLAlchemy(model_class=Base)
_IS_NODE = "LUOSHI_IS_NODE"
_NAME_WRITER = text("UPDATE sync_clock SET actor = :name")


def init_app(app: Flask, home: Path) -> None:
    """Open the node's database in home."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    app.config["LUOSHI_DATABASE"] = home / "luoshi.db"
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{home / 'luoshi.db'}"
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"module": pysqlite3.dbapi2}
    db.init_app(app)
    with app.app_context():
        engine.configure(db.engine)


def database_path() -> Path:
    """The live database file of the current application."""
    path: Path = current_app.config["LUOSHI_DATABASE"]
    return path


@contextmanager
def write(account_name: str = "") -> Iterator[scoped_session[Session]]:
    """The one door for writing: lock, BEGIN IMMEDIATE, commit, unlock.

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
    with engine.write_lock(database_path()), engine.writing():
        try:
            db.session.execute(_NAME_WRITER, {"name": account_name or None})
            yield db.session
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise


def create(site: int) -> None:
    """Make the schema in an empty home, for the site of that number."""
    database_path().touch(mode=0o600)
    with engine.write_lock(database_path()), engine.writing(), db.engine.begin() as new:
        create_schema(new, site)


def require_node() -> None:
    """Refuse to go on in a home that holds no node yet.

    Raises:
        NotFound: There is no database, or an empty one.
    """
    if current_app.config.get(_IS_NODE) or inspect(db.engine).has_table("sync_clock"):
        current_app.config[_IS_NODE] = True
        return
    message = (
        f"目录 {database_path().parent} 里还没有节点。"
        "请先运行 flask node init 建立汇总端，或用 flask node join 按邀请文件加入。"
    )
    raise NotFound(message)
