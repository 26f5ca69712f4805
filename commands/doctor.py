"""flask doctor: what is missing or in danger on this machine, a line each."""

from collections.abc import Iterator
from dataclasses import asdict

import click
from flask.cli import with_appcontext

from commands.output import as_json, print_json
from documents import health as printing
from domain.health import LABELS, MARKS, Check
from services import health
from store.db import home_path


@click.command("doctor")
@with_appcontext
@as_json
def doctor(*, as_json: bool) -> None:
    """Check this installation; exit 1 when something is bad."""
    found = list(_checks())
    if as_json:
        print_json([asdict(one) for one in found])
    else:
        for one in found:
            mark = f"{MARKS[one.state]} {LABELS[one.state]}"
            click.echo(f"{mark}　{one.name}：{one.says}")
    if any(one.state == "bad" for one in found):
        raise SystemExit(1)


def _checks() -> Iterator[Check]:
    yield from health.checks()
    yield from printing.checks(home_path())


COMMANDS: list[click.Command] = [doctor]
