"""Themes, scope, duties to publish, and the sentences nothing was read from."""

import re
from bisect import bisect_right

from domain.plans.sentences import sentence_starts
from domain.plans.sheet import Sheet

Place = tuple[int, int]

_THEME = re.compile(
    r"以(?P<item>“[^”\n]{4,60}”)(?:为|的)(?:活动)?(?:主题|载体|主线|总体要求)"
    r"|主题(?:是|为|[:：]|确定为)\s?(?P<item2>[“《]?[^。;\n”》]{4,50}[”》]?)"
    r"|突出(?:“[^”]*”)?(?P<item3>“[^”\n]{4,60}”)(?:的)?(?:活动)?主题"
)
_SCOPE = re.compile(
    r"(?:参加)?(?:的)?(?:范围|对象|参加人员|参与对象|参加单位)(?:是|为|[:：]"
    r"|\n)+\s?(?P<item>[^。\n]{2,120})"
    r"|(?P<item2>以[^,。;]{2,30}为重点,[^,。;]{2,30}参加)"
)
_PUBLISH = re.compile(
    r"(?P<item>(?:[^,。;:\n]{0,30})(?:向(?:社会|群众|党员|全体"
    r"|公众)[^,。;]{0,12}(?:公开|公布|公示|通报|承诺)|(?:予以|进行"
    r"|及时)?(?:公示|公布|公开)(?=[,。;]))[^,。;\n]{0,16})"
)
_TELLING = re.compile(
    r"\d|[一二三四五六七八九十两]{1,3}(?:次|篇|份|名|天|日|月|周|学时|小时|%)"
    r"|必须|要|应|须|务必|不得"
)


def _items(pattern: re.Pattern[str], text: str) -> list[Place]:
    found: dict[str, Place] = {}
    for match in pattern.finditer(text):
        for name, words in match.groupdict().items():
            if words:
                found.setdefault(words, match.span(name))
    return list(found.values())


def find_themes(sheet: Sheet) -> list[Place]:
    """Themes of the campaign as quoted."""
    return _items(_THEME, sheet.text)


def find_scope(sheet: Sheet) -> list[Place]:
    """Who takes part."""
    return _items(_SCOPE, sheet.text)


def find_publications(sheet: Sheet) -> list[Place]:
    """Clauses that oblige somebody to publish."""
    return _items(_PUBLISH, sheet.text)


def find_unread(sheet: Sheet, read: list[Place]) -> list[Place]:
    """Sentences with a number, a date or a duty that no item was taken from.

    Args:
        sheet: The plan.
        read: Places of every item, sorted by where they begin.
    """
    text = sheet.text
    starts = sentence_starts(text)
    taken = {starts[bisect_right(starts, place[0]) - 1] for place in read}
    found = []
    for index, start in enumerate(starts):
        end = starts[index + 1] if index + 1 < len(starts) else len(text)
        if start not in taken and _TELLING.search(text, start, end):
            first, last = _trim(text, start, end)
            if last - first > 5:
                found.append((first, last))
    return found


def _trim(text: str, start: int, end: int) -> Place:
    while start < end and text[start] in " \t\n":
        start += 1
    while end > start and text[end - 1] in " \t\n":
        end -= 1
    return start, end
