"""Read implementation plans on the command line."""

from pathlib import Path

import click

from commands.output import as_json, print_json, refusals
from domain.plans.contract import as_contract
from domain.plans.model import Plan
from services.plan_files import read_plan_file


@click.group("plan")
def plan() -> None:
    """Implementation plans: read one."""


@plan.command("read")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_json
@click.option("--text", "as_text", is_flag=True, help="Print the text as read.")
@refusals
def read(file: Path, *, as_json: bool, as_text: bool) -> None:
    """Read a plan from a TXT, DOCX or PDF file."""
    found = read_plan_file(file.read_bytes())
    if as_text:
        click.echo(found.text)
    elif as_json:
        print_json(as_contract(found.plan))
    else:
        click.echo("\n".join(_summary(found.plan)))


def _days(start: str | None, end: str | None) -> str:
    if not start and not end:
        return "未写日期"
    return start or "" if start == end else f"{start or '……'} 至 {end or '……'}"


def _summary(plan: Plan) -> list[str]:
    """The plan in short lines a person checks against the document."""
    lines = [f"标题:{plan.title or '未读出'}", f"制定单位:{plan.issuer or '未读出'}"]
    lines.append(f"活动时间:{_days(plan.span.start, plan.span.end)}")
    lines += [
        f"阶段:{phase.name}({_days(phase.start, phase.end)})" for phase in plan.phases
    ]
    lines += [f"任务:{task.name}({_days(task.start, task.due)})" for task in plan.tasks]
    lines += [f"要求:{requirement.raw}" for requirement in plan.requirements]
    lines += [f"报送:{filing.raw}" for filing in plan.filings]
    lines += [f"问题:{problem.message}" for problem in plan.problems]
    lines.append(
        f"另有{len(plan.unread)}句含数字、日期或“要、应、必须”,没有读出内容,请核对。"
    )
    return lines


COMMANDS: list[click.Command] = [plan]
