"""Tables in a plan's text: tabbed, piped, spaced, or one cell to a line."""

import re
from dataclasses import dataclass

from domain.plans.lines import Line, lines_of

_COLUMN = re.compile(
    r"^(?:序号|编号|项目|类别|阶段|步骤|时间|日期|时限|起止时间|时间安排"
    r"|完成时间|完成时限|完成期限|整改时限|时间节点|时间要求|工作时限"
    r"|(?:主要|重点|工作|具体|整治|活动|整改)*(?:任务|内容|措施|事项"
    r"|目标)(?:分解|名称|及要求)?|任务名称|活动名称|名称|工作要求"
    r"|(?:责任|牵头|配合|承办|主办|落实|组织|参加|参与)?(?:单位|部门|科室|领导"
    r"|人)(?:及人员)?|责任主体|备注|要求|地点|对象"
    r"|形式|方式|成果|成果形式|责任分工|指标|单位及责任人|进度|进度安排|问题"
    r"|整改措施|主讲人|学时|周次|主题|参加人员)$"
)
_SPLIT = re.compile(r"\t+|\s*\|\s*|\s*│\s*|\s{2,}")
_RULE = re.compile(r"[|\s:—-]{3,}")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Cell:
    """text[start:end] of one cell."""

    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Table:
    """A header and its rows; each row has as many cells as the header or fewer."""

    start: int
    end: int
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def column(self, pattern: str) -> int | None:
        """Number of the first column whose header fits, or None."""
        for index, words in enumerate(self.header):
            if re.search(pattern, words):
                return index
        return None


def _cells(line: Line, pattern: re.Pattern[str]) -> list[Cell]:
    found: list[Cell] = []
    at = 0
    for match in [*pattern.finditer(line.words), None]:
        stop = match.start() if match else len(line.words)
        words = line.words[at:stop].strip()
        if words:
            start = line.start + at + line.words[at:stop].index(words[0])
            found.append(Cell(start, start + len(words), words))
        at = match.end() if match else stop
    return found


def _is_header(cells: list[Cell]) -> bool:
    fits = sum(bool(_COLUMN.match(re.sub(r"\s", "", cell.words))) for cell in cells)
    return len(cells) >= 2 and fits >= max(2, len(cells) - 1)


def _header(line: Line) -> tuple[list[Cell], re.Pattern[str]] | None:
    for pattern in (_SPLIT, _SPACE):
        cells = _cells(line, pattern)
        if _is_header(cells):
            return cells, pattern
    return None


def _rows(
    lines: list[Line], width: int, pattern: re.Pattern[str]
) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for line in lines:
        cells = _cells(line, pattern)
        if _RULE.fullmatch(line.words):
            continue
        if not 2 <= len(cells) <= width:
            break
        rows.append(tuple(cells))
    return rows


def _stacked(lines: list[Line], index: int) -> tuple[Table, int] | None:
    """A table that was flattened to one cell a line, from its header on."""
    width = 0
    while index + width < len(lines) and _COLUMN.match(
        re.sub(r"\s", "", lines[index + width].words)
    ):
        width += 1
    if width < 3:
        return None
    rows: list[tuple[Cell, ...]] = []
    at = index + width
    numbered = lines[index].words.startswith(("序", "编"))
    while at + width <= len(lines):
        group = lines[at : at + width]
        if max(len(line.words) for line in group) > 120:
            break
        if re.match(
            r"[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]\)|附件",
            group[0].words,
        ):
            break
        if numbered and not re.fullmatch(
            r"\(?[\d一二三四五六七八九十]{1,3}\)?[.、]?", group[0].words
        ):
            break
        rows.append(tuple(Cell(line.start, line.end, line.words) for line in group))
        at += width
    if not rows:
        return None
    header = tuple(line.words for line in lines[index : index + width])
    return Table(lines[index].start, rows[-1][-1].end, header, tuple(rows)), at


def tables(text: str) -> list[Table]:
    """Every table of the text, in order; one without a known header is none."""
    lines = lines_of(text)
    found: list[Table] = []
    index = 0
    while index < len(lines):
        stacked = _stacked(lines, index)
        if stacked:
            found.append(stacked[0])
            index = stacked[1]
            continue
        head = _header(lines[index]) if len(lines[index].words) < 80 else None
        rows = _rows(lines[index + 1 :], len(head[0]), head[1]) if head else []
        if head and rows:
            names = tuple(re.sub(r"\s", "", cell.words) for cell in head[0])
            found.append(
                Table(lines[index].start, rows[-1][-1].end, names, tuple(rows))
            )
            index += len(rows)
        index += 1
    return found
