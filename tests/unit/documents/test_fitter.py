"""The line fitter: what a line may hold, and where it may end."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.fitter import (
    NO_END,
    NO_START,
    PRESS_SHARE_MAX,
    STRETCH_CELLS_MAX,
    Line,
    fit,
)

MARKS = "，。、；：？！）》”…%（《“"
LETTERS = "党员干部学习实践科学发展观活动环卫处"


def width(text: str) -> float:
    """Half a cell for ASCII, a whole one for the rest."""
    return sum(0.5 if character.isascii() else 1.0 for character in text)


def drawn(line: Line) -> float:
    """Cells from the left edge to the right edge of the last character."""
    return width(line.text) + line.spacing_cells * (len(line.text) - 1)


words = st.one_of(
    st.text(LETTERS, min_size=1, max_size=6),
    st.sampled_from(MARKS),
    st.from_regex(r"[0-9]{1,6}(\.[0-9]{1,2})?%?", fullmatch=True),
    st.from_regex(r"[A-Za-z]{1,70}", fullmatch=True),
    st.just(" "),
)
texts = st.lists(words, max_size=40).map("".join)


def has_chain_of_marks(text: str) -> bool:
    """Marks so close that the rules may have no answer."""
    marks = NO_START | NO_END
    return any(set(text[i : i + 4]) <= marks for i in range(len(text) - 3))


@settings(max_examples=400)
@given(texts)
def test_fit_loses_nothing_but_spaces(text: str) -> None:
    joined = "".join(line.text for line in fit(text, width, 28, 2))
    assert joined.replace(" ", "") == text.replace(" ", "")


@settings(max_examples=400)
@given(texts)
def test_fit_keeps_marks_off_the_wrong_edge(text: str) -> None:
    if has_chain_of_marks(text):
        return
    lines = fit(text, width, 28, 2)
    assert [line for line in lines[1:] if line.text[:1] in NO_START and line.text] == []
    assert [line for line in lines[:-1] if line.text[-1:] in NO_END] == []


@settings(max_examples=400)
@given(texts)
def test_fit_never_leaves_the_line_by_more_than_half_a_mark(text: str) -> None:
    lines = fit(text, width, 28, 2)
    for line, room in zip(lines, [26] + [28] * len(lines), strict=False):
        assert drawn(line) <= room + 0.5 + 1e-6
        gaps = max(1, len(line.text) - 1)
        assert line.spacing_cells >= -(room * PRESS_SHARE_MAX + 1e-6) / gaps
        assert line.spacing_cells <= STRETCH_CELLS_MAX


def test_full_lines_end_at_the_right_edge() -> None:
    text = "党员干部学习，" * 20
    *full, last = fit(text, width, 28, 2)
    for line, room in zip(full, [26] + [28] * len(full), strict=False):
        assert drawn(line) in (pytest.approx(room), pytest.approx(room + 0.5))
    assert last.spacing_cells == 0.0


def test_a_mark_after_a_full_line_is_pressed_in() -> None:
    first, _ = fit("学" * 28 + "，" + "习" * 3, width, 28)
    assert first.text == "学" * 28 + "，"
    assert first.spacing_cells == pytest.approx(-0.5 / 28)


def test_an_opening_mark_goes_to_the_next_line() -> None:
    first, second = fit("学" * 27 + "《摘编》", width, 28)
    assert first.text == "学" * 27
    assert second.text == "《摘编》"
    assert first.spacing_cells == pytest.approx(1 / 26)


def test_a_number_is_never_cut() -> None:
    first, second = fit("学" * 26 + "2009.03%日", width, 28)
    assert first.text == "学" * 26
    assert second.text == "2009.03%日"


def test_a_line_before_a_long_word_stays_ragged() -> None:
    first, _ = fit("学习" + "a" * 54, width, 28)
    assert first == Line("学习", 0.0)


def test_a_word_longer_than_the_line_is_cut() -> None:
    lines = fit("x" * 200, width, 28, 2)
    assert [len(line.text) for line in lines] == [52, 56, 56, 36]


def test_a_chain_of_marks_ends() -> None:
    assert len(fit("。" * 100, width, 28)) >= 3


def test_empty_text_is_one_empty_line() -> None:
    assert fit("", width, 28) == [Line("", 0.0)]


@pytest.mark.parametrize(
    "text",
    [
        "习" * 15 + " " + "习" * 10 + " ？",
        "习" * 20 + "（ 0000000.0%",
    ],
)
def test_spaces_do_not_hide_a_mark_at_the_edge(text: str) -> None:
    first, *rest = fit(text, width, 28, 2)
    assert first.text[-1] not in NO_END
    assert all(line.text[0] not in NO_START for line in rest)


def test_a_nearly_full_last_line_is_not_stretched() -> None:
    assert fit("学" * 27, width, 28) == [Line("学" * 27, 0.0)]
