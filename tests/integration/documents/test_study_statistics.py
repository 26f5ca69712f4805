"""学习情况统计表: rows, breaks over pages, names nobody expects."""

from dataclasses import replace

import pytest

from documents.contexts import StudyRow
from documents.render import render
from tests.factories.documents import study_row, study_statistics
from tests.integration.documents.pdf_pages import MM, pages, text_of


def test_no_units_says_so_above_the_totals() -> None:
    printed = list(pages(render("study-statistics", study_statistics())))
    text = "".join(printed[0].extract_text().split())
    assert len(printed) == 1
    assert text.index("尚无单位报送") < text.index("合计")


def test_one_unit_prints_each_figure_once_in_its_row() -> None:
    (page,) = pages(render("study-statistics", study_statistics("机关党支部")))
    row = next(t for t in page.extract_text().splitlines() if "机关党支部" in t)
    figures = ["34", "33", "97.1", "6", "42.5", "2", "2", "31", "33", "1"]
    assert row.split() == ["1", "机关党支部", *figures, "—", "—", "—"]


def test_200_units_repeat_the_head_and_keep_every_row_whole() -> None:
    names = [f"甲{n}号清扫中队" for n in range(1, 201)]
    printed = list(pages(render("study-statistics", study_statistics(*names))))
    texts = ["".join(page.extract_text().split()) for page in printed]
    assert len(printed) > 8
    assert all("序号" in text and "备注" in text for text in texts)
    places = ["".join(texts).index(name) for name in names]
    assert places == sorted(places)
    assert max(char["bottom"] for page in printed for char in page.chars) * MM < 184.2


@pytest.mark.parametrize("count", range(8, 30))
def test_totals_and_signatures_never_stand_alone(count: int) -> None:
    names = [f"{n}号清扫中队" for n in range(count)]
    *_, last = pages(render("study-statistics", study_statistics(*names)))
    text = last.extract_text()
    assert "清扫中队" in text
    assert "合计" in text
    assert "负责人（签名）" in text
    assert "填报说明" in text


def test_rare_and_long_names_are_printed_whole() -> None:
    names = (
        "喆堃𠮷㐂",
        "生活垃圾卫生填埋场渗滤液处理站退休人员和离休干部联合党支部第一党小组",
    )
    text = text_of(render("study-statistics", study_statistics(*names)))
    assert "喆堃𠮷㐂" in text
    # The other columns of the row stand between the lines of a wrapped name.
    assert "生活垃圾卫生填埋场" in text
    assert "第一党小组" in text


def test_large_figures_stay_inside_their_cells() -> None:
    totals = replace(study_row("合计", 123456, 123455), reflection_count=1234567)
    context = replace(study_statistics("机关党支部"), totals=totals)
    (page,) = pages(render("study-statistics", context))
    row = next(t for t in page.extract_text().splitlines() if "合计" in t)
    assert row.split()[:3] == ["合计", "123456", "123455"]
    words = {word["text"]: word for word in page.extract_words()}
    assert (words["1234567"]["x1"] - words["1234567"]["x0"]) * MM < 11


def test_unknown_figures_print_as_a_dash() -> None:
    unknown = StudyRow(
        "机关党支部", None, None, None, None, None, None, None, None, None
    )
    context = replace(study_statistics(), rows=(unknown,))
    (page,) = pages(render("study-statistics", context))
    row = next(t for t in page.extract_text().splitlines() if "机关党支部" in t)
    assert row.split() == ["1", "机关党支部", *["—"] * 13]


def test_head_tells_who_reports_and_when() -> None:
    text = text_of(render("study-statistics", study_statistics("机关党支部")))
    assert "填报单位（盖章）：某市环境卫生管理处" in text
    assert "报出时间：2009年8月28日" in text
    assert "（2009年3月1日至8月31日）" in text
