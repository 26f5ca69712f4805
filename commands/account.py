"""flask account: accounts from the machine itself."""

import click

from commands.output import as_json, print_json, refusals, say
from services import accounts

COMMANDS: list[click.Command] = []


@click.group("account")
def group() -> None:
    """Accounts."""


@group.command("add")
@click.argument("name")
@click.option("--unit", required=True, help="Code of the account's unit.")
@click.option("--role", required=True, help="Role held at that unit and below.")
@click.option("--person", default="", help="Code of the person the account is for.")
@as_json
@refusals
def add(name: str, unit: str, role: str, person: str, *, as_json: bool) -> None:
    """Add an account and print its one-time password."""
    wanted = accounts.NewAccount(name, unit, role, person)
    _show(name, accounts.add_account_at_console(wanted), as_json=as_json)


@group.command("reset")
@click.argument("name")
@as_json
@refusals
def reset(name: str, *, as_json: bool) -> None:
    """Print a new one-time password for the account; its sessions end."""
    _show(name, accounts.reset_password_at_console(name), as_json=as_json)


def _show(name: str, password: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"name": name, "one_time_password": password})
    else:
        say(f"账号 {name} 的一次性密码如下，首次登录后须修改：")
        click.echo(password)


COMMANDS.append(group)
