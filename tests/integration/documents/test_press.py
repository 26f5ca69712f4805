"""Filings printed in other processes, and filings not printed twice."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from documents.proof import Facts, Proof, write_proved
from jobs import press
from jobs.filings import produce
from services import campaigns, filings, standings
from store.queries.filings import filings_in_scope
from store.scope import EVERYTHING, acting_in
from tests.factories.documents import notice, wide_annex
from tests.factories.entries import add_record
from tests.factories.organisation import Organisation
from tests.factories.records import actor_of
from tests.factories.signing import node_signer

ON = date(2009, 6, 30)
FACTS = Facts("look-back", "1号", "某处", 1, datetime(2009, 6, 30, tzinfo=UTC))


@pytest.fixture
def campaign_id(organisation: Organisation) -> int:
    made = campaigns.create_from_template("p3", organisation.units["HW"])
    campaigns.publish(made)
    standings.refresh_if_stale()
    return made


@pytest.fixture
def made(campaign_id: int, organisation: Organisation) -> Callable[..., int]:
    """Ask for the ledger of the office and print it."""
    unit_id = organisation.units["HW"]

    def make(kind: str = "rectification-ledger", *, is_sealed: bool = False) -> int:
        wanted = filings.Wanted(kind, campaign_id, unit_id, ON, is_sealed=is_sealed)
        request_id = filings.ask(actor_of("office"), wanted)
        found = produce(request_id)
        assert found is not None
        return found

    return make


def test_same_data_asked_again_is_the_same_filing(made: Callable[..., int]) -> None:
    first = made()
    assert made() == first
    assert made("letter") != first
    with acting_in(EVERYTHING):
        assert [row.version for row in filings_in_scope()] == [1, 1]


def test_seal_asked_for_makes_a_new_file_once(made: Callable[..., int]) -> None:
    plain = made("letter")
    sealed = made("letter", is_sealed=True)
    assert sealed != plain
    assert made("letter", is_sealed=True) == sealed
    with acting_in(EVERYTHING):
        assert len({row.sha256 for row in filings_in_scope()}) == 2


def test_new_data_make_a_new_version(
    made: Callable[..., int], campaign_id: int, organisation: Organisation
) -> None:
    first = made()
    add_record(
        "rectification", campaign_id, organisation.units["A"], date(2009, 5, 1),
        title="更换扫刷", horizon="限期整改", goal="无投诉", due_on=date(2009, 8, 1),
    )  # fmt: skip
    second = made()
    assert second != first
    assert made() == second


def test_lost_file_is_printed_again(made: Callable[..., int]) -> None:
    first = made()
    with acting_in(EVERYTHING):
        (row,) = filings_in_scope()
    filings.pdf_path(row.sha256).unlink()
    assert made() != first


def test_press_prints_the_same_bytes_as_its_caller(tmp_path: Path) -> None:
    context = notice(2, attachments=(wide_annex(40),))
    here = write_proved(Proof(context, FACTS, node_signer()))
    with press.opened():
        apart = press.printed(context, FACTS, node_signer(), tmp_path / "page")
    assert apart == here
    assert not (tmp_path / "page").exists()


def test_progress_names_the_page_while_it_is_laid_out(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "page"
    with press._counting_pages(path):
        write_proved(Proof(notice(attachments=(wide_annex(100),)), FACTS, None))
        assert int(path.read_text(encoding="ascii")) > 5
    assert not path.exists()
