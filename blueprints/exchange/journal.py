"""Lines of the journal and of waiting files in words."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from blueprints.exchange.pages import KeptLine, PackageLine, SiteLine, TableLine
from domain.policy import Actor
from services.contacts import Contact, contact
from services.renumbering import can_renumber
from services.retiring import can_retire
from services.sites import Sites
from services.waiting import Kept
from store.catalogue import SYNCED
from store.queries.exchange import HELD, PackageRow, SiteRow

STATES: Mapping[str, tuple[str, str]] = {
    "sent": ("已导出", "plain"),
    "void": ("已作废", "plain"),
    "writing": ("没有写完", "bad"),
    "merged": ("✓ 已并入", "ok"),
    "known": ("✓ 内容已有", "ok"),
    "gap": ("▲ 缺前面的包", "warning"),
    "parked": ("▲ 暂不能并入", "warning"),
    "refused": ("■ 未并入", "bad"),
}
FORECASTS: Mapping[str, tuple[str, str]] = {
    "merged": ("可以并入", "waiting"),
    "known": ("内容已有", "plain"),
    "gap": ("▲ 缺前面的包", "warning"),
}
WAYS = (("in", "收到"), ("out", "发出"))
CLOCK_MINUTES_MIN = 2


def package_line(row: PackageRow, known: Sites) -> PackageLine:
    """One line of the journal."""
    state, style = STATES.get(row.state, (row.state, "plain"))
    tables = row.report.get("tables", {})
    return PackageLine(
        row=row,
        peer=known.name(row.peer),
        state=state,
        style=style,
        reason=str(row.report.get("reason", "")),
        tables=_tables(tables),
    )


def kept_line(kept: Kept, known: Sites, actor: Actor) -> KeptLine:
    """A file that waits."""
    found = kept.found
    state, style = FORECASTS[found.state]
    made_at = datetime.fromtimestamp(found.made_ms / 1000, UTC)
    tables = {key: one.__dict__ for key, one in found.tables.items()}
    return KeptLine(
        kept=kept,
        peer=known.name(found.sender or 0),
        made_at=made_at if found.made_ms else None,
        state=state,
        style=style,
        tables=_tables(tables),
        may_merge=known.may(actor, "exchange.manage", found.sender or 0),
    )


def site_line(
    site: SiteRow, known: Sites, rows: Iterable[PackageRow], kept: Iterable[Kept]
) -> SiteLine:
    """What has gone to and come from a site."""
    theirs = [row for row in rows if row.peer == site.site]
    found = contact(theirs)
    return SiteLine(
        site=site,
        name=known.name(site.site),
        unit=known.unit_names[site.site],
        contact=found,
        clock=_clock(found),
        held=held_lines(theirs, known),
        waiting_count=sum(1 for one in kept if one.found.sender == site.site),
        can_renumber=can_renumber(known, site.site),
        can_retire=can_retire(known, site.site),
    )


def held_lines(rows: Iterable[PackageRow], known: Sites) -> tuple[PackageLine, ...]:
    """Files not merged, each once with its newest reason; none merged since."""
    seen = set()
    held = []
    for row in rows:
        if row.way == "in" and row.sha256 not in seen and row.state in HELD:
            held.append(package_line(row, known))
        seen.add(row.sha256)
    return tuple(held)


def _clock(found: Contact) -> str:
    """What is certainly wrong with the partner's clock, or ours; empty for nothing."""
    for way, seconds in (("快", found.ahead_seconds), ("慢", found.behind_seconds)):
        minutes = int(seconds // 60)
        if minutes >= CLOCK_MINUTES_MIN:
            return f"对方时钟比本机{way}至少 {minutes} 分钟"
    return ""


def _tables(counts: Mapping[str, Mapping[str, Any]]) -> tuple[TableLine, ...]:
    labels = {table.name: table.label for table in SYNCED}
    lines = (TableLine(labels.get(key, key), **one) for key, one in counts.items())
    return tuple(one for one in lines if one.new or one.changed or one.conflicts)
