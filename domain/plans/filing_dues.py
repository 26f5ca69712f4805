"""When a filing is due: a day, or the wording of one that depends on something."""

import re

from domain.plans.dates import Mention
from domain.plans.filing_words import RELATIVE
from domain.plans.sheet import Sheet

Place = tuple[int, int]
_TIMED = re.compile(
    r"[前日底末内天]|期间|周[一二三四五六日天]|及时|随时|立即|即时|按时|定期|每[周月季年]|每[两二三四六]个月|\d后"
)


def is_timed(words: str) -> bool:
    """Whether words say when."""
    return _TIMED.search(words) is not None


def find_due(
    sheet: Sheet, start: int, raw: Place
) -> tuple[Mention | None, Place | None]:
    """The day it is due, or the wording of a day that depends on something else."""
    near_days = sheet.mentions_in(start, raw[1])
    dates = [m for m in near_days if m.has_month or m.kind == "blank"]
    near = list(RELATIVE.finditer(sheet.text, start, raw[1]))
    relative = near[-1].span() if near else None
    if dates:
        mention = dates[-1]
        place = (mention.start, mention.end)
        if (
            relative
            and relative[0] > max(mention.end, raw[0] - 12)
            and re.search("[日时周天]", sheet.text[slice(*relative)])
        ):
            return None, relative
        if mention.kind == "recurring" or _every(sheet, mention):
            return None, relative or place
        return (None if mention.kind == "blank" else mention), place
    return None, relative


def _every(sheet: Sheet, mention: Mention) -> bool:
    lead = sheet.text[max(0, mention.start - 12) : mention.start]
    return bool(re.search(r"每[年月季周旬][^,。;]{0,8}$|每$", lead))
