"""Giving a silent branch up, after a page that says what follows."""

from flask import flash, request, url_for
from flask.wrappers import Response

from blueprints.exchange import bp
from blueprints.exchange.pages_upkeep import RetirePage
from domain.errors import Invalid
from services import retiring, waiting
from services.contacts import contact
from services.sites import sites
from store.queries.exchange import package_rows
from web.htmx import see_other
from web.idempotency import once_apart
from web.pages import page
from web.policy import current_actor, requires

DONE = "{name}已停用，它的数据都在。又要用起来时，在它下面选“重新登记”。"
DONE_INVITED = "{name}的邀请已作废。要再用时，请重新邀请。"


@bp.get("/sites/<row:site>/retire")
@requires("exchange.manage")
def confirm_retire(site: int) -> Response:
    """What follows when the branch is given up."""
    return page("exchange/retire.html", _retire_page(site))


@bp.post("/sites/<row:site>/retire")
@requires("exchange.manage")
@once_apart
def retire(site: int) -> Response:
    """Give the branch up, for a reason."""
    why = request.form.get("why", "")
    known = sites()
    try:
        retiring.retire_branch(current_actor(), site, why)
    except Invalid as invalid:
        data = _retire_page(site, why, invalid.fields)
        return page("exchange/retire.html", data, 422)
    found = known.by_number(site)
    done = DONE if found is None or found.can_receive else DONE_INVITED
    flash(done.format(name=known.name(site)), "ok")
    return see_other(url_for("exchange.show"))


def _retire_page(
    site: int, why: str = "", errors: dict[str, str] | None = None
) -> RetirePage:
    actor = current_actor()
    known = retiring.require_may_retire(actor, site)
    found = known.by_number(site)
    assert found is not None
    kept = waiting.kept_files(actor)
    return RetirePage(
        site=found,
        name=known.name(site),
        unit=known.unit_names[site],
        contact=contact([row for row in package_rows() if row.peer == site]),
        waiting_count=sum(one.found.sender == site for one in kept),
        why=why,
        errors=errors or {},
    )
