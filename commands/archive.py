"""Archive packs of the contract: make one, and check one again."""

from dataclasses import asdict
from pathlib import Path

import click

from commands.filing import filing
from commands.output import print_json, refusals, say
from documents.archive.checks import Report
from documents.archive.checks import check as check_pack
from documents.archive.pack import make_pack
from services import signers
from store.scope import EVERYTHING, acting_in


@filing.command("archive")
@click.argument("campaign_id", type=int)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="ZIP 存放位置。",
)
@refusals
def archive(campaign_id: int, out: Path) -> None:
    """Put the campaign's files by class into a ZIP with its checked report."""
    with acting_in(EVERYTHING):
        report = make_pack(campaign_id, out, "控制台")
    say(f"已归档 {report.file_count} 个文件：{out}")
    _tell(report)


@filing.command("verify-archive")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "is_json", is_flag=True, help="以 JSON 输出。")
@refusals
def verify_archive(path: Path, *, is_json: bool) -> None:
    """Check a pack again; exit 1 when one of the four checks finds a problem."""
    report = check_pack(path, signers.signer_names())
    if is_json:
        print_json(asdict(report))
    else:
        _tell(report)
    if not report.valid:
        raise SystemExit(1)


def _tell(report: Report) -> None:
    for one in report.checks:
        click.echo(f"{one.name}：{'有问题' if one.problems else '通过'}")
        for problem in one.problems:
            click.echo(f"  {problem}")


COMMANDS: list[click.Command] = []
