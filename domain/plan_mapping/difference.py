"""What an amended plan adds, drops and changes against the first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeVar

from domain.campaigns import Requirement
from domain.plan_mapping.described import Parts, describe, title
from domain.plan_mapping.model import Part, PartName

ALIKE = 0.6
"""Share of common characters from which two names or sentences are one, reworded."""

Item = TypeVar("Item", bound=Part)


@dataclass(frozen=True)
class FieldChange:
    """One field that reads differently now."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Change:
    """A part that is new, gone, or different.

    Attributes:
        title: What it is called now, or was called when gone.
        sentence: The plan's own words for it; empty when there are none.
        new_id: Its id in the new reading; None when gone.
        fields: What changed; empty when added or removed.
    """

    kind: str
    part: PartName
    title: str
    sentence: str
    new_id: int | None
    fields: tuple[FieldChange, ...] = ()


def differences(old: Parts, new: Parts, kinds: Mapping[str, str]) -> tuple[Change, ...]:
    """Phases, then tasks, then requirements: changed, added, removed.

    Two parts are the same when name or sentence agree, or else are alike enough; ids
    say nothing, since each reading numbers anew.

    Args:
        old: The first reading, or the campaign made from it.
        new: The second reading.
        kinds: Label of a record kind by key.
    """
    found: list[Change] = []
    found += _of("phase", old.phases, new.phases, (old, new, kinds))
    found += _of("task", old.tasks, new.tasks, (old, new, kinds))
    found += _of("requirement", old.requirements, new.requirements, (old, new, kinds))
    return tuple(found)


def _of(
    part: PartName,
    old: Sequence[Item],
    new: Sequence[Item],
    wholes: tuple[Parts, Parts, Mapping[str, str]],
) -> Iterator[Change]:
    pairs = _pairs(old, new)
    for one, other in pairs:
        fields = tuple(_changed(one, other, wholes))
        if fields:
            yield Change(
                "changed", part, title(other), _spoken(other), other.id, fields
            )
    kept_old = {one.id for one, _ in pairs}
    kept_new = {other.id for _, other in pairs}
    for other in new:
        if other.id not in kept_new:
            yield Change("added", part, title(other), _spoken(other), other.id)
    for one in old:
        if one.id not in kept_old:
            yield Change("removed", part, title(one), _spoken(one), None)


def _pairs(old: Sequence[Item], new: Sequence[Item]) -> list[tuple[Item, Item]]:
    """Each old part with its new one: first the equal, then the most alike."""
    pairs: list[tuple[Item, Item]] = []
    free = list(new)
    waiting: list[Item] = []
    for one in old:
        same = next((other for other in free if _key(other) == _key(one)), None)
        if same is None:
            waiting.append(one)
            continue
        free.remove(same)
        pairs.append((one, same))
    for one in waiting:
        best = max(free, key=lambda other: _likeness(one, other), default=None)
        if best is not None and _likeness(one, best) >= ALIKE:
            free.remove(best)
            pairs.append((one, best))
    return pairs


def _key(part: Part) -> tuple[str, ...]:
    if isinstance(part, Requirement):
        return part.raw, part.metric, part.measure
    return (part.name,)


def _likeness(one: Part, other: Part) -> float:
    if isinstance(one, Requirement) and isinstance(other, Requirement):
        if one.metric != other.metric:
            return 0.0
        return SequenceMatcher(None, one.raw, other.raw, autojunk=False).ratio()
    return SequenceMatcher(None, title(one), title(other), autojunk=False).ratio()


def _changed(
    one: Part, other: Part, wholes: tuple[Parts, Parts, Mapping[str, str]]
) -> Iterator[FieldChange]:
    old, new, kinds = wholes
    before, after = describe(one, old, kinds), describe(other, new, kinds)
    for label, text in after.items():
        if before[label] != text:
            yield FieldChange(label, before[label], text)


def _spoken(part: Part) -> str:
    return part.raw if isinstance(part, Requirement) else part.raw_date
