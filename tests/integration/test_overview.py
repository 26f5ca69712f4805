import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from click import Command
from flask import Flask
from sqlalchemy import event

from commands.overview import list_gaps, rollup
from domain.units import TreeName
from services import campaigns, standings
from services.overview import View, overview
from store import clock
from store.db import db, plain_connection, write
from store.scope import EVERYTHING, acting_in
from store.tables.units import UnitPlace
from tests.factories.entries import add_record
from tests.factories.organisation import Organisation, add_person, add_unit

pytestmark = pytest.mark.both_databases

ON = "2009-08-31"


def _published(made: Organisation, template: str = "p3") -> int:
    campaign_id = campaigns.create_from_template(template, made.units["HW"])
    campaigns.publish(campaign_id)
    return campaign_id


def _notes(made: Organisation, campaign_id: int) -> None:
    """A001 of the team writes 5200 words, A002 4000, A003 3000."""
    for code, words in (("A001", 5200), ("A002", 4000), ("A003", 3000)):
        add_record(
            "study_note",
            campaign_id,
            made.units["A"],
            date(2009, 4, 10),
            person_id=made.people[code],
            words=words,
        )


def _ask(app: Flask, command: Command, *words: str) -> Any:  # noqa: ANN401 - JSON
    result = app.test_cli_runner().invoke(command, [*words, "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def _requirement(unit: dict[str, Any], metric: str, tier: str) -> dict[str, Any]:
    found: dict[str, Any] = next(
        one
        for one in unit["requirements"]
        if (one["metric"], one["tier"]) == (metric, tier)
    )
    return found


@pytest.mark.parametrize("on", [None, ON])
def test_rollup_counts_persons_against_the_threshold_of_their_tier(
    bare_app: Flask, organisation: Organisation, on: str | None
) -> None:
    campaign_id = _published(organisation)
    _notes(organisation, campaign_id)
    words = (str(campaign_id), *(("--on", on) if on else ()))
    unit = _ask(bare_app, rollup, *words)["units"][1]
    leaders = _requirement(unit, "notes_words", "班子成员")
    others = _requirement(unit, "notes_words", "党员")
    assert (unit["code"], unit["state"]) == ("A", "已上报")
    assert [leaders[key] for key in ("value", "attained", "needed", "state")] == [
        5000,
        1,
        2,
        "overdue",
    ]
    assert [others[key] for key in ("value", "attained", "needed")] == [3000, 1, 10]
    states = {one["code"]: one["state"] for one in leaders["subjects"]}
    assert states == {"A001": "met", "A002": "overdue"}
    assert len(leaders["records"]) == 2


def test_rollup_on_an_earlier_day_leaves_later_records_out(
    bare_app: Flask, organisation: Organisation
) -> None:
    campaign_id = _published(organisation)
    _notes(organisation, campaign_id)
    words = (str(campaign_id), "--on", "2009-04-09", "--unit", "A")
    unit = _ask(bare_app, rollup, *words)["units"][0]
    leaders = _requirement(unit, "notes_words", "班子成员")
    assert (leaders["attained"], leaders["state"]) == (0, "on_course")


def test_every_expected_unit_is_listed_in_official_order(
    bare_app: Flask, organisation: Organisation
) -> None:
    campaign_id = _published(organisation)
    with write() as session, acting_in(EVERYTHING):
        place = session.query(UnitPlace).filter_by(unit_id=organisation.units["A"])
        place.one().position = 99
    units = _ask(bare_app, rollup, str(campaign_id))["units"]
    assert [(one["order"], one["code"]) for one in units] == [
        (1, "HW"),
        (2, "B"),
        (3, "A"),
    ]
    assert {one["state"] for one in units} == {"未报"}


def test_draft_shows_as_being_filled_in(
    bare_app: Flask, organisation: Organisation
) -> None:
    campaign_id = _published(organisation)
    add_record(
        "opinion", campaign_id, organisation.units["B"], clock.today(), status="draft"
    )
    units = _ask(bare_app, rollup, str(campaign_id), "--unit", "B")["units"]
    assert [(one["code"], one["state"]) for one in units] == [("B", "填报中")]


@pytest.mark.parametrize("tree", ["admin", "party"])
def test_either_tree_gives_the_same_totals(
    bare_app: Flask, organisation: Organisation, tree: TreeName
) -> None:
    with write() as session:
        place = UnitPlace(
            unit_id=organisation.units["B"],
            tree="party",
            parent_id=organisation.units["A"],
            position=1,
        )
        session.add(place)
    campaign_id = _published(organisation)
    _notes(organisation, campaign_id)
    answer = _ask(bare_app, rollup, str(campaign_id), "--tree", tree)
    parents = {one["code"]: one["parent"] for one in answer["units"]}
    assert parents["B"] == ("A" if tree == "party" else "HW")
    notes = [r for r in answer["totals"]["requirements"] if r["tier"] == "班子成员"]
    found = next(one for one in notes if one["metric"] == "notes_words")
    assert (found["subjects"], found["met"], found["attained"]) == (4, 1, 9200)


def test_gaps_say_who_owes_what_by_when(
    bare_app: Flask, organisation: Organisation
) -> None:
    campaign_id = _published(organisation)
    _notes(organisation, campaign_id)
    words = (str(campaign_id), "--unit", "A", "--on", "2009-04-20")
    owed = _ask(bare_app, list_gaps, *words)
    assert [one["due"] for one in owed] == sorted(one["due"] for one in owed)
    note = next(
        one
        for one in owed
        if (one["metric"], one["subject"]["code"]) == ("notes_words", "A002")
    )
    assert (note["gap"], note["due"], note["state"]) == (
        1000,
        "2009-04-30",
        "on_course",
    )
    assert ("notes_words", "A001") not in {
        (one["metric"], one["subject"]["code"]) for one in owed
    }


def test_kept_figures_equal_figures_counted_live(organisation: Organisation) -> None:
    campaign_id = _published(organisation)
    _notes(organisation, campaign_id)
    standings.refresh_if_stale()
    with acting_in(EVERYTHING):
        kept = overview(campaign_id, View())
        assert kept.board.tasks
        rows = overview(campaign_id, View(), with_rows=True)
        live = overview(campaign_id, View(on=clock.today() + timedelta(days=1)))
    assert kept.board.own == rows.board.own
    assert kept.board.tasks == rows.board.tasks
    assert kept.below == rows.below
    assert kept.board.own == live.board.own


def _site(unit: str, *files: tuple[str, int]) -> None:
    """A branch at the unit, and files from it: (state, milliseconds)."""
    with write():
        run = plain_connection().execute
        run(
            "INSERT INTO sync_site(site, name, unit, relation, status)"
            " VALUES (7, 'A', ?, 'child', 'active')",
            (unit,),
        )
        for number, (state, at_ms) in enumerate(files):
            run(
                "INSERT INTO sync_file(way, snapshot_id, peer, no, prev_id, kind,"
                " sha256, state, report, own_hlc, made_ms, at_ms)"
                " VALUES ('in', 's', 7, ?, '', 'delta', ?, ?, '', 0, 0, ?)",
                (number, str(number), state, at_ms),
            )


@pytest.mark.parametrize(
    ("files", "package"),
    [
        ([], None),
        ([("merged", 86_400_000)], {"state": "已并", "on": "1970-01-02"}),
        (
            [("merged", 0), ("parked", 172_800_000)],
            {"state": "已收未并", "on": "1970-01-03"},
        ),
    ],
)
def test_offline_branch_shows_its_last_package(
    bare_app: Flask,
    organisation: Organisation,
    files: list[tuple[str, int]],
    package: dict[str, str] | None,
) -> None:
    campaign_id = _published(organisation)
    _site("A", *files)
    units = _ask(bare_app, rollup, str(campaign_id))["units"]
    assert {one["code"]: one["package"] for one in units} == {
        "HW": None,
        "A": package,
        "B": None,
    }


@contextmanager
def _counted() -> Iterator[list[str]]:
    statements: list[str] = []

    def note(*args: object) -> None:
        statements.append(str(args[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    yield statements
    event.remove(db.engine, "before_cursor_execute", note)


def test_overview_takes_as_many_statements_for_thirty_units_as_for_three(
    organisation: Organisation,
) -> None:
    counts = []
    for more in (0, 27):
        for number in range(more):
            code = f"U{number:02d}"
            add_unit(organisation, code, f"第{number}中队", "中队", "HW")
            add_person(organisation, f"{code}P", "某", code, ("党员",))
        campaign_id = _published(organisation)
        standings.refresh(campaign_id)
        db.session.rollback()
        with acting_in(EVERYTHING), _counted() as statements:
            found = overview(campaign_id, View())
            assert found.board.tasks
        assert len(found.lines) == 3 + more
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 20
