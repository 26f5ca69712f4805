"""Widths and coverage as the metrics of a font set tell them."""

import json
from pathlib import Path

import pytest

from documents import fonts

METRICS = {
    "stacks": {"fangsong": ["First", "Second"]},
    "fonts": {
        "First": {
            "file": "first.otf",
            "coverage": [[48, 57], [23398, 23398]],
            "widths": {"1": 0.5},
        },
        "Second": {
            "file": "second.otf",
            "coverage": [[49, 50], [97, 97], [23398, 23398]],
            "widths": {"1": 0.7, "2": 0.7, "a": 0.6, "学": 0.9},
        },
    },
}


@pytest.fixture(autouse=True)
def small_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A set of two fonts that disagree."""
    (tmp_path / "metrics.json").write_text(json.dumps(METRICS), encoding="utf-8")
    monkeypatch.setenv("LUOSHI_FONTS", str(tmp_path))


def test_the_first_font_with_the_character_decides_its_width() -> None:
    assert fonts.text_width("1", "fangsong") == 0.5
    assert fonts.text_width("2", "fangsong") == 1.0
    assert fonts.text_width("学", "fangsong") == 1.0
    assert fonts.text_width("学1a", "fangsong") == pytest.approx(2.1)


def test_a_character_of_no_font_is_missing() -> None:
    assert fonts.missing_characters("学1a\n习b") == {"习", "b"}


def test_a_glyph_comes_from_the_first_font_that_has_it() -> None:
    found = [fonts.font_file(one, "fangsong") for one in "1a习"]
    assert [path and path.name for path in found] == ["first.otf", "second.otf", None]
