"""The machine's clock, asked here and nowhere else."""

from datetime import UTC, date, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")


def now_utc() -> datetime:
    """This instant, in UTC, whole milliseconds."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def today() -> date:
    """Today's day in Beijing, whatever zone the machine is set to."""
    return datetime.now(BEIJING).date()
