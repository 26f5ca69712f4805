"""Every character is drawn by the private set, or nothing is printed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pdfplumber.page import Page

from documents.contexts import Paragraph
from documents.fonts import FontsMissing, UnprintableText, missing_characters
from documents.render import render
from tests.factories.documents import study_statistics, summary
from tests.integration.documents.pdf_pages import pages

FAMILIES = {
    "Luoshi-FangSong",
    "Luoshi-Kai",
    "Luoshi-Hei",
    "Luoshi-Song",
    "Luoshi-XiaoBiaoSong",
}


def _fonts(printed: Page) -> set[str]:
    return {char["fontname"].partition("+")[2] for char in printed.chars}


def test_ordinary_text_uses_the_five_families_and_no_other() -> None:
    used = set[str]().union(*map(_fonts, pages(render("summary", summary()))))
    assert used == FAMILIES


def test_rare_characters_come_from_the_set_too() -> None:
    blocks = (Paragraph(("喆堃𠮷㐂䶮國龘",)),)
    (page,) = pages(render("summary", summary(blocks)))
    used = {c["text"]: c["fontname"].partition("+")[2] for c in page.chars}
    assert used["喆"] == "Luoshi-Spare"
    assert used["龘"] == "Luoshi-Wide"
    assert set(used.values()) <= FAMILIES | {"Luoshi-Spare", "Luoshi-Wide"}


def test_missing_characters_are_those_without_a_glyph() -> None:
    assert missing_characters("落实𠮷㐂喆堃\n①℃㎡") == set()
    assert missing_characters("好😀\x07") == {"😀", "\x07"}


def test_text_with_a_missing_character_is_refused_by_name() -> None:
    with pytest.raises(UnprintableText, match=r"“😀”（U\+1F600）"):
        render("summary", summary((Paragraph(("好😀",)),)))


def test_printing_without_the_set_names_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LUOSHI_FONTS", str(tmp_path))
    with pytest.raises(FontsMissing, match=r"python scripts/build_fonts\.py"):
        render("study-statistics", study_statistics())


def test_set_carries_its_licences_and_knows_only_itself(private_fonts: Path) -> None:
    licences = {path.name for path in (private_fonts / "licences").iterdir()}
    conf = (private_fonts / "fonts.conf").read_text(encoding="utf-8")
    assert {"fonts-noto-cjk.txt", "fonts-lxgw-wenkai.txt"} <= licences
    assert conf.count("<dir") == 1
    assert "<include" not in conf
    render("study-statistics", study_statistics())
    assert os.environ["FONTCONFIG_FILE"] == str(private_fonts / "fonts.conf")


def test_building_without_its_sources_says_what_to_install(tmp_path: Path) -> None:
    script = Path(__file__).parents[3] / "scripts" / "build_fonts.py"
    environment = {"PATH": str(tmp_path), "LUOSHI_FONTS": str(tmp_path / "fonts")}
    done = subprocess.run(
        [sys.executable, str(script)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "请先安装系统软件包 fontconfig" in done.stdout
    assert not (tmp_path / "fonts").exists()
