"""The 22-row grid and the red head, measured on the PDF itself."""

import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from documents import layout
from documents.contexts import Heading, Imprint, Office, Paragraph
from documents.fitter import NO_END, NO_START
from documents.render import render
from tests.factories.documents import (
    ISSUED_ON,
    LONG_TEXT,
    long_summary,
    requirement_table,
    study_statistics,
    summary,
)
from tests.integration.documents.pdf_pages import MM, lines, pages, text_of

BODY_PT = layout.CELL / layout.POINT
DASH_PLACES = {1: (165.4, 179.06), 2: (32.94, 47.0)}


@pytest.fixture(scope="module")
def long_pdf(private_fonts: Path) -> bytes:
    assert private_fonts.exists()
    return render("summary", long_summary())


def test_full_page_has_22_even_rows(long_pdf: bytes) -> None:
    body = lines(list(pages(long_pdf))[1], BODY_PT)
    gaps = [b.baseline - a.baseline for a, b in pairwise(body)]
    assert len(body) == 22
    assert gaps == pytest.approx([layout.ROW] * 21, abs=0.05)
    assert body[0].em_top == pytest.approx(37.0, abs=0.02)
    assert body[-1].em_bottom == pytest.approx(262.0, abs=0.02)


def test_headings_of_other_fonts_keep_the_rows_even() -> None:
    levels = (Heading("甲", 1), Heading("乙", 2), Heading("丙", 3))
    blocks = (*levels, Paragraph((LONG_TEXT,))) * 4
    body = lines(list(pages(render("summary", summary(blocks))))[1], BODY_PT)
    gaps = [b.baseline - a.baseline for a, b in pairwise(body)]
    assert {line.font for line in body} >= {"Luoshi-Hei", "Luoshi-Kai"}
    assert gaps == pytest.approx([layout.ROW] * len(gaps), abs=0.05)


def test_text_after_a_table_stands_on_the_grid_again() -> None:
    blocks = (requirement_table(), Paragraph((LONG_TEXT,)))
    page = list(pages(render("summary", summary(blocks * 2))))[1]
    rows = [(line.em_top - 37) / layout.ROW for line in lines(page, BODY_PT)]
    assert rows == pytest.approx([round(row) for row in rows], abs=0.005)


def test_paragraph_lines_reach_both_edges(long_pdf: bytes) -> None:
    body = lines(list(pages(long_pdf))[1], BODY_PT)
    for line, following in pairwise(body):
        starts_paragraph = line.x0 > 30
        assert line.x0 == pytest.approx(39.14 if starts_paragraph else 28.0, abs=0.02)
        if following.x0 < 30:
            hangs = line.x1 > 185
            assert line.x1 == pytest.approx(186.8 if hangs else 184.0, abs=0.3)
            assert not hangs or line.text[-1] in "，。、；：）》”"


def test_no_line_starts_or_ends_with_a_forbidden_mark(long_pdf: bytes) -> None:
    printed = [line for page in pages(long_pdf) for line in lines(page, BODY_PT)]
    assert len(printed) > 60
    assert [line.text for line in printed if line.text[0] in NO_START] == []
    assert [line.text for line in printed if line.text[-1] in NO_END] == []


def test_red_head_stands_where_the_standard_puts_it(long_pdf: bytes) -> None:
    page = next(pages(long_pdf))
    (mark,) = lines(page, layout.MARK_CELL / layout.POINT)
    number = lines(page, BODY_PT)[0]
    rule = max(page.rects, key=lambda rect: rect["width"])
    assert mark.text == "某市环境卫生管理处文件"
    assert mark.em_top == pytest.approx(72.0, abs=0.1)
    assert number.text == "某环发〔2009〕37号"
    assert (number.x0 + number.x1) / 2 == pytest.approx(106.0, abs=0.1)
    assert rule["top"] * MM - number.em_bottom == pytest.approx(4.0, abs=0.05)
    assert rule["x0"] * MM == pytest.approx(28.0, abs=0.02)
    assert rule["width"] * MM == pytest.approx(156.0, abs=0.02)
    assert rule["non_stroking_color"] == pytest.approx((0.902, 0, 0.071), abs=0.01)


@pytest.mark.parametrize("name_length", [4, 10, 14, 24])
def test_mark_of_any_length_stays_centred_between_the_margins(name_length: int) -> None:
    office = Office("某处", "环" * (name_length - 2) + "文件", "某环发")
    page = next(pages(render("summary", summary((), office=office))))
    red = [c for c in page.chars if c["non_stroking_color"] != (0, 0, 0)]
    x0, x1 = min(c["x0"] for c in red) * MM, max(c["x1"] for c in red) * MM
    assert len(red) == name_length
    assert (x0 + x1) / 2 == pytest.approx(106.0, abs=0.1)
    assert x0 >= 27.99
    assert x1 <= 184.01


def test_title_lines_are_centred_and_of_unequal_length(long_pdf: bytes) -> None:
    title = lines(next(pages(long_pdf)), 22)
    centres = [(line.x0 + line.x1) / 2 for line in title]
    assert len(title) == 2
    assert centres == pytest.approx([106.0, 106.0], abs=0.1)
    assert title[0].em_top == pytest.approx(140.4, abs=0.1)
    assert abs(title[0].x1 - title[1].x1) > 5
    assert {line.font for line in title} == {"Luoshi-XiaoBiaoSong"}


def test_addressees_are_flush_one_row_under_the_title(long_pdf: bytes) -> None:
    page = next(pages(long_pdf))
    body, title = lines(page, BODY_PT)[1:], lines(page, 22)
    end = next(i for i, line in enumerate(body) if line.text.endswith("："))
    assert all(line.x0 == pytest.approx(28.0, abs=0.02) for line in body[: end + 1])
    rows = (body[0].baseline - title[-1].baseline) / layout.ROW
    assert rows == pytest.approx(2, abs=0.1)
    assert body[end + 1].x0 == pytest.approx(39.14, abs=0.02)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_page_number_stands_outside_on_both_sides(long_pdf: bytes, number: int) -> None:
    page = list(pages(long_pdf))[number - 1]
    (printed,) = lines(page, layout.SMALL_PT)
    left, right = DASH_PLACES[2 if number % 2 == 0 else 1]
    assert printed.text == f"— {number} —"
    assert printed.x0 == pytest.approx(left, abs=0.5)
    assert printed.x1 == pytest.approx(right, abs=0.1)


def test_dash_of_the_page_number_lies_7_mm_under_the_text(
    long_pdf: bytes, tmp_path: Path
) -> None:
    assert _dash_top(long_pdf, tmp_path) == pytest.approx(269.0, abs=0.1)


def _dash_top(pdf: bytes, folder: Path) -> float:
    """Upper edge of the first dash of page 2, seen on a picture of the page."""
    dots_per_mm = 600 / 25.4
    (folder / "page.pdf").write_bytes(pdf)
    command = "pdftoppm -r 600 -f 2 -l 2 -gray -png -singlefile page.pdf page"
    subprocess.run(command.split(), cwd=folder, check=True)
    with Image.open(folder / "page.png") as picture:
        left, top, right, bottom = (n * dots_per_mm for n in (33, 263, 35, 280))
        cut = picture.crop((int(left), int(top), int(right), int(bottom)))
        box = cut.point(lambda value: 255 if value < 128 else 0).getbbox()
    assert box is not None
    return 263 + box[1] / dots_per_mm


def test_number_of_a_turned_page_stands_where_upright_ones_do() -> None:
    names = [f"第{n}分队" for n in range(40)]
    turned = list(pages(render("study-statistics", study_statistics(*names))))
    for number, (left, right) in DASH_PLACES.items():
        chars = [c for c in turned[number - 1].chars if not c["upright"]]
        # Turned to the left, the top of the sheet becomes its left edge.
        assert min(c["top"] for c in chars) * MM == pytest.approx(left, abs=0.5)
        assert max(c["bottom"] for c in chars) * MM == pytest.approx(right, abs=0.1)
        below = 297 - max(c["x1"] for c in chars) * MM
        assert below == pytest.approx(266.1, abs=0.1)


def test_signature_without_seal_keeps_its_distances() -> None:
    *_, page = pages(render("summary", summary((Paragraph(("短文。",)),))))
    name, date = lines(page, BODY_PT)[-2:]
    assert (name.text, date.text) == ("某市环境卫生管理处", "2009年8月28日")
    assert name.x1 == pytest.approx(172.86, abs=0.05)
    assert date.x0 - name.x0 == pytest.approx(11.14, abs=0.05)


def test_date_longer_than_the_name_ends_two_characters_from_the_edge() -> None:
    office = Office("环卫处", "环卫处文件", "环")
    *_, page = pages(render("summary", summary((), office=office)))
    name, date = lines(page, BODY_PT)[-2:]
    assert date.x1 == pytest.approx(172.86, abs=0.05)
    assert date.x0 - name.x0 == pytest.approx(11.14, abs=0.05)


@pytest.mark.parametrize("count", range(40, 70, 3))
def test_signature_never_stands_alone_on_a_page(count: int) -> None:
    blocks = tuple(Paragraph((f"第{n}段。",)) for n in range(count))
    *_, page = pages(render("summary", summary(blocks)))
    body = lines(page, BODY_PT)
    assert body[0].text.endswith("段。")
    assert body[-1].text == "2009年8月28日"


def test_attachment_names_wrap_under_their_first_character() -> None:
    names = ("学习情况统计表", "群众满意度测评结果和各单位对分析检查报告的评议情况表")
    *_, page = pages(render("summary", summary((), attachments=names)))
    body = lines(page, BODY_PT)
    label = next(i for i, line in enumerate(body) if line.text.startswith("附件："))
    assert body[label].x0 == pytest.approx(39.14, abs=0.02)
    assert body[label + 1].x0 == pytest.approx(55.86, abs=0.02)
    first = body[label + 1].x0 + 1.5 * layout.CELL
    assert body[label + 2].x0 == pytest.approx(first, abs=0.02)


@pytest.mark.parametrize("paragraph_count", [1, 5, 9])
def test_imprint_closes_an_even_last_page(paragraph_count: int) -> None:
    imprint = Imprint(("市城市管理局",), "某市环境卫生管理处办公室", ISSUED_ON)
    blocks = (Paragraph((LONG_TEXT,)),) * paragraph_count
    printed = list(pages(render("summary", summary(blocks, imprint=imprint))))
    # A border is drawn between an outer and an inner rectangle.
    wide = [rect for rect in printed[-1].rects if rect["width"] * MM > 150]
    edges = sorted({round(r[side] * MM, 2) for r in wide for side in ("top", "bottom")})
    thickness = [
        lower - upper for upper, lower in zip(edges[::2], edges[1::2], strict=True)
    ]
    assert len(printed) % 2 == 0
    assert edges[-1] == pytest.approx(262.0, abs=0.05)
    assert thickness == pytest.approx([0.35, 0.25, 0.35], abs=0.02)


def test_figures_of_the_text_come_out_of_the_pdf() -> None:
    context = summary()
    text = text_of(render("summary", context))
    assert [figure.source for figure in context.figures()] == [
        "members:all",
        "attendance:all",
    ]
    assert all(figure.value in text for figure in context.figures())
    assert "图1只有一个单位未达到40学时" in text
    assert "一、深入学习理论" in text
    assert "（一）集中学习" in text
