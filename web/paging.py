"""Lists in parts: the page number stands in the URL beside the filters."""

from dataclasses import dataclass
from typing import Literal

from flask import request, url_for

SIZE = 50


@dataclass(frozen=True)
class Pager:
    """Where one is in a long list.

    Attributes:
        number: Page shown, from 1.
        total: Rows in all.
        size: Rows a page.
    """

    number: int
    total: int
    size: int = SIZE

    @property
    def last(self) -> int:
        """Number of the last page; 1 for an empty list."""
        return max(1, -(-self.total // self.size))

    @property
    def offset(self) -> int:
        """Rows before this page."""
        return (self.number - 1) * self.size

    @property
    def first_row(self) -> int:
        """Number of the first row shown, from 1; 0 for an empty list."""
        return min(self.offset + 1, self.total)

    @property
    def last_row(self) -> int:
        """Number of the last row shown."""
        return min(self.offset + self.size, self.total)

    def url(self, number: int) -> str:
        """This list at another page, filters kept."""
        return url_with(page=str(number))


def pager_for(total: int, size: int = SIZE) -> Pager:
    """The pager of this request; a number beyond the end is the last page."""
    asked = request.args.get("page", 1, type=int)
    last = Pager(1, total, size).last
    return Pager(min(max(asked, 1), last), total, size)


def url_with(**changes: str) -> str:
    """This address with some words of its query changed; "" takes one out."""
    assert request.endpoint is not None
    query: dict[str, list[str]] = request.args.to_dict(flat=False)
    query.pop("page", None)
    query.update({name: [value] for name, value in changes.items()})
    kept = {name: values for name, values in query.items() if any(values)}
    return url_for(request.endpoint, **(request.view_args or {}), **kept)  # type: ignore[arg-type]  # url_for takes lists


@dataclass(frozen=True)
class Filter:
    """One word of the filter bar.

    Attributes:
        choices: (value, label) pairs; none makes an input of it.
        input: ``search`` or ``date``, where there are no choices.
    """

    name: str
    label: str
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    input: Literal["search", "date"] = "search"


@dataclass(frozen=True)
class Column:
    """One column head.

    Attributes:
        is_number: Figures, set flush right.
        sort_url: Address that sorts by it; empty when it cannot be sorted by.
        order: ``ascending`` or ``descending`` while the list is sorted by it.
    """

    label: str
    is_number: bool = False
    sort_url: str = ""
    order: str = ""


def sortable(label: str, key: str, *, is_number: bool = False) -> Column:
    """A column that sorts the list by ``?sort=key`` or, turned round, ``-key``."""
    now = request.args.get("sort", "")
    order = {key: "ascending", f"-{key}": "descending"}.get(now, "")
    following = f"-{key}" if order == "ascending" else key
    return Column(label, is_number, url_with(sort=following), order)
