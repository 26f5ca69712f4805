"""What a partner has said it knows, and what the journal tells of its clock."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from services.contacts import contact
from store import db as store_db
from store.catalogue import SYNCED
from store.queries.confirmed import confirmed_at
from store.queries.exchange import PackageRow
from tests.factories.entries import add_record, change_record
from tests.factories.organisation import Organisation

PEER = 7
NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)
SENT = PackageRow(
    seq=1, way="out", peer=PEER, no=1, kind="delta", snapshot_id="", sha256="",
    state="sent", report={}, made_at=NOON, at=NOON, own_hlc=50, is_confirmed=True,
)  # fmt: skip


def _later(minutes: int) -> PackageRow:
    """Another package made for it, that many minutes after the first."""
    at = NOON + timedelta(minutes=minutes)
    return replace(SENT, seq=2, at=at, made_at=at)


def _came(
    minutes: int, ahead: int = 0, report: Mapping[str, object] | None = None
) -> PackageRow:
    """A package taken in, made by a clock so many minutes ahead of ours."""
    row = replace(_later(minutes), way="in", state="merged", report=report or {})
    return replace(row, made_at=row.at + timedelta(minutes=ahead))


def _lectures(peer: int) -> tuple[int, int]:
    found = confirmed_at(peer, [one for one in SYNCED if one.name == "lecture"])
    return found[0].known, found[0].pending


def _acknowledge() -> None:
    """The peer knows all that has been written until now."""
    with store_db.write():
        store_db.plain_connection().execute(
            "INSERT INTO sync_mat(site, origin, hlc) SELECT ?, site, own"
            " FROM sync_clock WHERE true ON CONFLICT(site, origin)"
            " DO UPDATE SET hlc = excluded.hlc",
            (PEER,),
        )


@pytest.mark.both_databases
def test_rows_when_peer_knows_some_then_counted_apart(
    organisation: Organisation,
) -> None:
    unit = organisation.units["A"]
    ids = [
        add_record("lecture", organisation.units["HW"], unit, date(2026, 9, day))
        for day in (1, 2, 3)
    ]
    assert _lectures(PEER) == (0, 3)
    _acknowledge()
    assert _lectures(PEER) == (3, 0)
    change_record("lecture", ids[0], place="道班")
    change_record("lecture", ids[1], is_deleted=1)
    assert _lectures(PEER) == (1, 2)
    _acknowledge()
    assert _lectures(PEER) == (2, 0)


def test_clock_when_packages_came_after_they_were_made_then_nothing_is_said() -> None:
    found = contact([_came(30), SENT])
    assert (found.ahead_seconds, found.behind_seconds) == (0, 0)


def test_clock_when_made_in_our_future_then_ahead() -> None:
    found = contact([_came(30, ahead=20), SENT])
    assert (found.ahead_seconds, found.behind_seconds) == (1200, 0)


def test_clock_when_answer_is_older_than_the_question_then_behind() -> None:
    found = contact([_came(30, ahead=-45), SENT])
    assert (found.ahead_seconds, found.behind_seconds) == (0, 900)


def test_clock_when_a_repeat_had_nothing_new_then_the_first_counts() -> None:
    """The second says no more than the first, so the answer may have crossed it."""
    again = _later(60)
    assert contact([again, _came(30), SENT]).behind_seconds == 0


def test_clock_when_parent_says_we_are_ahead_then_it_is_behind() -> None:
    told = _came(30, report={"told_skew_ms": -300_000})
    assert contact([told, SENT]).behind_seconds == 300


def test_packages_when_newest_unconfirmed_then_counted_as_pending() -> None:
    newest = replace(_later(60), own_hlc=90, is_confirmed=False)
    found = contact([newest, SENT])
    assert (found.sent, found.confirmed, found.pending_count) == (newest, SENT, 1)
    assert contact([newest]).pending_count == 1
