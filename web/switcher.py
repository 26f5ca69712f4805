"""The campaign switcher of the top bar: where one is, and the same place elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Flask, current_app, request, url_for
from flask.wrappers import Response

from domain.policy import Actor
from store.queries.campaigns import CampaignName, campaign_names
from store.queries.units import unit_tree

COOKIE = "luoshi-campaign"
UNNAMED = "选择活动"
_YEAR_SECONDS = 365 * 24 * 3600
SAME_PAGE = {
    "overview.board",
    "overview.rollup",
    "overview.gaps",
    "overview.tasks",
    "campaigns.show",
}
SECTIONS = {"overview", "campaigns", "records", "filings"}
BY_QUERY = {"records": "records.overview", "filings": "filings.list"}


@dataclass(frozen=True)
class Choice:
    """One campaign of the list, and where choosing it leads."""

    name: str
    start_on: date
    url: str
    is_here: bool
    is_closed: bool


@dataclass(frozen=True)
class Switcher:
    """The campaign one is in, and all one may go to; name says so when it is none."""

    name: str
    choices: tuple[Choice, ...]


def init_app(app: Flask) -> None:
    """Keep which campaign a page was about."""
    app.after_request(_keep)


def campaigns_of(actor: Actor) -> list[CampaignName]:
    """Campaigns of the actor's unit, of those above it, and of those in reach."""
    above = {one.id for one in unit_tree().ancestors(actor.unit_id)}
    return campaign_names(above | actor.scope | {actor.unit_id})


def chosen_id(ids: Sequence[int]) -> int | None:
    """The campaign this browser was in last, or the first of these; None of none."""
    kept = request.cookies.get(COOKIE, "")
    found = next((one for one in ids if str(one) == kept), None)
    return found if found is not None else next(iter(ids), None)


def switcher_for(actor: Actor) -> Switcher | None:
    """The switcher of this page; None when there is no campaign."""
    rows = campaigns_of(actor)
    if not rows:
        return None
    here_id = _asked() or chosen_id([row.id for row in rows])
    here = next((row.name for row in rows if row.id == here_id), UNNAMED)
    choices = (
        Choice(
            row.name,
            row.start_on,
            _url(actor, row.id),
            row.id == here_id,
            row.status == "closed",
        )
        for row in rows
    )
    return Switcher(here, tuple(choices))


def _asked() -> int | None:
    """The campaign the address names, if it names one."""
    if "campaign_id" in (request.view_args or {}):
        named: int = (request.view_args or {})["campaign_id"]
        return named
    return request.args.get("campaign", type=int)


def _url(actor: Actor, campaign_id: int) -> str:
    endpoint, section = request.endpoint or "", request.blueprint or ""
    if endpoint in SAME_PAGE:
        return url_for(endpoint, campaign_id=campaign_id)
    by_query = BY_QUERY.get(section, "")
    if by_query in current_app.view_functions:
        return url_for(by_query, campaign=campaign_id)
    is_reader = actor.may("overview.read") and section != "campaigns"
    return url_for(
        "overview.board" if is_reader else "campaigns.show", campaign_id=campaign_id
    )


def _keep(response: Response) -> Response:
    """Remember the campaign that a page was about."""
    number = _asked() if request.blueprint in SECTIONS else None
    if request.method == "GET" and response.status_code == 200 and number:
        response.set_cookie(
            COOKIE,
            str(number),
            max_age=_YEAR_SECONDS,
            httponly=True,
            samesite="Lax",
        )
    return response
