"""`flask rollup` and `flask gaps`: figures of a campaign, and who owes what by when."""

from datetime import date, datetime

import click

from commands.campaign import unit_id_of
from commands.output import as_json, print_json, refusals
from commands.overview_output import rollup_as_json, said
from domain.units import TreeName
from services import standings
from services.gaps import Gap, gaps
from services.overview import View, overview
from store.queries import expected
from store.scope import EVERYTHING, acting_in

PEOPLE_NAMED_MAX = 100

campaign_argument = click.argument("campaign_id", metavar="CAMPAIGN", type=int)
unit_option = click.option(
    "--unit", "unit_code", metavar="CODE", help="Only this unit and all below it."
)
on_option = click.option(
    "--on",
    "on",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day of judgement; today when left out.",
)


@click.command("rollup")
@campaign_argument
@unit_option
@click.option("--tree", type=click.Choice(["admin", "party"]), default="admin")
@on_option
@as_json
@refusals
def rollup(
    campaign_id: int,
    *,
    unit_code: str | None,
    tree: TreeName,
    on: datetime | None,
    as_json: bool,
) -> None:
    """Every expected unit with its lights and figures, in official order."""
    view = _view(unit_code, tree, on)
    standings.refresh_if_stale()
    with acting_in(EVERYTHING):
        found = overview(campaign_id, view, with_rows=True)
        people = expected.home_by_person(campaign_id, found.rule.on)
        few = unit_code is not None or len(people) <= PEOPLE_NAMED_MAX
        answer = rollup_as_json(found, with_subjects=few)
    if as_json:
        print_json(answer)
        return
    click.echo(f"{found.row.name}　截至 {found.rule.on}")
    for line in found.lines:
        lights = [
            one.light.shape
            for (_, unit_id), one in found.board.tasks.items()
            if unit_id == line.id
        ]
        indent = "　" * line.depth
        click.echo(
            f"{line.order}\t{indent}{line.name}\t{line.tally.word}\t{''.join(lights)}"
        )


@click.command("gaps")
@campaign_argument
@unit_option
@on_option
@as_json
@refusals
def list_gaps(
    campaign_id: int, *, unit_code: str | None, on: datetime | None, as_json: bool
) -> None:
    """Who owes what by when, the earliest day first."""
    view = _view(unit_code, "admin", on)
    standings.refresh_if_stale()
    with acting_in(EVERYTHING):
        found = gaps(campaign_id, view)
    if as_json:
        print_json([_gap_as_json(one) for one in found])
        return
    for one in found:
        who = one.subject.name or one.line.name
        click.echo(f"{one.due_on}\t{one.line.name}\t{who}\t{one.what}\t{one.sentence}")


def _view(unit_code: str | None, tree: TreeName, on: datetime | None) -> View:
    unit_id = unit_id_of(unit_code) if unit_code else None
    day: date | None = on.date() if on else None
    return View(unit_id=unit_id, tree=tree, on=day)


def _gap_as_json(gap: Gap) -> dict[str, object]:
    requirement = gap.requirement
    return {
        "unit": gap.line.code,
        "unit_name": gap.line.name,
        "subject": {
            "kind": gap.subject_kind,
            "code": gap.subject.code,
            "name": gap.subject.name,
        },
        "requirement": str(requirement.id) if requirement else None,
        "task": str(gap.task_id) if gap.task_id else None,
        "what": gap.what,
        "attained": gap.attained,
        "needed": gap.needed,
        "gap": gap.missing,
        "due": gap.due_on.isoformat(),
        "state": gap.state,
        **said(requirement),
    }


COMMANDS: list[click.Command] = [rollup, list_gaps]
