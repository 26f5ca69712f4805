"""For which unit and campaign records are entered."""

from flask import request

from blueprints.records import routes_lists
from blueprints.records.pages import PlacePage
from domain.errors import Forbidden
from domain.fields import Kind
from domain.policy import Actor
from domain.reading import row_number
from services import record_entry
from services.record_entry import Place, Wanted
from store.queries.units import unit_tree


def asked_for(kind: Kind, actor: Actor) -> Place:
    """The unit, campaign and task the URL names, or the only ones there are.

    Raises:
        Invalid: When it is not plain which; see question.
    """
    asked = request.args
    unit_id = asked.get("unit", type=row_number) or actor.unit_id
    if "unit" not in asked and not actor.may("records.enter", unit_id):
        unit_id = min(actor.reach["records.enter"])
    wanted = Wanted(
        asked.get("task", type=row_number), asked.get("campaign", type=row_number)
    )
    return record_entry.find_place(actor, kind, unit_id, wanted)


def question(kind: Kind, actor: Actor, message: str = "") -> PlacePage:
    """The page that asks for unit and campaign, and comes back to this address."""
    reach = actor.reach.get("records.enter", frozenset())
    if not reach:
        sentence = "您没有可以填报的单位。"
        raise Forbidden(sentence)
    units = [
        (str(unit.id), f"{'　' * depth}{unit.name}")
        for unit, depth in unit_tree().walk()
        if unit.id in reach
    ]
    campaigns = routes_lists.campaigns_of(actor)
    only = str(campaigns[0].id) if len(campaigns) == 1 else ""
    return PlacePage(
        kind=kind,
        action=request.path,
        units=tuple(units),
        campaigns=tuple((str(one.id), one.name) for one in campaigns),
        unit_id=request.args.get("unit", str(actor.unit_id)),
        campaign_id=request.args.get("campaign", only),
        message=message
        if campaigns
        else "没有已发布的活动，暂时不能填报；请等活动办发布活动。",
    )
