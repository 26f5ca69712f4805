"""What a person does to a draft: correct, confirm, add, remove, decide; pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from domain.campaigns import Campaign, Phase, Requirement, Task
from domain.errors import Invalid
from domain.plan_mapping.model import (
    WHOLE,
    Anchor,
    Handled,
    Leftover,
    Part,
    PartName,
    PlanDraft,
    next_id,
)

_LISTS: dict[PartName, str] = {
    "phase": "phases",
    "task": "tasks",
    "requirement": "requirements",
}
_REMOVED = "您从活动中去掉了这一项。"


def correct_whole(
    draft: PlanDraft, name: str, start_on: date, end_on: date
) -> PlanDraft:
    """Name and days as a person states them."""
    changed = replace(draft, name=name, start_on=start_on, end_on=end_on)
    return confirm(changed, "campaign", WHOLE)


def correct(draft: PlanDraft, part: PartName, changed: Part) -> PlanDraft:
    """Another state of a part; nothing of it is in doubt any more."""
    parts = tuple(changed if one.id == changed.id else one for one in draft.parts(part))
    return confirm(_with(draft, part, parts), part, changed.id)


def confirm(draft: PlanDraft, part: PartName, part_id: int) -> PlanDraft:
    """A person has looked: the part is right as it stands."""
    checked = replace(draft.anchor(part, part_id), doubts=(), is_checked=True)
    others = [one for one in draft.anchors if (one.part, one.id) != (part, part_id)]
    return replace(draft, anchors=(*others, checked))


def add(
    draft: PlanDraft, part: PartName, new: Part, leftover_id: int | None = None
) -> tuple[PlanDraft, int]:
    """A part more, at the end; it takes the place of the leftover it is made of.

    Returns:
        The draft, and the id the part was given.
    """
    made = replace(new, id=next_id(draft.parts(part)))
    made = replace(made, position=made.id)
    source = leftover(draft, leftover_id)
    anchor = Anchor(
        part,
        made.id,
        source.at if source else None,
        raw=source.raw if source else "",
        is_checked=True,
    )
    grown = _with(draft, part, (*draft.parts(part), made))
    grown = replace(grown, anchors=(*grown.anchors, anchor))
    return (decide(grown, source.id, "used") if source else grown), made.id


def remove(draft: PlanDraft, part: PartName, part_id: int) -> PlanDraft:
    """Without the part; what hung on it hangs on what it hung on.

    Its sentence comes back among the leftovers, so that it can be made into a part
    again.
    """
    gone = draft.part(part, part_id)
    if gone is None:
        return draft
    anchor = draft.anchor(part, part_id)
    left = _with(
        draft, part, tuple(one for one in draft.parts(part) if one.id != part_id)
    )
    left = _rehung(left, gone)
    left = replace(left, anchors=tuple(one for one in left.anchors if one != anchor))
    if anchor.at is None:
        return left
    back = Leftover(next_id(left.leftovers), "removed", anchor.raw, anchor.at, _REMOVED)
    return replace(left, leftovers=(*left.leftovers, back))


def decide(draft: PlanDraft, leftover_id: int, handled: Handled) -> PlanDraft:
    """A person has seen a leftover, or used it; empty opens it again."""
    return replace(
        draft,
        leftovers=tuple(
            replace(one, handled=handled) if one.id == leftover_id else one
            for one in draft.leftovers
        ),
    )


def leftover(draft: PlanDraft, leftover_id: int | None) -> Leftover | None:
    """The leftover of that id, or None."""
    return next((one for one in draft.leftovers if one.id == leftover_id), None)


def as_campaign(draft: PlanDraft) -> Campaign:
    """The draft as a campaign, its parts numbered in order.

    Raises:
        Invalid: The days of the campaign are missing, or the last is before the first.
    """
    fields = {}
    if draft.start_on is None:
        fields["start_on"] = "方案没有写活动从哪天开始，请填写开始日期。"
    if draft.end_on is None:
        fields["end_on"] = "方案没有写活动到哪天结束，请填写结束日期。"
    if draft.start_on and draft.end_on and draft.end_on < draft.start_on:
        fields["end_on"] = "活动的结束日期早于开始日期，请改正。"
    if fields or not (draft.start_on and draft.end_on):
        raise Invalid("活动没有建立：" + "".join(fields.values()), fields)
    return Campaign(
        0,
        draft.name,
        draft.start_on,
        draft.end_on,
        _numbered(draft.phases),
        _numbered(draft.tasks),
        _numbered(draft.requirements),
    )


def _numbered(parts: Sequence[Any]) -> tuple[Any, ...]:
    """In order, those inside after what they are inside of."""
    return tuple(
        replace(one, position=number)
        for number, one in enumerate(_parents_first(parts), start=1)
    )


def _parents_first(parts: Sequence[Any]) -> list[Any]:
    placed: dict[int, Any] = {}
    waiting = list(parts)
    while waiting:
        ready = [
            one
            for one in waiting
            if getattr(one, "parent_id", None) is None or one.parent_id in placed
        ]
        for one in ready or waiting:
            placed[one.id] = one
        waiting = [one for one in waiting if one.id not in placed]
    return list(placed.values())


def _with(draft: PlanDraft, part: PartName, parts: Sequence[Part]) -> PlanDraft:
    lists: dict[str, Any] = {_LISTS[part]: tuple(parts)}
    return replace(draft, **lists)


def _rehung(draft: PlanDraft, gone: Part) -> PlanDraft:
    if isinstance(gone, Phase):
        return replace(
            draft,
            phases=_moved(draft.phases, "parent_id", gone.id, gone.parent_id),
            tasks=_moved(draft.tasks, "phase_id", gone.id, gone.parent_id),
            requirements=_moved(
                draft.requirements, "phase_id", gone.id, gone.parent_id
            ),
        )
    if isinstance(gone, Task):
        return replace(
            draft,
            tasks=_moved(draft.tasks, "parent_id", gone.id, gone.parent_id),
            requirements=_moved(draft.requirements, "task_id", gone.id, gone.parent_id),
        )
    assert isinstance(gone, Requirement)
    return draft


def _moved(
    parts: Sequence[Any], name: str, old: int, new: int | None
) -> tuple[Any, ...]:
    return tuple(
        replace(one, **{name: new}) if getattr(one, name) == old else one
        for one in parts
    )
