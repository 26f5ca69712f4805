"""Papers over ballots and findings, on sample data."""

import pytest

from documents.render import render
from documents.results import analysis_paper, result_sheet, satisfaction_sheet
from domain.errors import Invalid
from tests.factories.results import analysis, review, satisfaction
from tests.integration.documents.pdf_pages import MM, pages, text_of


def test_review_prints_own_grade_words_and_the_top_two() -> None:
    text = text_of(render("evaluation-result", result_sheet(review())))
    assert "深20" in text
    assert "较可行9" in text
    assert text.count("90.6") == 5
    assert "发出35票，收回33票，有效32票" in text


def test_review_without_votes_prints_a_dash() -> None:
    text = text_of(render("evaluation-result", result_sheet(review(0, 0, 0, 0))))
    assert text.count("—") >= 5


@pytest.mark.parametrize("count", [0, 1, 60, 300])
def test_survey_lists_every_opinion(count: int) -> None:
    printed = render("satisfaction-result", satisfaction_sheet(satisfaction(count)))
    text = text_of(printed)
    assert "满意率（%）" in text
    assert text.count("84.9") == 3
    assert text.count("早晚高峰前完成") == count
    found = list(pages(printed))
    assert max(c["bottom"] for page in found for c in page.chars) * MM < 184.2


@pytest.mark.parametrize("count", [0, 1, 40])
def test_analysis_names_problem_cause_and_measure(count: int) -> None:
    text = text_of(render("analysis-report", analysis_paper(analysis(count))))
    for words in ("噪声扰民", "设备老旧", "更换低噪声扫刷"):
        assert text.count(words) == count
    assert "评议结果表" in text
    assert "126条" in text


def test_more_valid_than_returned_ballots_are_refused() -> None:
    with pytest.raises(Invalid, match="收回或有效多于前者"):
        type(review())("x", "x", review().held_on, 3, 2, 3, review().votes, "x")
