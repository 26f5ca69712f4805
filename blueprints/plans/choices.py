"""What the selects of part forms offer."""

from collections.abc import Mapping, Sequence
from typing import get_args

from blueprints.plans.cards import kind_labels
from domain.campaigns import Comparison, Per
from domain.metrics import METRICS
from domain.plan_mapping.described import WEEKDAYS, WHO_LABELS
from domain.plan_mapping.model import PartName, PlanDraft
from domain.wording import COMPARISON_LABELS, PER_LABELS
from store.queries import people

Pair = tuple[str, str]


def choices_for(
    draft: PlanDraft, part: PartName, part_id: int
) -> Mapping[str, Sequence[Pair]]:
    """(key, label) by field name; a part is never offered as its own parent."""
    phases = _named(draft.phases, part_id if part == "phase" else 0)
    tasks = _named(draft.tasks, part_id if part == "task" else 0)
    tiers = [(name, name) for name in _tiers(draft)]
    kinds = list(kind_labels().items())
    return {
        "phase_id": phases,
        "task_id": tasks,
        "parent_id": phases if part == "phase" else tasks,
        "who": list(WHO_LABELS.items()),
        "kinds": kinds,
        "evidence": kinds,
        "metric": [(one.key, one.label) for one in METRICS],
        "comparison": [(key, COMPARISON_LABELS[key]) for key in get_args(Comparison)],
        "per": [(key, PER_LABELS[key]) for key in get_args(Per)],
        "tier": tiers,
        "tier_except": tiers,
        "weekday": [(str(at), f"周{day}") for at, day in enumerate(WEEKDAYS, start=1)],
    }


def _named(parts: Sequence[object], but: int) -> list[Pair]:
    return [
        (str(one.id), one.name)  # type: ignore[attr-defined]  # phases or tasks
        for one in parts
        if one.id != but  # type: ignore[attr-defined]  # phases or tasks
    ]


def _tiers(draft: PlanDraft) -> list[str]:
    """Tiers of the organisation, and those the plan named that nobody holds."""
    named = [one.tier for one in draft.requirements if one.tier]
    left_out = [one.tier_except for one in draft.requirements if one.tier_except]
    return list(dict.fromkeys([*people.tier_names(), *named, *left_out]))
