"""Views of accounts; what may be done to which is the services' to say."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from flask import flash, request, url_for
from flask.wrappers import Response

from blueprints.accounts import bp
from blueprints.accounts.declared import (
    GRANT_FIELDS,
    LABELS,
    ROLE_BY_LABEL,
    new_form,
)
from blueprints.accounts.pages import (
    GrantForm,
    GrantRow,
    ListPage,
    PasswordPage,
    ReachPage,
    ReachRow,
    ShowPage,
)
from blueprints.units.forms import show_form, typed, unit_options
from domain.errors import Invalid, NotFound
from domain.organisation.cells import CellError, read_day
from domain.policy import ACTION_LABELS
from domain.units import UnitTree
from services import accounts, roles
from store import clock
from store.queries.accounts import (
    AccountFilter,
    AccountLine,
    GrantLine,
    account_line,
    grants_of,
    matching_accounts,
)
from store.queries.actors import actor_by_id
from store.queries.units import unit_tree
from web.htmx import see_other
from web.idempotency import once
from web.pages import page
from web.paging import Filter, pager_for
from web.policy import current_actor, requires

NO_ACCOUNT = "没有这个账号，或不归您管理。请从账号列表重新进入。"
_STATES = (("on", "启用"), ("off", "已停用"))


@bp.get("", endpoint="list")
@requires("accounts.manage")
def list_accounts() -> Response:
    """Accounts that match the query, fifty at a time."""
    found = matching_accounts(_wanted())
    pager, filters = pager_for(len(found)), _filters()
    return page(
        "accounts/list.html",
        ListPage(
            accounts=found[pager.offset : pager.offset + pager.size],
            unit_names=_unit_names(),
            filters=filters,
            pager=pager,
            is_filtered=any(one.value for one in filters),
        ),
    )


@bp.get("/new")
@requires("accounts.manage")
def new() -> Response:
    """A form for an account to come."""
    return show_form(new_form())


@bp.post("")
@requires("accounts.manage")
def create() -> Response:
    """Add the account and show its one-time password; a repeat finds the name taken."""
    form = new_form()
    cells = typed(form.fields)
    role = ROLE_BY_LABEL.get(cells["role"], "")
    wanted = accounts.NewAccount(cells["name"], cells["unit"], role, cells["person"])
    try:
        password = accounts.add_account(current_actor(), wanted)
    except Invalid as error:
        reasons = error.fields or {"name": error.message}
        failed = replace(form, values=cells, errors=reasons)
        return page("units/form.html", failed, 422)
    return _password(cells["name"], password, url_for("accounts.list"))


@bp.get("/<row:account_id>")
@requires("accounts.manage")
def show(account_id: int) -> Response:
    """One account with its roles over time."""
    return _show(_account(account_id), GrantForm(GRANT_FIELDS, _options()))


@bp.get("/<row:account_id>/reach")
@requires("accounts.manage")
def reach(account_id: int) -> Response:
    """What the account sees and may do today, by action and unit."""
    account, tree = _account(account_id), unit_tree()
    actor = actor_by_id(account_id)
    found = actor.reach if actor else {}
    granted = [
        ReachRow(label, _tops(tree, found[action]), len(found[action]))
        for action, label in ACTION_LABELS.items()
        if found.get(action)
    ]
    refused = [one for key, one in ACTION_LABELS.items() if not found.get(key)]
    return page("accounts/reach.html", ReachPage(account, granted, refused))


@bp.post("/<row:account_id>/password")
@requires("accounts.manage")
def reset_password(account_id: int) -> Response:
    """Show a new one-time password; the old one and all sessions end."""
    account = _account(account_id)
    password = accounts.reset_password(current_actor(), account_id)
    return _password(account.name, password, _url(account_id))


@bp.post("/<row:account_id>/active")
@requires("accounts.manage")
@once
def set_active(account_id: int) -> Response:
    """Let the account in again, or keep it out."""
    is_active = request.form.get("active") == "1"
    accounts.set_active(current_actor(), account_id, is_active=is_active)
    flash("账号已启用。" if is_active else "账号已停用，在线的登录也已结束。", "ok")
    return see_other(_url(account_id))


@bp.post("/<row:account_id>/roles")
@requires("accounts.manage")
@once
def grant(account_id: int) -> Response:
    """Grant one more role."""
    account, cells = _account(account_id), typed(GRANT_FIELDS)
    try:
        role, span = ROLE_BY_LABEL.get(cells["role"], ""), _span(cells)
        roles.grant_role(current_actor(), account_id, role, cells["unit"], span)
    except Invalid as error:
        form = GrantForm(GRANT_FIELDS, _options(), cells, error.fields)
        return _show(account, form, 422)
    flash("角色已授予。", "ok")
    return see_other(_url(account_id))


@bp.post("/roles/<row:grant_id>/revoke")
@requires("accounts.manage")
@once
def revoke(grant_id: int) -> Response:
    """End a role."""
    account_id = roles.revoke_role(current_actor(), grant_id)
    flash("角色已收回，到昨天为止。", "ok")
    return see_other(_url(account_id))


def _show(account: AccountLine, form: GrantForm, status: int = 200) -> Response:
    data = ShowPage(
        account=account,
        unit_names=_unit_names(),
        grants=[_row(one, clock.today()) for one in grants_of(account.id)],
        is_own=account.id == current_actor().account_id,
        form=form,
    )
    return page("accounts/show.html", data, status)


def _password(name: str, password: str, back: str) -> Response:
    response = page("accounts/password.html", PasswordPage(name, password, back))
    response.headers["Cache-Control"] = "no-store"
    return response


def _row(one: GrantLine, today: date) -> GrantRow:
    is_over = one.to_on is not None and one.to_on < today
    is_ahead = one.from_on is not None and one.from_on > today
    state = "已到期" if is_over else "将来" if is_ahead else "现在"
    return GrantRow(one, state, can_end=not is_over)


def _span(cells: Mapping[str, str]) -> tuple[date | None, date | None]:
    days: list[date | None] = []
    for name in ("from", "to"):
        try:
            days.append(read_day(cells[name]))
        except CellError as error:
            raise Invalid(roles.NOT_GRANTED, {name: str(error)}) from error
    return days[0], days[1]


def _tops(tree: UnitTree, reached: frozenset[int]) -> list[str]:
    """Names of the reached units whose parent is not reached, in official order."""
    return [
        unit.name
        for unit, _ in tree.walk()
        if unit.id in reached and tree.parent_of[unit.id] not in reached
    ]


def _wanted() -> AccountFilter:
    tree, asked = unit_tree(), request.args
    unit = tree.by_code.get(asked.get("unit", ""))
    reach = current_actor().reach["accounts.manage"]
    return AccountFilter(
        unit_ids=reach & tree.subtree(unit.id) if unit else reach,
        role=ROLE_BY_LABEL.get(asked.get("role", ""), ""),
        text=asked.get("q", "").strip(),
        is_active={"on": True, "off": False}.get(asked.get("state", "")),
    )


def _filters() -> list[Filter]:
    asked = request.args
    units = tuple((code, name) for code, name, _ in unit_options("accounts.manage"))
    labels = tuple((label, label) for label in LABELS)
    return [
        Filter("unit", "单位（含下级）", asked.get("unit", ""), units),
        Filter("role", "角色", asked.get("role", ""), labels),
        Filter("q", "账号名或姓名", asked.get("q", "")),
        Filter("state", "状态", asked.get("state", ""), _STATES),
    ]


def _options() -> dict[str, list[tuple[str, str, str]]]:
    return {"unit": unit_options("accounts.manage")}


def _unit_names() -> dict[int, str]:
    return {unit.id: unit.name for unit in unit_tree().by_id.values()}


def _account(account_id: int) -> AccountLine:
    found = account_line(account_id)
    if found is None or not current_actor().may("accounts.manage", found.unit_id):
        raise NotFound(NO_ACCOUNT)
    return found


def _url(account_id: int) -> str:
    return url_for("accounts.show", account_id=account_id)
