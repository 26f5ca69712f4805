"""Drafts from a filled-in Excel file: shown first, then all are made or none."""

from dataclasses import dataclass

from domain.errors import Invalid
from domain.fields import Kind
from domain.policy import Actor
from domain.reading import Directory
from domain.validation import ATTENDANCE
from services import record_entry, record_people, record_workbook, records
from services.record_entry import Entry, Place, Wanted
from store.db import write
from store.queries.units import unit_tree
from store.scope import acting_in


@dataclass(frozen=True)
class ImportRow:
    """One row of the file.

    Attributes:
        number: Row as Excel shows it.
        problems: (column head, sentence) of what cannot be read; stops the import.
        notes: What is still missing or odd; the draft is made all the same.
    """

    number: int
    title: str
    problems: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    entry: Entry | None


@dataclass(frozen=True)
class Preview:
    """What a file would make."""

    place: Place
    rows: tuple[ImportRow, ...]

    @property
    def problem_count(self) -> int:
        """Cells that cannot be read."""
        return sum(len(row.problems) for row in self.rows)


def empty_file(actor: Actor, kind: Kind, place: Place) -> bytes:
    """The template of the kind for the place, with names to choose from."""
    own = [
        record_people.full_name(one.name, one.code)
        for one in record_people.own_people(actor, place.unit_id)
    ]
    above = [
        record_people.full_name(one.name, one.code)
        for one in record_people.leaders(place)
    ]
    units = [
        record_people.full_name(one.name, one.code) for one, _ in unit_tree().walk()
    ]
    offered = {ATTENDANCE: own}
    for one in kind.fields:
        if one.input == "unit":
            offered[one.name] = units
        elif one.input == "person":
            both = dict.fromkeys([*own, *above])
            offered[one.name] = [*both] if one.from_above else own
    return record_workbook.template(kind, place, offered)


def preview(actor: Actor, kind: Kind, data: bytes, file_name: str) -> Preview:
    """What the file would make; nothing is written.

    Raises:
        Invalid: When the file is no template of the kind.
        Forbidden: When the actor may not enter records for its unit.
        WrongState: When its campaign takes no records now.
    """
    filled = record_workbook.read(kind, data, file_name)
    asked = filled.place
    with acting_in(actor.scope):
        place = record_entry.find_place(
            actor, kind, asked.unit_id, Wanted(asked.task_id, asked.campaign_id)
        )
        known = record_people.directory_by_name(actor, place)
        rows = (_row(kind, place, known, row) for row in filled.rows)
        return Preview(place, tuple(rows))


def load(actor: Actor, kind: Kind, data: bytes, file_name: str) -> int:
    """Make a draft of every row; how many.

    Raises:
        Invalid: When a cell cannot be read; then no draft is made.
    """
    with write(actor.account_name):
        found = preview(actor, kind, data, file_name)
        if found.problem_count:
            message = (
                f"文件里有{found.problem_count}处填写有误，没有导入；请改正后重传。"
            )
            raise Invalid(message)
        for row in found.rows:
            if row.entry is not None:
                records.create_draft(actor, kind, found.place, row.entry)
        return len(found.rows)


def _row(
    kind: Kind,
    place: Place,
    known: Directory,
    row: tuple[int, record_workbook.Texts],
) -> ImportRow:
    number, texts = row
    title = texts.get(kind.title) or "（未填标题）"
    try:
        entry = record_entry.read_entry(kind, texts, known)
    except Invalid as error:
        problems = tuple(
            (record_workbook.label_of(kind, name), sentence)
            for name, sentence in error.fields.items()
        )
        return ImportRow(number, title, problems, (), None)
    found = record_entry.problems_of(kind, place, 0, entry)
    return ImportRow(number, title, (), tuple(one.message for one in found), entry)
