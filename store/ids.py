"""Row numbers: site number in the high bits, the site's own counter in the low 33."""

from typing import Any

from sqlalchemy import text

SITE_SHIFT = 33

_TAKE = text(
    "UPDATE sync_clock SET counter = counter + 1 RETURNING (site << 33) | counter"
)


def take_id(context: Any) -> int:
    """Column default: the next row number of this site; never used twice."""
    return int(context.connection.execute(_TAKE).scalar_one())


def site_of(row_id: int) -> int:
    """Number of the site that created the row."""
    return row_id >> SITE_SHIFT
