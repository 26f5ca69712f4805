"""What the pages of accounts show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from domain.fields import Field
from store.queries.accounts import AccountLine, GrantLine
from web.paging import Column, Filter, Pager


@dataclass(frozen=True)
class ListPage:
    """Accounts that match the filters, a page of them."""

    accounts: Sequence[AccountLine]
    unit_names: Mapping[int, str]
    filters: Sequence[Filter]
    pager: Pager
    is_filtered: bool


@dataclass(frozen=True)
class GrantRow:
    """A role with the word for its state.

    Attributes:
        state: 现在, 将来 or 已到期.
        can_end: Whether it can still be taken back.
    """

    grant: GrantLine
    state: str
    can_end: bool


@dataclass(frozen=True)
class GrantForm:
    """Granting one more role: as typed, with reasons by field name."""

    fields: Sequence[Field]
    options: Mapping[str, Sequence[tuple[str, str, str]]]
    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ShowPage:
    """One account.

    Attributes:
        is_own: It is the actor's own, so nothing here can be changed.
        form: Granting a role; absent from one's own account.
    """

    account: AccountLine
    unit_names: Mapping[int, str]
    grants: Sequence[GrantRow]
    is_own: bool
    form: GrantForm


@dataclass(frozen=True)
class PasswordPage:
    """A one-time password, shown this once."""

    account_name: str
    password: str
    back: str


@dataclass(frozen=True)
class ReachRow:
    """What an account may do, and where.

    Attributes:
        units: The topmost units of each subtree it reaches.
        count: Units reached in all.
    """

    label: str
    units: Sequence[str]
    count: int


@dataclass(frozen=True)
class ReachPage:
    """What an account sees today; rows without units are what it may not do."""

    account: AccountLine
    granted: Sequence[ReachRow]
    refused: Sequence[str]
    columns: Sequence[Column | str] = (
        "能做的事",
        "在这些单位及其下级",
        Column("单位数", is_number=True),
    )
