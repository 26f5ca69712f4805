"""Where the bars of a chart stand."""

from dataclasses import replace
from decimal import Decimal

import pytest

from documents import layout
from documents.charts import draw_bars
from documents.contexts import Bar
from domain.errors import Invalid
from tests.factories.documents import hours_chart


def test_bars_are_as_long_as_their_values() -> None:
    drawn = draw_bars(hours_chart(4))
    lengths = [bar.width for bar in drawn.bars]
    values = [60, 57, 54, 28]
    assert lengths == pytest.approx([lengths[0] * v / 60 for v in values], abs=0.01)


def test_the_axis_begins_at_zero_and_marks_round_values() -> None:
    drawn = draw_bars(hours_chart(4))
    assert drawn.ticks[0] == (drawn.axis_x, "0")
    assert [label for _, label in drawn.ticks] == ["0", "20", "40", "60"]


def test_bars_under_the_target_are_hatched() -> None:
    drawn = draw_bars(hours_chart(4))
    assert [bar.is_short for bar in drawn.bars] == [False, False, False, True]
    assert drawn.has_short
    without = draw_bars(replace(hours_chart(4), target=None))
    assert not without.has_short
    assert without.target_x is None


def test_everything_stays_on_the_drawing() -> None:
    long_name = "生活垃圾卫生填埋场渗滤液处理站退休人员党支部"
    bars = (Bar(long_name, Decimal(1200), "1200学时"), Bar("甲", Decimal(0), "0学时"))
    drawn = draw_bars(replace(hours_chart(), bars=bars))
    first = drawn.bars[0]
    assert len(first.lines) == 2
    assert drawn.axis_x + first.width + 1.2 + first.shown_width <= drawn.width
    assert drawn.height == pytest.approx(drawn.rows * layout.ROW, abs=0.001)
    assert drawn.plot_bottom < drawn.height - 5


def test_only_zeros_draw_an_axis_without_bars() -> None:
    chart = replace(hours_chart(), bars=(Bar("甲", Decimal(0), "0"),), target=None)
    drawn = draw_bars(chart)
    assert drawn.bars[0].width == 0
    assert drawn.ticks == ((drawn.axis_x, "0"),)


def test_a_chart_too_long_for_a_page_is_refused() -> None:
    with pytest.raises(Invalid, match="19 条"):
        hours_chart(19)


def test_a_negative_bar_is_refused() -> None:
    with pytest.raises(Invalid, match="负数"):
        replace(hours_chart(), bars=(Bar("甲", Decimal(-1), "-1"),))


def test_the_table_of_a_long_chart_has_two_halves() -> None:
    table = hours_chart(7).table()
    assert len(table.rows) == 4
    assert table.rows[0][0] == 1
    assert table.rows[0][3] == 5
    assert table.rows[3][3:] == ("", "", "")
