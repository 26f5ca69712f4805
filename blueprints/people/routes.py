"""Views of people."""

from flask import Response as FileResponse
from flask import flash, request, url_for
from flask.wrappers import Response

from blueprints.people import bp
from blueprints.people.declared import edit_form, leave_form, move_form, new_form
from blueprints.people.pages import ListPage, ShowPage, TiersPage
from blueprints.units.forms import save_change, save_form, show_form, unit_options
from domain.errors import Invalid, NotFound
from services import organisation_edits as edits
from services.people_workbook import people_workbook
from store.queries.people import (
    PeopleFilter,
    PersonLine,
    matching_people,
    people_by_ids,
    person_by_id,
    tier_names,
    tiers_of_person,
)
from store.queries.units import unit_tree
from web.htmx import see_other
from web.idempotency import once
from web.pages import page
from web.paging import Filter, pager_for
from web.policy import current_actor, requires

NOBODY = "没有这个人，或不在您的单位范围内。请从人员列表重新进入。"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PRESENT = "present"
_STATES = ((PRESENT, "在职"),)
_SPARE_ROWS = 3


@bp.get("", endpoint="list")
@requires("organisation.read")
def list_people() -> Response:
    """People that match the query, fifty at a time."""
    tree = unit_tree()
    found = _found()
    pager = pager_for(len(found))
    filters = _filters()
    return page(
        "people/list.html",
        ListPage(
            people=people_by_ids(found[pager.offset : pager.offset + pager.size]),
            unit_names={unit.id: unit.name for unit in tree.by_id.values()},
            filters=filters,
            pager=pager,
            export_url=f"{url_for('people.export')}?{request.query_string.decode()}",
            is_filtered=any(one.value not in ("", PRESENT) for one in filters),
            may_manage=current_actor().may("organisation.manage"),
        ),
    )


@bp.get("/export.xlsx")
@requires("organisation.read")
def export() -> FileResponse:
    """Exactly the people that match the query, all of them."""
    data = people_workbook(people_by_ids(_found()), unit_tree().by_id)
    headers = {"Content-Disposition": "attachment; filename=people.xlsx"}
    return FileResponse(data, mimetype=XLSX, headers=headers)


@bp.get("/new")
@requires("organisation.manage")
def new() -> Response:
    """A form for a person to come."""
    return show_form(new_form())


@bp.post("")
@requires("organisation.manage")
@once
def create() -> Response:
    """Add the person."""
    return save_form(
        new_form(),
        lambda cells: _url(edits.add_person(current_actor(), cells)),
        "人员已增加。",
    )


@bp.get("/<row:person_id>")
@requires("organisation.read")
def show(person_id: int) -> Response:
    """One person with tiers over time."""
    person, tree = _person(person_id), unit_tree()
    return page(
        "people/show.html",
        ShowPage(
            person=person,
            unit=tree.by_id.get(person.unit_id),
            spans=tiers_of_person(person_id),
            unit_names={unit.id: unit.name for unit in tree.by_id.values()},
            may_manage=current_actor().may("organisation.manage", person.unit_id),
        ),
    )


@bp.get("/<row:person_id>/edit")
@requires("organisation.manage")
def edit(person_id: int) -> Response:
    """A form for name, post and first day."""
    return show_form(edit_form(_person(person_id)))


@bp.post("/<row:person_id>/edit")
@requires("organisation.manage")
@once
def save(person_id: int) -> Response:
    """Keep them."""
    form = edit_form(_person(person_id))
    return save_change(form, person_id, edits.edit_person, "人员已修改。")


@bp.get("/<row:person_id>/move", endpoint="move")
@requires("organisation.manage")
def show_move(person_id: int) -> Response:
    """A form for another unit."""
    return show_form(move_form(_person(person_id)))


@bp.post("/<row:person_id>/move")
@requires("organisation.manage")
@once
def save_move(person_id: int) -> Response:
    """Move the person from a day on."""
    form = move_form(_person(person_id))
    return save_change(form, person_id, edits.move_person, "已调动。")


@bp.get("/<row:person_id>/leave", endpoint="leave")
@requires("organisation.manage")
def show_leave(person_id: int) -> Response:
    """A form for the last day."""
    return show_form(leave_form(_person(person_id)))


@bp.post("/<row:person_id>/leave")
@requires("organisation.manage")
@once
def save_leave(person_id: int) -> Response:
    """Keep the last day, or take it back."""
    form = leave_form(_person(person_id))
    return save_change(form, person_id, edits.leave_person, "最后一天已记下。")


@bp.get("/<row:person_id>/tiers", endpoint="tiers")
@requires("organisation.manage")
def show_tiers(person_id: int) -> Response:
    """The person's tiers with their days, and empty rows for more."""
    rows = [
        {
            "id": str(span.id),
            "tier": span.tier,
            "from": span.from_on.isoformat() if span.from_on else "",
            "to": span.to_on.isoformat() if span.to_on else "",
        }
        for span in tiers_of_person(person_id)
    ]
    empty = {"id": "", "tier": "", "from": "", "to": ""}
    rows += [empty] * _SPARE_ROWS
    data = TiersPage(_person(person_id), rows, tier_names())
    return page("people/tiers.html", data)


@bp.post("/<row:person_id>/tiers")
@requires("organisation.manage")
@once
def save_tiers(person_id: int) -> Response:
    """Keep the tiers as the form lists them."""
    names = ("id", "tier", "from", "to")
    columns = [request.form.getlist(name) for name in names]
    rows = [
        dict(zip(names, cells, strict=True)) for cells in zip(*columns, strict=False)
    ]
    try:
        edits.set_tiers(current_actor(), person_id, list(rows))
    except Invalid as error:
        data = TiersPage(_person(person_id), rows, tier_names(), error.fields)
        return page("people/tiers.html", data, 422)
    flash("层次已保存。", "ok")
    return see_other(_url(person_id))


def _found() -> list[int]:
    """Ids of the people the query asks for, in official order of their units."""
    tree = unit_tree()
    unit = tree.by_code.get(request.args.get("unit", ""))
    wanted = PeopleFilter(
        unit_ids=tree.subtree(unit.id) if unit else None,
        tier=request.args.get("tier", ""),
        text=request.args.get("q", "").strip(),
        is_present=request.args.get("state", PRESENT) == PRESENT,
    )
    return matching_people(wanted, [unit.id for unit, _ in tree.walk()])


def _filters() -> list[Filter]:
    asked = request.args
    units = tuple((code, name) for code, name, _ in unit_options("organisation.read"))
    tiers = tuple((tier, tier) for tier in tier_names())
    return [
        Filter("unit", "单位（含下级）", asked.get("unit", ""), units),
        Filter("tier", "层次", asked.get("tier", ""), tiers),
        Filter("q", "姓名或编号", asked.get("q", "")),
        Filter("state", "状态", asked.get("state", PRESENT), _STATES),
    ]


def _person(person_id: int) -> PersonLine:
    found = person_by_id(person_id)
    if found is None:
        raise NotFound(NOBODY)
    return found


def _url(person_id: int) -> str:
    return url_for("people.show", person_id=person_id)
