"""The outline of a plan: numbered and unnumbered blocks as a tree.

Numbers may be repeated, skipped or wrong; which level a mark belongs to is told
by its style, and by its number only where one style is used on two levels.
"""

import re
from dataclasses import dataclass, field

from domain.plans.dates import mentions
from domain.plans.lines import Line, lines_of
from domain.plans.markers import Mark, marks

_STOP = "。!?;"
_OPEN = {"(": ")", "《": "》", "“": "”", "〔": "〕"}
_DATED = re.compile(
    r"^(?P<name>[^\n。;:,]{2,32}?)\s?\((?P<date>[^()\n]{2,40})\)\s?[。:,]?"
)
_STAGED = re.compile(
    r"^(?P<name>[^\n。;:,()\d]{2,14}(?:阶段|环节|步骤))\s?(?=[:(。,]|\s?\d|\s|$|从|自|时间)"
)
_NO_HEADING = re.compile(
    r"^(?:附件|附表|主题词|抄送|抄报|印发|联系人|联系电话|电话|邮箱|传真|注|备注|单位|序号|发(?=[::]))\s?[::]?"
)


_RESET = re.compile(
    r"^(?:附件\s?[一二三四五\d]*\s?[::]?(?:[^。;,]{0,40})?|[^。;,:、\d(][^。;,:]{3,38}(?:实施方案|工作方案|活动方案|行动方案|实施办法|考核办法|通知))$"
)


@dataclass
class Block:
    """One part of the plan with everything under it.

    Attributes:
        style: Family of its mark; "dated" or "plain" for an unnumbered heading.
        number: Its number, or None.
        start: Where its mark begins.
        head: Its heading without the mark: start and end.
        end: Where it ends, everything under it included.
        stage: Whether its mark says 第N阶段.
        line: Whether it opens a line.
        parent: The block around it.
        children: The blocks directly in it, in order.
    """

    style: str
    number: int | None
    start: int
    head: tuple[int, int]
    end: int = 0
    stage: bool = False
    line: bool = True
    parent: "Block | None" = field(default=None, repr=False)
    children: list["Block"] = field(default_factory=list, repr=False)

    @property
    def own_end(self) -> int:
        """Where its own words end and its first child begins."""
        return self.children[0].start if self.children else self.end

    def ancestors(self) -> list["Block"]:
        """The blocks around it, the nearest first, the root left out."""
        found: list[Block] = []
        block = self.parent
        while block is not None and block.parent is not None:
            found.append(block)
            block = block.parent
        return found

    def walk(self) -> list["Block"]:
        """It and everything under it, in reading order."""
        found: list[Block] = []
        waiting = [self]
        while waiting:
            block = waiting.pop()
            found.append(block)
            waiting.extend(reversed(block.children))
        return found


def heading_end(text: str, start: int, limit: int) -> int:
    """Where a heading that starts here ends: line end, full stop, or colon.

    Stops inside brackets and quotes do not count. A first sentence of more than
    60 characters is no heading; then its first clause stands for one.
    """
    line = text.find("\n", start, limit)
    limit = line if line >= 0 else limit
    closing: list[str] = []
    comma = 0
    for at in range(start, min(limit, start + 400)):
        character = text[at]
        if character in _OPEN:
            closing.append(_OPEN[character])
        elif closing and character == closing[-1]:
            closing.pop()
        elif not closing:
            bare = (
                text[start] == "("
                and text[at - 1] == ")"
                and ")" not in text[start : at - 1]
            )
            if character in _STOP or (character == ":" and at > start + 1 and not bare):
                limit = at
                break
            spaced = character == " " and 2 <= at - start <= 14 and limit - at > 16
            if spaced and text[at + 1] not in " (":
                limit = at
                break
            if character == "," and not comma:
                comma = at
    if limit - start > 60 and comma:
        return comma
    return min(limit, start + 400)


def _unnumbered(text: str, line: Line, *, plain: bool) -> Mark | None:
    """A heading mark for an unnumbered line that reads as a heading, else None."""
    words = line.words
    if _RESET.match(words):
        return Mark(line.start, line.start, "reset", None, False, True, True)
    if "\t" in words or _NO_HEADING.match(words):
        return None
    dated = _DATED.match(words)
    if dated and any(m.has_month for m in mentions(dated["date"])):
        return Mark(line.start, line.start, "dated", None, False, True, True)
    if _STAGED.match(words):
        return Mark(line.start, line.start, "dated", None, False, True, True)
    short = len(words) <= 22 and not re.search(r"[。;,!?]|\d{5}", words)
    if plain and short and not words.endswith(("、", "》")):
        return Mark(line.start, line.start, "plain", None, False, True, True)
    return None


def _openings(text: str) -> list[Mark]:
    numbered = marks(text)
    found = {mark.start: mark for mark in numbered}
    line_starts = {mark.start for mark in numbered if mark.line}
    plain = not any(mark.style in ("han", "part") for mark in numbered)
    lines = lines_of(text)
    tabbed = {line.start for line in lines if "\t" in line.words}
    for line in lines:
        inside = any(
            start in line_starts for start in range(line.start, line.start + 4)
        )
        if not inside and line.start not in found:
            mark = _unnumbered(text, line, plain=plain and line.start > 0)
            if mark:
                found[line.start] = mark
    return [found[at] for at in sorted(found) if at not in tabbed]


def _depth(stack: list[Block], mark: Mark) -> int:
    """Depth in the stack at which the mark's block belongs (1 is the top)."""
    same = [i for i, block in enumerate(stack) if block.style == mark.style and i]
    if not same and mark.style.startswith("digit"):
        same = [
            i
            for i, block in enumerate(stack)
            if block.style.startswith("digit")
            and block.style != "digit_paren"
            and mark.style != "digit_paren"
            and mark.number == (block.number or 0) + 1
        ]
    if not same:
        return len(stack)
    restarts = mark.number == 1 and (stack[same[-1]].number or 0) >= 2
    if restarts and len(stack) - 1 > same[-1] and mark.line:
        return len(stack)
    continues = [i for i in same if mark.number == (stack[i].number or 0) + 1]
    if mark.number == 1 and not mark.strong:
        return len(stack) if len(same) < 2 else same[-1]
    if continues:
        return continues[0] if mark.strong else continues[-1]
    return same[0]


def outline(text: str) -> Block:
    """The tree of blocks; the root is the whole text and has no heading."""
    root = Block("root", None, 0, (0, 0), len(text))
    stack = [root]
    opened = _openings(text)
    bounds = [*(mark.start for mark in opened), len(text)][1:]
    for mark, limit in zip(opened, bounds, strict=True):
        depth = 1 if mark.style == "reset" else min(_depth(stack, mark), 8)
        for block in stack[depth:]:
            block.end = mark.start
        del stack[depth:]
        if mark.style == "reset":
            continue
        start = mark.end
        while start < limit and text[start] in " \t:、,.—-":
            start += 1
        head = (start, heading_end(text, start, limit))
        block = Block(
            mark.style, mark.number, mark.start, head, 0, mark.stage, mark.line,
            stack[-1],
        )  # fmt: skip
        stack[-1].children.append(block)
        stack.append(block)
    for block in stack[1:]:
        block.end = len(text)
    return root
