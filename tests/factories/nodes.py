"""A hub and its branch in homes of their own, each the whole application."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flask import Flask

from app import create_app
from config import Settings
from domain.policy import Actor
from services import accounts, exchange, nodes
from store import db as store_db
from store.queries.actors import actor_by_name
from store.queries.units import unit_tree
from tests.factories.browsers import PASSWORD, Browser, sign_in
from tests.factories.entries import add_record, change_record
from tests.factories.organisation import Organisation, add_account, add_unit

HUB_NAME, BRANCH_NAME = "环卫处活动办", "一中队办公室"


@dataclass
class NodeApp:
    """One node; browsers sign in at it for real."""

    app: Flask
    folder: Path

    def browser(self, name: str) -> Browser:
        """A browser signed in as that account."""
        with self.app.app_context():
            account_id = self.actor(name).account_id
            issued = accounts.issue_one_time_password(account_id)
            accounts.change_password(account_id, issued, PASSWORD)
        browser = self.app.test_client()
        assert isinstance(browser, Browser)
        assert sign_in(browser, name, PASSWORD).status_code == 303
        return browser

    def actor(self, name: str) -> Actor:
        """The account; inside an application context."""
        found = actor_by_name(name)
        assert found is not None
        return found

    def export(self, name: str, to: str | None = None, *, full: bool = False) -> Path:
        """A package of this node, outside its home."""
        path = self.folder / name
        with self.app.app_context():
            exchange.export_to(path, to, full=full)
        return path

    def close(self) -> None:
        """Let go of the database."""
        with self.app.app_context():
            store_db.db.session.remove()
            store_db.db.engine.dispose()

    def take(self, path: Path) -> str:
        """The state of a package taken in."""
        with self.app.app_context():
            return exchange.take_in(path).state


def open_node(home: Path, database_url: str = "") -> NodeApp:
    """The node in that folder, made or not."""
    app = create_app(Settings(home=home, database_url=database_url))
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.test_client_class = Browser
    return NodeApp(app, home.parent)


def make_hub_and_branch(folder: Path, hub_url: str = "") -> int:
    """Hub HW and branch A in folder/hub and folder/branch-a; a lecture both know.

    Returns:
        Id of the lecture.
    """
    hub = open_node(folder / "hub", hub_url)
    with hub.app.app_context():
        nodes.init_node(HUB_NAME, "HW", "市环卫处")
        made = Organisation(units={"HW": unit_tree().by_code["HW"].id})
        add_unit(made, "A", "清扫一中队", "中队", "HW")
        add_unit(made, "B", "清扫二中队", "中队", "HW")
        add_account(made, "office", "HW", "office")
        add_account(made, "leader", "HW", "leader")
        for unit in ("A", "B"):
            add_account(made, f"head-{unit.lower()}", unit, "head")
        lecture = add_record(
            "lecture", made.units["HW"], made.units["A"], date(2009, 4, 24),
            title="讲师辅导讲座", place="处会议室",
        )  # fmt: skip
        nodes.invite("A", folder / "A.invite")
    branch = open_node(folder / "branch-a")
    with branch.app.app_context():
        nodes.join(folder / "A.invite", BRANCH_NAME)
    assert hub.take(branch.export("enrol.luoshi")) in {"merged", "known"}
    hub.close()
    return lecture


def change_on_both_sides(hub: NodeApp, branch: NodeApp, lecture: int) -> None:
    """Another place at each, so that merging brings one conflict."""
    change(hub, lecture, "市委党校礼堂")
    change(branch, lecture, "中队学习室")


def change(node: NodeApp, lecture: int, place: str) -> None:
    """Another place, written at that node."""
    with node.app.app_context():
        change_record("lecture", lecture, place=place)
