"""Filings of the contract: make one, and say where it is."""

import shutil
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click
from flask.cli import AppGroup

from commands.output import print_json, refusals, say
from documents.figures import figures_in
from documents.verify import proved_data, verify
from domain.errors import DomainError, NotFound
from domain.policy import Actor, reach_of
from jobs.filings import produce
from services import filings, signers, standings
from store import clock
from store.queries import filings as queries
from store.queries.units import unit_tree
from store.scope import EVERYTHING, acting_in

filing = AppGroup("filing", help="报送材料：制作、核验。")


@filing.command("make")
@click.argument("kind")
@click.option("--unit", "unit_code", required=True, help="单位代码。")
@click.option("--campaign", "campaign_id", type=int, required=True, help="活动编号。")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="PDF 存放位置。",
)
@click.option("--on", "on_text", help="数据截止日，如 2009-08-31；不写为今天。")
@click.option("--sealed", "is_sealed", is_flag=True, help="落款处盖样章。")
@refusals
def make(  # noqa: PLR0913 - click hands over one parameter an option
    kind: str,
    unit_code: str,
    campaign_id: int,
    out: Path,
    on_text: str | None,
    *,
    is_sealed: bool,
) -> None:
    """Compose the filing from the data and write it as PDF."""
    unit = unit_tree().by_code.get(unit_code)
    if unit is None:
        message = f"没有代码为“{unit_code}”的单位，未制作。请用单位代码。"
        raise NotFound(message)
    on = date.fromisoformat(on_text) if on_text else clock.today()
    wanted = filings.Wanted(kind, campaign_id, unit.id, on, is_sealed)
    standings.refresh_if_stale()
    request_id = filings.ask(_console(unit.id), wanted)
    filing_id = produce(request_id)
    if filing_id is None:
        request = queries.request(request_id)
        message = request.message if request else "材料未制作，请稍后重试。"
        raise DomainError(message)
    with acting_in(EVERYTHING):
        made = queries.filing(filing_id)
    assert made is not None
    shutil.copyfile(filings.pdf_path(made.sha256), out)
    say(f"已制作《{made.title}》第{made.version}版：{out}")
    click.echo(str(made.id))


@filing.command("verify")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "is_json", is_flag=True, help="以 JSON 输出。")
@refusals
def check(path: Path, *, is_json: bool) -> None:
    """Say whether the file is a filing as it was signed; exit 1 when it is not."""
    found = verify(path.read_bytes(), signers.signer_names())
    if is_json:
        print_json(asdict(found))
    elif found.valid:
        click.echo(f"有效：{found.number}，{found.unit}，由{found.signer}签名。")
    else:
        click.echo("\n".join(("无效：", *found.problems)))
    if not found.valid:
        raise SystemExit(1)


@filing.command("data")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "is_json", is_flag=True, help="以 JSON 输出全部数据。")
@refusals
def take_out(path: Path, *, is_json: bool) -> None:
    """Give back the data a filing carries, once they are proved."""
    found = proved_data(path.read_bytes(), signers.signer_names())
    if is_json:
        print_json(found)
        return
    click.echo(f"{found['number']}　{found['unit']}　第{found['version']}版")
    for one in figures_in(found["data"]):
        click.echo(f"{one.before}【{one.value}】{one.after}\t{one.source}")


def _console(unit_id: int) -> Actor:
    """Whoever has the machine's console makes filings of any unit here."""
    grants = [("office", frozenset({unit_id}))]
    return Actor(
        account_id=0,
        account_name="console",
        display_name="控制台",
        unit_id=unit_id,
        roles=frozenset({"office"}),
        reach=reach_of(grants),  # type: ignore[arg-type]
    )


COMMANDS: list[click.Command] = [filing]
