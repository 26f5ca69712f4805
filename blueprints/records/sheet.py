"""One record as the paper form it stands for."""

from collections.abc import Iterable

from flask.wrappers import Response

from blueprints.records import bp, shown
from blueprints.records.found import Found, find
from blueprints.records.pages import SheetPage
from blueprints.records.routes_show import moves_of
from blueprints.records.shown import Fact
from domain.fields import Kind
from services import exports
from store import clock
from web.pages import page
from web.policy import requires

SHORT_LENGTH = 20
CELLS_PER_ROW = 2


@bp.get("/<kind:kind>/<row:record_id>/print")
@requires("records.read")
def sheet(kind: Kind, record_id: int) -> Response:
    """The record on paper, to be signed and stamped."""
    return page("records/sheet.html", _sheet(find(kind, record_id)))


def _sheet(found: Found) -> SheetPage:
    kind, detail = found.kind, found.detail
    record = detail.record
    present = detail.person_ids_present
    names = shown.names_of([*shown.person_ids(kind, record.values), *present])
    return SheetPage(
        kind=kind,
        record_id=record.id,
        title=record.title,
        status=record.status,
        unit=names.units.get(record.unit_id, ""),
        campaign=found.campaign,
        task=found.task,
        rows=rows_of(kind, shown.facts_of(kind, record.values, (), names)),
        people=tuple(names.people.get(one, exports.ELSEWHERE) for one in present),
        files=tuple(one.name for one in detail.attachments),
        timeline=moves_of(found),
        made_at=clock.now_utc(),
    )


def rows_of(kind: Kind, facts: Iterable[Fact]) -> tuple[tuple[Fact, ...], ...]:
    """Facts in rows of the form: short ones side by side, long ones alone."""
    rows: list[list[Fact]] = []
    open_row: list[Fact] | None = None
    for fact in facts:
        field = kind.field(fact.name)
        if field is None:
            continue
        if field.input == "long_text" or len(fact.text) > SHORT_LENGTH:
            rows.append([fact])
            open_row = None
        elif open_row is not None and len(open_row) < CELLS_PER_ROW:
            open_row.append(fact)
        else:
            open_row = [fact]
            rows.append(open_row)
    return tuple(tuple(row) for row in rows)
