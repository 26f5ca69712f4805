"""flask audit: is the log still what was written."""

import sys

import click

from commands.output import as_json, print_json, refusals, say
from services import audit

COMMANDS: list[click.Command] = []


@click.group("audit")
def group() -> None:
    """The audit log."""


@group.command("verify")
@click.option("--head", help="Hash of an entry as printed on a receipt or filing.")
@as_json
@refusals
def verify(head: str | None, *, as_json: bool) -> None:
    """Walk the log; exit 1 and name the first broken entry when it was altered."""
    broken = audit.verify(head.strip().lower() if head else None)
    if as_json:
        print_json(
            {
                "valid": broken is None,
                "entries": audit.entry_count(),
                "head": audit.current_head(),
                "first_broken": broken.no if broken else None,
                "reason": broken.reason if broken else None,
            }
        )
    if broken is not None:
        say(f"审计日志第 {broken.no} 条起不可信：{broken.reason}")
        sys.exit(1)
    if not as_json:
        say(f"审计日志完好，共 {audit.entry_count()} 条。")
        click.echo(audit.current_head())


COMMANDS.append(group)
