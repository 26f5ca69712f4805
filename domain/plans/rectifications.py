"""Rectification: problem, measure, who answers, by when; from labels and tables."""

import re
from dataclasses import dataclass

from domain.plans.outline import Block
from domain.plans.sheet import Sheet
from domain.plans.tables import Cell, Table
from domain.plans.task_days import days_of_row

Place = tuple[int, int]
_LABEL = re.compile(
    r"(?:(?P<problem>(?:存在|主要|突出|具体|反馈)?的?问题(?:表现|描述)?"
    r"[一二三四五六七八九十\d]{0,3})"
    r"|(?P<measure>(?:整改|改进)(?:措施|举措|办法|任务))"
    r"|(?P<responsible>(?:整改)?(?:责任|牵头|承办|落实)(?:领导|单位|部门|科室|股室|人|主体))"
    r"|(?P<limit>(?:整改|完成|办结|销号|整改完成)(?:时限|期限|时间|日期)))\s?:\s?"
)
_ENTRY = re.compile(r"\n|[。;]")
_FAR = 40
_OUTER = " \t\n。;,、"


@dataclass(frozen=True)
class Mending:
    """One entry found in the text; places are of the cleaned text."""

    problem: Place | None
    measure: Place
    responsible: Place | None
    limit: Place | None
    due: str | None
    whole: Place


def find_mendings(sheet: Sheet) -> list[Mending]:
    """Every entry in reading order, of labelled lines and of tables."""
    found = _labelled(sheet)
    for table in sheet.tables:
        found += _rows(sheet, table)
    return sorted(found, key=lambda one: one.whole)


def _labelled(sheet: Sheet) -> list[Mending]:
    """Entries of labels: a problem, or a second measure, opens the next one."""
    labels = list(_LABEL.finditer(sheet.text))
    bounds = [*(label.start() for label in labels), len(sheet.text)][1:]
    entries: list[dict[str, Place]] = []
    for label, bound in zip(labels, bounds, strict=True):
        name = label.lastgroup or ""
        entry = entries[-1] if entries else {}
        far = not entry or label.start() - max(end for _, end in entry.values()) > _FAR
        if far or name == "problem" or (name == "measure" and name in entry):
            entries.append({})
        entries[-1].setdefault(name, _value(sheet.text, label.end(), bound, name))
    made = [_made(sheet, entry) for entry in entries]
    return [one for one in made if one is not None]


def _value(text: str, start: int, bound: int, name: str) -> Place:
    """What stands behind a label: a measure runs on, the others end with a stop."""
    paragraph = text.find("\n", start, bound)
    bound = paragraph if paragraph >= 0 else bound
    stop = None if name == "measure" else _ENTRY.search(text, start, bound)
    end = stop.start() if stop else bound
    while end > start and text[end - 1] in _OUTER:
        end -= 1
    return start, end


def _made(sheet: Sheet, entry: dict[str, Place]) -> Mending | None:
    """The entry, if it tells a measure and who or when; its heading is the problem."""
    measure = entry.get("measure")
    if measure is None or not {"responsible", "limit"} & entry.keys():
        return None
    problem = entry.get("problem") or _heading(sheet.root, measure[0])
    places = [*entry.values(), *([problem] if problem else [])]
    whole = (min(start for start, _ in places), max(end for _, end in places))
    limit = entry.get("limit")
    return Mending(
        problem, measure, entry.get("responsible"), limit, _due(sheet, limit), whole
    )


def _heading(root: Block, at: int) -> Place | None:
    """The heading of the innermost numbered part around a place."""
    around = [b for b in root.walk() if b.number and b.head[1] <= at < b.end]
    return around[-1].head if around else None


def _due(sheet: Sheet, limit: Place | None) -> str | None:
    days = sheet.mentions_in(*limit) if limit else []
    return days_of_row(sheet, days[0])[1] if days else None


def _rows(sheet: Sheet, table: Table) -> list[Mending]:
    """One entry for each row of a table with a column of problems or faults."""
    columns = {
        "problem": table.column(r"问题"),
        "measure": table.column(r"措施|举措"),
        "responsible": table.column(r"责任|牵头|落实"),
        "limit": table.column(r"时限|期限|时间"),
    }
    if columns["problem"] is None or columns["measure"] is None:
        return []
    found = []
    for row in table.rows:
        entry = {
            name: (cell.start, cell.end)
            for name, column in columns.items()
            if (cell := _cell(row, column)) is not None
        }
        made = _made(sheet, entry)
        if made:
            found.append(made)
    return found


def _cell(row: tuple[Cell, ...], column: int | None) -> Cell | None:
    return row[column] if column is not None and column < len(row) else None
