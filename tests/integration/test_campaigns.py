import json
from datetime import date, timedelta

import pytest
from click.testing import Result
from flask import Flask

from commands.campaign import campaign_group
from domain.errors import Invalid, NotFound, WrongState
from services import amendments, campaigns
from services.amendments import Change
from services.campaign_templates import template, templates
from store import clock
from store.db import write
from store.queries import expected
from store.queries.campaigns import campaign, campaign_row
from store.scope import EVERYTHING, acting_in
from store.tables.audit import AuditEntry
from store.tables.people import Person
from store.tables.units import Unit, UnitPlace
from tests.factories.organisation import Organisation, add_person, add_unit


def _published(made: Organisation) -> int:
    campaign_id = campaigns.create_from_template("p3", made.units["HW"])
    campaigns.publish(campaign_id)
    return campaign_id


def _unit_ids(campaign_id: int, on: date) -> frozenset[int]:
    with acting_in(EVERYTHING):
        return expected.expected_unit_ids(campaign_id, on)


def _person_ids(campaign_id: int, on: date) -> set[int]:
    with acting_in(EVERYTHING):
        return set(expected.home_by_person(campaign_id, on))


@pytest.mark.parametrize("name", [one.name for one in templates()])
def test_campaign_from_template_reads_back_as_the_template_states_it(
    organisation: Organisation, name: str
) -> None:
    campaign_id = campaigns.create_from_template(name, organisation.units["HW"])
    with acting_in(EVERYTHING):
        found = campaign(campaign_id)
    wanted = template(name).campaign
    assert found is not None
    for part in ("phases", "tasks", "requirements"):
        rows, stated = getattr(found, part), getattr(wanted, part)
        assert [_plain(one) for one in rows] == [_plain(one) for one in stated]
    assert (found.start_on, found.end_on) == (wanted.start_on, wanted.end_on)
    phase_names = {one.id: one.name for one in found.phases}
    stated_names = {one.id: one.name for one in wanted.phases}
    assert [phase_names.get(one.phase_id or 0) for one in found.tasks] == [
        stated_names.get(one.phase_id or 0) for one in wanted.tasks
    ]


def _plain(part: object) -> dict[str, object]:
    return {
        name: value
        for name, value in vars(part).items()
        if name not in {"id", "phase_id", "task_id", "parent_id"}
    }


def test_start_moves_every_day_equally_far(organisation: Organisation) -> None:
    start = date(2027, 3, 1)
    campaign_id = campaigns.create_from_template("p3", organisation.units["HW"], start)
    row = campaign_row(campaign_id)
    wanted = template("p3").campaign
    assert row is not None
    assert row.start_on == start
    assert row.end_on - start == wanted.end_on - wanted.start_on


def test_publication_freezes_the_subtree_with_people_and_tiers(
    organisation: Organisation,
) -> None:
    campaign_id = _published(organisation)
    add_unit(organisation, "C", "清扫三中队", "中队", "HW")
    add_person(organisation, "A999", "后来者", "A", ("党员",))
    with acting_in(EVERYTHING):
        frozen = expected.subjects(campaign_id, clock.today())
    assert {one.code for one in frozen.units} == {"HW", "A", "B"}
    assert len(frozen.persons) == 24
    tiers = {one.code: one.tiers for one in frozen.persons}
    assert tiers["A001"] == {"党员", "班子成员"}
    assert tiers["A003"] == {"党员"}


def test_publication_leaves_out_who_is_gone(organisation: Organisation) -> None:
    yesterday = clock.today() - timedelta(days=1)
    with write() as session, acting_in(EVERYTHING):
        session.get_one(Unit, organisation.units["B"]).closed_on = yesterday
        session.get_one(Person, organisation.people["A005"]).to_on = yesterday
    campaign_id = _published(organisation)
    assert organisation.units["B"] not in _unit_ids(campaign_id, clock.today())
    assert organisation.people["A005"] not in _person_ids(campaign_id, clock.today())


def test_publication_takes_party_units_without_administrative_superior(
    organisation: Organisation,
) -> None:
    add_unit(organisation, "ZB", "机关党支部", "党支部", None)
    with write() as session:
        place = UnitPlace(
            unit_id=organisation.units["ZB"],
            tree="party",
            parent_id=organisation.units["HW"],
            position=1,
        )
        session.add(place)
    campaign_id = _published(organisation)
    assert organisation.units["ZB"] in _unit_ids(campaign_id, clock.today())


def test_publishing_twice_is_refused(organisation: Organisation) -> None:
    campaign_id = _published(organisation)
    with pytest.raises(WrongState, match="已经发布"):
        campaigns.publish(campaign_id)


def test_unknown_template_is_refused_with_those_there_are(
    organisation: Organisation,
) -> None:
    with pytest.raises(NotFound, match="p0、p1"):
        campaigns.create_from_template("p9", organisation.units["HW"])


def test_amendments_hold_from_their_day_and_keep_the_past(
    organisation: Organisation,
) -> None:
    campaign_id = _published(organisation)
    on = clock.today() + timedelta(days=10)
    before = on - timedelta(days=1)
    change = Change(on, "划归市城管局")
    amendments.remove_unit(campaign_id, organisation.units["B"], change, "office")
    assert organisation.units["B"] in _unit_ids(campaign_id, before)
    assert organisation.units["B"] not in _unit_ids(campaign_id, on)
    assert organisation.people["B001"] in _person_ids(campaign_id, before)
    assert organisation.people["B001"] not in _person_ids(campaign_id, on)


def test_added_unit_comes_with_its_people(organisation: Organisation) -> None:
    campaign_id = _published(organisation)
    add_unit(organisation, "C", "清扫三中队", "中队", "HW")
    add_person(organisation, "C001", "丙", "C", ("党员",))
    change = Change(clock.today(), "新成立")
    amendments.add_unit(campaign_id, organisation.units["C"], change, "office")
    assert organisation.units["C"] in _unit_ids(campaign_id, clock.today())
    assert organisation.people["C001"] in _person_ids(campaign_id, clock.today())
    with acting_in(EVERYTHING):
        listed = expected.amendments(campaign_id)
    assert {(one.unit_name, one.person_name) for one in listed} == {
        ("清扫三中队", ""),
        ("清扫三中队", "丙"),
    }


def test_person_amendments_refuse_what_changes_nothing(
    organisation: Organisation,
) -> None:
    campaign_id = _published(organisation)
    person_id = organisation.people["A003"]
    change = Change(clock.today(), "调出")
    with pytest.raises(Invalid, match="已在"):
        amendments.amend_person(campaign_id, person_id, change, "office", is_added=True)
    amendments.amend_person(campaign_id, person_id, change, "office", is_added=False)
    assert person_id not in _person_ids(campaign_id, clock.today())
    with pytest.raises(Invalid, match="不在"):
        amendments.amend_person(
            campaign_id, person_id, change, "office", is_added=False
        )


def test_amendment_without_reason_is_refused(organisation: Organisation) -> None:
    campaign_id = _published(organisation)
    change = Change(clock.today(), " ")
    with pytest.raises(Invalid, match="原因"):
        amendments.remove_unit(campaign_id, organisation.units["B"], change, "office")


def test_creation_and_publication_are_in_the_audit_log(
    organisation: Organisation,
) -> None:
    _published(organisation)
    with write() as session:
        events = [one.event for one in session.query(AuditEntry)]
    assert events[-2:] == ["campaign:campaign:create", "campaign:campaign:publish"]


def _run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(campaign_group, words)


def test_create_prints_the_id_and_show_answers_for_it(
    bare_app: Flask, organisation: Organisation
) -> None:
    del organisation
    made = _run(bare_app, "create", "--template", "p3", "--unit", "HW", "--publish")
    campaign_id = made.stdout.strip()
    shown = json.loads(_run(bare_app, "show", campaign_id, "--json").stdout)
    assert (shown["id"], shown["status"], shown["units"]) == (
        campaign_id,
        "published",
        3,
    )
    listed = json.loads(_run(bare_app, "list", "--json").stdout)
    assert [one["id"] for one in listed] == [campaign_id]
    assert {"metric", "comparison", "value", "tier", "per", "raw"} <= set(
        shown["requirements"][0]
    )


def test_create_for_an_unknown_unit_is_refused_and_makes_nothing(
    bare_app: Flask, organisation: Organisation
) -> None:
    del organisation
    refused = _run(bare_app, "create", "--template", "p3", "--unit", "XX")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "没有代码为“XX”的单位" in refused.stderr
    assert json.loads(_run(bare_app, "list", "--json").stdout) == []
