"""What the pages of units show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.organisation.held import HeldPlace, HeldUnit
from domain.units import TreeName, Unit
from services.organisation import Loaded
from store.queries.accounts import AccountLine
from store.queries.organisation import BodyLine
from store.queries.people import PersonLine
from web.paging import Column

TREE_LABELS: dict[TreeName, str] = {"admin": "行政隶属", "party": "党组织隶属"}


@dataclass(frozen=True)
class TreeRow:
    """A unit in the tree; counts are of the unit alone, None where not seen."""

    unit: Unit
    depth: int
    people_count: int | None
    account_count: int | None


TREE_COLUMNS = (
    "单位",
    "代码",
    "类型",
    Column("人数", is_number=True),
    Column("账号", is_number=True),
)
COUNT_COLUMNS = (
    "表",
    Column("新增", is_number=True),
    Column("改动", is_number=True),
    Column("未变", is_number=True),
)
PLACE_COLUMNS = ("体系", "上级", Column("排序", is_number=True), "从", "到")


@dataclass(frozen=True)
class ListPage:
    """A tree on a day.

    Attributes:
        tree: admin or party.
        on: The day shown.
        tabs: (label, url, is_here) of both trees.
        rows: Units in official order.
        closed: Units whose last day is before the day shown.
        totals: Units, people and accounts of the actor's scope.
        may_manage: Whether anything can be changed.
    """

    tree: TreeName
    on: date
    is_today: bool
    tabs: Sequence[tuple[str, str, bool]]
    rows: Sequence[TreeRow]
    closed: Sequence[HeldUnit]
    totals: tuple[int, int, int]
    may_manage: bool
    columns: Sequence[Column | str] = TREE_COLUMNS


@dataclass(frozen=True)
class ShowPage:
    """One unit.

    Attributes:
        above: Units above, topmost first.
        places: Its places in both trees, latest first.
        names: Unit name by id.
        people: The first few present people.
        people_count: All present people.
        is_seen: Whether people and accounts lie within the scope.
    """

    unit: HeldUnit
    above: Sequence[Unit]
    below: Sequence[Unit]
    places: Sequence[HeldPlace]
    names: Mapping[int, str]
    tree_labels: Mapping[TreeName, str]
    people: Sequence[PersonLine]
    people_count: int
    accounts: Sequence[AccountLine]
    bodies: Sequence[BodyLine]
    is_seen: bool
    may_manage: bool
    may_manage_accounts: bool
    columns: Sequence[Column | str] = PLACE_COLUMNS


@dataclass(frozen=True)
class ImportPage:
    """Choosing a file to load; errors by field name."""

    errors: Mapping[str, str]


@dataclass(frozen=True)
class PreviewPage:
    """What loading the file would change.

    Attributes:
        loaded: What would change, and the problems.
        counts: (list in Chinese, new, changed, same).
        lines_more: Changed rows beyond those shown.
        token: Names the kept file for the confirmation.
    """

    loaded: Loaded
    counts: Sequence[tuple[str, int, int, int]]
    lines_more: int
    token: str
    columns: Sequence[Column | str] = COUNT_COLUMNS


@dataclass(frozen=True)
class LoadedPage:
    """What loading did, with the passwords that are shown this once."""

    loaded: Loaded
    counts: Sequence[tuple[str, int, int, int]]
    columns: Sequence[Column | str] = COUNT_COLUMNS
