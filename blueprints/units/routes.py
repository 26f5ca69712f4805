"""Views of units."""

from datetime import date

from flask import request, url_for
from flask.wrappers import Response

from blueprints.units import bp
from blueprints.units.declared import close_form, edit_form, move_form, new_form
from blueprints.units.forms import FormPage, save_change, save_form, show_form
from blueprints.units.pages import TREE_LABELS, ListPage, ShowPage, TreeRow
from domain.errors import NotFound
from domain.organisation.held import Held, HeldUnit
from domain.units import TreeName, UnitTree
from services import organisation_edits as edits
from store import clock
from store.queries.accounts import AccountFilter, matching_accounts
from store.queries.organisation import (
    accounts_by_unit,
    bodies_of,
    held_units,
    people_by_unit,
)
from store.queries.people import PeopleFilter, matching_people, people_by_ids
from store.queries.units import unit_tree
from web.idempotency import once
from web.pages import page
from web.paging import url_with
from web.policy import current_actor, requires

NO_UNIT = "没有这个单位，可能已被删除。请从单位列表重新进入。"
_PEOPLE_SHOWN = 30


@bp.get("", endpoint="list")
@requires("organisation.read")
def list_units() -> Response:
    """A tree on a day, with counts."""
    name: TreeName = "party" if request.args.get("tree") == "party" else "admin"
    return page("units/list.html", _list_page(name, day_asked("on") or clock.today()))


@bp.get("/new")
@requires("organisation.manage")
def new() -> Response:
    """A form for a unit to come."""
    return show_form(new_form())


@bp.post("")
@requires("organisation.manage")
@once
def create() -> Response:
    """Add the unit."""
    return save_form(
        new_form(),
        lambda cells: _url(edits.add_unit(current_actor(), cells)),
        "单位已增加。",
    )


@bp.get("/<row:unit_id>")
@requires("organisation.read")
def show(unit_id: int) -> Response:
    """One unit with its history, people, accounts and bodies."""
    return page("units/show.html", _show_page(unit_id, held_units()))


@bp.get("/<row:unit_id>/edit")
@requires("organisation.manage")
def edit(unit_id: int) -> Response:
    """A form for name and kind."""
    return show_form(edit_form(_unit(held_units(), unit_id)))


@bp.post("/<row:unit_id>/edit")
@requires("organisation.manage")
@once
def save(unit_id: int) -> Response:
    """Keep the name and kind."""
    form = edit_form(_unit(held_units(), unit_id))
    return save_change(form, unit_id, edits.edit_unit, "单位已修改。")


@bp.get("/<row:unit_id>/move", endpoint="move")
@requires("organisation.manage")
def show_move(unit_id: int) -> Response:
    """A form for another place in the trees."""
    return show_form(_move_form(unit_id))


@bp.post("/<row:unit_id>/move")
@requires("organisation.manage")
@once
def save_move(unit_id: int) -> Response:
    """Move the unit from a day on."""
    return save_change(
        _move_form(unit_id), unit_id, edits.move_unit, "隶属关系已调整。"
    )


@bp.get("/<row:unit_id>/close", endpoint="close")
@requires("organisation.manage")
def show_close(unit_id: int) -> Response:
    """A form for the last day."""
    return show_form(close_form(_unit(held_units(), unit_id)))


@bp.post("/<row:unit_id>/close")
@requires("organisation.manage")
@once
def save_close(unit_id: int) -> Response:
    """Close the unit with that day."""
    form = close_form(_unit(held_units(), unit_id))
    return save_change(form, unit_id, edits.close_unit, "单位的撤销日期已记下。")


def day_asked(name: str) -> date | None:
    """A day of the query; None when there is none, or it is no day."""
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def _list_page(name: TreeName, on: date) -> ListPage:
    actor = current_actor()
    rows = _tree_rows(unit_tree(on, name), actor.scope, on)
    return ListPage(
        tree=name,
        on=on,
        is_today=on == clock.today(),
        tabs=[
            (label, url_with(tree=key), key == name)
            for key, label in TREE_LABELS.items()
        ],
        rows=rows,
        closed=[
            unit
            for unit in held_units().units
            if unit.closed_on is not None and unit.closed_on < on
        ],
        totals=_totals(rows),
        may_manage=actor.may("organisation.manage"),
    )


def _show_page(unit_id: int, held: Held) -> ShowPage:
    actor, tree = current_actor(), unit_tree()
    here = frozenset({unit_id})
    present = matching_people(PeopleFilter(unit_ids=here), ())
    return ShowPage(
        unit=_unit(held, unit_id),
        above=tree.ancestors(unit_id)[::-1],
        below=tree.children_of.get(unit_id, ()),
        places=[place for place in held.places if place.unit_id == unit_id][::-1],
        names={one.id: one.name for one in held.units},
        tree_labels=TREE_LABELS,
        people=people_by_ids(present[:_PEOPLE_SHOWN]),
        people_count=len(present),
        accounts=matching_accounts(AccountFilter(unit_ids=here)),
        bodies=bodies_of(unit_id),
        is_seen=unit_id in actor.scope,
        may_manage=actor.may("organisation.manage", unit_id),
        may_manage_accounts=actor.may("accounts.manage", unit_id),
    )


def _url(unit_id: int) -> str:
    return url_for("units.show", unit_id=unit_id)


def _unit(held: Held, unit_id: int) -> HeldUnit:
    found = next((unit for unit in held.units if unit.id == unit_id), None)
    if found is None:
        raise NotFound(NO_UNIT)
    return found


def _move_form(unit_id: int) -> FormPage:
    held = held_units()
    places = [place for place in held.places if place.unit_id == unit_id]
    return move_form(
        _unit(held, unit_id), places, {unit.id: unit.code for unit in held.units}
    )


def _tree_rows(tree: UnitTree, scope: frozenset[int], on: date) -> list[TreeRow]:
    people, accounts = people_by_unit(on), accounts_by_unit()
    return [
        TreeRow(
            unit,
            depth,
            people.get(unit.id, 0) if unit.id in scope else None,
            accounts.get(unit.id, 0) if unit.id in scope else None,
        )
        for unit, depth in tree.walk()
    ]


def _totals(rows: list[TreeRow]) -> tuple[int, int, int]:
    return (
        len(rows),
        sum(row.people_count or 0 for row in rows),
        sum(row.account_count or 0 for row in rows),
    )
