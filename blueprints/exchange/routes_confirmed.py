"""What the parent has of the data held here."""

from flask.wrappers import Response

from blueprints.exchange import bp
from blueprints.exchange.pages import ConfirmedLine, ConfirmedPage
from services.contacts import confirmed_by_parent, contact
from services.sites import sites
from store.describe import KIND_BY_KEY
from store.queries.confirmed import Confirmed
from store.queries.exchange import package_rows
from web.pages import page
from web.policy import current_actor, requires

REST = "其他数据（人员、流转、附件登记等）"


@bp.get("/confirmed")
@requires("exchange.read")
def confirmed() -> Response:
    """Counts by kind of record, and one for all other data."""
    actor = current_actor()
    found = confirmed_by_parent(actor)
    known = sites()
    parent = next(one for one in known.rows if one.relation == "parent")
    rows = [row for row in package_rows() if row.peer == parent.site]
    data = ConfirmedPage(
        lines=_lines(found),
        known_count=sum(one.known for one in found),
        pending_count=sum(one.pending for one in found),
        parent=known.name(parent.site),
        newest=contact(rows).received,
        may_manage=known.may(actor, "exchange.manage", parent.site),
    )
    return page("exchange/confirmed.html", data)


def _lines(found: list[Confirmed]) -> tuple[ConfirmedLine, ...]:
    kinds = [one for one in found if one.table.name in KIND_BY_KEY]
    rest = [one for one in found if one.table.name not in KIND_BY_KEY]
    lines = [ConfirmedLine(one.table.label, one.known, one.pending) for one in kinds]
    known, pending = sum(one.known for one in rest), sum(one.pending for one in rest)
    lines.append(ConfirmedLine(REST, known, pending))
    return tuple(one for one in lines if one.known or one.pending)
