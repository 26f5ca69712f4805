"""From a reading to what its page shows: marked text, cards, leftovers."""

from collections.abc import Iterator, Sequence

from blueprints.plans.pages import FactLine, PartCard, ShowPage
from domain.campaigns import Requirement, Task
from domain.plan_mapping.described import DOUBT_LABELS, describe, title
from domain.plan_mapping.model import WHOLE, Anchor, Part, PartName, PlanDraft
from domain.plan_mapping.segments import Mark, lines_of
from services import plan_drafts
from store.describe import KIND_BY_KEY
from store.queries.plans import KeptDraft


def kind_labels() -> dict[str, str]:
    """Label by key of every record kind."""
    return {key: kind.label for key, kind in KIND_BY_KEY.items()}


def show_page(kept: KeptDraft) -> ShowPage:
    """The whole page of a reading."""
    draft = kept.draft
    notes = [(f"note-{number}", one) for number, one in enumerate(draft.notes)]
    return ShowPage(
        row=kept.row,
        draft=draft,
        lines=lines_of(kept.text, _marks(draft)),
        whole=card(draft, "campaign", WHOLE),
        phases=[_phase_card(draft, one.id) for one in draft.phases],
        loose=_inside(draft, None),
        faults=[pair for pair in notes if pair[1].kind == "fault"],
        filings=[pair for pair in notes if pair[1].kind == "filing"],
        open_left=sorted(draft.open_leftovers, key=lambda one: one.at),
        decided=[one for one in draft.leftovers if one.handled],
        has_first=plan_drafts.amended(kept.against) is not None,
    )


def card(
    draft: PlanDraft, part: PartName, part_id: int, inside: Sequence[PartCard] = ()
) -> PartCard:
    """One part with its facts and doubts."""
    anchor = draft.anchor(part, part_id)
    found = draft.part(part, part_id)
    facts = _facts(found, draft) if found else _whole_facts(draft)
    name = title(found) if found else draft.name
    lines = [_line(label, value, anchor) for label, value in facts.items()]
    key = f"{part}-{part_id}"
    return PartCard(part, part_id, key, name, anchor, lines, inside)


def _facts(part: Part, draft: PlanDraft) -> dict[str, str]:
    """Without what the page shows by nesting, and without empty optional fields."""
    facts = describe(part, draft, kind_labels())
    by_place = {"名称", "所属阶段", "所属任务", "上级阶段", "时间原文", "原文"}
    optional = {"说明", "上级任务", "适用层次"}
    if isinstance(part, Requirement):
        by_place |= {"指标", "要求"}
    return {
        label: text
        for label, text in facts.items()
        if label not in by_place and (text or label not in optional)
    }


def _whole_facts(draft: PlanDraft) -> dict[str, str]:
    return {"日期": f"{draft.start_on or '……'} 至 {draft.end_on or '……'}"}


def _line(label: str, value: str, anchor: Anchor) -> FactLine:
    doubts = [one for one in anchor.doubts if DOUBT_LABELS.get(one.field) == label]
    if not doubts:
        return FactLine(label, value, "sure", "")
    is_unread = any(one.sureness == "unread" for one in doubts)
    reason = "".join(dict.fromkeys(one.reason for one in doubts))
    return FactLine(label, value, "unread" if is_unread else "unsure", reason)


def _phase_card(draft: PlanDraft, phase_id: int) -> PartCard:
    return card(draft, "phase", phase_id, _inside(draft, phase_id))


def _inside(draft: PlanDraft, phase_id: int | None) -> list[PartCard]:
    """Tasks of a phase with their requirements, then the phase's own requirements."""

    def here(one: Task | Requirement) -> bool:
        return one.phase_id == phase_id

    ids = {one.id for one in draft.tasks}
    cards = [
        card(draft, "task", one.id, _required(draft, one.id))
        for one in draft.tasks
        if here(one)
    ]
    own = [
        card(draft, "requirement", one.id)
        for one in draft.requirements
        if here(one) and one.task_id not in ids
    ]
    return cards + own


def _required(draft: PlanDraft, task_id: int) -> list[PartCard]:
    return [
        card(draft, "requirement", one.id)
        for one in draft.requirements
        if one.task_id == task_id
    ]


def _marks(draft: PlanDraft) -> Iterator[Mark]:
    for number, note in enumerate(draft.notes):
        look = "fault" if note.kind == "fault" else "filing"
        yield Mark(note.at, f"note-{number}", look)
    for left in draft.open_leftovers:
        yield Mark(left.at, f"left-{left.id}", "unread")
    for anchor in draft.anchors:
        key = f"{anchor.part}-{anchor.id}"
        look = "checked" if anchor.is_checked else anchor.sureness
        for at in (anchor.at, anchor.date_at):
            if at is not None:
                yield Mark(at, key, "unsure" if look == "unread" else look)
