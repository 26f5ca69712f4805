"""flask backup and flask restore: the whole node in one file, and back."""

from dataclasses import asdict
from pathlib import Path

import click
from flask.cli import with_appcontext

from commands.output import as_json, print_json, refusals, say
from services import backups, restores
from services.backups import Manifest
from services.nodes import rollback_notice


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
@as_json
@refusals
def backup(file: Path, *, as_json: bool) -> None:
    """Write the whole node into FILE, its keys included, while others work on."""
    manifest = backups.back_up(file)
    if as_json:
        print_json({"file": str(file), **_facts(manifest)})
    else:
        say(f"备份已写入{file}。它含有全部数据和密钥，请按涉密载体保管。")
        click.echo(manifest.digest)


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--nothing-sent-since",
    is_flag=True,
    help="Keep the site number: no package has left this node since the backup.",
)
@with_appcontext
@as_json
@refusals
def restore(file: Path, *, nothing_sent_since: bool, as_json: bool) -> None:
    """Make the empty home the node of a backup, proved by digest and audit log."""
    manifest = restores.restore(file, keep_number=nothing_sent_since)
    notice = rollback_notice()
    if as_json:
        print_json({**_facts(manifest), "must_rejoin": notice})
        return
    say(f"已恢复“{manifest.name}”{manifest.made_at}的备份：文件、数据摘要和审计日志")
    say(f"（{manifest.audit_entries}条）都与备份时一致。")
    if notice:
        say(notice)
    click.echo(manifest.digest)


def _facts(manifest: Manifest) -> dict[str, object]:
    facts = asdict(manifest)
    return {**facts, "files": len(manifest.files)}


COMMANDS: list[click.Command] = [backup, restore]
