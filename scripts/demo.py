"""The main job without a browser: plan, two offline branches, merge, roll-up, PDF.

Prints one JSON summary; ends with status 1 when something that must hold does not.
"""

import argparse
import json
import shutil
import sys
import time
from pathlib import Path
from typing import Any

from scripts.demo_records import records_of
from scripts.nodes import DATA, Node

BRANCHES = ("A", "B")
ON = "2009-08-31"


def main() -> int:
    """Run the job in a fresh folder and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("build/demo"))
    folder = parser.parse_args().folder.resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    started = time.monotonic()
    summary = _job(folder)
    summary["seconds"] = round(time.monotonic() - started, 1)
    sys.stdout.write(json.dumps(summary, ensure_ascii=False, indent=2) + "\n")
    return 0 if all(summary["holds"].values()) else 1


def _job(folder: Path) -> dict[str, Any]:
    hub, campaign = _make_hub(folder)
    shared = _record_known_to_both(hub)
    branches = {code: _join(hub, code, folder) for code in BRANCHES}
    for code, branch in branches.items():
        for kind, values in records_of(code):
            branch.put(kind, code, f"clerk-{code.lower()}", values)
    _change_on_both_sides(hub, branches["A"], shared)
    sent = {code: _send(branches[code], folder / f"{code}.pkg") for code in BRANCHES}
    orders_agree = _merge_in_both_orders(hub, sent, folder)
    again = [hub.ask("sync", "import", sent[code])[0]["state"] for code in BRANCHES]
    conflicts = hub.ask("sync", "conflicts")
    _return_packages(hub, branches, folder, "1")
    equal_before = _digests_equal(hub, branches)
    _settle_and_accept(hub, conflicts)
    _return_packages(hub, branches, folder, "2")
    left = {
        name: len(node.ask("sync", "conflicts"))
        for name, node in {"hub": hub, **branches}.items()
    }
    notes = _notes(hub, campaign)
    filings = _filings(hub, campaign, folder)
    return {
        "holds": {
            "either_order_gives_the_same": orders_agree,
            "second_import_is_known": again == ["known", "known"],
            "two_conflicts": len(conflicts) == 2,
            "digests_equal_with_conflicts": equal_before,
            "digests_equal_when_settled": _digests_equal(hub, branches),
            "no_conflict_left": not any(left.values()),
            "notes_against_5000_and_3000": {row["value"] for row in notes}
            == {5000, 3000},
            "pdf_made": all(Path(path).stat().st_size > 0 for path in filings),
        },
        "records_entered": {code: len(list(records_of(code))) for code in BRANCHES},
        "conflicts": conflicts,
        "conflicts_left": left,
        "notes_words": notes,
        "filings": filings,
        "homes": {n: str(node.home) for n, node in {"hub": hub, **branches}.items()},
        "packages": {code: str(path) for code, path in sent.items()},
    }


def _make_hub(folder: Path) -> tuple[Node, str]:
    hub = Node.at(folder / "hub")
    hub.run(
        "node", "init", "--name", "环卫处", "--unit", "HW", "--unit-name", "市环卫处"
    )
    hub.run("org", "load", DATA / "organisation.yaml")
    made = hub.run(
        "campaign", "create", "--template", "p3", "--unit", "HW", "--publish"
    )
    return hub, made.split()[-1]


def _record_known_to_both(hub: Node) -> str:
    made = hub.run(
        "record", "put", "lecture", "--unit", "A", "--as", "office",
        "form=讲座", "title=讲师辅导讲座", "held_on=2009-04-24", "place=处会议室",
        "lecturer=讲师", "content=辅导讲座",
    )  # fmt: skip
    return made.split()[-1]


def _join(hub: Node, code: str, folder: Path) -> Node:
    invitation = folder / f"{code}.invite"
    hub.run("node", "invite", "--unit", code, "--out", invitation)
    branch = Node.at(folder / f"branch-{code.lower()}")
    branch.run("node", "join", invitation, "--name", f"{code}中队")
    return branch


def _change_on_both_sides(hub: Node, branch: Node, record: str) -> None:
    words = ("record", "set", "lecture", record, "--as")
    hub.run(*words, "office", "title=市委讲师团辅导讲座", "place=市委党校礼堂")
    branch.run(*words, "clerk-a", "title=讲师团专题辅导", "place=中队学习室")


def _send(branch: Node, path: Path) -> Path:
    branch.run("sync", "export", "--out", path)
    return path


def _merge_in_both_orders(hub: Node, sent: dict[str, Path], folder: Path) -> bool:
    """Import at the hub; in the other order at a copy of it made before."""
    copy = folder / "hub-other-order"
    shutil.copytree(hub.home, copy)
    other = Node.at(copy)
    hub.run("sync", "import", *(sent[code] for code in BRANCHES))
    other.run("sync", "import", *(sent[code] for code in reversed(BRANCHES)))
    same = hub.run("sync", "digest") == other.run("sync", "digest")
    shutil.rmtree(copy)
    return same


def _return_packages(
    hub: Node, branches: dict[str, Node], folder: Path, turn: str
) -> None:
    for code, branch in branches.items():
        path = folder / f"to-{code}-{turn}.pkg"
        hub.run("sync", "export", "--to", code, "--out", path)
        branch.run("sync", "import", path)


def _digests_equal(hub: Node, branches: dict[str, Node]) -> bool:
    return all(
        hub.run("sync", "digest", "--scope", code)
        == branch.run("sync", "digest", "--scope", code)
        for code, branch in branches.items()
    )


def _settle_and_accept(hub: Node, conflicts: list[dict[str, Any]]) -> None:
    for conflict in conflicts:
        hub.run(
            "sync", "settle", conflict["id"], conflict["field"], "--take", "1",
            "--as", "office", "--why", "以中队现场记录为准",
        )  # fmt: skip
    kinds = hub.ask("record", "kinds")
    for kind in kinds:
        for record in hub.ask("record", "list", kind["kind"]):
            if record["status"] == "submitted":
                hub.run(
                    "record", "move", record["id"], "--to", "accepted",
                    "--as", "office",
                )  # fmt: skip


def _notes(hub: Node, campaign: str) -> list[dict[str, Any]]:
    rollup = hub.ask("rollup", campaign, "--on", ON)
    return [
        {
            "unit": unit["code"],
            **{
                key: requirement[key]
                for key in (
                    "tier",
                    "tier_except",
                    "value",
                    "attained",
                    "needed",
                    "state",
                )
            },
        }
        for unit in rollup["units"]
        for requirement in unit["requirements"]
        if requirement["metric"] == "notes_words" and unit["code"] in BRANCHES
    ]


def _filings(hub: Node, campaign: str, folder: Path) -> list[str]:
    paths = []
    for kind in ("summary", "study-statistics"):
        path = folder / f"{kind}.pdf"
        hub.run(
            "filing", "make", kind, "--unit", "HW", "--campaign", campaign,
            "--on", ON, "--out", path,
        )  # fmt: skip
        paths.append(str(path))
    return paths


if __name__ == "__main__":
    sys.exit(main())
