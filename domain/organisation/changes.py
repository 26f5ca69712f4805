"""What loading a file would change: found first, shown or written afterwards."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

from domain.organisation.rows import SHEETS, Problem

Values = dict[str, object]
_ONE_DAY = timedelta(days=1)
_NAMED_MAX = 20


class HeldRow(Protocol):
    """Any row that is held."""

    @property
    def id(self) -> int:
        """Row number."""
        ...


@dataclass(frozen=True)
class Change:
    """One line of the preview.

    Attributes:
        what: 新增, or the columns that change, old → new.
    """

    sheet: str
    code: str
    name: str
    what: str


@dataclass
class Changes:
    """Rows to add and to change, by table, collected while rows are compared.

    Ids of rows to come are negative, -1 for the first; whoever writes them puts real
    ids in the place of every negative id.

    Attributes:
        changed: Rows with their id and only the columns that differ.
        concerned: Units whose rows change; None stands for a new root.
        new_accounts: (id, name) of accounts that need a first password.
    """

    added: dict[str, list[Values]] = field(default_factory=lambda: defaultdict(list))
    changed: dict[str, list[Values]] = field(default_factory=lambda: defaultdict(list))
    lines: list[Change] = field(default_factory=list)
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    concerned: set[int | None] = field(default_factory=set)
    new_accounts: list[tuple[int, str]] = field(default_factory=list)
    ids_taken: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be written."""
        return not self.added and not self.changed

    def add(self, table: str, **values: object) -> int:
        """A row to add; returns its negative id."""
        self.ids_taken += 1
        self.added[table].append({"id": -self.ids_taken, **values})
        self._concern(values)
        return -self.ids_taken

    def change(self, table: str, held: HeldRow, **wanted: object) -> list[str]:
        """Keep the columns that differ; returns their names."""
        different = {
            name: value
            for name, value in wanted.items()
            if getattr(held, name, None) != value
        }
        if different:
            self.changed[table].append({"id": held.id, **different})
            self._concern({"unit_id": getattr(held, "unit_id", held.id)})
            self._concern(different)
        return list(different)

    def delete(self, table: str, held: HeldRow) -> None:
        """Mark a row deleted; the exchange keeps it."""
        self.change(table, held, is_deleted=1)

    def end(self, table: str, held: HeldRow, last_day: date) -> None:
        """End a dated row; one that would end before it began is marked deleted."""
        began = getattr(held, "from_on", None)
        if began is not None and last_day < began:
            self.delete(table, held)
        else:
            self.change(table, held, to_on=last_day)

    def report(self, sheet: str, code: str, name: str, whats: Iterable[str]) -> None:
        """Count one row of the file as new, changed or same, with its line."""
        words = "；".join(dict.fromkeys(whats))
        state = "same" if not words else "new" if words == NEW else "changed"
        self.counts.setdefault(sheet, Counter())[state] += 1
        if words:
            self.lines.append(Change(SHEETS[sheet][0], code, name, words))

    def refuse(self, sheet: str, row: int, column: str, message: str) -> None:
        """Note a problem; a file with any is not written."""
        self.problems.append(Problem(SHEETS[sheet][0], row, column, message))

    def note_missing(self, sheet: str, codes: list[str]) -> None:
        """Say which held rows the file does not name; they stay as they are."""
        if codes:
            named = "、".join(codes[:_NAMED_MAX])
            more = " 等" if len(codes) > _NAMED_MAX else ""
            label = SHEETS[sheet][0]
            self.notes.append(
                f"{label}表没有写到、因而未改动的有 {len(codes)} 个：{named}{more}。"
            )

    def _concern(self, values: Mapping[str, object]) -> None:
        for name in ("unit_id", "parent_id"):
            value = values.get(name)
            if name in values and (value is None or isinstance(value, int)):
                self.concerned.add(value)


NEW = "新增"


def day_of_change(row_from: date | None, since: date | None, today: date) -> date:
    """When a change takes effect: the row's from when it is news, else today.

    Args:
        row_from: The row's from; not later than since, it only repeats what is held.
        since: When what is held took effect; None is not known.
        today: Today's day in Beijing.
    """
    if row_from is not None and (since is None or row_from > since):
        return row_from
    return today


def day_before(day: date) -> date:
    """The day before."""
    return day - _ONE_DAY


def shown(label: str, old: object, new: object) -> str:
    """A change in words: 名称：旧 → 新."""
    return f"{label}：{_word(old)} → {_word(new)}"


def _word(value: object) -> str:
    return "（空）" if value in (None, "") else str(value)
