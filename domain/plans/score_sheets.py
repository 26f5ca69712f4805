"""Tables that judge: columns of criteria and ways, and rows that give a score."""

import re

from domain.plans.judging_words import ACTS

Place = tuple[int, int]

_CELL = re.compile(r"[^\s|│](?:[^\t\n|│ ]| (?! ))*(?<!\s)")
_SCORE = re.compile(r"\d{1,3}[分%]?")
_SCORING = re.compile(rf"{ACTS}|分值|评分|计分|占比|权重|比重")


def column(text: str, sides: str) -> list[Place]:
    """The cells of a table's column for one of the sides of judging.

    A table judges when one of its headings names an act.
    """
    heading = re.compile(rf"[\u4e00-\u9fff]{{2,4}}(?:{sides})")
    found: list[Place] = []
    index: int | None = None
    rows = 0
    for line in re.finditer(r"[^\n]+", text):
        cells = [cell.span() for cell in _CELL.finditer(text, *line.span())]
        rows = rows + 1 if len(cells) > 1 else 0
        if rows == 1:
            heads = [bool(heading.fullmatch(text, *cell)) for cell in cells]
            acts = re.search(ACTS, line.group())
            index = heads.index(True) if acts and any(heads) else None
        elif rows and index is not None and index < len(cells):
            found.append(cells[index])
    return found


def score_rows(text: str) -> list[tuple[Place, Place]]:
    """Of rows that give a score: the cell before the score and the last one.

    The line in front of such rows must speak of scoring; rows without a
    third cell name the first one twice.
    """
    found: list[tuple[Place, Place]] = []
    scoring = False
    for line in re.finditer(r"[^\n]+", text):
        cells = [cell.span() for cell in _CELL.finditer(text, *line.span())]
        scores = [bool(_SCORE.fullmatch(text, *cell)) for cell in cells]
        at = scores.index(True, 1) if any(scores[1:]) else 0
        if at and scoring:
            found.append(
                (cells[at - 1], cells[-1] if at < len(cells) - 1 else cells[at - 1])
            )
        else:
            scoring = bool(_SCORING.search(line.group()))
    return found
