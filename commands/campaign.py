"""`flask campaign`: create from a template, list and show campaigns."""

from datetime import date, datetime
from pathlib import Path

import click

from commands.output import as_json, print_json, refusals, say
from domain.campaigns import Campaign, Phase, Requirement, Task
from domain.errors import NotFound
from domain.metrics import label_of
from services import campaigns, plan_campaigns, standings
from services.campaign_templates import templates
from store.queries.campaigns import CampaignRow, campaign, campaign_row, campaign_rows
from store.queries.units import unit_tree
from store.scope import EVERYTHING, acting_in

STATUS_LABELS = {"draft": "草稿", "published": "进行中", "closed": "已结束"}


@click.group("campaign")
def campaign_group() -> None:
    """Campaigns: create, templates, list, show."""


@campaign_group.command("create")
@click.option("--template", "name", metavar="NAME", help="One that ships here.")
@click.option(
    "--plan",
    "plan",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Plan document to read: TXT, DOCX or PDF.",
)
@click.option("--unit", "unit_code", metavar="CODE", required=True, help="Owner unit.")
@click.option("--publish", is_flag=True, help="Make it live and freeze who takes part.")
@click.option(
    "--start",
    "start",
    metavar="DAY",
    type=click.DateTime(["%Y-%m-%d"]),
    help="First day; all days of the template move equally far.",
)
@refusals
def create(
    name: str | None,
    plan: Path | None,
    unit_code: str,
    *,
    publish: bool,
    start: datetime | None,
) -> None:
    """Create a campaign from a template or a plan; print its id."""
    if (name is None) == (plan is None):
        message = "give one of --template and --plan"
        raise click.UsageError(message)
    unit_id = unit_id_of(unit_code)
    if plan is not None:
        campaign_id = _create_from_plan(plan, unit_id)
    else:
        campaign_id = campaigns.create_from_template(
            name or "", unit_id, start.date() if start else None
        )
    if publish:
        frozen = campaigns.publish(campaign_id)
        standings.refresh_if_stale()
        units, persons = len(frozen.unit_ids), len(frozen.persons)
        say(f"活动已发布，计入 {units} 个单位、{persons} 名人员。")
    click.echo(str(campaign_id))


def _create_from_plan(plan: Path, unit_id: int) -> int:
    """Its id; what found no place in the campaign is told on standard error."""
    mapped = plan_campaigns.map_file(plan.read_bytes())
    campaign_id = plan_campaigns.create_from_draft(mapped, unit_id)
    draft = mapped.draft
    say(
        f"从方案读出 {len(draft.phases)} 个阶段、{len(draft.tasks)} 项任务、"
        f"{len(draft.requirements)} 项要求。"
    )
    for line in plan_campaigns.not_mapped(draft):
        say(line)
    return campaign_id


@campaign_group.command("templates")
@as_json
@refusals
def list_templates(*, as_json: bool) -> None:
    """Templates that ship with the project."""
    if as_json:
        print_json(
            [
                {
                    "name": one.name,
                    "title": one.title,
                    "about": one.about,
                    "start": one.campaign.start_on.isoformat(),
                    "end": one.campaign.end_on.isoformat(),
                    "phases": len(one.campaign.phases),
                    "tasks": len(one.campaign.tasks),
                    "requirements": len(one.campaign.requirements),
                }
                for one in templates()
            ]
        )
        return
    for one in templates():
        click.echo(f"{one.name}\t{one.title}\t{one.about}")


@campaign_group.command("list")
@as_json
@refusals
def list_campaigns(*, as_json: bool) -> None:
    """Campaigns held here, the latest start first."""
    with acting_in(EVERYTHING):
        rows = campaign_rows()
    if as_json:
        print_json([_row_as_json(row) for row in rows])
        return
    for row in rows:
        status = STATUS_LABELS[row.status]
        click.echo(f"{row.id}\t{status}\t{row.start_on}—{row.end_on}\t{row.name}")


@campaign_group.command("show")
@click.argument("campaign_id", metavar="ID", type=int)
@as_json
@refusals
def show(campaign_id: int, *, as_json: bool) -> None:
    """A campaign with its phases, tasks and requirements."""
    with acting_in(EVERYTHING):
        row, found = campaign_row(campaign_id), campaign(campaign_id)
    if row is None or found is None:
        message = (
            f"没有编号为 {campaign_id} 的活动。请用 flask campaign list 查看编号。"
        )
        raise NotFound(message)
    if as_json:
        print_json(_campaign_as_json(row, found))
        return
    click.echo(f"{row.name}（{STATUS_LABELS[row.status]}）{row.start_on}—{row.end_on}")
    for phase in found.phases:
        click.echo(f"阶段\t{phase.id}\t{phase.name}\t{phase.raw_date}")
    for task in found.tasks:
        click.echo(f"任务\t{task.id}\t{task.name}\t{task.due_on or ''}")
    for one in found.requirements:
        click.echo(f"要求\t{one.id}\t{label_of(one.metric)}\t{one.raw}")


def unit_id_of(code: str) -> int:
    """Id of the unit of that code.

    Raises:
        NotFound: There is none today.
    """
    found = unit_tree().by_code.get(code)
    if found is None:
        message = f"没有代码为“{code}”的单位。请核对单位代码，或先导入组织文件。"
        raise NotFound(message)
    return found.id


def _row_as_json(row: CampaignRow) -> dict[str, object]:
    return {
        "id": str(row.id),
        "name": row.name,
        "unit": row.unit_code,
        "template": row.template,
        "status": row.status,
        "start": row.start_on.isoformat(),
        "end": row.end_on.isoformat(),
        "units": row.unit_count,
    }


def _campaign_as_json(row: CampaignRow, found: Campaign) -> dict[str, object]:
    return {
        **_row_as_json(row),
        "phases": [_phase_as_json(one) for one in found.phases],
        "tasks": [_task_as_json(one) for one in found.tasks],
        "requirements": [requirement_as_json(one) for one in found.requirements],
    }


def _phase_as_json(phase: Phase) -> dict[str, object]:
    return {
        "id": str(phase.id),
        "name": phase.name,
        "start": _day(phase.start_on),
        "end": _day(phase.end_on),
        "raw_date": phase.raw_date,
        "parent": _id(phase.parent_id),
    }


def _task_as_json(task: Task) -> dict[str, object]:
    return {
        "id": str(task.id),
        "phase": _id(task.phase_id),
        "parent": _id(task.parent_id),
        "name": task.name,
        "start": _day(task.start_on),
        "due": _day(task.due_on),
        "raw_date": task.raw_date,
        "kinds": list(task.kinds),
        "who": task.who,
    }


def requirement_as_json(one: Requirement) -> dict[str, object]:
    """A requirement as its plan states it."""
    return {
        "id": str(one.id),
        "phase": _id(one.phase_id),
        "task": _id(one.task_id),
        "metric": one.metric,
        "label": label_of(one.metric),
        "comparison": one.comparison,
        "value": one.value,
        "value_to": one.value_to,
        "measure": one.measure,
        "per": one.per,
        "tier": one.tier,
        "tier_except": one.tier_except,
        "body_kind": one.body_kind,
        "start": _day(one.window_start),
        "due": _day(one.window_end),
        "windows": [
            [first.isoformat(), last.isoformat()] for first, last in one.windows
        ],
        "weekday": one.weekday,
        "evidence": list(one.evidence),
        "raw": one.raw,
        "note": one.note,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _id(number: int | None) -> str | None:
    return str(number) if number is not None else None


COMMANDS: list[click.Command] = [campaign_group]
