"""A served hub with a real Chromium in front of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from scripts.nodes import DATA, Node
from services import accounts
from store import clock
from store.queries.actors import actor_by_name
from tests.factories.server import serve

PASSWORD = "端到端测试 2026"
expect.set_options(timeout=20_000)  # a loaded machine is slow, not wrong
DAYS_INTO_IT = timedelta(days=59)  # p1 closes its first stage on day 60: yellow
AXE = Path(__file__).parents[1] / "vendor" / "axe-core-4.14.1.min.js"
SERIOUS = {"serious", "critical"}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@dataclass
class Hub:
    """The served centre: its command line, its address, its campaign."""

    node: Node
    address: str
    campaign: str


@dataclass
class Person:
    """Somebody at a screen; what the console complained about is kept."""

    page: Page
    hub: Hub
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        self.page.goto(self.hub.address + path)

    def check_access(self) -> None:
        """Axe reports nothing serious, and nothing scrolls sideways."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate(
            "tags => axe.run(document, {runOnly: tags}).then(r => r.violations"
            ".map(v => ({id: v.id, impact: v.impact,"
            " where: v.nodes.map(n => n.html).slice(0, 3)})))",
            RULES,
        )
        assert [one for one in found if one["impact"] in SERIOUS] == []


@pytest.fixture(scope="session")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    node = Node.at(tmp_path_factory.mktemp("hub") / "home")
    node.run("node", "init", "--name", "处", "--unit", "HW", "--unit-name", "市环卫处")
    node.run("org", "load", DATA / "organisation.yaml")
    made = node.run(
        "campaign", "create", "--template", "p1", "--unit", "HW", "--publish",
        "--start", (clock.today() - DAYS_INTO_IT).isoformat(),
    )  # fmt: skip
    with node.app.app_context():
        for name in ("office", "leader", "clerk-a", "head-a", "clerk-b"):
            actor = actor_by_name(name)
            assert actor is not None
            issued = accounts.issue_one_time_password(actor.account_id)
            accounts.change_password(actor.account_id, issued, PASSWORD)
    with serve(node.home) as address:
        yield Hub(node, address, made.split()[-1])


@pytest.fixture
def sign_in(chromium: Browser, hub: Hub) -> Iterator[Callable[[str], Person]]:
    """A function: account name to a person signed in at a screen of their own."""
    contexts = []
    people: list[Person] = []

    def enter(name: str) -> Person:
        context = chromium.new_context(
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            viewport={"width": 1280, "height": 800},
            accept_downloads=True,
        )
        contexts.append(context)
        page = context.new_page()
        person = Person(page, hub)
        people.append(person)
        page.on("console", lambda message: _note(person, message))
        page.on("pageerror", lambda error: person.complaints.append(str(error)))
        person.open("/sign-in")
        page.fill("input[name=name]", name)
        page.fill("input[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        return person

    yield enter
    complaints = [line for person in people for line in person.complaints]
    for context in contexts:
        context.close()
    assert complaints == []


def _note(person: Person, message: ConsoleMessage) -> None:
    if message.type in {"error", "warning"}:
        person.complaints.append(message.text)
