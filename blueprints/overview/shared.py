"""What views of the overview share: which campaign, which units, which words."""

from flask import request, url_for

from blueprints.overview.pages import Frame
from domain.board import Rule
from domain.campaigns import Requirement
from domain.errors import NotFound
from domain.lights import LIGHT_BY_STATE, rule_text
from domain.metrics import label_of
from domain.wording import COMPARISON_LABELS, PER_LABELS, amount
from services import standings
from services.overview import Overview, UnitLine, View, overview
from store.describe import KIND_BY_KEY
from store.queries.campaigns import campaign_rows
from web.paging import Filter
from web.policy import current_actor

TABS = (
    ("看板", "overview.board"),
    ("汇总", "overview.rollup"),
    ("差距清单", "overview.gaps"),
    ("单位任务", "overview.tasks"),
)


def seen(campaign_id: int, view: View | None = None) -> Overview:
    """The campaign's figures today, of the units the actor may see.

    Raises:
        NotFound: No such campaign.
    """
    standings.refresh_if_stale()
    within = current_actor().reach["overview.read"]
    asked = view or View()
    return overview(campaign_id, View(asked.unit_id, asked.tree, None, within))


def frame_of(found: Overview) -> Frame:
    """Tabs, campaigns and the rule beside the lights."""
    here = request.endpoint or ""
    campaign_id = found.row.id
    rows = [row for row in campaign_rows() if row.status != "draft"]
    return Frame(
        row=found.row,
        tabs=[
            (label, url_for(endpoint, campaign_id=campaign_id), endpoint == here)
            for label, endpoint in TABS
        ],
        campaigns=[
            (row.name, url_for(here, campaign_id=row.id), row.id == campaign_id)
            for row in rows
        ]
        if len(rows) > 1 and here in {endpoint for _, endpoint in TABS}
        else [],
        rule=rule_text(found.rule.notice.days),
        on=found.rule.on,
    )


def line_of(found: Overview, unit_id: int) -> UnitLine:
    """The unit's line.

    Raises:
        NotFound: It is not among the units shown.
    """
    line = next((one for one in found.lines if one.id == unit_id), None)
    if line is None:
        message = "这个单位不在活动的应报名单中，或不在您的范围内。请从看板重新进入。"
        raise NotFound(message)
    return line


def said(requirement: Requirement, rule: Rule) -> list[tuple[str, str]]:
    """The requirement in words."""
    window = rule.yardsticks[requirement.id].window
    except_ = f"（{requirement.tier_except}除外）" if requirement.tier_except else ""
    evidence = [
        label for key, label in kind_labels().items() if key in requirement.evidence
    ]
    facts = [
        ("方案原文", requirement.raw),
        ("指标", label_of(requirement.metric)),
        (
            "要求",
            f"{COMPARISON_LABELS[requirement.comparison]} {amount(requirement)}",
        ),
        ("计算对象", PER_LABELS[requirement.per]),
        ("适用层次", f"{requirement.tier or '不分层次'}{except_}"),
        ("计算时段", f"{window.start_on} 至 {window.due_on}"),
        ("佐证台账", "、".join(evidence) or "该指标的各类台账"),
    ]
    return [*facts, ("说明", requirement.note)] if requirement.note else facts


def kind_labels() -> dict[str, str]:
    """Label of every record kind."""
    return {key: kind.label for key, kind in KIND_BY_KEY.items()}


def unit_filter(found: Overview, value: str) -> Filter:
    """Choose a unit with all below it."""
    choices = tuple((str(one.id), "　" * one.depth + one.name) for one in found.lines)
    return Filter("unit", "单位", value, choices)


LIGHTS = LIGHT_BY_STATE
