"""Unnumbered lines that read as headings: with their days, as a stage, or alone."""

import re

from domain.plans.dates import mentions
from domain.plans.lines import Line, is_row
from domain.plans.markers import Mark
from domain.plans.words import DEPARTMENT

_DATED = re.compile(
    r"^(?P<name>[^\n。;:,]{2,32}?)\s?\((?P<date>[^()\n]{2,40})\)\s?[。:,]?"
)
_ORGAN = re.compile(rf"{DEPARTMENT}$|办事处$")
_STAGED = re.compile(
    r"^(?P<name>(?![^\n。;:,()]{0,8}(?:不分|不设|不划|分为|分成|分[两三四五]))"
    r"[^\n。;:,()\d|]{2,14}(?:阶段|环节|步骤))\s?(?=[:(。,]|\s?\d|\s"
    r"|$|从|自|时间)"
)
_NO_HEADING = re.compile(
    r"^(?:附件|附表|主题词|抄送|抄报|印发|联系人|联系电话|电话|邮箱|传真|注"
    r"|备注|单位|序号|发(?=[::])|\d{4}年\d{1,2}月\d{1,2}日印发$)\s?[::]?"
)
_RESET = re.compile(
    r"^(?:附件\s?[一二三四五\d]*\s?[::]?(?:[^。;,]{0,40})?"
    r"|[^。;,:、\d(][^。;,:]{3,38}(?:实施方案|工作方案|活动方案|行动方案"
    r"|实施办法|考核办法|通知))$"
)


_BESIDES = re.compile(
    r"(?:有关|其他|其它|相关|注意|几点|工作|具体|活动)(?:事项|要求|纪律|保障)(?:如下)?[:。]"
)


def heading_mark(line: Line, style: str, head: tuple[int, int] | None = None) -> Mark:
    """The mark of a line that is a heading without a number."""
    return Mark(
        line.start, line.start, style, None,
        stage=False, strong=True, line=True, head=head,
    )  # fmt: skip


def unnumbered(line: Line, *, plain: bool) -> Mark | None:
    """A heading mark for an unnumbered line that reads as a heading, else None.

    Args:
        line: The line.
        plain: Whether short lines without days are headings too.
    """
    words = line.words
    if _RESET.match(words):
        return heading_mark(line, "reset")
    if is_row(words) or _NO_HEADING.match(words):
        return None
    dated = _DATED.match(words)
    days = mentions(dated["date"]) if dated else []
    if _STAGED.match(words) or any(day.has_month for day in days):
        return heading_mark(line, "dated")
    named = _is_short(words) or _BESIDES.match(words)
    return heading_mark(line, "plain") if plain and named else None


def _is_short(words: str) -> bool:
    """Whether a line is short, no sentence, and no name of an office."""
    sentence = re.search(r"[。;,!?]|\d{5}", words) or words.endswith(("、", "》"))
    return len(words) <= 22 and not sentence and not _ORGAN.search(words)
