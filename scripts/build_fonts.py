"""Build the private font set that official documents are printed with.

Run once at set-up: ``python scripts/build_fonts.py``; a second run with the same
sources ends at once. Every file is a renamed subset with one vertical metric
(0.88 em up, 0.12 em down), so a line keeps its place on the 22-row grid whatever
font its characters come from. Beside the fonts stand ``fonts.conf``,
``metrics.json`` (advance widths, coverage and family stacks, read by
``documents.fonts``) and the licence texts of the sources.

The folder is ``build/fonts`` or the one named by LUOSHI_FONTS.
"""

import bz2
import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # run as a file, it finds the house

from documents import font_files  # noqa: E402 - needs the line above
from documents.font_files import (  # noqa: E402
    fonts_conf,
    measures,
    set_metrics,
    set_names,
)

FANDOL_PACKAGE = "texlive-lang-chinese"
FANDOL_FILES = ("FandolFang-Regular", "FandolKai-Regular", "FandolSong-Bold")
SYMBOLS = (
    "〔〕①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳×—…·℃“”‘’《》〈〉「」【】、。，；：？！（）％‰㎡㎏±≤≥≈→"
    "√□■○●★☆△▲※№〇㈠㈡㈢ⅠⅡⅢⅣⅤ²³°′″€￥¥–•☒✓"
)
NAMES = (
    "㐂𠮷喆堃淼镕犇昇囍㛃䶮赟翀玥懿睿鑫垚焱燚琰頔祎煊翾旻昉晔珺珂甦竑"
    "璟璠瑄瓞峣㵗䢺𣲘𪣻㑇祺夬瑢樭囧亓"
)
RANGES = (
    (0x20, 0x7F),
    (0xA0, 0x100),
    (0x2010, 0x2040),
    (0x2460, 0x2580),
    (0x3000, 0x3040),
    (0xFF00, 0xFF5F),
)
HAN_RANGES = ((0x3400, 0xA000), (0xF900, 0xFB00), (0x20000, 0x32000))
# Families asked for by each role of text, in the order they are tried.
STACKS = {
    "fangsong": ("Luoshi FangSong", "Luoshi Spare", "Luoshi Wide"),
    "kai": ("Luoshi Kai", "Luoshi Spare", "Luoshi Wide"),
    "hei": ("Luoshi Hei", "Luoshi Wide"),
    "song": ("Luoshi Song", "Luoshi Wide"),
    "title": ("Luoshi XiaoBiaoSong", "Luoshi Title Spare", "Luoshi Wide"),
}


class SourceMissing(Exception):
    """A font or list the set is made from is not on this machine."""


@dataclass(frozen=True, slots=True)
class Source:
    """One face of one font file."""

    path: Path
    face_number: int = -1


@dataclass(frozen=True, slots=True)
class Recipe:
    """One font of the set: where it comes from and which code points it keeps."""

    family: str
    source: Source
    codes: frozenset[int]


def run(*command: str, folder: Path | None = None) -> str:
    """Output of a command of the system, which must not see our own fonts.conf."""
    environment = {k: v for k, v in os.environ.items() if k != "FONTCONFIG_FILE"}
    return subprocess.run(
        command, cwd=folder, env=environment, check=True, text=True, capture_output=True
    ).stdout


def system_font(family: str, style: str, package: str) -> Source:
    """The face fontconfig reports, refused when it is a stand-in for another family."""
    try:
        pattern = f"{family}:style={style}"
        found = run("fc-match", "-f", "%{file}|%{index}|%{family}|%{style}", pattern)
        path, number, families, styles = found.split("|")
    except (OSError, subprocess.CalledProcessError) as error:
        message = "缺少命令 fc-match，请先安装系统软件包 fontconfig。"
        raise SourceMissing(message) from error
    if family not in families.split(",") or style not in styles.split(","):
        message = f"缺少字体 {family} {style}，请先安装系统软件包 {package}。"
        raise SourceMissing(message)
    return Source(Path(path), int(number) & 0xFFFF if path.endswith("c") else -1)


def files_of(package: str) -> list[Path]:
    """Files an installed Debian package put on this machine."""
    try:
        return [Path(line) for line in run("dpkg", "-L", package).splitlines()]
    except (OSError, subprocess.CalledProcessError) as error:
        message = f"缺少系统软件包 {package}，请先安装它。"
        raise SourceMissing(message) from error


def fetch_fandol(folder: Path) -> Path:
    """Folder with the Fandol fonts and licence, taken out of the Debian package.

    The package is downloaded and unpacked, never installed: it would bring in a
    whole TeX system.
    """
    if all((folder / f"{name}.otf").exists() for name in FANDOL_FILES):
        return folder
    with tempfile.TemporaryDirectory() as scratch_name:
        scratch = Path(scratch_name)
        try:
            run("apt-get", "download", FANDOL_PACKAGE, folder=scratch)
            archive = next(scratch.glob("*.deb"))
            run("dpkg-deb", "-x", str(archive), str(scratch / "tree"))
        except (OSError, subprocess.CalledProcessError, StopIteration) as error:
            message = f"取不到软件包 {FANDOL_PACKAGE}（Fandol 仿宋、楷体、小标宋）。"
            raise SourceMissing(message) from error
        part = folder.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        for path in sorted((scratch / "tree").rglob("*")):
            if path.is_file() and path.parent.name == "fandol":
                shutil.copy(path, part / path.name)
    shutil.rmtree(folder, ignore_errors=True)
    part.rename(folder)
    return folder


def gb2312() -> Iterator[int]:
    """Code points of GB/T 2312: the symbols and both levels of Han characters."""
    for row in chain(range(0xA1, 0xAA), range(0xB0, 0xF8)):
        for cell in range(0xA1, 0xFF):
            text = bytes((row, cell)).decode("gb2312", errors="ignore")
            yield from map(ord, text)


def general_standard_characters() -> set[int]:
    """The 8105 characters of 通用规范汉字表, from the Unihan field kTGH."""
    path = next(
        (p for p in files_of("unicode-data") if p.name.startswith("Unihan_OtherMap")),
        None,
    )
    if path is None:
        message = "软件包 unicode-data 中没有 Unihan_OtherMappings，请重新安装它。"
        raise SourceMissing(message)
    opener = bz2.open if path.suffix == ".bz2" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        text = lines.read()
    return {int(code, 16) for code in re.findall(r"U\+(\w+)\tkTGH\t2013:", text)}


def wanted_codes() -> set[int]:
    """Code points of everyday text: each ordinary font is cut down to these."""
    ranges = chain.from_iterable(range(first, end) for first, end in RANGES)
    return {
        *general_standard_characters(),
        *gb2312(),
        *map(ord, SYMBOLS + NAMES),
        *ranges,
    }


def coverage(source: Source) -> set[int]:
    """Code points a face has a glyph for."""
    with TTFont(source.path, fontNumber=source.face_number, lazy=True) as font:
        return set(font.getBestCmap())


def is_han(code: int) -> bool:
    """Whether a code point lies in a block of Han characters."""
    return any(first <= code < end for first, end in HAN_RANGES)


def recipes(fandol: Path | None) -> list[Recipe]:
    """The fonts to make; without Fandol its three roles go to LXGW and Noto."""
    serif = system_font("Noto Serif CJK SC", "Regular", "fonts-noto-cjk")
    serif_bold = system_font("Noto Serif CJK SC", "Bold", "fonts-noto-cjk")
    sans = system_font("Noto Sans CJK SC", "Regular", "fonts-noto-cjk")
    light = system_font("LXGW WenKai", "Light", "fonts-lxgw-wenkai")
    if fandol is None:
        regular = system_font("LXGW WenKai", "Regular", "fonts-lxgw-wenkai")
        fangsong, kai, title = light, regular, serif_bold
    else:
        fangsong, kai, title = (Source(fandol / f"{n}.otf") for n in FANDOL_FILES)
    wanted = frozenset(wanted_codes())
    rare = frozenset(filter(is_han, coverage(serif))) - wanted
    lacking = (wanted - (coverage(fangsong) & coverage(kai))) & coverage(light)
    lacking_title = (wanted - coverage(title)) & coverage(serif_bold)
    plan = [  # the longest jobs first, so that two processes end together
        Recipe("Luoshi Wide", serif, rare),
        Recipe("Luoshi Song", serif, wanted),
        Recipe("Luoshi Hei", sans, wanted),
        Recipe("Luoshi Kai", kai, wanted),
        Recipe("Luoshi FangSong", fangsong, wanted),
        Recipe("Luoshi XiaoBiaoSong", title, wanted),
        Recipe("Luoshi Title Spare", serif_bold, lacking_title),
        Recipe("Luoshi Spare", light, lacking),
    ]
    return [recipe for recipe in plan if recipe.codes]


def make_font(recipe: Recipe, folder: Path) -> tuple[str, dict[str, Any]]:
    """Write one font of the set; return its family and its entry in metrics.json."""
    source = recipe.source
    font = TTFont(source.path, fontNumber=source.face_number)
    options = subset.Options()
    options.layout_features = ["tnum"]
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.drop_tables += ["BASE", "VORG", "DSIG"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=recipe.codes & set(font.getBestCmap()))
    subsetter.subset(font)
    set_metrics(font)
    set_names(font, recipe.family)
    name = recipe.family.replace(" ", "") + Path(source.path).suffix.replace("c", "f")
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(folder / name)
    return recipe.family, {"file": name, **measures(font)}


def copy_licences(folder: Path, fandol: Path | None) -> None:
    """Put the licence texts of the sources beside the fonts made from them."""
    folder.mkdir()
    for package in ("fonts-noto-cjk", "fonts-lxgw-wenkai"):
        for path in files_of(package):
            if path.name == "copyright":
                shutil.copy(path, folder / f"{package}.txt")
    for name in ("README", "COPYING.gz") if fandol else ():
        path = Path(fandol or ".") / name
        text = gzip.decompress(path.read_bytes()) if name[-1] == "z" else None
        target = folder / f"fandol-{path.stem}.txt"
        target.write_bytes(text if text is not None else path.read_bytes())


def fingerprint(plan: Iterable[Recipe]) -> str:
    """Hash of all that decides the set: the scripts, the sources, the code points."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    digest.update(Path(font_files.__file__).read_bytes())
    for recipe in plan:
        size = recipe.source.path.stat().st_size
        fact = (recipe.family, recipe.source.path.name, size, sorted(recipe.codes))
        digest.update(repr(fact).encode())
    return digest.hexdigest()


def is_built(folder: Path, mark: str) -> bool:
    """Whether the folder holds the very set this fingerprint stands for."""
    try:
        stored = json.loads((folder / "metrics.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    fonts = stored["fonts"].values()
    return stored["fingerprint"] == mark and all(
        (folder / font["file"]).exists() for font in fonts
    )


def build(folder: Path, plan: list[Recipe], fandol: Path | None, mark: str) -> None:
    """Make the whole set beside the folder, then put it in place in one move."""
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        fonts = dict(pool.map(make_font, plan, [part] * len(plan)))
    copy_licences(part / "licences", fandol)
    (part / "cache").mkdir()
    conf = fonts_conf(folder)
    (part / "fonts.conf").write_text(conf, encoding="utf-8")
    stacks = {role: [f for f in names if f in fonts] for role, names in STACKS.items()}
    record = {"fingerprint": mark, "stacks": stacks, "fonts": fonts}
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    (part / "metrics.json").write_text(text, encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    part.rename(folder)


def main() -> int:
    """Build what is missing; return 1 after one sentence when it cannot be built."""
    folder = Path(os.environ.get("LUOSHI_FONTS") or ROOT / "build" / "fonts").resolve()
    fandol: Path | None = None
    try:
        fandol = fetch_fandol(folder.with_name("fandol"))
    except SourceMissing as missing:
        print(f"{missing}仿宋、楷体改用霞鹜文楷，小标宋改用思源宋体粗体。")
    try:
        plan = recipes(fandol)
        mark = fingerprint(plan)
        if not is_built(folder, mark):
            build(folder, plan, fandol, mark)
    except SourceMissing as missing:
        print(f"没有生成公文字体：{missing}")
        return 1
    print(f"公文字体已就绪：{folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
