"""The organisation as a tree on one day: order, path, subtree, ancestors."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

TreeName = Literal["admin", "party"]
UNIT_KINDS = (
    "局", "大队", "处", "办", "机关", "股室", "科室", "中队", "中心", "下属单位",
    "党委", "党组", "党总支", "党支部", "其他",
)  # fmt: skip
PARTY_KINDS = frozenset({"党委", "党组", "党总支", "党支部"})


@dataclass(frozen=True)
class Unit:
    """A unit as it stands on one day."""

    id: int
    code: str
    name: str
    kind: str
    opened_on: date | None = None
    closed_on: date | None = None

    def is_open(self, on: date) -> bool:
        """Whether the unit exists on the day."""
        return (self.opened_on is None or self.opened_on <= on) and (
            self.closed_on is None or on <= self.closed_on
        )


@dataclass(frozen=True)
class Place:
    """A unit's place in a tree from one day to another, both included."""

    unit_id: int
    tree: TreeName
    parent_id: int | None
    position: int
    from_on: date | None = None
    to_on: date | None = None

    def holds(self, on: date) -> bool:
        """Whether the place is in effect on the day."""
        return (self.from_on is None or self.from_on <= on) and (
            self.to_on is None or on <= self.to_on
        )


class UnitTree:
    """All units of one tree on one day, in official order.

    A unit without a party place stands in the party tree where it stands in the
    administrative one. A parent that is not here (a branch holds only its scope), or
    that would close a circle, makes the unit a root.
    """

    def __init__(
        self,
        units: Iterable[Unit],
        places: Iterable[Place],
        on: date,
        tree: TreeName = "admin",
    ) -> None:
        """Keep what is in effect on the day."""
        self.by_id = {unit.id: unit for unit in units if unit.is_open(on)}
        self.by_code = {unit.code: unit for unit in self.by_id.values()}
        self._places = self._choose(places, on, tree)

    def _choose(
        self, places: Iterable[Place], on: date, tree: TreeName
    ) -> dict[int, Place]:
        chosen: dict[int, Place] = {}
        for place in places:
            if place.unit_id not in self.by_id or not place.holds(on):
                continue
            if place.tree == tree or (
                place.tree == "admin" and place.unit_id not in chosen
            ):
                chosen[place.unit_id] = place
        return chosen

    @cached_property
    def parent_of(self) -> dict[int, int | None]:
        """Parent by unit; None for roots."""
        parents: dict[int, int | None] = {}
        for unit_id in self.by_id:
            place = self._places.get(unit_id)
            parent_id = place.parent_id if place else None
            if parent_id not in self.by_id or self._circles(
                unit_id, parents, parent_id
            ):
                parent_id = None
            parents[unit_id] = parent_id
        return parents

    @staticmethod
    def _circles(
        unit_id: int, parents: dict[int, int | None], parent_id: int | None
    ) -> bool:
        while parent_id is not None:
            if parent_id == unit_id:
                return True
            parent_id = parents.get(parent_id)
        return False

    @cached_property
    def children_of(self) -> dict[int | None, tuple[Unit, ...]]:
        """Children by parent (None: the roots), in official order, then by code."""
        found: dict[int | None, list[Unit]] = {}
        for unit_id, parent_id in self.parent_of.items():
            found.setdefault(parent_id, []).append(self.by_id[unit_id])
        return {
            parent_id: tuple(sorted(units, key=self._order))
            for parent_id, units in found.items()
        }

    def _order(self, unit: Unit) -> tuple[int, str]:
        place = self._places.get(unit.id)
        return (place.position if place else 1 << 30, unit.code)

    def walk(self, start_id: int | None = None) -> Iterator[tuple[Unit, int]]:
        """The unit and all below it (None: everything), with depth, official order."""
        if start_id is not None:
            if start_id not in self.by_id:
                return
            yield self.by_id[start_id], 0
        stack = [(unit, 1) for unit in reversed(self.children_of.get(start_id, ()))]
        while stack:
            unit, depth = stack.pop()
            yield unit, depth if start_id is not None else depth - 1
            below = self.children_of.get(unit.id, ())
            stack.extend((child, depth + 1) for child in reversed(below))

    def subtree(self, unit_id: int) -> frozenset[int]:
        """The unit and everything below it; empty when it is not here."""
        return frozenset(unit.id for unit, _ in self.walk(unit_id))

    def ancestors(self, unit_id: int) -> tuple[Unit, ...]:
        """Units above, nearest first; the unit itself is not among them."""
        found: list[Unit] = []
        parent_id = self.parent_of.get(unit_id)
        while parent_id is not None:
            found.append(self.by_id[parent_id])
            parent_id = self.parent_of[parent_id]
        return tuple(found)
