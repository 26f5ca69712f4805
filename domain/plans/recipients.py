"""Who a document is handed to: the office or person before or behind the verb."""

import re

from domain.plans.filing_words import DOCUMENT, RECIPIENT, TO_AFTER, TO_BEFORE, TO_PLACE
from domain.plans.numerals import NUMBER

Place = tuple[int, int]
_OFFICE = re.compile(rf"{DOCUMENT}[处科股室部办局馆](?![\u4e00-\u9fff])")
_COPIES = re.compile(rf"{NUMBER}[\u4e00-\u9fff]{{1,4}}?(?:至|到|给)")
_PUT = frozenset("发传送")


def find_recipient(text: str, clause: Place, start: int, end: int) -> Place | None:
    """The recipient of a verb at text[start:end], sought in its clause."""
    before = TO_BEFORE.search(text[clause[0] : start])
    if before:
        return clause[0] + before.start("to"), clause[0] + before.end("to")
    place = TO_PLACE.match(text, end) if text[start:end] not in _PUT else None
    return place.span("to") if place else _office_behind(text, end)


def _office_behind(text: str, end: int) -> Place | None:
    after = TO_AFTER.match(text, end, min(end + 60, len(text)))
    if not after or (
        re.match(DOCUMENT, after["to"]) and not _OFFICE.match(after["to"])
    ):
        return None
    if re.search(rf"{DOCUMENT}.*的|^[^、]{{0,6}}(?:情况|工作总结|材料)", after["to"]):
        return None
    copies = _COPIES.match(after["to"])
    begin = after.start("to") + (copies.end() if copies else 0)
    return _joined(text, (begin, after.end("to")))


def recipient_behind(text: str, start: int, end: int) -> Place | None:
    """The office behind the document: 提交自查报告至X."""
    match = re.compile(r"(?:至|到|给)(?=[\u4e00-\u9fff])").match(text, start, end)
    after = TO_AFTER.match(text, match.end(), end + 1) if match else None
    return after.span("to") if after else None


def _joined(text: str, to: Place) -> Place:
    """Several recipients named in a row are one `to`."""
    more = re.match(
        rf"(?:[、和及]|以及)[\u4e00-\u9fff*×]{{1,20}}?{RECIPIENT}(?=[,。;\n、备审]|$)",
        text[to[1] : to[1] + 40],
    )
    return (to[0], to[1] + more.end()) if more else to
