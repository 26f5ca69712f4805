"""Queries about single days: a wrong weekday, a day due on a holiday."""

import re
from datetime import date

from domain.plans.dates import resolve
from domain.plans.filings import Handover
from domain.plans.holidays import holiday_name
from domain.plans.model import Place, Problem
from domain.plans.queries import query
from domain.plans.sheet import Sheet
from domain.plans.tasks import Job

_WEEKDAY = re.compile(
    r"\s?[(,]?\s?(?:星期|周|礼拜)(?P<day>[一二三四五六日天])(?![至到前])"
)
_WEEK = "一二三四五六日"


def find_day_problems(
    sheet: Sheet, jobs: list[Job], handovers: list[Handover]
) -> list[Problem]:
    """Wrong weekdays, then tasks and filings due on a holiday."""
    dues: dict[Place, str | None] = {
        (job.mention.start, job.mention.end): job.days[1]
        for job in jobs
        if job.mention and job.days[0] is None
    }
    dues |= {
        found.due_raw: found.due
        for found in handovers
        if found.due_raw and isinstance(found.due, str)
    }
    return [*_weekdays(sheet), *_on_holidays(sheet, dues)]


def _on_holidays(sheet: Sheet, dues: dict[Place, str | None]) -> list[Problem]:
    """Last days, written as days, that fall on a holiday; an event there is meant."""
    found = []
    for place, day in dues.items():
        exact = re.search("[日号]", sheet.text[slice(*place)])
        if not exact or day is None or day.startswith("-"):
            continue
        name = holiday_name(date.fromisoformat(day))
        if name:
            message = (
                f"截止日{day}是{name}法定假日,届时无人办理,请核对是否改到前一个工作日。"
            )
            found.append(query(sheet, "due_on_holiday", message, place))
    return found


def _weekdays(sheet: Sheet) -> list[Problem]:
    """A written day whose weekday is written as well, and is another one."""
    found = []
    for mention in sheet.mentions:
        written = _WEEKDAY.match(sheet.text, mention.end)
        day = resolve(mention, sheet.year)[1]
        exact = mention.moments[-1].form == "day" and mention.kind != "recurring"
        if not written or not exact or day is None or day.startswith("-"):
            continue
        actual = _WEEK[date.fromisoformat(day).weekday()]
        if actual != written["day"].replace("天", "日"):
            message = (
                f"{day}是星期{actual},文中写作星期{written['day']},"
                "请核对日期、星期或年份。"
            )
            place = (mention.start, written.end())
            found.append(query(sheet, "weekday_differs", message, place))
    return found
