"""The door of the package: what it takes, and that it is steady."""

import subprocess
import sys
from pathlib import Path

import pytest

from documents.contexts import Chart, Imprint
from documents.render import UnknownDocument, render
from tests.factories.documents import (
    ISSUED_ON,
    hours_chart,
    study_statistics,
    summary,
)
from tests.integration.documents.pdf_pages import pages, text_of

ROOT = Path(__file__).parents[3]
IMPRINT = Imprint(("市城市管理局", "各区环境卫生管理处"), "处办公室", ISSUED_ON)
PRINT_AGAIN = """
import sys
from documents.render import render
from tests.factories.documents import summary
sys.stdout.buffer.write(render("summary", summary()))
"""


def test_same_context_gives_the_same_bytes() -> None:
    first = render("summary", summary(imprint=IMPRINT))
    render("study-statistics", study_statistics("机关党支部"))
    assert render("summary", summary(imprint=IMPRINT)) == first


def test_another_process_gives_the_same_bytes() -> None:
    command = [sys.executable, "-c", PRINT_AGAIN]
    printed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    assert printed.stdout == render("summary", summary())


def test_unknown_kind_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownDocument, match="summary、bulletin"):
        render("poster", summary())


def test_context_of_another_kind_is_refused() -> None:
    with pytest.raises(TypeError, match="StudyStatisticsContext"):
        render("study-statistics", summary())


def test_written_title_breaks_are_kept() -> None:
    context = summary(title="关于\n活动的\n总结报告")
    text = next(pages(render("summary", context))).extract_text()
    assert text.splitlines()[2:5] == ["关于", "活动的", "总结报告"]


@pytest.mark.parametrize("count", [1, 5, 6, 11, 18])
def test_chart_of_any_size_prints_every_value_twice(count: int) -> None:
    chart: Chart = hours_chart(count)
    text = text_of(render("summary", summary((chart,))))
    for bar in chart.bars:
        assert text.count(bar.shown) >= 2, bar
