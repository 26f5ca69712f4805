"""Homes of nodes to copy, and what people do on the pages of the exchange."""

import io
import re
import shutil
from pathlib import Path

from tests.factories.browsers import Browser
from tests.factories.nodes import NodeApp, change_on_both_sides, open_node


def copy_of(made: tuple[Path, int], folder: Path, name: str) -> NodeApp:
    """A node whose jobs run as soon as they are queued."""
    shutil.copytree(made[0] / name, folder / name)
    node = open_node(folder / name)
    node.app.extensions["jobs"].queue.immediate = True
    return node


def send(browser: Browser, *files: tuple[str, bytes]) -> str:
    """Upload through the form; where it led when the job had judged the files."""
    data = {"files": [(io.BytesIO(content), name) for name, content in files]}
    answer = browser.submit("/exchange/uploads/", data)
    assert answer.status_code == 303, answer.text
    judged = browser.get(answer.location)
    assert judged.status_code == 303, judged.text
    return judged.location


def tokens_in(page: str) -> list[str]:
    return re.findall(r'name="tokens"\s+value="([^"]+)"', page)


def conflict_of(hub: NodeApp, branch: NodeApp, lecture: int) -> str:
    """Address of the conflict that the branch's package brings to the hub."""
    change_on_both_sides(hub, branch, lecture)
    assert hub.take(branch.export("change.luoshi")) == "merged"
    return f"/exchange/conflicts/{lecture}"


def key_of(page: str, value: str) -> str:
    """Key of the radio button beside a value."""
    choice = r'name="take-place"\s+value="([^"]+)"[^>]*>\s*<[^>]*>\s*'
    found = re.search(choice + value, page)
    assert found, page
    return found[1]
