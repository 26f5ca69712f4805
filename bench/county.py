"""A home of county size: 500 units in three levels, 20,000 people, 200,000 records.

Deterministic. Rows go in by a plain connection: what is measured is reading them.
"""

import argparse
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from app import create_app
from config import Settings
from domain.fields import Field, Kind
from services import campaigns, standings
from store import clock
from store import db as store_db
from store.describe import KIND_BY_KEY

SITE = 1
BUREAUS, UNITS, PEOPLE_PER_UNIT = 24, 500, 40
RECORDS = 200_000
STATUSES = ("accepted",) * 80 + ("submitted",) * 12 + ("draft",) * 6 + ("returned",) * 2
STAMPS = {"_del": 0, "_hlc": 1, "_site": SITE}
TEMPLATE, DAYS_AGO = "p3", 90


@dataclass
class County:
    """Ids of what has been made, by unit."""

    connection: Any
    counter: int = 1_000_000
    units: list[int] = field(default_factory=list)
    people: dict[int, list[int]] = field(default_factory=dict)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def take_id(self) -> int:
        self.counter += 1
        return SITE << 33 | self.counter

    def add(self, table: str, **values: object) -> int:
        number = self.take_id()
        self.rows.setdefault(table, []).append({"id": number, **values, **STAMPS})
        return number

    def write(self) -> None:
        for table, rows in self.rows.items():
            names = list(rows[0])
            marks = ", ".join("?" for _ in names)
            sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"
            self.connection.executemany(sql, ([r[n] for n in names] for r in rows))
        self.rows.clear()


def make(home: Path) -> int:
    """Fill an empty home; id of its campaign."""
    app = create_app(Settings(home=home))
    draw = random.Random(2026)
    with app.app_context():
        store_db.create(site=SITE)
        county = County(store_db.database().connect())
        _in_one(county, lambda: _organisation(county))
        start = clock.today() - timedelta(days=DAYS_AGO)
        campaign_id = campaigns.create_from_template(TEMPLATE, county.units[0], start)
        campaigns.publish(campaign_id)
        _in_one(county, lambda: _records(county, draw, campaign_id))
        standings.refresh(campaign_id)
    return campaign_id


def _in_one(county: County, fill: Callable[[], None]) -> None:
    county.connection.execute("BEGIN IMMEDIATE")
    fill()
    county.write()
    county.connection.execute("COMMIT")


def _organisation(county: County) -> None:
    for number in range(UNITS):
        unit_id = county.add(
            "unit", code=f"U{number:03d}", name=f"第{number:03d}单位",
            kind="党支部" if number % 10 == 9 else "科室",
            opened_on=None, closed_on=None,
        )  # fmt: skip
        county.units.append(unit_id)
        county.add(
            "unit_place", unit_id=unit_id, tree="admin", position=number,
            parent_id=_parent(county, number), from_on=None, to_on=None,
        )  # fmt: skip
        for index in range(PEOPLE_PER_UNIT):
            person_id = county.add(
                "person", code=f"U{number:03d}P{index:02d}", name=f"人员{index:02d}",
                unit_id=unit_id, post="", from_on=None, to_on=None,
            )  # fmt: skip
            county.people.setdefault(unit_id, []).append(person_id)
            for tier in ("党员", "班子成员")[: 1 + (index < 3)]:
                county.add(
                    "person_tier", person_id=person_id, unit_id=unit_id, tier=tier,
                    from_on=None, to_on=None,
                )  # fmt: skip
    _account(county)


def _account(county: County) -> None:
    account_id = county.add(
        "account", name="office", unit_id=county.units[0], person_id=None, is_active=1
    )
    county.add(
        "role_grant", account_id=account_id, unit_id=county.units[0], role="office",
        from_on=None, to_on=None,
    )  # fmt: skip


def _parent(county: County, number: int) -> int | None:
    if number == 0:
        return None
    return county.units[0 if number <= BUREAUS else 1 + number % BUREAUS]


def _records(county: County, draw: random.Random, campaign_id: int) -> None:
    kinds = list(KIND_BY_KEY.values())
    for number in range(RECORDS):
        kind = kinds[number % len(kinds)]
        unit_id = draw.choice(county.units)
        record_id = county.add(
            kind.key, campaign_id=campaign_id, task_id=None, unit_id=unit_id,
            status=draw.choice(STATUSES), created_by="office",
            created_at="2026-09-01T00:00:00.000Z",
            **dict(_values(kind, county.people[unit_id], draw)),
        )  # fmt: skip
        if kind.attendance:
            for person_id in draw.sample(county.people[unit_id], 6):
                county.add(
                    "attendance", kind=kind.key, record_id=record_id,
                    unit_id=unit_id, person_id=person_id,
                )  # fmt: skip


def _values(
    kind: Kind, people: list[int], draw: random.Random
) -> Iterator[tuple[str, Any]]:
    for one in kind.fields:
        yield one.name, _value(one, people, draw)


def _value(one: Field, people: list[int], draw: random.Random) -> object:
    makers: dict[str, Callable[[], object]] = {
        "date": lambda: clock.today() - timedelta(days=draw.randrange(DAYS_AGO)),
        "choice": lambda: draw.choice(one.choices),
        "person": lambda: draw.choice(people),
        "number": lambda: draw.randint(1, min(one.size_max or 100, 6000)),
        "decimal": lambda: draw.randint(1, min(one.size_max or 100, 6000)),
        "yes_no": lambda: 1,
        "unit": lambda: None,
    }
    made = makers.get(one.input, lambda: one.label)()
    return str(made) if one.input == "date" else made


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    print(make(parser.parse_args().home))
