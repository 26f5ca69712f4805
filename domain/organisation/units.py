"""Units and their dated places in both trees, compared with what is held."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from domain.organisation.changes import (
    NEW,
    Changes,
    day_before,
    day_of_change,
    shown,
)
from domain.organisation.held import Held, HeldPlace, HeldUnit
from domain.organisation.rows import UnitRow
from domain.units import UNIT_KINDS, TreeName

_PARENT_HEADS: dict[TreeName, str] = {"admin": "上级", "party": "党组织上级"}


@dataclass
class UnitBook:
    """Units by code, with the place in each tree that has no end yet.

    Attributes:
        ids: Id by code, those to come included (negative).
        codes: Code by id.
        standing: The open place by (unit id, tree).
    """

    held: dict[str, HeldUnit]
    places: dict[int, list[HeldPlace]]
    ids: dict[str, int]
    codes: dict[int, str]
    standing: dict[tuple[int, TreeName], HeldPlace]
    last_position: dict[tuple[TreeName, int | None], int]

    @classmethod
    def of(cls, held: Held) -> "UnitBook":
        """Index what is held; of several open places the latest stands."""
        units: dict[str, HeldUnit] = {}
        for unit in held.units:
            units.setdefault(unit.code, unit)
        book = cls(
            units,
            {},
            {code: unit.id for code, unit in units.items()},
            {unit.id: unit.code for unit in held.units},
            {},
            {},
        )
        for place in held.places:
            book._keep(place)
        return book

    def _keep(self, place: HeldPlace) -> None:
        self.places.setdefault(place.unit_id, []).append(place)
        if place.to_on is not None:
            return
        key = (place.unit_id, place.tree)
        present = self.standing.get(key)
        begun = present.from_on if present else None
        if present is None or (place.from_on or date.min) >= (begun or date.min):
            self.standing[key] = place
        siblings = (place.tree, place.parent_id)
        last = self.last_position.get(siblings, 0)
        self.last_position[siblings] = max(last, place.position)

    def next_position(self, tree: TreeName, parent_id: int | None) -> int:
        """The position after the last sibling."""
        key = (tree, parent_id)
        self.last_position[key] = self.last_position.get(key, 0) + 1
        return self.last_position[key]


def refuse_unit(changes: Changes, sheet: str, row: int, code: str) -> None:
    """Note that no unit has the code; an empty one was told when it was read."""
    if code:
        message = f"没有代码为“{code}”的单位，请补上这个单位或改正代码"
        changes.refuse(sheet, row, "单位", message)


def plan_units(
    rows: tuple[UnitRow, ...], book: UnitBook, changes: Changes, today: date
) -> None:
    """Collect what the rows of units change; the book learns the new ids."""
    whats: dict[str, list[str]] = {}
    for row in rows:
        whats[row.code] = _plan_unit(row, book, changes)
    for row in rows:
        for tree in ("admin", "party"):
            _plan_place(row, tree, _Planning(book, changes, today, whats[row.code]))
        changes.report("units", row.code, row.name, whats[row.code])
    _refuse_circles(rows, book, changes)


def _plan_unit(row: UnitRow, book: UnitBook, changes: Changes) -> list[str]:
    if row.kind and row.kind not in UNIT_KINDS:
        changes.notes.append(
            f"单位 {row.code} 的类型“{row.kind}”不在常用类型里，已按原文读入。"
        )
    unit = book.held.get(row.code)
    if unit is None:
        if not row.kind:
            kinds = "、".join(UNIT_KINDS)
            changes.refuse("units", row.number, "类型", f"没有填写，可写：{kinds}")
        book.ids[row.code] = changes.add(
            "unit",
            code=row.code,
            name=row.name,
            kind=row.kind,
            opened_on=row.from_on,
            closed_on=row.to_on,
        )
        book.codes[book.ids[row.code]] = row.code
        return [NEW]
    wanted: dict[str, object] = {"name": row.name, "kind": row.kind or unit.kind}
    if "to_on" in row.given:
        wanted["closed_on"] = row.to_on
    if _is_correction(row, unit, book):
        wanted["opened_on"] = row.from_on
    differing = changes.change("unit", unit, **wanted)
    return [
        shown(_LABELS[name], getattr(unit, name), wanted[name]) for name in differing
    ]


_LABELS = {
    "name": "名称",
    "kind": "类型",
    "opened_on": "设立日期",
    "closed_on": "撤销日期",
}


def _is_correction(row: UnitRow, unit: HeldUnit, book: UnitBook) -> bool:
    """Whether from corrects the opening day: the unit never moved and moves not now."""
    places = book.places.get(unit.id, [])
    return (
        row.from_on is not None
        and all(place.from_on == unit.opened_on for place in places)
        and not any(_moves(row, unit.id, tree, book) for tree in _PARENT_HEADS)
    )


def _moves(row: UnitRow, unit_id: int, tree: TreeName, book: UnitBook) -> bool:
    place = book.standing.get((unit_id, tree))
    if _PARENTS[tree] not in row.given:
        return False
    parent = row.parent if tree == "admin" else row.party_parent
    held = book.codes.get(place.parent_id) if place and place.parent_id else None
    return parent != held


_PARENTS: Mapping[TreeName, str] = {"admin": "parent", "party": "party_parent"}


@dataclass(frozen=True)
class _Planning:
    """What planning one place needs."""

    book: UnitBook
    changes: Changes
    today: date
    whats: list[str]


def _plan_place(row: UnitRow, tree: TreeName, planning: _Planning) -> None:
    book, changes = planning.book, planning.changes
    unit_id = book.ids[row.code]
    place = book.standing.get((unit_id, tree))
    code = row.parent if tree == "admin" else row.party_parent
    if _PARENTS[tree] not in row.given and (unit_id > 0 or tree == "party"):
        _plan_order(row, place, planning)
        return
    if code is not None and code not in book.ids:
        message = f"没有代码为“{code}”的单位，请补上这个单位或改正代码"
        changes.refuse("units", row.number, _PARENT_HEADS[tree], message)
        return
    parent_id = None if code is None else book.ids[code]
    if tree == "party" and parent_id is None:
        if place is not None and place.parent_id is not None:
            _leave(row, place, planning)
    elif place is None:
        _enter(row, tree, parent_id, planning)
    elif place.parent_id == parent_id:
        _plan_order(row, place, planning)
    else:
        _move(row, place, parent_id, planning)


def _enter(
    row: UnitRow, tree: TreeName, parent_id: int | None, planning: _Planning
) -> None:
    book, unit = planning.book, planning.book.held.get(row.code)
    from_on = row.from_on
    if unit is not None:
        from_on = day_of_change(row.from_on, unit.opened_on, planning.today)
        head = _PARENT_HEADS[tree]
        parent = book.codes[parent_id] if parent_id else None
        planning.whats.append(shown(head, None, parent))
    position = row.order
    if position is None:
        position = book.next_position(tree, parent_id)
    planning.changes.add(
        "unit_place",
        unit_id=book.ids[row.code],
        tree=tree,
        parent_id=parent_id,
        position=position,
        from_on=from_on,
        to_on=None,
    )


def _plan_order(row: UnitRow, place: HeldPlace | None, planning: _Planning) -> None:
    """Official order is corrected in place: it is no move."""
    if place is None:
        return
    unit = planning.book.held[row.code]
    wanted: dict[str, object] = {}
    if row.order is not None:
        wanted["position"] = row.order
    if _is_correction(row, unit, planning.book):
        wanted["from_on"] = row.from_on
    if "position" in planning.changes.change("unit_place", place, **wanted):
        planning.whats.append(shown("排序", place.position, row.order))


def _move(
    row: UnitRow, place: HeldPlace, parent_id: int | None, planning: _Planning
) -> None:
    book, changes = planning.book, planning.changes
    day = day_of_change(row.from_on, place.from_on, planning.today)
    position = row.order
    if position is None:
        position = book.next_position(place.tree, parent_id)
    old = book.codes.get(place.parent_id) if place.parent_id else None
    new = book.codes[parent_id] if parent_id else None
    planning.whats.append(shown(_PARENT_HEADS[place.tree], old, new))
    if place.from_on is not None and day <= place.from_on:
        changes.change("unit_place", place, parent_id=parent_id, position=position)
        return
    changes.end("unit_place", place, day_before(day))
    changes.add(
        "unit_place",
        unit_id=place.unit_id,
        tree=place.tree,
        parent_id=parent_id,
        position=position,
        from_on=day,
        to_on=None,
    )


def _leave(row: UnitRow, place: HeldPlace, planning: _Planning) -> None:
    day = day_of_change(row.from_on, place.from_on, planning.today)
    old = planning.book.codes.get(place.parent_id) if place.parent_id else None
    planning.whats.append(shown(_PARENT_HEADS[place.tree], old, None))
    planning.changes.end("unit_place", place, day_before(day))


def _refuse_circles(
    rows: tuple[UnitRow, ...], book: UnitBook, changes: Changes
) -> None:
    for tree, head in _PARENT_HEADS.items():
        parents = _parents(rows, book, tree)
        seen: set[str] = set()
        for row in rows:
            circle = _circle(row.code, parents)
            if circle and not seen & set(circle):
                seen |= set(circle)
                chain = " → ".join([*circle, circle[0]])
                message = f"上级关系绕成了一圈（{chain}），请改正其中一个上级"
                changes.refuse("units", row.number, head, message)


def _parents(
    rows: tuple[UnitRow, ...], book: UnitBook, tree: TreeName
) -> dict[str, str | None]:
    """Parent code by code, as this tree itself says, once the file is in."""
    parents: dict[str, str | None] = {
        book.codes[unit_id]: book.codes.get(place.parent_id)
        for (unit_id, place_tree), place in book.standing.items()
        if place_tree == tree and place.parent_id is not None
    }
    for row in rows:
        if _PARENTS[tree] in row.given:
            parents[row.code] = row.parent if tree == "admin" else row.party_parent
    return parents


def _circle(start: str, parents: Mapping[str, str | None]) -> list[str]:
    """Codes from start back to start; empty when the way ends or circles elsewhere."""
    path = [start]
    code = parents.get(start)
    while code is not None and code not in path:
        path.append(code)
        code = parents.get(code)
    return path if code == start else []
