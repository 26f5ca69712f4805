"""The door of the mapping: a plan's reading in, a campaign draft out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from domain.plan_mapping.days import Years, years_of
from domain.plan_mapping.found import Around, Doubts
from domain.plan_mapping.model import WHOLE, Anchor, Leftover, Note, PlanDraft
from domain.plan_mapping.requirements import Mapped, Place, map_requirement
from domain.plan_mapping.tasks import Laid, lay
from domain.plans.model import Filing, Plan

NAMELESS = "未命名的活动"


@dataclass(frozen=True)
class Setting:
    """What a plan is read for.

    Attributes:
        year: Taken when the plan names none.
        tiers: Names of the tiers the organisation uses.
        simplified: Simplified character by code point of the traditional one.
    """

    year: int
    tiers: Collection[str] = ()
    simplified: Mapping[int, str] = field(default_factory=dict)


def map_plan(plan: Plan, text: str, setting: Setting) -> PlanDraft:
    """A campaign draft in which every part knows its sentence.

    What could not be mapped is in ``leftovers`` with the reason, and what the reader
    placed nowhere beside it; nothing of the reading is dropped.

    Args:
        plan: The reading.
        text: The text it was read from.
        setting: Year, tiers and characters.
    """
    years = years_of(plan, setting.year)
    around = Around(text, years, setting.tiers, setting.simplified)
    laid = lay(plan, around)
    mapped = _requirements(plan, laid, around)
    unmapped = [one.leftover for one in mapped if one.leftover]
    unread = [
        Leftover(
            0, "unread", one.raw, one.at, "有数字、日期或“要、应、必须”，没有读出内容。"
        )
        for one in plan.unread
    ]
    leftovers = sorted([*unmapped, *unread], key=lambda one: one.at)
    anchors = [_whole(plan, years), *laid.anchors]
    anchors += [one.anchor for one in mapped if one.anchor]
    return PlanDraft(
        name=plan.title or NAMELESS,
        start_on=years.start,
        end_on=years.end,
        phases=laid.phases,
        tasks=laid.tasks,
        requirements=tuple(one.requirement for one in mapped if one.requirement),
        anchors=tuple(anchors),
        leftovers=tuple(
            Leftover(number, one.kind, one.raw, one.at, one.reason)
            for number, one in enumerate(leftovers, start=1)
        ),
        notes=_notes(plan),
    )


def _requirements(plan: Plan, laid: Laid, around: Around) -> list[Mapped]:
    found: list[Mapped] = []
    before = None
    for number, one in enumerate(plan.requirements, start=1):
        place = Place(laid.phase(one.phase, one.at[0]), laid.task(one.task, one.at[0]))
        mapped = map_requirement(one, place, around, number, before)
        before = mapped.requirement
        found.append(mapped)
    return found


def _whole(plan: Plan, years: Years) -> Anchor:
    doubts = Doubts()
    if not plan.title:
        doubts.unread("name", "没有读出方案标题。")
    if years.start is None:
        doubts.unread("start_on", "方案没有写活动从哪天开始。")
    if years.end is None:
        doubts.unread("end_on", "方案没有写活动到哪天结束。")
    for name in ("start_on", "end_on"):
        if years.is_assumed:
            doubts.unsure(name, f"方案没有写年份，暂按{years.first}年。")
        elif plan.span.raw is None:
            doubts.unsure(name, "方案没有单独写起止时间，按各阶段推定。")
    at = plan.span.at
    return Anchor("campaign", WHOLE, at, None, plan.span.raw or "", doubts.listed())


def _notes(plan: Plan) -> tuple[Note, ...]:
    faults = [Note("fault", one.message, one.raw, one.at) for one in plan.problems]
    filings = [Note("filing", _filing(one), one.raw, one.at) for one in plan.filings]
    return (*faults, *filings)


def _filing(one: Filing) -> str:
    to = f"，报{one.to}" if one.to else ""
    due = one.due or one.due_raw
    return f"{one.what}{to}{f'，{due}' if due else ''}"
