"""Checks of what printing needs: libraries and fonts."""

from collections.abc import Iterator
from pathlib import Path

import weasyprint
from weasyprint.text import ffi

from documents.fonts import FontsMissing, font_set
from documents.own_fonts import files_of, own_fonts
from domain.health import Check, judged

# Versions before let a document read files of the machine.
WEASYPRINT_MIN = 70


def checks(home: Path) -> Iterator[Check]:
    """Libraries, the private font set, the fonts of the unit."""
    yield _libraries()
    yield _set()
    yield from _own(home)


def _libraries() -> Check:
    number = ffi.pango.pango_version()
    pango = f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    problems = []
    if int(weasyprint.VERSION.partition(".")[0]) < WEASYPRINT_MIN:
        problems.append(f"WeasyPrint {weasyprint.VERSION} 太旧，请重新安装依赖。")
    if not ffi.harfbuzz_subset:
        problems.append("缺少 libharfbuzz-subset0，制作 PDF 会很慢。请安装。")
    return judged("排版库", problems, f"WeasyPrint {weasyprint.VERSION}，Pango {pango}")


def _set() -> Check:
    try:
        found = font_set()
    except FontsMissing as error:
        return Check("公文字体", "bad", error.message)
    lacking = [path.name for path, _ in found.files.values() if not path.exists()]
    problems = [f"{found.folder} 里缺少 {'、'.join(lacking)}。"] if lacking else []
    if problems:
        problems.append("请运行 python scripts/build_fonts.py。")
    return judged("公文字体", problems, f"{len(found.files)} 个，在 {found.folder}")


def _own(home: Path) -> Iterator[Check]:
    """Nothing when the unit has added no fonts."""
    files = files_of(home)
    if not files:
        return
    own = own_fonts(home)
    used = "、".join(f"{one.family}（{one.path.name}）" for one in own) or "没有"
    unused = sorted({one.name for one in files} - {one.path.name for one in own})
    problems = [f"{name} 不是认识的公文字体，没有采用。" for name in unused]
    problems += [
        f"{one.path.name} 自己标明不许嵌入文件，请确认有授权。"
        for one in own
        if one.is_restricted
    ]
    yield judged(
        "本单位字体",
        [*problems, f"采用：{used}。"] if problems else [],
        f"采用：{used}",
        "warning",
    )
