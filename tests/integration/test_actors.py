import pytest

from store.queries.actors import actor_by_name
from tests.factories.organisation import Organisation


def test_clerk_reaches_own_unit_and_no_other(organisation: Organisation) -> None:
    actor = actor_by_name("clerk-a")
    assert actor is not None
    assert actor.may("records.enter", organisation.units["A"])
    assert not actor.may("records.enter", organisation.units["B"])
    assert not actor.may("records.accept")
    assert actor.scope == {organisation.units["A"]}


def test_office_reaches_the_whole_subtree(organisation: Organisation) -> None:
    actor = actor_by_name("office")
    assert actor is not None
    assert actor.reach["records.accept"] == set(organisation.units.values())


@pytest.mark.usefixtures("organisation")
def test_administrator_enters_no_records() -> None:
    actor = actor_by_name("admin")
    assert actor is not None
    assert not actor.may("records.enter")
    assert actor.may("audit.read")


@pytest.mark.usefixtures("organisation")
def test_unknown_name_is_nobody() -> None:
    assert actor_by_name("ghost") is None
