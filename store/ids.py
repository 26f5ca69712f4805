"""Row numbers: site number in the high bits, the site's own counter in the low 33."""

from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import scoped_session

SITE_SHIFT = 33

_TAKE = text(
    "UPDATE sync_clock SET counter = counter + 1 RETURNING (site << 33) | counter"
)

_TAKE_MANY = text(
    "UPDATE sync_clock SET counter = counter + :count RETURNING (site << 33) | counter"
)


def take_id(context: Any) -> int:
    """Column default: the next row number of this site; never used twice."""
    return int(context.connection.execute(_TAKE).scalar_one())


def take_ids(session: scoped_session[Any], count: int) -> range:
    """The next count row numbers of this site at once; for bulk inserts."""
    if count == 0:
        return range(0)
    last = int(session.execute(_TAKE_MANY, {"count": count}).scalar_one())
    return range(last - count + 1, last + 1)


def site_of(row_id: int) -> int:
    """Number of the site that created the row."""
    return row_id >> SITE_SHIFT
