"""Filings and requests in words, and what may be chosen for new ones."""

from collections.abc import Mapping
from dataclasses import dataclass

from blueprints.filings.pages import FilingLine, RequestLine
from documents.compose import KINDS
from domain.policy import Actor
from services.kept_filings import page_reached
from store.queries.campaigns import campaign_rows
from store.queries.exchange import people_of_accounts
from store.queries.filings import FilingRow, RequestRow
from store.queries.units import unit_tree

STATES: Mapping[str, tuple[str, str, str]] = {
    "waiting": ("◷ 正在排队", "waiting", "已交给后台制作，一般一分钟内完成。"),
    "rendering": ("◷ 正在制作", "waiting", "正在汇总数据、排版。"),
    "ready": ("✓ 已完成", "ok", ""),
    "failed": ("■ 没有做成", "bad", ""),
}
ELSEWHERE = "（不在本范围）"


@dataclass(frozen=True)
class Names:
    """What ids and account names are called."""

    units: Mapping[int, str]
    campaigns: Mapping[int, str]
    people: Mapping[str, str]


def names() -> Names:
    """Looked up once a page."""
    units = {unit.id: unit.name for unit in unit_tree().by_id.values()}
    campaigns = {row.id: row.name for row in campaign_rows()}
    return Names(units, campaigns, people_of_accounts())


def filing_line(row: FilingRow, called: Names) -> FilingLine:
    """A finished filing."""
    return FilingLine(
        row=row,
        kind=_kind(row.kind),
        unit=called.units.get(row.unit_id, ELSEWHERE),
        campaign=called.campaigns.get(row.campaign_id, ELSEWHERE),
        made_by=called.people.get(row.made_by, row.made_by),
    )


def request_line(row: RequestRow, called: Names) -> RequestLine:
    """Work asked for."""
    state, style, says = STATES[row.state]
    return RequestLine(
        row=row,
        kind=_kind(row.kind),
        unit=called.units.get(row.unit_id, ELSEWHERE),
        campaign=called.campaigns.get(row.campaign_id, ELSEWHERE),
        state=state,
        style=style,
        says=row.message or _reached(row) or says,
        is_open=row.state in {"waiting", "rendering"},
    )


def _reached(row: RequestRow) -> str:
    """How far the printer of a long paper is."""
    number = page_reached(row.id) if row.state == "rendering" else 0
    return f"正在排版，已排到第 {number} 页。" if number > 1 else ""


def file_name(row: FilingRow, ending: str) -> str:
    """What a file of the filing is called when it is taken home."""
    on = row.figures_on.isoformat()
    return f"{row.title}（{on}第{row.version}版）.{ending}"


def campaigns_for(actor: Actor) -> tuple[tuple[str, str], ...]:
    """Published or closed campaigns of units above, at or below the actor's own."""
    above = {one.id for one in unit_tree().ancestors(actor.unit_id)} | actor.scope
    return tuple(
        (str(row.id), row.name)
        for row in campaign_rows()
        if row.status != "draft" and row.unit_id in above
    )


def units_for(actor: Actor) -> tuple[tuple[str, str], ...]:
    """Units the actor may make filings for, in official order."""
    reach = actor.reach.get("filings.make", frozenset())
    return tuple(
        (str(unit.id), f"{'　' * depth}{unit.name}")
        for unit, depth in unit_tree().walk()
        if unit.id in reach
    )


def _kind(key: str) -> str:
    return next((one.label for one in KINDS if one.key == key), key)
