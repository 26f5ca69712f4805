"""Lay out the head of a page: the 发文机关标志 of several offices, and 签发人.

Places are millimetres or cells from the left edge of the text, and rows from the foot
of the head, so that the templates only have to write them down.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from documents import layout
from documents.contexts import Office
from documents.fonts import Role, text_width

_SUFFIX = "文件"
_JOINT_GAP_MM = 3.0
# Share of the pitch of joint names that their characters fill.
_JOINT_FILL = 0.9


@dataclass(frozen=True, slots=True)
class JointName:
    """One office of a joint mark, spread to the width of the longest."""

    text: str
    top_mm: float
    spacing_mm: float


@dataclass(frozen=True, slots=True)
class JointMark:
    """发文机关标志 of several offices, 文件 at the right in the middle of them."""

    names: tuple[JointName, ...]
    left_mm: float
    size_mm: float
    pitch_mm: float
    suffix: str
    suffix_left_mm: float
    height_mm: float


@dataclass(frozen=True, slots=True)
class SignerPart:
    """A label or a name of 签发人; row 0 is the row of the 文号."""

    text: str
    role: Role
    left_cells: float
    row: int


def joint_mark(offices: Sequence[Office]) -> JointMark:
    """The marks of all offices, the one in charge on top.

    Source:
        GB/T 9704-2012, 7.2.4: 主办机关在前，“文件”居右，上下居中.
    """
    names = [office.mark.removesuffix(_SUFFIX) for office in offices]
    height = joint_height(len(names))
    pitch = height / len(names)
    widest = max(_title_width(name) for name in names)
    suffix_mm = len(_SUFFIX) * layout.MARK_CELL + _JOINT_GAP_MM
    size = min(pitch * _JOINT_FILL, (layout.TEXT_WIDTH - suffix_mm) / widest)
    left = (layout.TEXT_WIDTH - widest * size - suffix_mm) / 2
    spread = tuple(
        JointName(
            name,
            index * pitch,
            (widest - _title_width(name)) * size / max(1, len(name) - 1),
        )
        for index, name in enumerate(names)
    )
    after = left + widest * size + _JOINT_GAP_MM
    return JointMark(spread, left, size, pitch, _SUFFIX, after, height)


def joint_height(count: int) -> float:
    """Height of that many marks, in millimetres: one row more for each partner."""
    return layout.MARK_CELL + (count - 1) * layout.ROW


def head_rows(offices: Sequence[Office], signers: Sequence[str]) -> int:
    """Rows from the top of the page to the red rule."""
    signer_rows = max(0, math.ceil(len(signers) / 2) - 1)
    return layout.HEAD_ROWS + len(offices) - 1 + signer_rows


def signer_parts(signers: Sequence[str]) -> Iterator[SignerPart]:
    """签发人, two names to a row, the last row beside the 文号.

    Source:
        GB/T 9704-2012, 7.2.6: 居右空一字，姓名用3号楷体字.
    """
    names = [_spread(name) for name in signers]
    width = max(text_width(name, "kai") for name in names)
    count = min(2, len(names))
    first = layout.COLUMNS - 1 - count * width - (count - 1)
    last_row = math.ceil(len(names) / 2) - 1
    label = "签发人："
    left = first - text_width(label, "fangsong")
    yield SignerPart(label, "fangsong", left, last_row)
    for index, name in enumerate(names):
        place = first + (index % 2) * (width + 1)
        yield SignerPart(name, "kai", place, last_row - index // 2)


def _spread(name: str) -> str:
    """A name of two characters takes the room of three."""
    return f"{name[0]}　{name[1]}" if len(name) == 2 else name


def _title_width(text: str) -> float:
    return text_width(text, "title")
