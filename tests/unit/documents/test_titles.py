"""Titles broken between words into a trapezium or a rhombus."""

import pytest

from documents.titles import title_lines

COLUMNS = 20


def width(text: str) -> float:
    return sum(0.5 if character.isascii() else 1.0 for character in text)


def test_a_short_title_stays_on_one_line() -> None:
    title = "关于深入学习实践科学发展观活动的总结报告"
    assert title_lines(title, width, COLUMNS) == [title]


def test_a_title_breaks_between_words() -> None:
    title = "某市环境卫生管理处关于深入学习实践科学发展观活动的总结报告"
    assert title_lines(title, width, COLUMNS) == [
        "某市环境卫生管理处关于",
        "深入学习实践科学发展观活动的总结报告",
    ]


def test_written_breaks_are_kept() -> None:
    assert title_lines("关于\n 总结报告 ", width, COLUMNS) == ["关于", "总结报告"]


@pytest.mark.parametrize(
    "title",
    [
        "某市城市管理局（执法局）关于印发《深入学习实践科学发展观活动整改落实方案》的通知",
        "某市深入学习实践科学发展观活动领导小组办公室关于第一批学习实践活动群众满意度测评情况的通报",
        "某市环境卫生管理处2009年度创先争优活动工作总结报告及下一步工作意见",
    ],
)
def test_lines_differ_and_are_not_narrow_in_the_middle(title: str) -> None:
    lines = title_lines(title, width, COLUMNS)
    widths = [width(line) for line in lines]
    assert "".join(lines) == title
    assert max(widths) <= COLUMNS
    assert len(set(widths)) == len(widths)
    assert all(w >= min(widths[0], widths[-1]) for w in widths)
    assert not any(line[0] in "的，、》）" or line[-1] in "《（" for line in lines)


def test_a_title_without_any_place_to_break_is_returned_whole() -> None:
    assert title_lines("x" * 60, width, COLUMNS) == ["x" * 60]


def test_three_lines_are_never_narrow_in_the_middle() -> None:
    title = (
        "群众印发问题加强整改全市班子分析检查深入"
        "发展卫生机制动员深入分析检查问题市委领导"
    )
    first, middle, last = map(width, title_lines(title, width, COLUMNS))
    assert middle >= min(first, last)
