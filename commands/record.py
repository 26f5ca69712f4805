"""`flask record`: enter, change, move and list records; the same checks as the form."""

from collections.abc import Callable, Iterable
from typing import TypeVar

import click

from commands.output import as_json, print_json, refusals, say
from commands.record_output import kind_as_json, records_as_json
from domain.errors import Forbidden, Invalid, NotFound
from domain.fields import Kind
from domain.policy import Actor
from domain.reading import ROW_NUMBER_MAX
from domain.records import MOVE_BY_STATUS, STATUS_LABELS, STATUSES, Said, Status
from services import record_entry, record_people, records
from services.record_entry import Entry, Place, Wanted
from store.describe import KIND_BY_KEY
from store.queries.actors import actor_by_name
from store.queries.record_detail import kind_of, record_detail
from store.queries.records import RecordFilter, every_record
from store.queries.units import unit_tree
from store.scope import EVERYTHING, acting_in

Command = TypeVar("Command", bound=Callable[..., object])


class KindWord(click.ParamType[Kind]):
    """A kind's key, written with _ or with -."""

    name = "kind"

    def convert(
        self,
        value: object,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Kind:
        """The kind; wrong usage when there is none of that name."""
        if isinstance(value, Kind):
            return value
        kind = KIND_BY_KEY.get(str(value).replace("-", "_"))
        if kind is None:
            self.fail(
                f"没有台账类别“{value}”，可用：{'、'.join(KIND_BY_KEY)}", param, ctx
            )
        return kind


ROW = click.IntRange(1, ROW_NUMBER_MAX)
kind_argument = click.argument("kind", type=KindWord())
id_argument = click.argument("record_id", metavar="ID", type=ROW)
pairs_argument = click.argument("pairs", metavar="NAME=VALUE…", nargs=-1)
as_account = click.option(
    "--as", "account_name", metavar="ACCOUNT", required=True, help="Who acts."
)
why_option = click.option("--why", default="", help="理由, or 说明 of soft problems.")


@click.group("record")
def record_group() -> None:
    """Records: kinds, put, set, delete, restore, move, list."""


@record_group.command("kinds")
@as_json
def list_kinds(*, as_json: bool) -> None:
    """Every kind with its fields, types, choices and metrics."""
    if as_json:
        print_json([kind_as_json(kind) for kind in KIND_BY_KEY.values()])
        return
    for kind in KIND_BY_KEY.values():
        click.echo(f"{kind.key}\t{kind.label}\t{len(kind.fields)}项")


@record_group.command("put")
@kind_argument
@click.option("--unit", "unit_code", metavar="CODE", required=True)
@as_account
@click.option("--task", "task_id", metavar="ID", type=ROW)
@click.option("--campaign", "campaign_id", metavar="ID", type=ROW)
@pairs_argument
@refusals
def put_record(
    kind: Kind,
    unit_code: str,
    account_name: str,
    pairs: tuple[str, ...],
    **wanted: int | None,
) -> None:
    """New draft; prints its id."""
    actor = _actor(account_name)
    unit_id = _unit_id(unit_code)
    with acting_in(actor.scope):
        place = record_entry.find_place(actor, kind, unit_id, Wanted(**wanted))
        known = record_people.directory(actor, place)
        entry = record_entry.read_entry(kind, _texts(pairs), known)
        click.echo(str(records.create_draft(actor, kind, place, entry)))


@record_group.command("set")
@kind_argument
@id_argument
@as_account
@why_option
@pairs_argument
@refusals
def set_fields(
    kind: Kind, record_id: int, account_name: str, why: str, pairs: tuple[str, ...]
) -> None:
    """Change fields; an accepted record asks for --why (更正)."""
    actor = _actor(account_name)
    with acting_in(actor.scope):
        entry = _entry(actor, kind, record_id, _texts(pairs))
        changes = records.save(actor, kind, record_id, entry, Said(why=why, note=why))
    labels = {one.name: one.label for one in kind.fields}
    changed = "、".join(labels.get(name, "参加人员") for name in changes)
    say(f"已修改：{changed}。" if changes else "内容与原来相同，没有改动。")


@record_group.command("delete")
@kind_argument
@id_argument
@as_account
@why_option
@refusals
def delete_record(kind: Kind, record_id: int, account_name: str, why: str) -> None:
    """Delete a record; it stays restorable."""
    actor = _actor(account_name)
    records.move(actor, kind, record_id, "delete", Said(why=why))
    say("已删除，可以恢复。")


@record_group.command("restore")
@kind_argument
@id_argument
@as_account
@refusals
def restore_record(kind: Kind, record_id: int, account_name: str) -> None:
    """Bring a deleted record back."""
    records.restore(_actor(account_name), kind, record_id)
    say("已恢复。")


@record_group.command("move")
@id_argument
@click.option("--to", "status", type=click.Choice(STATUSES), required=True)
@as_account
@why_option
@refusals
def move_record(record_id: int, status: Status, account_name: str, why: str) -> None:
    """Submit, accept, return or withdraw a record."""
    actor = _actor(account_name)
    with acting_in(actor.scope):
        kind = kind_of(record_id)
    if kind is None:
        message = f"没有编号为{record_id}的记录，或不在您的范围内。"
        raise NotFound(message)
    said = Said(why=why, note=why)
    records.move(actor, kind, record_id, MOVE_BY_STATUS[status], said)
    say(f"现在的状态是“{STATUS_LABELS[status]}”。")


@record_group.command("list")
@kind_argument
@click.option("--unit", "unit_code", metavar="CODE", help="Its subtree only.")
@as_json
@refusals
def list_records(kind: Kind, unit_code: str | None, *, as_json: bool) -> None:
    """Records of a kind, newest day first."""
    units = unit_tree().subtree(_unit_id(unit_code)) if unit_code else None
    with acting_in(EVERYTHING):
        rows = list(every_record(kind, RecordFilter(unit_ids=units)))
        if as_json:
            print_json(records_as_json(kind, rows))
            return
    for row in rows:
        day = row.day.isoformat() if row.day else "（未填日期）"
        click.echo(f"{row.id}\t{STATUS_LABELS[row.status]}\t{day}\t{row.title}")


def _actor(account_name: str) -> Actor:
    actor = actor_by_name(account_name)
    if actor is None:
        message = f"没有账号“{account_name}”，或它已停用，请核对 --as。"
        raise Forbidden(message)
    return actor


def _unit_id(unit_code: str) -> int:
    unit = unit_tree().by_code.get(unit_code)
    if unit is None:
        message = f"没有代码为“{unit_code}”的单位，或它已撤销，请核对 --unit。"
        raise NotFound(message)
    return unit.id


def _texts(pairs: Iterable[str]) -> dict[str, str]:
    texts = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            message = f"“{pair}”不是 名称=值 的写法，请改成例如 title=专题学习。"
            raise Invalid(message)
        texts[name.strip()] = value
    return texts


def _entry(actor: Actor, kind: Kind, record_id: int, texts: dict[str, str]) -> Entry:
    detail = record_detail(kind, record_id)
    if detail is None:
        message = f"没有编号为{record_id}的{kind.label}记录，或不在您的范围内。"
        raise NotFound(message)
    named = [
        detail.record.values[one.name] for one in kind.fields if one.input == "person"
    ]
    keep = [one for one in (*named, *detail.person_ids_present) if isinstance(one, int)]
    record = detail.record
    place = Place(record.unit_id, record.campaign_id, record.task_id)
    known = record_people.directory(actor, place, keep)
    return record_entry.read_entry(kind, texts, known)


COMMANDS: list[click.Command] = [record_group]
