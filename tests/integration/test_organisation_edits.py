"""Units, people and roles changed one at a time, as the pages do it."""

from datetime import timedelta

import pytest

from domain.errors import Forbidden, Invalid, NotFound
from domain.organisation.held import HeldTier
from domain.policy import Actor
from services.organisation_edits import (
    add_person,
    add_unit,
    close_unit,
    edit_unit,
    leave_person,
    move_person,
    move_unit,
    set_tiers,
)
from services.roles import grant_role, revoke_role
from store import clock
from store.queries.accounts import AccountFilter, grants_of, matching_accounts
from store.queries.actors import actor_by_name
from store.queries.organisation import held_organisation, held_person
from store.queries.people import (
    PeopleFilter,
    matching_people,
    person_by_code,
    tiers_of_person,
)
from store.queries.units import unit_tree
from store.scope import acting_in
from tests.factories.organisation import Organisation, add_account


def acting(name: str) -> Actor:
    actor = actor_by_name(name)
    assert actor is not None
    return actor


def test_new_unit_stands_below_its_parent(organisation: Organisation) -> None:
    cells = {"code": "C", "name": "三中队𠮷", "kind": "中队", "parent": "HW"}
    unit_id = add_unit(acting("office"), cells)
    tree = unit_tree()
    assert tree.by_code["C"].id == unit_id
    assert tree.ancestors(unit_id)[0].id == organisation.units["HW"]


@pytest.mark.usefixtures("organisation")
def test_taken_code_is_refused_beside_its_field() -> None:
    cells = {"code": "A", "name": "另一个", "kind": "中队", "parent": "HW"}
    with pytest.raises(Invalid) as refused:
        add_unit(acting("office"), cells)
    assert "已经有了" in refused.value.fields["code"]
    assert unit_tree().by_code["A"].name == "清扫一中队"


def test_head_of_a_branch_manages_no_units(organisation: Organisation) -> None:
    with pytest.raises(Forbidden):
        edit_unit(acting("head-a"), organisation.units["B"], {"name": "x"})


def test_move_below_itself_is_refused(organisation: Organisation) -> None:
    with pytest.raises(Invalid) as refused:
        move_unit(acting("admin"), organisation.units["A"], {"parent": "A"})
    assert "一圈" in refused.value.fields["parent"]


def test_move_of_a_unit_is_seen_from_its_day(organisation: Organisation) -> None:
    day = clock.today() + timedelta(days=10)
    cells = {"parent": "B", "from": day.isoformat()}
    move_unit(acting("office"), organisation.units["A"], cells)
    a, b, root = (organisation.units[code] for code in ("A", "B", "HW"))
    assert unit_tree(day).parent_of[a] == b
    assert unit_tree(day - timedelta(days=1)).parent_of[a] == root


def test_unit_with_people_is_not_closed(organisation: Organisation) -> None:
    actor = acting("office")
    with acting_in(actor.scope), pytest.raises(Invalid, match="12 人"):
        close_unit(actor, organisation.units["A"], {"to": "2027-01-01"})


def test_person_is_added_moved_and_leaves(organisation: Organisation) -> None:
    actor = acting("office")
    with acting_in(actor.scope):
        cells = {"code": "N1", "name": "𬭚", "unit": "A", "tiers": "党员、职工"}
        person_id = add_person(actor, cells)
        move_person(actor, person_id, {"unit": "B", "from": "2026-03-01"})
        leave_person(actor, person_id, {"to": "2026-10-31"})
        person = person_by_code("N1")
        spans = tiers_of_person(person_id)
        present = matching_people(PeopleFilter(text="N1"), ())
    assert person is not None
    assert person.unit_id == organisation.units["B"]
    assert [str(span.to_on) for span in spans] == [
        "2026-10-31",
        "2026-10-31",
        "2026-02-28",
        "2026-02-28",
    ]
    assert not present


def test_tiers_are_dated_one_by_one(organisation: Organisation) -> None:
    actor = acting("office")
    person_id = organisation.people["A001"]
    with acting_in(actor.scope):
        first, second = tiers_of_person(person_id)
        set_tiers(
            actor,
            person_id,
            [
                {"id": str(first.id), "tier": first.tier, "from": "2020-1-1", "to": ""},
                {"id": str(second.id), "tier": "", "from": "", "to": ""},
                {"id": "", "tier": "职工", "from": "", "to": "2026-12-31"},
            ],
        )
        found = {span.tier: (span.from_on, span.to_on) for span in held_tiers()}
    assert str(found[first.tier][0]) == "2020-01-01"
    assert second.tier not in found
    assert str(found["职工"][1]) == "2026-12-31"


def held_tiers() -> list[HeldTier]:
    return list(held_person("A001").tiers)


def test_person_beyond_the_scope_is_not_found(organisation: Organisation) -> None:
    actor = acting("head-a")
    with acting_in(actor.scope), pytest.raises(NotFound):
        leave_person(actor, organisation.people["B001"], {"to": "2026-01-01"})


def test_role_is_granted_and_ends(organisation: Organisation) -> None:
    account_id = organisation.accounts["clerk-a"]
    grant_role(acting("admin"), account_id, "head", "A")
    assert "head" in acting("clerk-a").roles
    grant = grants_of(account_id)[-1]
    revoke_role(acting("admin"), grant.id)
    assert "head" not in acting("clerk-a").roles


def test_nobody_grants_to_themselves(organisation: Organisation) -> None:
    own = organisation.accounts["admin"]
    with pytest.raises(Forbidden, match="自己"):
        grant_role(acting("admin"), own, "office", "HW")
    with pytest.raises(Forbidden, match="自己"):
        revoke_role(acting("admin"), grants_of(own)[0].id)


def test_office_grants_no_roles(organisation: Organisation) -> None:
    with pytest.raises(Forbidden):
        grant_role(acting("office"), organisation.accounts["clerk-a"], "head", "A")


def test_role_held_already_is_refused(organisation: Organisation) -> None:
    with pytest.raises(Invalid) as refused:
        grant_role(acting("admin"), organisation.accounts["clerk-a"], "clerk", "A")
    assert "已有" in refused.value.fields["role"]


def test_branch_security_administrator_stays_in_the_branch(
    organisation: Organisation,
) -> None:
    add_account(organisation, "sec-a", "A", "security")
    actor = acting("sec-a")
    with pytest.raises(Forbidden):
        grant_role(actor, organisation.accounts["clerk-a"], "head", "HW")
    with acting_in(actor.scope):
        names = [line.name for line in matching_accounts(AccountFilter())]
    assert names == ["clerk-a", "head-a", "sec-a"]
    assert len(held_organisation().accounts) == 8
