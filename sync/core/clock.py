"""Stamps and ids: what their bits mean.

A stamp is ``(hlc, site)``. The hybrid clock ``hlc`` is milliseconds since 1970 shifted
left by 16, plus a counter. The clock itself ticks in the capture triggers
(store/dialects), because every write must tick it, also one from a console.
"""

from datetime import UTC, datetime, timedelta

COUNTER_BITS = 16
SITE_SHIFT = 33
SITE_MAX = 2**30 - 1
DAY_MS = 86_400_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def hlc_at(unix_ms: int) -> int:
    """The smallest stamp of that millisecond."""
    return unix_ms << COUNTER_BITS


def unix_ms_of(hlc: int) -> int:
    """The wall-clock millisecond in a stamp, as the site that made it read it."""
    return hlc >> COUNTER_BITS


def instant_of(hlc: int) -> str:
    """The instant in a stamp as ISO text in UTC with milliseconds."""
    instant = _EPOCH + timedelta(milliseconds=unix_ms_of(hlc))
    return instant.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def site_of(row_id: int) -> int:
    """The site that created a row."""
    return row_id >> SITE_SHIFT
