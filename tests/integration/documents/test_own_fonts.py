"""Fonts that a unit puts into its home are used for that home's papers."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from pdfplumber.page import Page

from documents.fonts import font_set, fonts_folder, printing_with, text_width
from documents.own_fonts import own_fonts, set_of
from documents.proof import Proof, write_proved
from documents.render import render
from tests.factories.documents import long_summary, notice, summary
from tests.factories.signing import FACTS, node_signer
from tests.integration.documents.pdf_pages import lines, pages
from tests.integration.documents.pdfa import pdfa_faults
from tests.integration.documents.test_grid import BODY_PT


def drop(home: Path, source: str, family: str, name: str = "font.ttf") -> Path:
    """A font of that family in the home, its metric as bad as real ones are."""
    path = home / "fonts" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with TTFont(fonts_folder() / source) as font:
        font["name"].setName(family, 1, 3, 1, 0x804)
        font["hhea"].ascent, font["hhea"].descent = 1100, -400
        font.save(path)
    return path


def used(pdf: bytes) -> set[str]:
    found = (char["fontname"] for page in pages(pdf) for char in page.chars)
    return {name.partition("+")[2] for name in found}


def test_home_without_fonts_prints_with_the_set_of_the_program(tmp_path: Path) -> None:
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "readme.txt").write_text("仿宋")
    (tmp_path / "fonts" / "broken.ttf").write_bytes(b"no font")
    drop(tmp_path, "LuoshiHei.ttf", "某种手写体")
    assert own_fonts(tmp_path) == ()
    assert set_of(tmp_path) == fonts_folder()


@pytest.mark.parametrize(
    ("family", "role", "name"),
    [
        ("仿宋_GB2312", "fangsong", "Luoshi-Own-Fangsong"),
        ("方正小标宋简体", "title", "Luoshi-Own-Title"),
    ],
)
def test_own_font_draws_its_role_on_the_same_grid(
    tmp_path: Path, family: str, role: str, name: str
) -> None:
    drop(tmp_path, "LuoshiHei.ttf", family)
    plain = render("summary", long_summary(4))
    with printing_with(set_of(tmp_path)):
        assert font_set().stacks[role][0].startswith("Luoshi Own")
        printed = render("summary", long_summary(4))
    assert name in used(printed)
    assert name not in used(plain)
    assert name not in used(render("summary", summary()))
    then, now = ([_rows(page) for page in pages(pdf)] for pdf in (plain, printed))
    assert then == now


def _rows(page: Page) -> list[float]:
    return sorted({round(line.baseline, 1) for line in lines(page, BODY_PT)})


def test_filing_with_own_fonts_is_archivable(tmp_path: Path) -> None:
    drop(tmp_path, "LuoshiHei.ttf", "仿宋_GB2312")
    with printing_with(set_of(tmp_path)):
        pdf = write_proved(Proof(notice(is_sealed=True), FACTS, node_signer()))
    assert pdfa_faults(pdf) == []
    assert "Luoshi-Own-Fangsong" in used(pdf)


def test_set_is_made_once_and_anew_when_a_font_changes(tmp_path: Path) -> None:
    path = drop(tmp_path, "LuoshiTitleSpare.ttf", "仿宋_GB2312")
    first = set_of(tmp_path)
    made = (first / "metrics.json").stat().st_mtime_ns
    assert set_of(tmp_path) == first
    assert (first / "metrics.json").stat().st_mtime_ns == made
    path.unlink()
    drop(tmp_path, "LuoshiSpare.ttf", "仿宋_GB2312", "other.ttf")
    assert set_of(tmp_path) != first
    assert not first.exists()


def test_widths_are_those_of_the_own_font(tmp_path: Path) -> None:
    before = text_width("2009", "fangsong")
    drop(tmp_path, "LuoshiHei.ttf", "仿宋_GB2312")
    with printing_with(set_of(tmp_path)):
        assert text_width("2009", "fangsong") == text_width("2009", "hei")
    assert text_width("2009", "fangsong") == before
