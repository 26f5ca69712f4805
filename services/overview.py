"""The overview of a campaign: every expected unit with its lights and figures."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial

from domain.board import Board, Group, Rule, groups_of, rolled_up
from domain.errors import NotFound
from domain.facts import Unit
from domain.kept import Kept
from domain.rollup import Totals
from domain.units import TreeName, UnitTree
from services import standings
from store import clock
from store.queries import expected
from store.queries import standings as queries
from store.queries.campaigns import CampaignRow, campaign, campaign_row, notice
from store.queries.overview import SitePackage, Tally, site_packages, tally_by_unit
from store.queries.units import unit_tree
from store.scope import EVERYTHING, acting_in


@dataclass(frozen=True)
class View:
    """What is asked for.

    Attributes:
        unit_id: Only this unit and what lies below it; None is every expected unit.
        on: Day of judgement; None is today.
        within: Only these units, as far as the actor may see; None is all.
    """

    unit_id: int | None = None
    tree: TreeName = "admin"
    on: date | None = None
    within: frozenset[int] | None = None


@dataclass(frozen=True)
class UnitLine:
    """An expected unit in the overview.

    Attributes:
        parent_id: Unit above it in the tree asked for, if that is shown too.
        order: Official order, from 1.
        package: Of the offline branch that holds it, if one does.
    """

    id: int
    code: str
    name: str
    kind: str
    depth: int
    order: int
    parent_id: int | None
    tally: Tally
    package: SitePackage | None


@dataclass(frozen=True)
class Overview:
    """Lights and figures of the units asked for, in official order.

    Attributes:
        read_groups: Gives what board is folded from.
        kept: Every subject's row, only where rows were asked for.
        whole_records: Records behind requirements of the campaign as a whole.
    """

    row: CampaignRow
    rule: Rule
    lines: tuple[UnitLine, ...]
    read_groups: Callable[[], Iterable[Group]]
    kept: Mapping[tuple[int, int], list[Kept]] = field(default_factory=dict)
    whole_records: Mapping[int, tuple[tuple[str, int], ...]] = field(
        default_factory=dict
    )

    @cached_property
    def board(self) -> Board:
        """Lights and totals of each unit alone; read when first asked for."""
        return Board(self.read_groups(), self.rule)

    @cached_property
    def below(self) -> Totals:
        """Totals of each unit with the shown units below it."""
        parents = {one.id: one.parent_id for one in self.lines}
        return rolled_up(list(parents), parents, self.board.own)

    @property
    def top_ids(self) -> list[int]:
        """Units without a shown unit above; their totals add up to the whole."""
        return [one.id for one in self.lines if one.parent_id is None]


def overview(campaign_id: int, view: View, *, with_rows: bool = False) -> Overview:
    """Everything the board, the roll-up and their files show.

    Today's figures are read as kept, which the caller has refreshed; another day's
    are counted afresh from all records.

    Raises:
        NotFound: No such campaign, or not published here.
    """
    on = view.on or clock.today()
    with acting_in(EVERYTHING):
        row, found = campaign_row(campaign_id), campaign(campaign_id)
        if row is None or found is None:
            message = (
                "没有这个活动。请用 flask campaign list 查看编号，或从活动列表进入。"
            )
            raise NotFound(message)
        rule = Rule.of(found, on, notice())
        lines = _lines(campaign_id, view, on)
        unit_ids = [one.id for one in lines]
        if on == clock.today() and not with_rows:
            wanted = unit_ids if view.unit_id or view.within is not None else None
            read = partial(queries.groups, campaign_id, rule.bounded_ids, wanted)
            return Overview(row, rule, lines, read)
        kept, records = _rows(campaign_id, on, unit_ids)
    read = partial(groups_of, kept, rule.bounded_ids)
    return Overview(row, rule, lines, read, _by_cell(kept), records)


def _rows(
    campaign_id: int, on: date, unit_ids: Collection[int]
) -> tuple[list[Kept], Mapping[int, tuple[tuple[str, int], ...]]]:
    if on == clock.today():
        return (
            queries.kept_rows(campaign_id, unit_ids),
            queries.contributed_records(campaign_id),
        )
    live = standings.count_live(campaign_id, on)
    wanted = set(unit_ids)
    return [one for one in live.kept if one.unit_id in wanted], live.whole_records


def _by_cell(kept: Collection[Kept]) -> dict[tuple[int, int], list[Kept]]:
    found: dict[tuple[int, int], list[Kept]] = {}
    for one in kept:
        found.setdefault((one.unit_id, one.requirement_id), []).append(one)
    return found


def _lines(campaign_id: int, view: View, on: date) -> tuple[UnitLine, ...]:
    tree = unit_tree(on, view.tree)
    if view.unit_id is not None and view.unit_id not in tree.by_id:
        tree = unit_tree(None, view.tree)
    units = {one.id: one for one in expected.expected_units(campaign_id, on)}
    placed = [
        unit.id
        for unit, _ in tree.walk(view.unit_id)
        if unit.id in units and _is_seen(view, unit.id)
    ]
    if view.unit_id is None:
        # closed since, or not placed on that day: still expected, so still listed
        left = units.keys() - set(placed)
        placed += [one for one in sorted(left) if _is_seen(view, one)]
    shown = set(placed)
    packages = {one.unit_code: one for one in site_packages()}
    tallies = tally_by_unit(campaign_id)
    lines: dict[int, UnitLine] = {}
    for order, unit_id in enumerate(placed, start=1):
        unit, parent_id = units[unit_id], _shown_above(tree, unit_id, shown)
        lines[unit_id] = UnitLine(
            id=unit_id,
            code=unit.code,
            name=unit.name,
            kind=unit.kind,
            depth=lines[parent_id].depth + 1 if parent_id else 0,
            order=order,
            parent_id=parent_id,
            tally=tallies.get(unit_id, Tally()),
            package=_package(tree, unit, packages),
        )
    return tuple(lines.values())


def _is_seen(view: View, unit_id: int) -> bool:
    return view.within is None or unit_id in view.within


def _shown_above(tree: UnitTree, unit_id: int, shown: Collection[int]) -> int | None:
    if unit_id not in tree.by_id:
        return None
    above = (one.id for one in tree.ancestors(unit_id))
    return next((one for one in above if one in shown), None)


def _package(
    tree: UnitTree, unit: Unit, packages: Mapping[str, SitePackage]
) -> SitePackage | None:
    if unit.code in packages or unit.id not in tree.by_id or not packages:
        return packages.get(unit.code)
    above = (packages.get(one.code) for one in tree.ancestors(unit.id))
    return next((one for one in above if one), None)
