"""The text of a DOCX file: paragraphs with their list numbers, tables row by row."""

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterator

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.table import Table
from docx.text.paragraph import Paragraph

SIZE_BYTES_MAX = 80 * 1024 * 1024
_DIGITS = "〇一二三四五六七八九"
_HAN_FORMATS = {
    "chineseCounting",
    "chineseCountingThousand",
    "ideographDigital",
    "japaneseCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
}


def _han(value: int) -> str:
    tens, ones = divmod(value, 10)
    if value < 10:
        return _DIGITS[value]
    if value < 100:
        return (
            ("" if tens == 1 else _DIGITS[tens])
            + "十"
            + (_DIGITS[ones] if ones else "")
        )
    return str(value)


def _formatted(value: int, number_format: str) -> str:
    if number_format in _HAN_FORMATS:
        return _han(value)
    if number_format.startswith("decimalEnclosedCircle") and value <= 20:
        return chr(0x245F + value)
    if number_format in ("upperLetter", "lowerLetter") and value <= 26:
        return chr((65 if number_format == "upperLetter" else 97) + value - 1)
    return str(value)


class _Numbering:
    """Counters of a document's lists, so that printed numbers are read as well."""

    def __init__(self, document: WordDocument) -> None:
        self.counts: defaultdict[tuple[str, int], int] = defaultdict(int)
        self.levels: dict[tuple[str, int], tuple[str, str, int]] = {}
        part = next(
            (
                relation.target_part
                for relation in document.part.rels.values()
                if relation.reltype.endswith("/numbering")
            ),
            None,
        )
        if part is not None:
            self._load(part.element)

    def _load(self, root: BaseOxmlElement) -> None:
        abstract: dict[str, BaseOxmlElement] = {
            str(item.get(qn("w:abstractNumId"))): item
            for item in root.findall(qn("w:abstractNum"))
        }
        for item in root.findall(qn("w:num")):
            link = item.find(qn("w:abstractNumId"))
            source = (
                abstract.get(str(link.get(qn("w:val")))) if link is not None else None
            )
            for level in source.findall(qn("w:lvl")) if source is not None else ():
                self._level(str(item.get(qn("w:numId"))), level)

    def _level(self, number_id: str, level: BaseOxmlElement) -> None:
        def value(name: str, default: str) -> str:
            found = level.find(qn(name))
            return str(found.get(qn("w:val"))) if found is not None else default

        depth = int(str(level.get(qn("w:ilvl")) or 0))
        start = value("w:start", "1")
        self.levels[number_id, depth] = (
            value("w:numFmt", "decimal"),
            value("w:lvlText", ""),
            int(start) if start.isdigit() else 1,
        )

    def label(self, paragraph: Paragraph) -> str:
        """The number Word prints before a paragraph, or nothing."""
        place = _list_place(paragraph)
        if place is None or place not in self.levels:
            return ""
        number_id, depth = place
        number_format, pattern, start = self.levels[place]
        if number_format == "bullet":
            return "●"
        self.counts[place] += 1
        for deeper in range(depth + 1, 9):
            self.counts[number_id, deeper] = 0
        for level in range(depth + 1):
            level_format, _, begin = self.levels.get(
                (number_id, level), (number_format, pattern, start)
            )
            count = max(self.counts[number_id, level], 1) + begin - 1
            pattern = pattern.replace(f"%{level + 1}", _formatted(count, level_format))
        return pattern


def _list_place(paragraph: Paragraph) -> tuple[str, int] | None:
    """List number and level of a paragraph, its style's when it has none itself."""
    properties = paragraph._p.pPr  # noqa: SLF001 - the library exposes lists only there
    numbering = properties.find(qn("w:numPr")) if properties is not None else None
    if numbering is None and paragraph.style is not None:
        style = paragraph.style.element.find(qn("w:pPr"))
        numbering = style.find(qn("w:numPr")) if style is not None else None
    if numbering is None:
        return None
    number = numbering.find(qn("w:numId"))
    level = numbering.find(qn("w:ilvl"))
    if number is None:
        return None
    depth = str(level.get(qn("w:val"))) if level is not None else "0"
    return str(number.get(qn("w:val"))), int(depth) if depth.isdigit() else 0


def _words(element: BaseOxmlElement) -> str:
    """Text of a paragraph, insertions included, deletions left out."""
    found = []
    for node in element.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr")):
        if node.tag == qn("w:t"):
            found.append(node.text or "")
        elif node.tag == qn("w:tab"):
            found.append(" ")
        else:
            found.append("\n")
    return "".join(found)


def _rows(table: Table) -> Iterator[str]:
    """Rows of a table, cells set apart by tabs; a merged cell counts once."""
    for row in table._tbl.tr_lst:  # noqa: SLF001 - row.cells repeats merged cells
        cells = [
            " ".join(_words(p).replace("\n", " ").strip() for p in cell.iter(qn("w:p")))
            for cell in row.tc_lst
        ]
        yield "\t".join(cell.strip() for cell in cells)


def word_text(data: bytes) -> str:
    """Paragraphs and table rows of a DOCX file, one a line, in reading order.

    Raises:
        ValueError: The file is no DOCX, is damaged, or unpacks beyond SIZE_BYTES_MAX.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(item.file_size for item in archive.infolist()) > SIZE_BYTES_MAX:
            message = "unpacks beyond the limit"
            raise ValueError(message)
    document = Document(io.BytesIO(data))
    numbering = _Numbering(document)
    lines: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            lines.extend(_rows(block))
        else:
            lines.append(numbering.label(block) + _words(block._p))  # noqa: SLF001 - as above
    return "\n".join(lines)
