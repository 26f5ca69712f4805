"""Hard line breaks: lines cut at a fixed width become paragraphs again."""

import itertools
import re

from domain.plans.dated_lines import dated_line
from domain.plans.lines import Line, is_row, lines_of
from domain.plans.markers import BULLETS
from domain.plans.page import Page

_ENDED = re.compile(r"[。!?;:][”\"’)]*$")
_NARROWEST = 18
_OPENING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,3}\)"
    r"|\d{1,2}[、.)](?!\d)"
    rf"|[①-⑳{BULLETS}【|]|第[一二三四五六七八九十\d]+(?:阶段|步|环节|章|部分|周|批|条)|附件"
    r"|主题词|抄送|[\u4e00-\u9fff]{2,6}:(?=.))"
)


def _width(lines: list[Line]) -> int | None:
    """The width at which the text was cut, or None when it was not.

    Cut texts have many lines of nearly the same length that stop in mid-sentence.
    """
    lengths = sorted(len(line.words) for line in lines)
    if len(lengths) < 8:
        return None
    width = lengths[int(len(lengths) * 0.9)]
    full = [line for line in lines if width * 0.8 <= len(line.words) <= width + 3]
    open_ended = sum(not _ENDED.search(line.words) for line in full)
    too_long = lengths[-1] > width * 1.5
    if not _NARROWEST <= width <= 90 or too_long or len(full) < len(lines) * 0.25:
        return None
    return width if open_ended >= max(len(full) * 0.5, 4) else None


def without_hard_breaks(page: Page) -> Page:
    """The page with broken lines joined; tables and headings stay as they are."""
    lines = lines_of(page.text)
    width = _width(lines)
    if width is None:
        return page
    edits = []
    for line, following in itertools.pairwise(lines):
        full = len(line.words) >= width * 0.8
        table = is_row(line.words) or is_row(following.words)
        stopped = bool(re.search(r"[。!?]$", line.words))
        short = len(line.words) < width - 1
        ended = stopped and (short or dated_line(following) is not None)
        if full and not table and not ended and not _OPENING.match(following.words):
            edits.append((line.end, following.start, ""))
    return page.rewritten(edits) if edits else page
