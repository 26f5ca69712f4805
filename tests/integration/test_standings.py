import random
from datetime import timedelta
from typing import Any

import pytest

from domain.assessment import Standing, State, assess_campaign
from domain.board import Rule
from domain.counting import facts_of
from domain.facts import Facts
from domain.kept import Kept, revive
from services import campaigns, standings
from store import clock
from store.db import db, write
from store.queries import expected
from store.queries import standings as queries
from store.queries.campaigns import campaign, notice
from store.queries.entries import accepted_entries, unit_ids_with_records
from store.scope import EVERYTHING, acting_in
from store.tables.campaigns import Campaign
from store.tables.standings import FactLink, StaleUnit
from tests.factories.entries import add_record, change_record, remove_attendance
from tests.factories.organisation import Organisation

TEMPLATES = ["p0", "p1", "p2", "p3", "p4"]
DRAWS = 12


def _published(made: Organisation, template: str, days_ago: int = 50) -> int:
    start = clock.today() - timedelta(days=days_ago)
    campaign_id = campaigns.create_from_template(template, made.units["HW"], start)
    campaigns.publish(campaign_id)
    standings.refresh(campaign_id)
    return campaign_id


def _kept(campaign_id: int) -> dict[tuple[int, str, int, int], Kept]:
    with acting_in(EVERYTHING):
        rows = queries.kept_rows(campaign_id)
    return {
        (one.requirement_id, one.subject_kind, one.subject_id, one.unit_id): one
        for one in rows
    }


def _rule(campaign_id: int) -> Rule:
    with acting_in(EVERYTHING):
        found = campaign(campaign_id)
        assert found is not None
        return Rule.of(found, clock.today(), notice())


def _assessed(campaign_id: int) -> list[Standing]:
    """The same by the engine alone, over all records at once."""
    with acting_in(EVERYTHING):
        found = campaign(campaign_id)
        assert found is not None
        phases = {one.id: one.phase_id for one in found.tasks}
        units = unit_ids_with_records(campaign_id)
        entries = accepted_entries(campaign_id, units, phases)
        facts = [f for one in entries for f in facts_of(one.kind, one.entry)]
        subjects = expected.subjects(campaign_id, clock.today())
    return assess_campaign(found, subjects, Facts.of(facts), clock.today())


def _figures(standing: Standing, state: State) -> tuple[object, ...]:
    return (
        pytest.approx(standing.attained),
        pytest.approx(standing.late),
        pytest.approx(standing.gap),
        standing.parts,
        standing.due_on,
        state,
    )


def _edit_at_random(made: Organisation, campaign_id: int, draw: random.Random) -> None:
    """Records of several kinds and units, some changed, some with others' people."""
    today = clock.today()
    people = sorted(made.people.values())
    for _ in range(DRAWS):
        unit_id = draw.choice(sorted(made.units.values()))
        on = today - timedelta(days=draw.randint(-3, 60))
        kind, values = draw.choice(_forms(draw, people))
        present = tuple(draw.sample(people, 5)) if "form" in values else ()
        record_id = add_record(
            kind, campaign_id, unit_id, on, present=present, **values
        )
        changed = draw.random()
        if changed < 0.2:
            change_record(kind, record_id, is_deleted=1)
        elif changed < 0.4:
            change_record(kind, record_id, status="submitted")
        elif changed < 0.6 and present:
            remove_attendance(record_id, present[0])


def _forms(draw: random.Random, people: list[int]) -> list[tuple[str, dict[str, Any]]]:
    person = draw.choice(people)
    return [
        ("study_note", {"person_id": person, "words": draw.randint(500, 6000)}),
        ("self_study", {"person_id": person, "hours": draw.randint(1, 9)}),
        ("study_session", {"form": "中心组学习", "amount": 8, "measure": "学时"}),
        ("study_session", {"form": "集中学习", "amount": 2.5, "measure": "工作日"}),
        ("meeting", {"form": "动员会"}),
        ("meeting", {"form": "专题组织生活会"}),
        ("lecture", {"form": "专题报告会"}),
        ("essay", {"person_id": person, "form": "心得体会", "words": 1000}),
        ("research_topic", {"person_id": person}),
        ("opinion", {}),
        ("pledge", {}),
    ]


@pytest.mark.parametrize("template", TEMPLATES)
def test_standings_after_random_edits_equal_the_engines_own(
    organisation: Organisation, template: str
) -> None:
    campaign_id = _published(organisation, template)
    draw = random.Random(template)
    for _ in range(3):
        _edit_at_random(organisation, campaign_id, draw)
        standings.refresh_if_stale()
    rule, kept = _rule(campaign_id), _kept(campaign_id)
    owner = organisation.units["HW"]
    found = _assessed(campaign_id)
    for standing in found:
        key = (
            standing.requirement_id,
            standing.subject_kind,
            standing.subject_id,
            standing.unit_id or owner,
        )
        revived = revive(kept[key], rule.yardsticks[standing.requirement_id])
        state = rule.state(kept[key])
        assert _figures(revived, state) == _figures(standing, rule.word(standing))
    counted = [one for one in kept.values() if one.subject_kind != "task"]
    assert len(found) == len(counted)


@pytest.mark.both_databases
@pytest.mark.parametrize("template", TEMPLATES)
def test_standings_kept_step_by_step_equal_counting_everything(
    organisation: Organisation, template: str
) -> None:
    campaign_id = _published(organisation, template)
    draw = random.Random(template)
    for _ in range(4):
        _edit_at_random(organisation, campaign_id, draw)
        standings.refresh_if_stale()
    step_by_step = _kept(campaign_id)
    live = standings.count_live(campaign_id, clock.today())
    with write() as session:
        for unit_id in organisation.units.values():
            session.merge(StaleUnit(campaign_id=campaign_id, unit_id=unit_id))
    standings.refresh(campaign_id)
    assert step_by_step == _kept(campaign_id)
    assert sorted(map(repr, live.kept)) == sorted(map(repr, step_by_step.values()))


def test_refresh_without_change_writes_nothing(organisation: Organisation) -> None:
    _published(organisation, "p3")
    assert standings.refresh_if_stale() == 0


def test_refresh_counts_only_units_whose_records_changed(
    organisation: Organisation,
) -> None:
    campaign_id = _published(organisation, "p3")
    unit_id, person_id = organisation.units["A"], organisation.people["A003"]
    today = clock.today()
    add_record(
        "study_note", campaign_id, unit_id, today, person_id=person_id, words=100
    )
    assert standings.refresh(campaign_id) == 1


def test_presence_at_another_unit_counts_at_home(organisation: Organisation) -> None:
    campaign_id = _published(organisation, "p2")
    on = clock.today() - timedelta(days=40)
    person_id = organisation.people["B004"]
    record_id = add_record(
        "study_session", campaign_id, organisation.units["A"], on,
        present=(person_id,), form="集中学习", amount=5, measure="工作日",
    )  # fmt: skip
    assert standings.refresh(campaign_id) == 2
    assert ("study_session", record_id) in _records_of(campaign_id, person_id)
    remove_attendance(record_id, person_id)
    assert standings.refresh(campaign_id) == 2
    assert _records_of(campaign_id, person_id) == set()


def _records_of(campaign_id: int, person_id: int) -> set[tuple[str, int]]:
    return {
        record
        for one in _kept(campaign_id).values()
        if (one.subject_kind, one.subject_id) == ("person", person_id)
        for record in one.records
    }


def test_record_of_tomorrow_waits_for_its_day(organisation: Organisation) -> None:
    campaign_id = _published(organisation, "p3")
    tomorrow = clock.today() + timedelta(days=1)
    unit_id, person_id = organisation.units["A"], organisation.people["A003"]
    add_record(
        "study_note", campaign_id, unit_id, tomorrow, person_id=person_id, words=9000
    )
    standings.refresh(campaign_id)
    assert _records_of(campaign_id, person_id) == set()
    with acting_in(EVERYTHING):
        link = db.session.get(FactLink, (campaign_id, unit_id, unit_id))
    assert link is not None
    assert link.next_on == tomorrow
    assert queries.stale_unit_ids(campaign_id, tomorrow) == [unit_id]


def test_record_that_moves_makes_both_units_stale(organisation: Organisation) -> None:
    campaign_id = _published(organisation, "p3")
    there, here = organisation.units["A"], organisation.units["B"]
    person_id = organisation.people["A003"]
    on = clock.today()
    note = add_record(
        "study_note", campaign_id, there, on, person_id=person_id, words=9000
    )
    standings.refresh(campaign_id)
    change_record("study_note", note, unit_id=here)
    assert queries.stale_unit_ids(campaign_id, on) == sorted([there, here])


def test_requirement_changed_by_a_package_makes_every_unit_stale(
    organisation: Organisation,
) -> None:
    campaign_id = _published(organisation, "p3")
    with write() as session:
        session.connection().exec_driver_sql(
            "UPDATE campaign_requirement SET value = value + 1"
        )
    stale = queries.stale_unit_ids(campaign_id, clock.today())
    assert stale == sorted(organisation.units.values())


def test_deleted_campaign_is_forgotten(organisation: Organisation) -> None:
    campaign_id = _published(organisation, "p3")
    with write() as session, acting_in(EVERYTHING):
        session.get_one(Campaign, campaign_id).is_deleted = 1
    assert standings.refresh_if_stale() == 0
    assert queries.stale_campaign_ids(clock.today()) == []


def test_more_units_than_one_write_takes_are_all_counted(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standings, "UNITS_PER_WRITE", 1)
    campaign_id = _published(organisation, "p3")
    assert queries.stale_unit_ids(campaign_id, clock.today()) == []
    assert {one.unit_id for one in _kept(campaign_id).values()} == set(
        organisation.units.values()
    )
