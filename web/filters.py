"""How days, instants and numbers are written on pages."""

from collections.abc import Iterable
from datetime import date, datetime

from flask import Flask

from store.clock import BEIJING, today

WEEKDAYS = "一二三四五六日"


def init_app(app: Flask) -> None:
    """Name the filters for templates."""
    app.jinja_env.filters.update(
        day=day,
        instant=instant,
        remaining=lambda on: remaining(on, today()),
        size=size,
        number=number,
    )
    app.jinja_env.globals.update(zip=zip, texts=texts, named=named)


def day(on: date | None) -> str:
    """4月30日（周四）; with the year when it is not this one; — for none."""
    if on is None:
        return "—"
    year = "" if on.year == today().year else f"{on.year}年"
    return f"{year}{on.month}月{on.day}日（周{WEEKDAYS[on.weekday()]}）"


def instant(at: datetime | None) -> str:
    """An instant as Beijing reads it: 2026-04-30 14:05."""
    return "—" if at is None else f"{at.astimezone(BEIJING):%Y-%m-%d %H:%M}"


def size(size_bytes: int) -> str:
    """512 字节, 3.4 KB, 12.0 MB."""
    if size_bytes < 1024:
        return f"{size_bytes} 字节"
    kilobytes = size_bytes / 1024
    return f"{kilobytes:.1f} KB" if kilobytes < 1024 else f"{kilobytes / 1024:.1f} MB"


def number(value: float | None) -> str:
    """At most two decimals, none that say nothing: 40, 37.5; — for none."""
    if value is None:
        return "—"
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def texts(values: Iterable[object]) -> set[str]:
    """The values as they stand in a form."""
    return {str(value) for value in values}


def named(options: Iterable[tuple[int, str, str]]) -> list[tuple[str, str]]:
    """(value, label) of persons or units given as (id, name, hint)."""
    return [
        (str(key), f"{name}（{hint}）" if hint else name) for key, name, hint in options
    ]


def remaining(on: date, today_on: date) -> str:
    """还剩3天, 今天到期 or 已逾期2天."""
    days = (on - today_on).days
    if days == 0:
        return "今天到期"
    return f"还剩{days}天" if days > 0 else f"已逾期{-days}天"
