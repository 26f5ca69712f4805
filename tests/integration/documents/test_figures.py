"""Every figure of GB/T 9704 that applies, measured on every paper it applies to.

FIGURES is the list: number in the table of figures, what is measured, on which papers.
What needs a closer look has a test of its own; the list names it.
"""

import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from pdfplumber.page import Page

from documents import layout
from documents.contexts import Heading, Imprint, Paragraph
from documents.official import Annex, OfficialContext
from documents.render import render
from tests.factories.documents import (
    ISSUED_ON,
    LONG_TEXT,
    PARTNERS,
    bulletin,
    letter,
    minutes,
    notice,
    order,
    wide_annex,
)
from tests.factories.texts import paragraphs
from tests.integration.documents import test_forms, test_grid
from tests.integration.documents.pdf_pages import MM, PrintedLine, lines, pages

BODY_PT = layout.CELL / layout.POINT
SHORT = (Paragraph(("请各单位按时报送。",)),)
IMPRINT = Imprint(("市城市管理局",), "某市环境卫生管理处办公室", ISSUED_ON)


def twelve_pages() -> tuple[Paragraph, ...]:
    """Running text that ends on page 12 of a notice."""
    return tuple(Paragraph((text,)) for text in paragraphs(12, 6700))


def with_levels() -> OfficialContext:
    """All levels of headings, an imprint, and a text of several pages."""
    levels = (Heading("甲", 1), Heading("乙", 2), Heading("丙", 3))
    return notice(blocks=(*levels, Paragraph((LONG_TEXT,))) * 3, imprint=IMPRINT)


PAPERS: dict[str, Callable[[], OfficialContext]] = {
    "letter of 1 page": lambda: letter(blocks=SHORT),
    "letter of 2 pages": lambda: letter(3),
    "notice of 1 page": lambda: notice(blocks=SHORT),
    "notice of 1 page, sealed": lambda: notice(blocks=SHORT, is_sealed=True),
    "notice of 2 pages": lambda: notice(2),
    "notice of 2 pages, sealed": lambda: notice(2, is_sealed=True),
    "notice of 12 pages": lambda: notice(blocks=twelve_pages()),
    "notice of 12 pages, sealed": lambda: notice(blocks=twelve_pages(), is_sealed=True),
    "joint issue": lambda: notice(2, partners=PARTNERS),
    "joint issue, sealed": lambda: notice(2, partners=PARTNERS, is_sealed=True),
    "upward report": lambda: notice(2, signers=("李国庆", "王芳", "欧阳建")),
    "levels and imprint": with_levels,
    "annex with turned table": lambda: notice(attachments=(wide_annex(40),)),
    "annex of text": lambda: notice(
        attachments=(Annex("名单", (Paragraph((LONG_TEXT,)),)),), imprint=IMPRINT
    ),
    "minutes": minutes,
    "order": order,
    "bulletin": bulletin,
}
PAGE_COUNTS = {
    name: int(found.group(1))
    for name in PAPERS
    if (found := re.search(r"of (\d+) page", name))
}
EVERY = tuple(PAPERS)
LETTERS = tuple(name for name in PAPERS if name.startswith("letter"))
NOTICES = tuple(name for name in PAPERS if name.startswith("notice"))
JOINT = ("joint issue", "joint issue, sealed")
LONG = ("notice of 12 pages", "notice of 12 pages, sealed")
HEADED = (*NOTICES, "upward report", "levels and imprint", "annex with turned table")
TITLED = (*LETTERS, *HEADED, *JOINT, "minutes", "bulletin")
SIGNED = (*LETTERS, *HEADED, *JOINT, "order")


@cache
def printed(name: str) -> tuple[Page, ...]:
    """The pages of a paper, printed once."""
    return tuple(pages(render("summary", PAPERS[name]())))


def body(page: Page) -> list[PrintedLine]:
    return lines(page, BODY_PT)


def upright(name: str) -> list[Page]:
    return [page for page in printed(name) if page.height > page.width]


def paper_is_a4(name: str) -> None:
    for page in printed(name):
        sides = sorted((float(page.width), float(page.height)))
        assert sides == pytest.approx([595.28, 841.89], abs=0.02)


def text_keeps_between_the_margins(name: str) -> None:
    inside = [line for page in upright(name) for line in body(page)]
    assert min(line.x0 for line in inside) == pytest.approx(28.0, abs=1)
    assert max(line.x1 for line in inside) <= 187.1
    for line in inside:
        ink = line.x1 - (layout.CELL / 2 if line.x1 > 184.3 else 0)
        assert ink <= 184.3
    assert min(line.em_top for line in inside) >= 36.98
    assert max(line.em_bottom for line in inside) <= 262.02


def full_pages_have_22_rows_of_28(name: str) -> None:
    middle = printed(name)[1:-2]
    assert [len(body(page)) for page in middle] == [22] * len(middle)
    widths = [line.x1 - line.x0 for page in middle for line in body(page)]
    assert max(widths) == pytest.approx(28 * layout.CELL, abs=3)
    assert body(middle[0])[0].em_top == pytest.approx(37.0, abs=0.02)
    assert body(middle[0])[-1].em_bottom == pytest.approx(262.0, abs=0.02)


def body_is_three_hao(name: str) -> None:
    sizes = {round(line.size_pt, 2) for page in upright(name) for line in body(page)}
    assert all(15.7 <= size <= 16.05 for size in sizes)


def rows_are_even(name: str) -> None:
    for page in printed(name)[1:]:
        gaps = [b.baseline - a.baseline for a, b in pairwise(body(page))]
        rows = [gap / layout.ROW for gap in gaps]
        assert gaps == pytest.approx([round(r) * layout.ROW for r in rows], abs=0.05)


def cell_is_a_28th_of_the_width(name: str) -> None:
    found = [
        char["x1"] - char["x0"]
        for page in upright(name)
        for char in page.chars
        if "FangSong" in char["fontname"]
        and abs(char["size"] - BODY_PT) < 0.1
        and "\u4e00" <= char["text"] <= "\u9fff"
    ]
    assert found
    assert found == pytest.approx([15.793] * len(found), abs=0.01)


def mark_stands_72_mm_from_the_top(name: str) -> None:
    (mark,) = lines(printed(name)[0], layout.MARK_CELL / layout.POINT)
    assert mark.em_top == pytest.approx(72.0, abs=0.1)
    assert (mark.x0 + mark.x1) / 2 == pytest.approx(106.0, abs=0.1)


def joint_marks_stand_72_mm_from_the_top(name: str) -> None:
    red = [c for c in printed(name)[0].chars if c["non_stroking_color"][0] > 0.5]
    top = min(red, key=lambda c: (c["top"], c["x0"]))
    pitch = layout.MARK_CELL + 2 * layout.ROW
    air = (pitch / 3 - top["size"] * MM) / 2
    baseline = (float(printed(name)[0].height) - top["matrix"][5]) * MM
    em_top = baseline - 0.88 * top["size"] * MM - air
    assert em_top == pytest.approx(72.0, abs=0.5)


def number_has_its_form(name: str) -> None:
    first = body(printed(name)[0])
    number = next(line for line in first if "〔" in line.text)
    assert re.search(r"^\D*〔\d{4}〕[1-9]\d*号", number.text)
    if name not in (*LETTERS, "upward report"):
        assert (number.x0 + number.x1) / 2 == pytest.approx(106.0, abs=0.1)


def rule_lies_4_mm_below_the_number(name: str) -> None:
    first = printed(name)[0]
    number = next(line for line in body(first) if "〔" in line.text)
    red = [r for r in first.rects if r["non_stroking_color"][0] > 0.5]
    rule = max(red, key=lambda rect: rect["width"])
    assert rule["top"] * MM - number.em_bottom == pytest.approx(4.0, abs=0.05)
    assert (rule["x0"] * MM, rule["x1"] * MM) == pytest.approx((28, 184), abs=0.05)


def title_is_centred_in_two_hao(name: str) -> None:
    title = lines(printed(name)[0], 22)
    assert {line.font for line in title} == {"Luoshi-XiaoBiaoSong"}
    centres = [(line.x0 + line.x1) / 2 for line in title]
    assert centres == pytest.approx([106.0] * len(title), abs=0.1)
    widths = [round(line.x1 - line.x0) for line in title]
    assert len(set(widths)) == len(widths)


def title_begins_two_rows_below_the_rule(name: str) -> None:
    first = printed(name)[0]
    red = [r for r in first.rects if r["non_stroking_color"][0] > 0.5]
    rule = max(red, key=lambda rect: rect["width"])
    below = lines(first, 22)[0].em_top - rule["top"] * MM
    assert below == pytest.approx(140.4 - 118.15, abs=0.1)


def addressees_stand_flush_a_row_below_the_title(name: str) -> None:
    first = printed(name)[0]
    title = lines(first, 22)[-1]
    after = [line for line in body(first) if line.baseline > title.baseline]
    end = next(i for i, line in enumerate(after) if line.text[-1] == "\uff1a")
    flush = [line.x0 for line in after[: end + 1]]
    assert flush == pytest.approx([28.0] * len(flush), abs=0.02)
    rows = (after[0].baseline - title.baseline) / layout.ROW
    assert rows == pytest.approx(2, abs=0.1)


def paragraphs_begin_two_cells_in(name: str) -> None:
    running = [line for page in upright(name) for line in body(page)[:-2]]
    starts = {round(line.x0, 1) for line in running if line.x0 < 45}
    assert starts <= {28.0, 33.6, 39.1}
    assert 39.1 in {round(line.x0, 1) for line in body(printed(name)[0])}


def date_has_arabic_digits(name: str) -> None:
    found = [line.text for page in printed(name) for line in body(page)]
    dates = [text for text in found if re.fullmatch(r"\d{4}年.*日", text)]
    assert dates
    assert all(re.fullmatch(r"\d{4}年[1-9]\d?月[1-9]\d?日", text) for text in dates)


def numbers_stand_outside(name: str) -> None:
    first = 2 if name in LETTERS else 1
    for number, page in enumerate(printed(name), start=1):
        if page.width > page.height or number < first:
            continue
        found = [
            one for one in lines(page, layout.SMALL_PT) if one.text.startswith("— ")
        ]
        if not body(page):
            # 版记 alone on its page, or the empty page before it.
            assert found == []
            continue
        (shown,) = found
        left, right = test_grid.DASH_PLACES[2 if number % 2 == 0 else 1]
        assert shown.text == f"— {number} —"
        if number < 10:
            assert (shown.x0, shown.x1) == pytest.approx((left, right), abs=0.5)


def nothing_but_the_signature_is_nowhere(name: str) -> None:
    last = body(upright(name)[-1])
    dates = [i for i, line in enumerate(last) if line.text == "2009年8月28日"]
    assert not dates or dates[0] > 1
    assert all("此页无正文" not in page.extract_text() for page in printed(name))


Check = Callable[[str], None]
# Number of the figure, the check, the papers; or the tests that look closer.
FIGURES: tuple[tuple[int, Check | None, tuple[str, ...]], ...] = (
    (1, paper_is_a4, EVERY),
    (2, text_keeps_between_the_margins, EVERY),
    (3, full_pages_have_22_rows_of_28, LONG),
    (4, body_is_three_hao, EVERY),
    (5, rows_are_even, (*LONG, "notice of 2 pages", "joint issue", "minutes", "order")),
    (6, cell_is_a_28th_of_the_width, EVERY),
    (7, None, ("test_marking_takes_the_first_rows_in_its_order",)),
    (8, None, ("test_marking_takes_the_first_rows_in_its_order",)),
    (9, None, ("test_marking_takes_the_first_rows_in_its_order",)),
    (10, mark_stands_72_mm_from_the_top, HEADED),
    (10, joint_marks_stand_72_mm_from_the_top, JOINT),
    (10, None, ("test_joint_mark_puts_the_first_office_on_top_and_file_right",)),
    (11, number_has_its_form, (*LETTERS, *HEADED, *JOINT)),
    (12, None, ("test_signers_stand_two_to_a_row_and_end_beside_the_number",)),
    (13, rule_lies_4_mm_below_the_number, (*HEADED, *JOINT)),
    (14, title_is_centred_in_two_hao, TITLED),
    (14, title_begins_two_rows_below_the_rule, (*HEADED, *JOINT)),
    (15, addressees_stand_flush_a_row_below_the_title, (*LETTERS, *HEADED, *JOINT)),
    (16, paragraphs_begin_two_cells_in, (*LETTERS, *NOTICES, "upward report")),
    (17, None, ("test_headings_of_other_fonts_keep_the_rows_even",)),
    (18, None, ("test_attachment_names_wrap_under_their_first_character",)),
    (19, None, ("test_seal_presses_name_and_date_close_to_the_text",)),
    (20, None, ("test_signature_without_seal_keeps_its_distances",)),
    (20, None, ("test_date_longer_than_the_name_ends_two_characters_from_the_edge",)),
    (21, None, ("test_order_has_its_distances_and_no_title",)),
    (22, date_has_arabic_digits, SIGNED),
    (23, None, ("test_note_stands_in_the_row_after_the_date",)),
    (24, None, ("test_annexes_begin_pages_before_the_imprint_and_numbers_go_on",)),
    (25, None, ("test_imprint_closes_an_even_last_page",)),
    (26, numbers_stand_outside, EVERY),
    (26, None, ("test_dash_of_the_page_number_lies_7_mm_under_the_text",)),
    (27, None, ("test_number_of_a_turned_page_stands_where_upright_ones_do",)),
    (28, None, ("test_letter_stands_between_two_double_rules",)),
    (28, None, ("test_letter_numbers_its_second_page_only",)),
    (28, None, ("test_letter_imprint_has_no_rules_and_no_printer",)),
    (29, None, ("test_order_has_its_distances_and_no_title",)),
    (30, None, ("test_minutes_wrap_names_under_the_first_of_them",)),
    (31, nothing_but_the_signature_is_nowhere, EVERY),
    (31, None, ("test_signature_never_stands_alone_on_a_page",)),
    (31, None, ("test_sealed_block_never_stands_alone_on_a_page",)),
)
MEASURED = [
    pytest.param(check, name, id=f"{number}-{check.__name__}-{name}")
    for number, check, names in FIGURES
    if check
    for name in names
]


@pytest.fixture(scope="module", autouse=True)
def fonts_are_built(private_fonts: Path) -> None:
    assert private_fonts.exists()


@pytest.mark.parametrize(("check", "name"), MEASURED)
def test_figure_holds_on_paper(check: Check, name: str) -> None:
    check(name)


def test_every_figure_is_measured_somewhere() -> None:
    assert {number for number, *_ in FIGURES} == set(range(1, 32))
    elsewhere = {**vars(test_grid), **vars(test_forms)}
    named = {one for _, check, names in FIGURES if check is None for one in names}
    assert named <= elsewhere.keys()


@pytest.mark.parametrize("name", PAGE_COUNTS)
def test_paper_has_the_pages_it_is_named_for(name: str) -> None:
    assert len(printed(name)) == PAGE_COUNTS[name]
