"""flask sync: packages out and in, dumps, and the conflict inbox."""

import sys
from dataclasses import asdict
from pathlib import Path

import click

from commands.output import as_json, print_json, refusals, say
from services import decisions, exchange
from sync.conflicts import ConflictItem
from sync.dump import plain
from sync.inbox import ImportResult

COMMANDS: list[click.Command] = []
STATE_LABELS = {
    "merged": "已合并",
    "known": "内容已有",
    "gap": "缺前面的包",
    "parked": "暂存",
    "refused": "未导入",
}
ONE_CHOICE = "请用--take或--value其中一个指明采用的值。"


@click.group("sync")
def group() -> None:
    """Exchange with the parent and with branches."""


@group.command("export")
@click.option("--out", required=True, type=click.Path(path_type=Path))
@click.option("--to", help="parent, or the code of a branch's unit.")
@click.option("--full", is_flag=True, help="Everything, not only what is new.")
@as_json
@refusals
def export(out: Path, to: str | None, *, full: bool, as_json: bool) -> None:
    """Write a signed, encrypted package."""
    header = exchange.export_to(out, to, full=full)
    if as_json:
        facts = {"to": header.receiver, "no": header.no, "kind": header.kind}
        print_json({"file": str(out), **facts, "snapshot_id": header.snapshot_id})
    else:
        say(f"第{header.no}个包已写入{out}，请交给第{header.receiver}号节点。")


@group.command("import")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…"
)
@click.option("--dry-run", is_flag=True, help="Judge and count; change nothing.")
@as_json
@refusals
def import_(files: tuple[Path, ...], *, dry_run: bool, as_json: bool) -> None:
    """Take packages in; each file is all or nothing."""
    results = []
    for result in exchange.import_files(list(files), dry_run=dry_run):
        results.append(result)
        if not as_json:
            click.echo(_line(result))
        if result.reason:
            say(result.reason)
    if as_json:
        print_json([_as_json(result) for result in results])
    if any(result.state not in {"merged", "known"} for result in results):
        sys.exit(1)


@group.command("dump")
@click.option("--scope", help="Code of a unit: only its subtree.")
@click.option("--json", "as_json", is_flag=True, help="JSON lines; the only form.")
@refusals
def dump(scope: str | None, *, as_json: bool) -> None:
    """Every synced row as canonical JSON, one a line."""
    del as_json
    for line in exchange.dump_lines(scope):
        click.echo(line)


@group.command("digest")
@click.option("--scope", help="Code of a unit: only its subtree.")
@refusals
def digest(scope: str | None) -> None:
    """SHA-256 of the dump."""
    click.echo(exchange.digest(scope))


@group.command("conflicts")
@click.option("--scope", help="Code of a unit: only its subtree.")
@as_json
@refusals
def list_conflicts(scope: str | None, *, as_json: bool) -> None:
    """Fields in which two sites wrote different values."""
    items = exchange.list_conflicts(scope)
    if as_json:
        print_json([_conflict_json(item) for item in items])
        return
    for item in items:
        click.echo(f"{item.row_id} {item.table_label} {item.row_name}")
        for number, version in enumerate(item.versions, start=1):
            who = f"{version.site_name or version.site} {version.who}".strip()
            click.echo(
                f"  {item.field}（{item.field_label}） {number}. {version.value}"
                f"  {who} {version.at}"
            )


@group.command("settle")
@click.argument("row_id", metavar="ID", type=int)
@click.argument("field")
@click.option("--take", type=int, help="Number of a value listed; 1 is the current.")
@click.option("--value", help="Another value.")
@click.option("--as", "account", required=True, help="Account that decides.")
@click.option("--why", required=True, help="The reason, kept with the decision.")
@refusals
def settle(
    row_id: int, field: str, take: int | None, value: str | None, **who: str
) -> None:
    """Settle one field; the decision travels like any write."""
    if (take is None) == (value is None):
        raise click.UsageError(ONE_CHOICE)
    wanted = exchange.Settlement(row_id, field, who["why"], take, value)
    item = exchange.settle_conflict(who["account"], wanted)
    say(f"“{item.row_name}”的“{item.field_label}”已裁定。")


@group.command("orphans")
@as_json
@refusals
def orphans(*, as_json: bool) -> None:
    """Rows whose campaign, task, unit or person was deleted at another site."""
    found = decisions.all_orphans()
    if as_json:
        ids = ("row_id", "parent_id")
        rows = [asdict(one) for one in found]
        print_json([{**row, **{k: str(row[k]) for k in ids}} for row in rows])
        return
    for one in found:
        state = "已删除" if one.parent_is_deleted else "不在本机"
        click.echo(
            f"{one.row_id} {one.table_label} {one.row_name}：{one.field_label}{state}"
        )


def _line(result: ImportResult) -> str:
    label = STATE_LABELS[result.state]
    counts = f"新增{result.new} 更新{result.changed} 相同{result.same}"
    return f"{result.file}：{label}，{counts}，冲突{result.conflicts}"


def _as_json(result: ImportResult) -> dict[str, object]:
    return {
        "file": result.file,
        "from": result.sender,
        "no": result.no,
        "state": result.state,
        "new": result.new,
        "changed": result.changed,
        "same": result.same,
        "conflicts": result.conflicts,
        "reason": result.reason,
    }


def _conflict_json(item: ConflictItem) -> dict[str, object]:
    return {
        "id": str(item.row_id),
        "table": item.table,
        "table_label": item.table_label,
        "row": item.row_name,
        "field": item.field,
        "field_label": item.field_label,
        "versions": [
            {
                "n": number,
                "value": plain(item.field, version.value),
                "who": version.who,
                "at": version.at,
                "site": version.site,
                "site_name": version.site_name,
            }
            for number, version in enumerate(item.versions, start=1)
        ],
    }


COMMANDS.append(group)
