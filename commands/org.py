"""`flask org`: load the organisation file, and make an empty one to fill in."""

from pathlib import Path

import click

from commands.output import as_json, print_json, refusals, say
from services.organisation import Loaded, load_organisation
from services.organisation_files import empty_workbook

_LABELS = {
    "units": "单位",
    "people": "人员",
    "accounts": "账号",
    "bodies": "临时机构",
}


@click.group()
def org() -> None:
    """Units, people, accounts and bodies from a file."""


@org.command()
@click.argument(
    "file", type=click.Path(path_type=Path, exists=True, dir_okay=False, readable=True)
)
@as_json
@refusals
def load(file: Path, *, as_json: bool) -> None:
    """Load FILE (.xlsx or .yaml); all of it, or nothing when it has a problem."""
    loaded = load_organisation(file.read_bytes(), file.name)
    if as_json:
        print_json(_document(loaded))
    else:
        _print(loaded)


@org.command()
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True)
@refusals
def template(out: Path) -> None:
    """Write an empty workbook with the right sheets and column heads."""
    out.write_bytes(empty_workbook())
    say(f"已写好空白模板 {out}。")


def _document(loaded: Loaded) -> dict[str, object]:
    return {
        "file": loaded.file_name,
        **{sheet: dict(counts) for sheet, counts in loaded.counts.items()},
        "notes": list(loaded.notes),
        "passwords": [
            {"account": one.account, "password": one.password}
            for one in loaded.passwords
        ],
    }


def _print(loaded: Loaded) -> None:
    for sheet, counts in loaded.counts.items():
        if any(counts.values()):
            click.echo(
                f"{_LABELS[sheet]}：新增 {counts['new']}，改动 {counts['changed']}，"
                f"未变 {counts['same']}。"
            )
    if not any(any(counts.values()) for counts in loaded.counts.values()):
        say("文件里没有要读入的行。")
    for one in loaded.passwords:
        click.echo(f"{one.account} 的一次性密码：{one.password}")
    for note in loaded.notes:
        say(note)


COMMANDS = [org]
