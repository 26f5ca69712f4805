"""The organisation file: read its rows, and find what loading them would change.

Standard library only; who reads the file and who writes the rows is not known here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from domain.organisation.accounts import AccountBook, plan_accounts
from domain.organisation.bodies import plan_bodies
from domain.organisation.changes import Changes
from domain.organisation.held import Held
from domain.organisation.people import PersonBook, plan_people
from domain.organisation.rows import (
    SHEETS,
    AccountRow,
    BodyRow,
    Cells,
    PersonRow,
    Problem,
    Reading,
    Row,
    UnitRow,
    read_rows,
)
from domain.organisation.units import UnitBook, plan_units

AnyRow = TypeVar("AnyRow", bound=Row)
_KEYS = {"units": "code", "people": "code", "accounts": "name", "bodies": "code"}


@dataclass(frozen=True)
class OrganisationFile:
    """The rows that could be read, and what is wrong with the others.

    Attributes:
        sheets: Lists that the file has at all, even empty.
        notes: What was passed over, one sentence each.
    """

    units: tuple[UnitRow, ...] = ()
    people: tuple[PersonRow, ...] = ()
    accounts: tuple[AccountRow, ...] = ()
    bodies: tuple[BodyRow, ...] = ()
    sheets: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


def read_organisation(
    sheets: Mapping[str, Sequence[tuple[int, Cells]]],
) -> OrganisationFile:
    """Rows of the file as typed data; problems are listed, never raised.

    Args:
        sheets: (row number, cells by head) pairs by list: units, people, accounts,
            bodies; a list may be absent.
    """
    readings = {name: read_rows(name, raw) for name, raw in sheets.items()}
    problems = [one for reading in readings.values() for one in reading.problems]
    for name, reading in readings.items():
        problems += _repeated(name, reading)
    return OrganisationFile(
        _rows(UnitRow, readings.get("units")),
        _rows(PersonRow, readings.get("people")),
        _rows(AccountRow, readings.get("accounts")),
        _rows(BodyRow, readings.get("bodies")),
        frozenset(readings),
        tuple(problems),
        tuple(
            f"{SHEETS[name][0]}表的“{head}”列没有这个名称的栏目，未读入。"
            for name, reading in readings.items()
            for head in reading.unknown_heads
        ),
    )


def find_changes(
    file: OrganisationFile,
    held: Held,
    today: date,
    scope: frozenset[int] | None = None,
) -> Changes:
    """What loading the file today would add and change; nothing when it is loaded.

    Rows that the file does not name stay as they are and are noted. A file with
    problems gives them all, its own first.

    Args:
        file: The file as read.
        held: Everything the node holds.
        today: Today's day in Beijing.
        scope: Units whose unnamed rows may be noted; None is all of them.
    """
    changes = Changes(problems=list(file.problems), notes=list(file.notes))
    units, people = UnitBook.of(held), PersonBook.of(held)
    accounts = AccountBook(held, today)
    plan_units(file.units, units, changes, today)
    plan_people(file.people, (units, people), changes, today)
    plan_accounts(file.accounts, (units, people, accounts), changes, today)
    plan_bodies(file.bodies, (units, people), held, changes)
    _note_missing(file, held, changes, scope)
    return changes


def _note_missing(
    file: OrganisationFile,
    held: Held,
    changes: Changes,
    scope: frozenset[int] | None,
) -> None:
    for sheet, key in _KEYS.items():
        if sheet not in file.sheets:
            continue
        named = {getattr(row, key) for row in getattr(file, sheet)}
        missing = [
            getattr(row, key)
            for row in getattr(held, sheet)
            if scope is None or getattr(row, "unit_id", row.id) in scope
        ]
        changes.note_missing(sheet, [code for code in missing if code not in named])


def _rows(kind: type[AnyRow], reading: Reading | None) -> tuple[AnyRow, ...]:
    if reading is None:
        return ()
    return tuple(
        kind(
            number=number,
            given=frozenset(values),
            **{name: value for name, value in values.items() if value is not None},
        )
        for number, values in reading.rows
    )


def _repeated(sheet: str, reading: Reading) -> list[Problem]:
    """A code may stand once; an account's name too."""
    label, columns = SHEETS[sheet]
    key = _KEYS[sheet]
    first_row: dict[object, int] = {}
    found: list[Problem] = []
    for number, values in reading.rows:
        first = first_row.setdefault(values[key], number)
        if first != number:
            message = f"“{values[key]}”在第 {first} 行已经有了，请只留一行"
            found.append(Problem(label, number, columns[0].heads[0], message))
    return found


__all__ = ["OrganisationFile", "find_changes", "read_organisation"]
