"""What every composer stands on: campaign, unit, the units below, accepted records."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from documents.contexts import Figure, Imprint, Office, day
from documents.official import OfficialContext
from domain.campaigns import Campaign, Phase
from domain.errors import NotFound
from services.overview import Overview, View, overview
from store.describe import KIND_BY_KEY
from store.queries.records import RecordFilter, RecordRow, every_record
from store.queries.subjects import SubjectName, subject_names
from store.queries.units import unit_tree

SUPERIOR = "上级主管部门"
UNKNOWN = "（未填）"


class DataMissing(NotFound):
    """There is nothing yet that this filing could be composed from."""

    code = "filing_data_missing"


@dataclass(frozen=True)
class Ground:
    """A unit in a campaign on a day, read once."""

    seen: Overview
    unit_id: int
    on: date

    @property
    def campaign(self) -> Campaign:
        """As the plan states it."""
        return self.seen.rule.campaign

    @property
    def name(self) -> str:
        """Name of the campaign."""
        return self.seen.row.name

    @cached_property
    def unit_name(self) -> str:
        """Name of the unit that files."""
        return unit_tree().by_id[self.unit_id].name

    @cached_property
    def superior(self) -> str:
        """Whom a report goes to."""
        above = unit_tree().ancestors(self.unit_id)
        return above[0].name if above else SUPERIOR

    @cached_property
    def unit_names(self) -> dict[int, str]:
        """Expected units at and below the unit, in official order."""
        return {line.id: line.name for line in self.seen.lines}

    @property
    def phases(self) -> list[Phase]:
        """Phases that stand at the top, in the plan's order."""
        return [one for one in self.campaign.phases if one.parent_id is None]

    def source(self, about: str) -> str:
        """Key that leads to the records behind a figure."""
        key = f"campaign:{self.seen.row.id}/unit:{self.unit_id}/{about}"
        return f"{key}/on:{self.on.isoformat()}"

    def figure(self, value: object, about: str) -> Figure:
        """A figure with the key that leads to the records behind it."""
        return Figure(str(value), self.source(about))

    def counted(self, value: int, kind: str, first: date | None = None) -> Figure:
        """Accepted records of a kind up to the day."""
        start = (first or self.campaign.start_on).isoformat()
        return self.figure(value, f"records:{kind}/from:{start}/to:{self.on}")

    def records(self, kind: str, first: date | None = None) -> list[RecordRow]:
        """Accepted records of the units, oldest first."""
        wanted = RecordFilter(
            campaign_id=self.seen.row.id,
            unit_ids=frozenset(self.unit_names),
            status="accepted",
            day_from=first,
            day_to=self.on,
        )
        return list(every_record(KIND_BY_KEY[kind], wanted))[::-1]

    def persons(self, ids: Iterable[Any]) -> "Persons":
        """Names of those persons."""
        found = {int(one) for one in ids if one is not None}
        return Persons(subject_names(self.seen.row.id, found))

    def paper(self, title: str, **parts: Any) -> OfficialContext:  # noqa: ANN401 - any field
        """An official paper of the unit, dated that day, its number still 1."""
        unit = self.unit_name
        given = {
            "office": Office(unit, f"{unit}文件", f"{unit}发"),
            "addressees": (self.superior,),
            "imprint": Imprint((), f"{unit}办公室", self.on),
            **parts,
        }
        return OfficialContext(
            year=self.on.year, number=1, title=title, issued_on=self.on, **given
        )


@dataclass(frozen=True)
class Persons:
    """Names by id."""

    names: dict[tuple[str, int], SubjectName]

    def of(self, person_id: object) -> str:
        """The name; a mark where none was entered or none is known here."""
        found = self.names.get(("person", int(str(person_id)))) if person_id else None
        return found.name if found else UNKNOWN


def ground(campaign_id: int, unit_id: int, on: date) -> Ground:
    """The ground of a filing.

    Raises:
        NotFound: No such campaign.
    """
    seen = overview(campaign_id, View(unit_id=unit_id, on=on))
    return Ground(seen, unit_id, on)


def text_of(record: RecordRow, name: str) -> str:
    """A field as printed; days in words, empty ones as a mark."""
    value = record.values.get(name)
    if isinstance(value, date):
        return day(value)
    return str(value) if value not in (None, "") else UNKNOWN


def listed(names: Iterable[str], most: int = 10) -> str:
    """Names joined by 、; beyond the most, how many there are in all."""
    every = list(names)
    shown = "、".join(every[:most])
    return f"{shown}等{len(every)}个" if len(every) > most else shown
