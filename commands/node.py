"""flask node: setting up hubs and branches."""

from dataclasses import asdict
from pathlib import Path

import click

from commands.output import as_json, print_json, refusals, say
from services import nodes

COMMANDS: list[click.Command] = []


@click.group("node")
def group() -> None:
    """This installation and the sites it exchanges with."""


@group.command("init")
@click.option("--name", required=True, help="What people call this site.")
@click.option("--unit", required=True, help="Code of the topmost unit.")
@click.option("--unit-name", required=True, help="Its full name.")
@as_json
@refusals
def init(name: str, unit: str, unit_name: str, *, as_json: bool) -> None:
    """Make the empty home a new hub; print the administrator's password."""
    password = nodes.init_node(name, unit, unit_name)
    _show_passwords([(nodes.FIRST_ACCOUNT, password)], as_json=as_json)


@group.command("invite")
@click.option("--unit", required=True, help="Code of the unit the branch will hold.")
@click.option("--out", required=True, type=click.Path(path_type=Path))
@click.option("--again", is_flag=True, help="For a branch restored or copied.")
@as_json
@refusals
def invite(unit: str, out: Path, *, again: bool, as_json: bool) -> None:
    """Write an invitation: site number, keys, and the first full package."""
    invitation = nodes.invite(unit, out, again=again)
    if as_json:
        numbers = {"site": invitation.site, "site_last": invitation.site_last}
        print_json({"file": str(out), "unit": unit, **numbers})
    else:
        say(f"邀请已写入{out}（第{invitation.site}号节点）。它含有数据，请专人保管。")


@group.command("join")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", required=True, help="What people call this site.")
@as_json
@refusals
def join(file: Path, name: str, *, as_json: bool) -> None:
    """Make the empty home that branch; print its accounts' passwords."""
    _show_passwords(nodes.join(file, name), as_json=as_json)
    say("请尽快导出第一个包（sync export）交给上级，本节点才算登记。")


@group.command("rejoin")
@click.argument("file", type=click.Path(path_type=Path))
@as_json
@refusals
def rejoin(file: Path, *, as_json: bool) -> None:
    """Register this restored or copied node anew; all its data stays."""
    invitation, report = nodes.rejoin(file)
    conflicts = report.total("conflicts")
    if as_json:
        print_json({"site": invitation.site, "conflicts": conflicts})
    else:
        say(f"本机现在是第{invitation.site}号节点，数据都已保留，新冲突{conflicts}处。")
        say("请尽快导出一个包（sync export）交给上级。")


@group.command("succeed")
@click.option("--why", required=True, help="The reason, kept in the audit log.")
@refusals
def succeed(why: str) -> None:
    """Number this restored or copied root anew; all its data stays."""
    site = nodes.succeed(why)
    say(f"本机现在是第{site}号节点，数据都已保留。")
    say("请为每个下级重新发邀请（node invite --again）：它们的包会带回本机丢失的内容。")


@group.command("show")
@as_json
@refusals
def show(*, as_json: bool) -> None:
    """What this node is and when it last met another."""
    facts = asdict(nodes.show())
    if as_json:
        print_json(facts)
    else:
        for name, value in facts.items():
            click.echo(f"{name}: {'-' if value is None else value}")


def _show_passwords(passwords: list[tuple[str, str]], *, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "accounts": [
                    {"name": name, "one_time_password": password}
                    for name, password in passwords
                ]
            }
        )
        return
    say("一次性密码如下，首次登录后须修改：")
    for name, password in passwords:
        click.echo(f"{name} {password}")


COMMANDS.append(group)
