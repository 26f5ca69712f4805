"""Reads of the organisation."""

from datetime import date
from typing import cast

from sqlalchemy import select

from domain.units import Place, TreeName, Unit, UnitTree
from store import clock
from store.db import db
from store.tables import units as tables


def unit_tree(on: date | None = None, tree: TreeName = "admin") -> UnitTree:
    """The whole tree held here on the day (today); two statements, not scoped.

    Names of units are no secret; what is in them is scoped where it is read.
    """
    unit, place = tables.Unit, tables.UnitPlace
    units = db.session.execute(
        select(unit.id, unit.code, unit.name, unit.kind, unit.opened_on, unit.closed_on)
    )
    places = db.session.execute(
        select(
            place.unit_id,
            place.tree,
            place.parent_id,
            place.position,
            place.from_on,
            place.to_on,
        )
    )
    return UnitTree(
        [Unit(*row) for row in units],
        [
            Place(
                row.unit_id,
                cast("TreeName", row.tree),
                row.parent_id,
                row.position,
                row.from_on,
                row.to_on,
            )
            for row in places
        ],
        on or clock.today(),
        tree,
    )
