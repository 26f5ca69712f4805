"""Heads, seals, annexes and the other papers of GB/T 9704, measured on the PDF."""

from itertools import pairwise

import pytest
from pdfplumber.page import Page

from documents import layout
from documents.contexts import Imprint, Paragraph
from documents.official import Annex, Marking, OfficialContext
from documents.render import render
from domain.errors import Invalid
from tests.factories.documents import (
    ISSUED_ON,
    LONG_TEXT,
    OFFICE,
    PARTNERS,
    bulletin,
    letter,
    minutes,
    notice,
    order,
    wide_annex,
)
from tests.integration.documents.pdf_pages import (
    MM,
    PrintedLine,
    lines,
    pages,
    seal_boxes,
    text_of,
)

BODY_PT = layout.CELL / layout.POINT
IMPRINT = Imprint(("市城市管理局",), "某市环境卫生管理处办公室", ISSUED_ON)
RED = (0.902, 0, 0.071)


def printed(context: OfficialContext) -> list[Page]:
    return list(pages(render("summary", context)))


def row_of(line: PrintedLine) -> float:
    """Row of the grid, from 1."""
    return 1 + (line.em_top - layout.TOP) / layout.ROW


def red_edges(page: Page) -> list[tuple[float, float, float, float]]:
    """Red rules as (top, bottom, left, right), from the top."""
    red = [r for r in page.rects if tuple(r["non_stroking_color"])[:1] != (0,)]
    found = {
        tuple(round(r[k] * MM, 2) for k in ("top", "bottom", "x0", "x1")) for r in red
    }
    return sorted(found)


def centre(line: PrintedLine) -> float:
    return (line.x0 + line.x1) / 2


def test_marking_takes_the_first_rows_in_its_order() -> None:
    page = printed(notice(marking=Marking("000003", "机密★1年", "特急")))[0]
    first = lines(page, BODY_PT)[:3]
    assert [line.text for line in first] == ["000003", "机密★1年", "特急"]
    tops = [line.em_top for line in first]
    assert tops == pytest.approx([37.0, 47.45, 57.90], abs=0.02)
    assert [line.x0 for line in first] == pytest.approx([28.0] * 3, abs=0.25)
    assert [line.font for line in first[1:]] == ["Luoshi-Hei"] * 2
    assert first[0].font == "Luoshi-FangSong"


def test_copy_number_of_other_than_six_digits_is_refused() -> None:
    with pytest.raises(Invalid, match="六位数字"):
        Marking("12")


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_signers_stand_two_to_a_row_and_end_beside_the_number(count: int) -> None:
    names = ("李国庆", "王芳", "欧阳建", "张建国")[:count]
    page = printed(notice(signers=names))[0]
    kai = [c for c in page.chars if "Kai" in c["fontname"]]
    body = lines(page, BODY_PT)
    number = next(line for line in body if "〔2009〕" in line.text)
    assert number.x0 == pytest.approx(28 + layout.CELL, abs=0.02)
    # The name of two characters is spread over three.
    assert {c["text"] for c in kai} - {"　"} == set("".join(names))
    assert max(c["x1"] for c in kai) * MM == pytest.approx(178.43, abs=0.05)
    assert min(c["matrix"][5] for c in kai) == pytest.approx(
        (297 - number.baseline) / MM, abs=0.05
    )
    rule = max(red_edges(page), key=lambda edge: edge[3] - edge[2])
    assert rule[0] - number.em_bottom == pytest.approx(4.0, abs=0.05)


def test_joint_mark_puts_the_first_office_on_top_and_file_right() -> None:
    page = printed(notice(partners=PARTNERS))[0]
    red = [
        c for c in page.chars if c["non_stroking_color"] == pytest.approx(RED, abs=0.01)
    ]
    rows = sorted({round(c["matrix"][5], 1) for c in red}, reverse=True)
    names = [c for c in red if c["text"] not in "文件"]
    suffix = [c for c in red if c["text"] in "文件"]
    ends = [
        (min(c["x0"] for c in names if round(c["matrix"][5], 1) == row),
         max(c["x1"] for c in names if round(c["matrix"][5], 1) == row))
        for row in rows if any(round(c["matrix"][5], 1) == row for c in names)
    ]  # fmt: skip
    assert len(ends) == 3
    for left, right in ends:
        assert left * MM == pytest.approx(ends[0][0] * MM, abs=0.3)
        assert right * MM == pytest.approx(ends[0][1] * MM, abs=0.3)
    middle = (max(c["bottom"] for c in names) + min(c["top"] for c in names)) / 2
    assert min(c["x0"] for c in suffix) > ends[0][1]
    assert (suffix[0]["top"] + suffix[0]["bottom"]) / 2 == pytest.approx(middle, abs=1)
    assert max(c["x1"] for c in red) * MM <= 184.01


def test_joint_head_keeps_the_text_on_the_grid() -> None:
    page = printed(notice(3, partners=PARTNERS, signers=("李国庆",) * 3))[0]
    rows = [row_of(line) for line in lines(page, BODY_PT)][3:]
    assert rows == pytest.approx([round(row) for row in rows], abs=0.01)


def test_too_many_partners_are_refused() -> None:
    with pytest.raises(Invalid, match="联合行文"):
        notice(partners=PARTNERS * 3)


@pytest.mark.parametrize("count", range(1, 9))
def test_seal_presses_name_and_date_close_to_the_text(count: int) -> None:
    *_, page = printed(notice(count, is_sealed=True))
    *_, text, name, date = lines(page, BODY_PT)
    ((left, top, right, bottom),) = seal_boxes(page)
    assert (name.text, date.text) == (OFFICE.name, "2009年8月28日")
    assert date.x1 == pytest.approx(161.71, abs=0.05)
    middle = (left + right) / 2
    assert centre(name) == pytest.approx(middle, abs=0.1)
    assert centre(date) == pytest.approx(middle, abs=0.1)
    assert 0 <= top - text.em_bottom <= layout.ROW
    assert right - left == pytest.approx(42, abs=0.2)
    # Name and date together stand a little below the centre of the seal.
    pair = (name.em_top + date.em_bottom) / 2
    assert 0 < pair - (top + bottom) / 2 < 4
    assert bottom <= 262.1


def test_joint_seals_neither_touch_nor_leave_the_text_area() -> None:
    *_, page = printed(notice(is_sealed=True, partners=PARTNERS))
    boxes = sorted(seal_boxes(page))
    date = lines(page, BODY_PT)[-1]
    assert len(boxes) == 3
    assert boxes[0][0] >= 28
    assert boxes[-1][2] <= 184
    assert all(b[0] - a[2] > 1 for a, b in pairwise(boxes))
    assert (boxes[-1][0] + boxes[-1][2]) / 2 == pytest.approx(centre(date), abs=0.1)
    text = [line for line in lines(page, BODY_PT) if line.em_bottom < boxes[0][1] + 1]
    assert 0 <= boxes[0][1] - text[-1].em_bottom <= layout.ROW


def test_joint_names_without_seal_end_two_cells_from_the_edge() -> None:
    *_, page = printed(notice(partners=PARTNERS))
    *names, date = lines(page, BODY_PT)[-4:]
    assert [line.x1 for line in names] == pytest.approx([172.86] * 3, abs=0.05)
    assert date.text == "2009年8月28日"


def test_note_stands_in_the_row_after_the_date() -> None:
    *_, page = printed(notice(is_sealed=True, note="此件公开发布"))
    date, note = lines(page, BODY_PT)[-2:]
    assert note.text == "（此件公开发布）"
    assert note.x0 == pytest.approx(39.14, abs=0.3)
    assert note.baseline - date.baseline == pytest.approx(layout.ROW, abs=0.05)


def test_annexes_begin_pages_before_the_imprint_and_numbers_go_on() -> None:
    text = Annex("名单", (Paragraph((LONG_TEXT,)),))
    found = printed(notice(attachments=(wide_annex(30), text), imprint=IMPRINT))
    labels = ["".join(page.extract_text().split())[:3] for page in found]
    first, last = labels.index("附件1"), labels.index("附件2")
    upright = found[last]
    label = lines(upright, BODY_PT)[0]
    (title,) = lines(upright, 22)
    assert found[first].width > found[first].height
    assert label.font == "Luoshi-Hei"
    assert (label.x0, label.em_top) == pytest.approx((28.0, 37.0), abs=0.3)
    assert row_of(title) == pytest.approx(3, abs=0.15)
    assert centre(title) == pytest.approx(106, abs=0.1)
    assert f"—{last + 1}—" in "".join(upright.extract_text().split())
    assert len(found) % 2 == 0
    assert "市城市管理局。" in found[-1].extract_text()


@pytest.mark.parametrize("count", [0, 1, 13, 14, 40, 200])
def test_wide_annex_of_any_length_keeps_its_head_and_rows(count: int) -> None:
    found = printed(notice(attachments=(wide_annex(count),)))
    wide = [page for page in found if page.width > page.height]
    assert all("整改措施" in page.extract_text() for page in wide)
    text = "".join("".join(page.extract_text().split()) for page in wide)
    assert text.count("喆堃") == count
    assert max(c["bottom"] for page in wide for c in page.chars) * MM < 184.2


@pytest.mark.parametrize("count", range(1, 40, 6))
def test_imprint_after_a_wide_annex_stands_on_an_upright_even_page(count: int) -> None:
    found = printed(notice(attachments=(wide_annex(count),), imprint=IMPRINT))
    last = found[-1]
    assert len(found) % 2 == 0
    assert last.height > last.width
    assert "市城市管理局。" in last.extract_text()


def test_letter_stands_between_two_double_rules() -> None:
    page = printed(letter(marking=Marking("000003", "机密")))[0]
    (mark,) = lines(page, layout.LETTER_MARK_CELL / layout.POINT)
    body = lines(page, BODY_PT)
    edges = red_edges(page)
    upper = [edge for edge in edges if edge[0] < 100]
    lower = [edge for edge in edges if edge[0] > 200]
    assert mark.em_top == pytest.approx(30.0, abs=0.05)
    assert upper[0][0] - mark.em_bottom == pytest.approx(4.0, abs=0.05)
    assert {edge[2:] for edge in edges} == {(20.0, 190.0)}
    assert max(edge[1] for edge in lower) == pytest.approx(277.0, abs=0.05)
    assert "37号" in body[0].text
    assert body[0].text.startswith("000003")
    assert body[0].x1 == pytest.approx(184.0, abs=0.05)
    bottom = max(edge[1] for edge in upper)
    assert body[0].em_top - bottom == pytest.approx(layout.CELL * 7 / 8, abs=0.05)
    assert body[1].text == "机密"
    assert row_of(lines(page, 22)[0]) == pytest.approx(row_of(body[1]) + 3, abs=0.15)


def test_letter_numbers_its_second_page_only() -> None:
    found = printed(letter(3))
    assert lines(found[0], layout.SMALL_PT) == []
    assert lines(found[1], layout.SMALL_PT)[0].text == "— 2 —"


def test_letter_imprint_has_no_rules_and_no_printer() -> None:
    found = printed(letter(imprint=IMPRINT))
    text = found[-1].extract_text()
    assert "市城市管理局。" in text
    assert "印发" not in text.replace("（2009年4月印发）", "")
    black = [r for r in found[-1].rects if r["width"] * MM > 150]
    assert {edge[0] for edge in red_edges(found[-1])} == {
        round(r["top"] * MM, 2) for r in black
    }


def test_order_has_its_distances_and_no_title() -> None:
    found = printed(order())
    (mark,) = lines(found[0], layout.ORDER_MARK_CELL / layout.POINT)
    body = lines(found[0], BODY_PT)
    assert mark.em_top == pytest.approx(57.0, abs=0.05)
    assert body[0].text == "第37号"
    assert body[0].em_top - mark.em_bottom == pytest.approx(2 * layout.ROW, abs=0.05)
    assert centre(body[0]) == pytest.approx(106, abs=0.1)
    assert row_of(body[1]) == pytest.approx(row_of(body[0]) + 3, abs=0.01)
    assert lines(found[0], 22) == []
    post, date = lines(found[-1], BODY_PT)[-2:]
    assert post.x1 == pytest.approx(161.71, abs=0.05)
    assert date.x1 == pytest.approx(161.71, abs=0.05)
    assert date.baseline - post.baseline == pytest.approx(2 * layout.ROW, abs=0.05)
    name = next(c for c in found[-1].chars if "Kai" in c["fontname"])
    last = next(c for c in found[-1].chars if c["text"] == "长")
    assert (name["x0"] - last["x1"]) * MM == pytest.approx(11.14, abs=0.05)


def test_minutes_wrap_names_under_the_first_of_them() -> None:
    found = printed(minutes())
    body = [line for page in found for line in lines(page, BODY_PT)]
    first = next(i for i, line in enumerate(body) if line.text.startswith("出席："))
    labels = [
        c for page in found for c in page.chars
        if c["text"] in "出席列" and "Hei" in c["fontname"]
    ]  # fmt: skip
    assert len(labels) == 4
    assert body[first].x0 == pytest.approx(39.14, abs=0.3)
    assert body[first + 1].x0 == pytest.approx(39.14 + 3 * layout.CELL, abs=0.05)
    assert body[first + 2].text == "列席：市委指导组。"
    mark = [c for c in found[0].chars if c["non_stroking_color"] != (0, 0, 0)]
    assert max(c["size"] for c in mark) > 30
    assert not seal_boxes(found[-1])


def test_bulletin_puts_issue_office_and_day_over_the_rule() -> None:
    found = printed(bulletin())
    issue, line = lines(found[0], BODY_PT)[:2]
    rule = max(red_edges(found[0]), key=lambda edge: edge[3] - edge[2])
    assert issue.text == "第37期"
    assert centre(issue) == pytest.approx(106, abs=0.1)
    assert line.text.startswith("某市环境卫生管理处办公室")
    assert line.text.endswith("2009年8月28日")
    assert rule[0] - line.em_bottom == pytest.approx(4.0, abs=0.05)
    last = [line.text for line in lines(found[-1], layout.SMALL_PT)]
    assert last[:2] == ["报：市委指导组", "发：各单位"]


def test_profile_of_1999_writes_the_date_in_chinese_under_the_seal() -> None:
    words = ("环卫", "学习", "总结")
    found = printed(
        notice(profile="1999", is_sealed=True, subject_words=words, imprint=IMPRINT)
    )
    text = "".join(found[-1].extract_text().split())
    date = next(
        line for line in lines(found[-1], BODY_PT)
        if line.text == "二〇〇九年八月二十八日"
    )  # fmt: skip
    ((left, top, right, bottom),) = seal_boxes(found[-1])
    assert date.x1 == pytest.approx(161.71, abs=0.05)
    assert top < date.em_top < date.em_bottom < bottom
    assert (left + right) / 2 == pytest.approx(centre(date), abs=0.1)
    assert "主题词：环卫学习总结" in text
    assert "二〇〇九年八月二十八日印发" in text
    assert OFFICE.name not in text.partition("主题词")[0][-40:]


@pytest.mark.parametrize("count", range(30, 60, 4))
def test_sealed_block_never_stands_alone_on_a_page(count: int) -> None:
    blocks = tuple(Paragraph((f"第{n}段。",)) for n in range(count))
    *_, page = printed(notice(blocks=blocks, is_sealed=True))
    assert lines(page, BODY_PT)[0].text.endswith("段。")


@pytest.mark.parametrize("make", [letter, order, minutes, bulletin])
def test_every_form_prints_no_banned_words_and_the_same_bytes(make: object) -> None:
    assert callable(make)
    first = render("summary", make())
    assert render("summary", make()) == first
    assert "此页无正文" not in text_of(first)
