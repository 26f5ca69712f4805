"""Standings kept true: recompute exactly the units whose records have changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from domain.kept import Kept
from services.counting import Counted, Counter, Links, whole_kept
from store import clock, derived
from store.db import write
from store.queries import expected
from store.queries import standings as queries
from store.queries.campaigns import campaign, campaign_row
from store.queries.entries import tallies, unit_ids_with_records
from store.scope import EVERYTHING, acting_in

UNITS_AT_ONCE = 25
UNITS_PER_WRITE = 100


def refresh_if_stale() -> int:
    """Recompute what is stale, if anything; how many units.

    Call after a write, and before reading figures: without a stale unit it costs one
    small read and writes nothing.
    """
    with acting_in(EVERYTHING):
        found = queries.stale_campaign_ids(clock.today())
    return sum(refresh(campaign_id) for campaign_id in found)


def refresh_tallies() -> None:
    """Bring only the counts by status up to date; who reads figures does the rest.

    Call after a write: it is short, and the writer who waits behind waits less.
    """
    on = clock.today()
    with acting_in(EVERYTHING):
        stale = {
            campaign_id: queries.stale_unit_ids(campaign_id, on)
            for campaign_id in queries.stale_campaign_ids(on)
        }
    if not any(stale.values()):
        return
    with write(), acting_in(EVERYTHING):
        for campaign_id, unit_ids in stale.items():
            some = unit_ids[:UNITS_PER_WRITE]
            derived.replace_tallies(campaign_id, tallies(campaign_id, some))


def refresh(campaign_id: int) -> int:
    """Recompute the stale units of a campaign; how many units.

    A unit whose persons are named in changed records of another is recomputed too.
    After a large merge it lets other writers in between, so that nobody waits for
    the whole count; units not yet counted stay marked.
    """
    count = 0
    while True:
        with write(), acting_in(EVERYTHING):
            done, is_last = _refresh_some(campaign_id, clock.today())
        count += done
        if is_last:
            return count


def _refresh_some(campaign_id: int, on: date) -> tuple[int, bool]:
    """Recompute some stale units: how many, and whether none is left."""
    stale = queries.stale_unit_ids(campaign_id, on)
    if not stale:
        return 0, True
    counter = _counter(campaign_id, on)
    if counter is None:
        derived.forget_campaign(campaign_id)
        return 0, True
    some = stale[:UNITS_PER_WRITE]
    affected: set[int] = set()
    for batch in _batches(some):
        affected |= _relink(counter, batch)
        derived.replace_tallies(campaign_id, tallies(campaign_id, batch))
        _recount(counter, batch)
    for batch in _batches(sorted(affected)):
        _recount(counter, batch)
    found = queries.contributions(campaign_id)
    derived.replace_whole(campaign_id, whole_kept(counter, found))
    derived.clear_stale(campaign_id, some)
    return len(affected.union(some)), len(some) == len(stale)


@dataclass(frozen=True)
class Live:
    """What would be kept had everything been counted on another day.

    Attributes:
        whole_records: Records behind requirements of the campaign as a whole.
    """

    kept: list[Kept]
    whole_records: dict[int, tuple[tuple[str, int], ...]]


def count_live(campaign_id: int, on: date) -> Live:
    """Count the whole campaign on any day; reads all its records, writes nothing."""
    with acting_in(EVERYTHING):
        counter = _counter(campaign_id, on)
        if counter is None:
            return Live([], {})
        everybody = sorted(
            expected.expected_unit_ids(campaign_id, on)
            | unit_ids_with_records(campaign_id)
        )
        links: Links = {}
        for batch in _batches(everybody):
            links |= counter.links(batch)
        counted = _count_all(counter, everybody, _reversed(links))
        found = counted.by_requirement()
        kept = [*counted.kept, *whole_kept(counter, found)]
    records = {
        number: tuple(record for one in several for record in one.records)
        for number, several in found.items()
    }
    return Live(kept, records)


def _counter(campaign_id: int, on: date) -> Counter | None:
    found, row = campaign(campaign_id), campaign_row(campaign_id)
    return Counter(found, row.unit_id, on) if found and row else None


def _relink(counter: Counter, unit_ids: Sequence[int]) -> set[int]:
    """Renew the links from those units; the units whose persons are affected."""
    campaign_id = counter.campaign.id
    before = queries.links_from(campaign_id, unit_ids)
    after = counter.links(unit_ids)
    changes = expected.next_changes(campaign_id, unit_ids, counter.on)
    entered = counter.enter(unit_ids)
    days = {
        one: min(filter(None, (entered[one].next_on, changes.get(one))), default=None)
        for one in unit_ids
    }
    derived.replace_links(campaign_id, after, days)
    return {
        other
        for one in unit_ids
        for other in before.get(one, {}).keys() | after[one].keys()
        if before.get(one, {}).get(other) != after[one].get(other)
    }


def _recount(counter: Counter, unit_ids: Sequence[int]) -> None:
    campaign_id = counter.campaign.id
    counted = counter.count(unit_ids, queries.sources_of(campaign_id, unit_ids))
    derived.replace_standings(campaign_id, unit_ids, counted.kept)
    derived.replace_contributions(campaign_id, unit_ids, counted.contributions)


def _count_all(
    counter: Counter, unit_ids: Sequence[int], sources: dict[int, list[int]]
) -> Counted:
    everything = Counted()
    for batch in _batches(unit_ids):
        counted = counter.count(batch, sources)
        everything.kept += counted.kept
        everything.contributions |= counted.contributions
    return everything


def _reversed(links: Links) -> dict[int, list[int]]:
    sources: dict[int, list[int]] = {}
    for from_id, targets in links.items():
        for to_id in targets:
            sources.setdefault(to_id, []).append(from_id)
    return sources


def _batches(unit_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(unit_ids), UNITS_AT_ONCE):
        yield unit_ids[start : start + UNITS_AT_ONCE]
