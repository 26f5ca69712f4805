"""The private font set: where it is, how wide its characters are, what it lacks.

``scripts/build_fonts.py`` makes the set. Nothing here draws; the figures come from the
``metrics.json`` of the set, so no font file is opened.
"""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from domain.errors import Invalid, NotFound

Role = Literal["fangsong", "kai", "hei", "song", "title"]

_PROJECT = Path(__file__).resolve().parent.parent
# Characters that print nothing and therefore need no glyph.
_INVISIBLE = frozenset("\n\r\t")
_chosen: ContextVar[Path | None] = ContextVar("fonts", default=None)


class FontsMissing(NotFound):
    """The private font set has not been built on this machine."""

    code = "fonts_missing"

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"不能打印公文：文件夹 {folder} 里没有公文字体，版面会走样。"
            "请在项目目录运行 python scripts/build_fonts.py 生成字体，然后重新打印。"
        )


class UnprintableText(Invalid):
    """A text holds characters no font of the set can draw."""

    code = "unprintable_text"

    def __init__(self, characters: Iterable[str]) -> None:
        named = "、".join(f"“{c}”（U+{ord(c):04X}）" for c in sorted(characters))
        super().__init__(
            f"不能打印公文：公文字体里没有字符{named}，印出来会是空框。"
            "请在原文中换成通用的写法，然后重新打印。"
        )


@dataclass(frozen=True, slots=True)
class FontSet:
    """One built set.

    Attributes:
        folder: Where the fonts and ``fonts.conf`` stand.
        stacks: Family names by role, in the order they are tried.
        widths: Advance in ems by character, by role; a character that is not listed
            is one em wide.
        covered: Code points at least one font has a glyph for.
        files: File and code points of each family.
    """

    folder: Path
    stacks: dict[str, tuple[str, ...]]
    widths: dict[str, dict[str, float]]
    covered: frozenset[int]
    files: dict[str, tuple[Path, frozenset[int]]]


def fonts_folder() -> Path:
    """That of printing_with, the one named by LUOSHI_FONTS, or build/fonts here."""
    return _chosen.get() or _built(os.environ.get("LUOSHI_FONTS", ""))


@cache
def _built(named: str) -> Path:
    return Path(named).resolve() if named else _PROJECT / "build" / "fonts"


@contextmanager
def printing_with(folder: Path) -> Iterator[None]:
    """Print with the set in that folder."""
    token = _chosen.set(folder)
    try:
        yield
    finally:
        _chosen.reset(token)


def font_set() -> FontSet:
    """The font set in use, read once.

    Raises:
        FontsMissing: When the set has not been built; nothing is printed without it.
    """
    return _font_set(fonts_folder())


@cache
def _font_set(folder: Path) -> FontSet:
    try:
        stored = json.loads((folder / "metrics.json").read_text(encoding="utf-8"))
    except OSError as error:
        raise FontsMissing(folder) from error
    fonts = stored["fonts"]
    codes = {family: _codes(font["coverage"]) for family, font in fonts.items()}
    widths: dict[str, dict[str, float]] = {}
    for role, families in stored["stacks"].items():
        # Later families only speak for characters the earlier ones lack.
        widths[role] = {}
        seen: set[int] = set()
        for family in families:
            own = fonts[family]["widths"].items()
            widths[role].update({c: w for c, w in own if ord(c) not in seen})
            seen |= codes[family]
    stacks = {role: tuple(families) for role, families in stored["stacks"].items()}
    files = {name: (folder / one["file"], codes[name]) for name, one in fonts.items()}
    covered = frozenset[int]().union(*codes.values())
    return FontSet(folder, stacks, widths, covered, files)


def _codes(pairs: Iterable[tuple[int, int]]) -> frozenset[int]:
    return frozenset(c for first, last in pairs for c in range(first, last + 1))


def use_private_fonts() -> None:
    """Point fontconfig at the private set.

    Must run before a FontConfiguration is made: it reads the variable then, once.

    Raises:
        FontsMissing: When the set has not been built.
    """
    os.environ["FONTCONFIG_FILE"] = str(font_set().folder / "fonts.conf")


def text_width(text: str, role: Role) -> float:
    """Width of a text in ems of its font size, without kerning."""
    widths = font_set().widths[role]
    return sum(widths.get(character, 1.0) for character in text)


def font_file(character: str, role: Role) -> Path | None:
    """The file whose glyph the role prints for a character; None when none has it."""
    found = font_set()
    for family in found.stacks[role]:
        path, codes = found.files[family]
        if ord(character) in codes:
            return path
    return None


def missing_characters(text: str) -> set[str]:
    """Characters of the text that would print as an empty box.

    The text layer of a PDF keeps such a character, so only this check finds it.
    """
    covered = font_set().covered
    return {c for c in set(text) - _INVISIBLE if ord(c) not in covered}
