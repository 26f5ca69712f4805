"""flask sync: forgetting, receipts, rows put aside, rehearsal; flask node retire."""

from dataclasses import asdict
from pathlib import Path

import click

from commands import node, sync
from commands.output import as_json, print_json, refusals, say
from services import rehearsal, upkeep
from sync.compact import GRACE_DAYS
from sync.core.clock import hlc_at, instant_of

COMMANDS: list[click.Command] = []


@sync.group.command("compact")
@click.option("--grace-days", default=GRACE_DAYS, show_default=True)
@as_json
@refusals
def compact(grace_days: int, *, as_json: bool) -> None:
    """Forget what every site is known to know."""
    done = upkeep.compact(grace_days)
    if as_json:
        print_json(asdict(done))
        return
    say(f"已清理改动时间{done.cells}处、早已删除的记录{done.rows}条。")
    if done.held_back_by:
        sites = "、".join(f"第{site}号" for site in done.held_back_by)
        say(f"尚未回报全部进度的下级节点：{sites}。长期不回报的可停用（node retire）。")


@sync.group.command("parked")
@as_json
@refusals
def parked(*, as_json: bool) -> None:
    """Rows put aside because a value breaks a rule."""
    rows = upkeep.parked_rows()
    if as_json:
        print_json([{**asdict(one), "row_id": str(one.row_id)} for one in rows])
        return
    for one in rows:
        click.echo(f"{one.row_id} {one.table_label} 第{one.site}号节点：{one.why}")


@sync.group.command("restamp")
@refusals
def restamp() -> None:
    """Give the right time to own writes made while the clock ran ahead."""
    count = upkeep.restamp()
    say(f"已改正{count}个时间戳。此前导出而未被接收的包已作废，请重新导出。")


@sync.group.command("receipt")
@click.option("--to", required=True, help="Code of a branch's unit.")
@click.option("--out", required=True, type=click.Path(path_type=Path))
@refusals
def receipt(to: str, out: Path) -> None:
    """Sign what became of a branch's packages."""
    count = upkeep.write_receipt(to, out)
    say(f"回执已写入{out}，列有{count}个文件，请交给单位“{to}”。")


@sync.group.command("check-receipt")
@click.argument("file", type=click.Path(path_type=Path))
@as_json
@refusals
def check_receipt(file: Path, *, as_json: bool) -> None:
    """Verify the parent's receipt and show what it says."""
    lines = upkeep.read_receipt(file)
    if as_json:
        print_json([asdict(line) for line in lines])
        return
    for line in lines:
        at = instant_of(hlc_at(line.at_ms))
        label = sync.STATE_LABELS[line.state]
        ours = "" if line.is_ours else "（不是本机发出的文件）"
        click.echo(f"第{line.no}个 {label} {at} {line.reason}{ours}")


@sync.group.command("rehearse")
@as_json
@refusals
def rehearse(*, as_json: bool) -> None:
    """演练: two throw-away branches and a full exchange, in a temporary home."""
    steps = []
    for step in rehearsal.rehearse():
        steps.append(asdict(step))
        if not as_json:
            click.echo(f"✓ {step.name}：{step.found}")
    if as_json:
        print_json({"ok": True, "steps": steps})
    else:
        click.echo("演练完成，临时数据已删除。")


@node.group.command("retire")
@click.argument("site", type=int)
@click.option("--why", required=True, help="The reason, kept in the audit log.")
@refusals
def retire(site: int, why: str) -> None:
    """Give a silent branch up; its later files are parked for a person."""
    upkeep.retire(site, why)
    say(f"第{site}号节点已停用，它以后的包只暂存、不并入。")
