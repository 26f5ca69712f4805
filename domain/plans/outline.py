"""The outline of a plan: numbered and unnumbered blocks as a tree.

Numbers may be repeated, skipped or wrong; which level a mark belongs to is told
by its style, and by its number only where one style is used on two levels.
"""

import re
from dataclasses import dataclass, field, replace

from domain.plans.dated_lines import dated_headings
from domain.plans.dates import mentions, resolve
from domain.plans.headings import heading_mark, unnumbered
from domain.plans.lines import Line, is_row, lines_of
from domain.plans.markers import Mark, marks

_STOP = "。!?;"
_OPEN = {"(": ")", "《": "》", "“": "”", "〔": "〕"}
_ONLY_DATE = re.compile(
    r"[\d一二三四五六七八九十〇○第季度半年月日号上中下旬初底份至到止前.~\s—-]+"
)
_CLOSING = re.compile(r"领导|要求|保障|纪律|报送|材料|职责|奖惩|注意|事项$")
_ANY_YEAR = 2001


@dataclass
class Block:
    """One part of the plan with everything under it.

    Attributes:
        style: Family of its mark; "dated", "run" or "plain" for an unnumbered one.
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
    limit = min(line if line >= 0 else limit, start + 400)
    closing: list[str] = []
    comma = 0
    for at in range(start, limit):
        character = text[at]
        if character in _OPEN:
            closing.append(_OPEN[character])
        elif closing:
            if character == closing[-1]:
                closing.pop()
        elif _ends(text, start, at, limit):
            limit = at
            break
        elif character == "," and not comma:
            comma = at
    return comma if limit - start > 60 and comma else limit


def _ends(text: str, start: int, at: int, limit: int) -> bool:
    """Whether a heading from start ends at a character outside brackets."""
    character = text[at]
    if character == " ":
        return 2 <= at - start <= 14 and limit - at > 16 and text[at + 1] not in " ("
    if character == ":":
        lead = text[start:at]
        bare = lead.startswith("(") and lead.find(")") == len(lead) - 1
        return at > start + 1 and not bare and not _ONLY_DATE.fullmatch(lead)
    return character in _STOP


def _openings(text: str) -> list[Mark]:
    numbered = marks(text)
    found = {mark.start: mark for mark in numbered}
    line_starts = {mark.start for mark in numbered if mark.line}
    plain = not any(mark.style in ("han", "part") for mark in numbered)
    lines = lines_of(text)
    tabbed = {line.start for line in lines if is_row(line.words)}
    heads = {one.line.start: one.head for one in dated_headings(lines)}
    bare: Line | None = None
    for line in lines:
        reach = range(line.start, min(line.start + 9, line.end))
        inside = any(start in line_starts for start in reach)
        if not inside and line.start not in found:
            mark = unnumbered(line, plain=plain and line.start > 0)
            if line.start in heads:
                mark = heading_mark(line, "dated", heads[line.start])
            if mark and mark.style == "dated":
                if _inside(text, line, bare):
                    mark = replace(mark, style="run")
                else:
                    bare = line
            if mark:
                found[line.start] = mark
    return [found[at] for at in sorted(found) if at not in tabbed]


def _inside(text: str, line: Line, bare: Line | None) -> bool:
    """Whether a heading's first day lies within the days of a bare heading."""
    around = mentions(text, bare.start, bare.end) if bare else []
    own = mentions(text, line.start, min(line.end, line.start + 60))
    if not around or not own:
        return False
    first, last = resolve(around[0], _ANY_YEAR)
    begun, ended = resolve(own[0], _ANY_YEAR)
    day = begun or ended
    return bool(first and last and day and first <= day <= last)


def _levels(stack: list[Block], mark: Mark) -> list[int]:
    """Depths of the open blocks whose numbering the mark may carry on."""
    same = [i for i, block in enumerate(stack) if block.style == mark.style and i]
    if same or not mark.style.startswith("digit") or mark.style == "digit_paren":
        return same
    return [
        i
        for i, block in enumerate(stack)
        if block.style.startswith("digit")
        and block.style != "digit_paren"
        and mark.number == (block.number or 0) + 1
    ]


def _depth(stack: list[Block], mark: Mark) -> int:
    """Depth in the stack at which the mark's block belongs (1 is the top)."""
    same = _levels(stack, mark)
    if not same:
        return len(stack)
    if mark.number == 1:
        restarts = (stack[same[-1]].number or 0) >= 2 and len(stack) - 1 > same[-1]
        if (restarts and mark.line) or (not mark.strong and len(same) < 2):
            return len(stack)
        if not mark.strong:
            return same[-1]
    continues = [i for i in same if mark.number == (stack[i].number or 0) + 1]
    return (continues or same)[0 if mark.strong or not continues else -1]


def _closes(text: str, mark: Mark, limit: int) -> bool:
    """Whether an unnumbered heading ends what went before: 组织领导, 有关要求."""
    if mark.style != "plain":
        return False
    heading = text[mark.end : heading_end(text, mark.end, limit)]
    return _CLOSING.search(heading) is not None


def outline(text: str) -> Block:
    """The tree of blocks; the root is the whole text and has no heading."""
    root = Block("root", None, 0, (0, 0), len(text))
    stack = [root]
    opened = _openings(text)
    bounds = [*(mark.start for mark in opened), len(text)][1:]
    for mark, limit in zip(opened, bounds, strict=True):
        top = mark.style == "reset" or _closes(text, mark, limit)
        depth = 1 if top else min(_depth(stack, mark), 8)
        for block in stack[depth:]:
            block.end = mark.start
        del stack[depth:]
        if mark.style == "reset":
            continue
        start = mark.end
        while start < limit and text[start] in " \t:、,.—-":
            start += 1
        head = mark.head or (start, heading_end(text, start, limit))
        block = Block(
            mark.style, mark.number, mark.start, head, 0, mark.stage, mark.line,
            stack[-1],
        )  # fmt: skip
        stack[-1].children.append(block)
        stack.append(block)
    for block in stack[1:]:
        block.end = len(text)
    return root
