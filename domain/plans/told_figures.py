"""Figures that tell what was, what is hoped, or what has been decided."""

import re

from domain.plans import duty_words as words
from domain.plans.spots import Spot

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年(?!度?计划)")
_OBJECT = re.compile(r"(?:对(?!照)|围绕|针对)[^,。;]*$")
_HOPE = re.compile(r"希望|预计|预测|估计")
_DECIDED = re.compile(r"(?:决定|定于|拟于|部署)[^。;]*$")
_BECOMES = re.compile(r"(?:整合|合并|归并|调整|扩大|建设|改造)(?:为|成|到)$")


def is_told(spot: Spot) -> bool:
    """Whether a number reports, hopes or announces instead of obliging."""
    before = spot.told[: len(spot.told) - len(spot.after)]
    decided = not spot.quantity.bound and _DECIDED.search(before)
    return bool(decided or _HOPE.search(spot.told)) or _is_past(spot)


def _is_past(spot: Spot) -> bool:
    """Whether the sentence last spoke of what was, not of what shall be."""
    years = [(m.end(), int(m[1])) for m in _YEAR.finditer(spot.told)]
    frames = [
        match.end()
        for match in words.PAST.finditer(spot.told)
        if (match.group() != "同比" or not spot.quantity.bound)
        and not _OBJECT.search(spot.told, 0, match.start())
    ]
    frames += [
        end
        for end, year in years
        if spot.year and year < spot.year and not _OBJECT.search(spot.told, 0, end)
    ]
    last = max(frames, default=-1)
    later = any(end > last and year >= (spot.year or year) for end, year in years)
    if last < 0 or later or _BECOMES.search(spot.near):
        return False
    return words.RESET.search(spot.told, last) is None
