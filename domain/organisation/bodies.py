"""Temporary bodies and their members, compared with what is held."""

from collections.abc import Iterable

from domain.organisation.changes import NEW, Changes, shown
from domain.organisation.held import Held, HeldBody, HeldMember
from domain.organisation.people import PersonBook
from domain.organisation.rows import BodyRow
from domain.organisation.units import UnitBook, refuse_unit

_LABELS = {
    "name": "名称",
    "kind": "类型",
    "unit_id": "单位",
    "from_on": "起始日期",
    "to_on": "终止日期",
}


def plan_bodies(
    rows: Iterable[BodyRow],
    books: tuple[UnitBook, PersonBook],
    held: Held,
    changes: Changes,
) -> None:
    """Collect what the rows of bodies change; members are the list the row gives."""
    units, people = books
    bodies: dict[str, HeldBody] = {}
    for body in held.bodies:
        bodies.setdefault(body.code, body)
    members: dict[int, list[HeldMember]] = {}
    for member in held.members:
        members.setdefault(member.body_id, []).append(member)
    for row in rows:
        if not _is_known(row, units, people, changes):
            continue
        present = bodies.get(row.code)
        body_id, whats = _plan_body(row, present, units, changes)
        pairs = [(people.ids[code], post) for code, post in row.members]
        if "members" in row.given:
            place = (body_id, units.ids[row.unit], changes)
            whats += _plan_members(pairs, members.get(body_id, []), place)
        changes.report("bodies", row.code, row.name, whats if present else [NEW])


def _is_known(
    row: BodyRow, units: UnitBook, people: PersonBook, changes: Changes
) -> bool:
    wrong = [code for code, _ in row.members if code not in people.ids]
    if row.unit not in units.ids:
        refuse_unit(changes, "bodies", row.number, row.unit)
    if wrong:
        message = f"没有编号为“{'、'.join(wrong)}”的人员，请补上这些人或改正编号"
        changes.refuse("bodies", row.number, "成员", message)
    return row.unit in units.ids and not wrong


def _plan_body(
    row: BodyRow, body: HeldBody | None, units: UnitBook, changes: Changes
) -> tuple[int, list[str]]:
    wanted: dict[str, object] = {
        "name": row.name,
        "kind": row.kind,
        "unit_id": units.ids[row.unit],
    }
    if body is None:
        wanted |= {"code": row.code, "from_on": row.from_on, "to_on": row.to_on}
        return changes.add("body", **wanted), []
    wanted |= {
        name: getattr(row, name) for name in ("from_on", "to_on") if name in row.given
    }
    differing = changes.change("body", body, **wanted)
    return body.id, [
        shown(_LABELS[name], getattr(body, name), wanted[name])
        if name != "unit_id"
        else shown("单位", units.codes.get(body.unit_id), row.unit)
        for name in differing
    ]


def _plan_members(
    pairs: list[tuple[int, str]],
    held: list[HeldMember],
    place: tuple[int, int, Changes],
) -> list[str]:
    body_id, unit_id, changes = place
    present = {(member.person_id, member.post): member for member in held}
    added = [pair for pair in pairs if pair not in present]
    gone = [member for pair, member in present.items() if pair not in pairs]
    for person_id, post in added:
        changes.add(
            "body_member",
            body_id=body_id,
            unit_id=unit_id,
            person_id=person_id,
            post=post,
        )
    for pair, member in present.items():
        if pair in pairs:
            changes.change("body_member", member, unit_id=unit_id)
        else:
            changes.delete("body_member", member)
    if not added and not gone:
        return []
    return [f"成员：加 {len(added)} 人，减 {len(gone)} 人"]
