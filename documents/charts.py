"""Bar charts as vector drawings for paper and screen alike.

``draw_bars`` works out the places; ``templates/documents/_chart.html`` writes the SVG.
The drawing uses presentation attributes only, so a page with a strict content
security policy can show it, and it needs no font of the private set.
"""

import math
from dataclasses import dataclass
from decimal import Decimal

from documents import layout
from documents.contexts import Chart
from documents.fitter import fit

TEXT_MM = 10.5 * layout.POINT
_LINE_MM = 4.0
_GAP_MM = 2.8
_TOP_MM = 7.5
_FOOT_MM = 6.5
_LABEL_COLUMNS_MAX = 15.0
_TICKS_WANTED = 4


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """One bar; all places in millimetres from the top left of the drawing."""

    lines: tuple[tuple[float, str], ...]
    y: float
    width: float
    height: float
    shown: str
    shown_width: float
    value_y: float
    is_short: bool


@dataclass(frozen=True, slots=True)
class DrawnChart:
    """A chart ready to be written as SVG, in millimetres.

    Attributes:
        key: Prefix of the ids inside the drawing.
        title: The finding, read out instead of the picture.
        width, height: Of the whole drawing; the height is a whole number of rows.
        rows: The height in rows.
        axis_x: Where zero stands.
        bars: From top to bottom.
        ticks: Place and label of each value on the axis, the first is zero.
        plot_top, plot_bottom: Ends of the axis.
        target_x: Where the target line stands, None without target.
        target_label: Written above the line.
        target_anchor: start or end, so that the label stays on the drawing.
        text: Size of the characters.
    """

    key: str
    title: str
    width: float
    height: float
    rows: int
    axis_x: float
    bars: tuple[DrawnBar, ...]
    ticks: tuple[tuple[float, str], ...]
    plot_top: float
    plot_bottom: float
    target_x: float | None
    target_label: str
    target_anchor: str
    text: float

    @property
    def has_short(self) -> bool:
        """Whether any bar ends before the target, so that the hatch needs a key."""
        return any(bar.is_short for bar in self.bars)


def draw_bars(chart: Chart) -> DrawnChart:
    """Places of a horizontal bar chart, its axis beginning at zero."""
    labels = [_label_lines(bar.label) for bar in chart.bars]
    line_count = max(map(len, labels))
    step = _GAP_MM + _LINE_MM * line_count
    label_mm = max(_width(line) for lines in labels for line in lines) * TEXT_MM
    value_mm = max(_width(bar.shown) for bar in chart.bars) * TEXT_MM
    axis_x = label_mm + 2.5
    room = layout.TEXT_WIDTH - axis_x - value_mm - 3
    most = max([*(bar.value for bar in chart.bars), chart.target or Decimal(0)])
    scale = room / float(most or 1)
    bottom = _TOP_MM + step * len(chart.bars)
    rows = math.ceil((bottom + _FOOT_MM) / layout.ROW)
    bars = tuple(
        _drawn_bar(index, chart, labels[index], step, scale)
        for index in range(len(chart.bars))
    )
    target_x = None if chart.target is None else axis_x + float(chart.target) * scale
    is_far_right = target_x is not None and target_x > layout.TEXT_WIDTH * 0.6
    ticks = tuple(
        (round(axis_x + float(value) * scale, 3), f"{value.normalize():f}")
        for value in _ticks(most)
    )
    return DrawnChart(
        key=chart.key,
        title=chart.title,
        width=layout.TEXT_WIDTH,
        height=round(rows * layout.ROW, 3),
        rows=rows,
        axis_x=round(axis_x, 3),
        bars=bars,
        ticks=ticks,
        plot_top=_TOP_MM,
        plot_bottom=round(bottom, 3),
        target_x=None if target_x is None else round(target_x, 3),
        target_label=chart.target_label,
        target_anchor="end" if is_far_right else "start",
        text=round(TEXT_MM, 3),
    )


def _drawn_bar(
    index: int, chart: Chart, lines: list[str], step: float, scale: float
) -> DrawnBar:
    bar = chart.bars[index]
    top = _TOP_MM + index * step
    middle = top + step / 2
    # Characters of 0.88 em above the baseline and 0.12 below stand in the middle.
    first = middle - (len(lines) - 1) * _LINE_MM / 2 + 0.38 * TEXT_MM
    return DrawnBar(
        lines=tuple((round(first + i * _LINE_MM, 3), t) for i, t in enumerate(lines)),
        y=round(top + _GAP_MM / 2, 3),
        width=round(float(bar.value) * scale, 3),
        height=round(step - _GAP_MM, 3),
        shown=bar.shown,
        shown_width=round(_width(bar.shown) * TEXT_MM + 0.8, 3),
        value_y=round(middle + 0.38 * TEXT_MM, 3),
        is_short=chart.target is not None and bar.value < chart.target,
    )


def _label_lines(label: str) -> list[str]:
    return [line.text for line in fit(label, _width, _LABEL_COLUMNS_MAX)]


def _width(text: str) -> float:
    """Width in ems, near enough for any sans-serif font."""
    return sum(0.6 if character.isascii() else 1.0 for character in text)


def _ticks(most: Decimal) -> list[Decimal]:
    """Round values from zero up to the greatest, about four steps apart."""
    if not most:
        return [Decimal(0)]
    rough = most / _TICKS_WANTED
    power = Decimal(10) ** rough.adjusted()
    step = next(power * n for n in (1, 2, 5, 10) if power * n >= rough)
    return [step * n for n in range(int(most / step) + 1)]
