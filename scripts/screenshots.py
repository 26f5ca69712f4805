"""Pictures for the README, taken from the running program with demo data.

Usage: python -m scripts.screenshots [--folder docs/images] [--all]
With --all every page of PAGES is taken at both widths, for looking at.
"""

import argparse
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from scripts.demo_node import make_demo
from scripts.nodes import Node
from services import accounts
from store.queries.actors import actor_by_name
from tests.factories.server import serve

PASSWORD = secrets.token_urlsafe(12)
WIDTHS = {1280: 800, 360: 740}


@dataclass(frozen=True)
class Shot:
    """One picture: who looks at which page, and whether the README shows it."""

    name: str
    account: str
    path: str
    readme_width: int = 0


@dataclass(frozen=True)
class Camera:
    """A browser before a served node; takes_all is every page at every width."""

    page: Page
    node: Node
    address: str
    campaign: str
    folder: Path
    takes_all: bool


PAGES = (
    Shot("home", "clerk-a", "/", 360),
    Shot("home-office", "office", "/"),
    Shot("campaign", "office", "/campaigns/{campaign}"),
    Shot("campaigns", "office", "/campaigns/"),
    Shot("tasks", "clerk-a", "/overview/{campaign}/tasks", 1280),
    Shot("records", "clerk-a", "/records/"),
    Shot("ledger", "office", "/records/study-note/"),
    Shot("form", "clerk-a", "/records/study-session/new", 1280),
    Shot("reviews", "office", "/reviews/"),
    Shot("board", "office", "/overview/{campaign}/board", 1280),
    Shot("gaps", "office", "/overview/{campaign}/gaps", 1280),
    Shot("rollup", "leader", "/overview/{campaign}/rollup"),
    Shot("exchange", "office", "/exchange/"),
    Shot("conflicts", "office", "/exchange/conflicts/", 1280),
    Shot("filings", "leader", "/filings/"),
    Shot("units", "admin", "/units/"),
    Shot("people", "admin", "/people/"),
    Shot("accounts", "admin", "/accounts/"),
    Shot("audit", "admin", "/audit/"),
)


def main() -> None:
    """Make a demo centre with a conflict, serve it, and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("docs/images"))
    parser.add_argument("--all", action="store_true", dest="every")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        home = Path(name) / "home"
        make_demo(home)
        node = Node.at(home)
        campaign = node.ask("campaign", "list")[0]["id"]
        _make_conflict(node, Path(name))
        with serve(home) as address, _chromium() as page:
            camera = Camera(
                page, node, address, campaign, options.folder, takes_all=options.every
            )
            for shot in PAGES:
                _take(camera, shot)
        _print_summary(node, campaign, options.folder)


@contextmanager
def _chromium() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--disable-gpu"]
        )
        context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
        yield context.new_page()
        browser.close()


def _take(camera: Camera, shot: Shot) -> None:
    widths = list(WIDTHS) if camera.takes_all else [shot.readme_width]
    if not any(widths):
        return
    page = camera.page
    page.context.clear_cookies()
    _sign_in(camera, shot.account)
    for width in widths:
        page.set_viewport_size({"width": width, "height": WIDTHS[width]})
        page.goto(camera.address + shot.path.format(campaign=camera.campaign))
        path = camera.folder / f"{shot.name}-{width}.png"
        page.screenshot(path=path, full_page=camera.takes_all)
        sys.stdout.write(f"{path}\n")


def _sign_in(camera: Camera, name: str) -> None:
    page = camera.page
    with camera.node.app.app_context():
        actor = actor_by_name(name)
        assert actor is not None
        issued = accounts.issue_one_time_password(actor.account_id)
        accounts.change_password(actor.account_id, issued, PASSWORD)
    page.goto(f"{camera.address}/sign-in")
    page.fill("input[name=name]", name)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")


def _make_conflict(hub: Node, folder: Path) -> None:
    made = hub.run(
        "record", "put", "lecture", "--unit", "B", "--as", "office",
        "form=讲座", "title=讲师辅导讲座", "place=处会议室", "lecturer=讲师",
    )  # fmt: skip
    record = made.split()[-1]
    hub.run("node", "invite", "--unit", "B", "--out", folder / "b.invite")
    branch = Node.at(folder / "branch")
    branch.run("node", "join", folder / "b.invite", "--name", "清运中队")
    for node, account, place in (
        (branch, "clerk-b", "中队学习室"),
        (hub, "office", "市委党校礼堂"),
    ):
        words = ("record", "set", "lecture", record, "--as", account)
        node.run(*words, f"place={place}", f"title={place}辅导讲座")
    package = folder / "b.luoshi"
    branch.run("sync", "export", "--out", package)
    hub.run("sync", "import", package)


def _print_summary(node: Node, campaign: str, folder: Path) -> None:
    pdf = folder / "summary.pdf"
    node.run(
        "filing", "make", "summary", "--unit", "HW", "--campaign", campaign,
        "--out", pdf,
    )  # fmt: skip
    subprocess.run(
        [
            "pdftoppm",
            "-r",
            "60",
            "-png",
            "-singlefile",
            str(pdf),
            str(folder / "summary"),
        ],
        check=True,
    )
    pdf.unlink()


if __name__ == "__main__":
    main()
