"""What views of the overview share: which campaign, which units, which words."""

from collections.abc import Mapping

from flask import request, url_for

from blueprints.overview.pages import Frame
from domain.board import Rule
from domain.campaigns import Requirement
from domain.errors import NotFound
from domain.lights import LIGHT_BY_STATE, rule_text
from domain.metrics import label_of
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
PER_LABELS: Mapping[str, str] = {
    "person": "每人",
    "unit": "每个单位",
    "branch": "每个党支部",
    "body": "每个机构",
    "campaign": "全活动",
    "person_per_week": "每人每周",
    "unit_per_phase": "每单位每阶段",
    "person_per_phase": "每人每阶段",
}
COMPARISON_LABELS: Mapping[str, str] = {
    "at_least": "不少于",
    "at_most": "不超过",
    "exactly": "等于",
    "between": "介于",
    "coverage": "覆盖",
    "cadence": "每周",
    "event": "发生即办",
}


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


def short_name(requirement: Requirement) -> str:
    """Metric, threshold and tier: 学习笔记 ≥5000字（班子成员）."""
    tier = f"（{requirement.tier}）" if requirement.tier else ""
    return f"{label_of(requirement.metric)} {threshold(requirement)}{tier}"


def threshold(requirement: Requirement) -> str:
    """The comparison with its value: ≥5000字, 1–2个, 100%."""
    value = f"{requirement.value:g}"
    if requirement.comparison == "coverage":
        return f"覆盖{requirement.value:.0%}"
    if requirement.comparison == "between":
        return f"{value}–{requirement.value_to:g}{requirement.measure}"
    sign = {"at_most": "≤", "exactly": "="}.get(requirement.comparison, "≥")
    return f"{sign}{value}{requirement.measure}"


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
            f"{COMPARISON_LABELS[requirement.comparison]}　{threshold(requirement)}",
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
