"""Whom the form of a record offers, and how those it names are shown to everybody."""

import re

import pytest
from flask import Flask

from store.db import write
from store.describe import KIND_BY_KEY
from store.scope import EVERYTHING, acting_in
from store.tables.people import Person
from store.tables.units import Body, BodyMember
from tests.factories.browsers import Browser, ClientAs
from tests.factories.organisation import Organisation
from tests.factories.records import full_texts, make_campaign, seen_in

NEW = "/records/study-session/new"
SESSION = KIND_BY_KEY["study_session"]


@pytest.fixture
def leader_id(app: Flask, organisation: Organisation) -> int:
    """处长 of 环卫处, head of the 领导小组; another person of 环卫处 is in no body."""
    unit_id = organisation.units["HW"]
    with app.app_context(), write() as session:
        make_campaign(organisation)
        leader = Person(code="HW001", name="处长", unit_id=unit_id)
        other = Person(code="HW002", name="科员", unit_id=unit_id)
        body = Body(code="LD", name="领导小组", kind="领导小组", unit_id=unit_id)
        session.add_all([leader, other, body])
        session.flush()
        session.add(
            BodyMember(
                body_id=body.id, unit_id=unit_id, person_id=leader.id, post="组长"
            )
        )
        return leader.id


@pytest.fixture
def clerk(client_as: ClientAs, leader_id: int) -> Browser:
    del leader_id
    return client_as("clerk-b")


def select_of(page: str, name: str) -> str:
    found = re.search(rf'<select[^>]*name="{name}".*?</select>', page, re.DOTALL)
    assert found
    return found[0]


def form_of(organisation: Organisation, **typed: str) -> dict[str, str]:
    person, unit = str(organisation.people["B001"]), str(organisation.units["B"])
    return {**full_texts(SESSION, person, unit), **typed}


def test_host_may_be_a_leader_from_above_and_is_shown_by_name(
    clerk: Browser, organisation: Organisation, leader_id: int
) -> None:
    offered = select_of(clerk.get(NEW).get_data(as_text=True), "host")
    assert "处长（领导小组组长）" in offered
    assert "处中心组组长" in offered
    assert "科员" not in offered
    made = clerk.submit(NEW, form_of(organisation, host=str(leader_id)))
    assert made.status_code == 303
    record = made.location.removesuffix("/edit")
    for path in (record, "/records/study-session/", f"{record}/check"):
        assert "处长" in clerk.get(path).get_data(as_text=True), path


def test_others_and_attendance_stay_with_the_units_own_people(
    clerk: Browser, organisation: Organisation, leader_id: int
) -> None:
    page = clerk.get("/records/study-note/new").get_data(as_text=True)
    assert "处长" not in page
    refused = clerk.submit(NEW, form_of(organisation, attendance=str(leader_id)))
    assert refused.status_code == 422
    note = full_texts(KIND_BY_KEY["study_note"], str(leader_id), "B")
    assert clerk.submit("/records/study-note/new", note).status_code == 422


def test_person_not_held_here_stays_named_when_another_field_is_saved(
    app: Flask, clerk: Browser, organisation: Organisation, leader_id: int
) -> None:
    made = clerk.submit(NEW, form_of(organisation, host=str(leader_id)))
    with app.app_context(), acting_in(EVERYTHING), write() as session:
        session.get_one(Person, leader_id).is_deleted = 1
    page = clerk.get(made.location).get_data(as_text=True)
    assert "（不在本范围）" in select_of(page, "host")
    form = form_of(organisation, host=str(leader_id), place="二楼")
    assert clerk.submit(made.location, {**form, **seen_in(page)}).status_code == 303
    assert "二楼" in clerk.get(made.location).get_data(as_text=True)
