"""A unit's own fonts: files in the folder ``fonts`` of a home, used for its papers.

The set of the program stays; a font whose family is known here comes first for its
role. It is kept as it is but for its name and its vertical metric, so that lines stay
on the grid. Whether its licence lets it be embedded is for the unit to know.
"""

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTCollection, TTFont, TTLibError

from documents.font_files import fonts_conf, measures, set_metrics, set_names
from documents.fonts import FontsMissing, Role, fonts_folder

FOLDER = "fonts"
_BUILT = ".built"
_COLLECTIONS = {".ttc", ".otc"}
_SUFFIXES = {".ttf", ".otf", *_COLLECTIONS}
# Families by role; the first file found for a role is used.
FAMILIES: Mapping[Role, tuple[str, ...]] = {
    "fangsong": ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "方正仿宋_GBK"),
    "kai": ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "方正楷体_GBK"),
    "hei": ("黑体", "SimHei", "方正黑体_GBK"),
    "song": ("宋体", "SimSun", "方正书宋_GBK"),
    "title": (
        "方正小标宋_GBK",
        "方正小标宋简体",
        "FZXiaoBiaoSong-B05",
        "FZXiaoBiaoSong-B05S",
    ),
}
_ROLE_BY_FAMILY = {
    family: role for role, families in FAMILIES.items() for family in families
}
_FAMILY_NAME_IDS = (1, 16)
_EMBEDDING_RESTRICTED = 2


@dataclass(frozen=True, slots=True)
class OwnFont:
    """One face of a file of the unit.

    Attributes:
        is_restricted: The file itself says that it may not be embedded.
    """

    path: Path
    face_number: int
    family: str
    role: Role
    is_restricted: bool


def set_of(home: Path) -> Path:
    """Folder of the font set for papers of that home, made when its fonts changed.

    Raises:
        FontsMissing: When the set of the program has not been built.
    """
    own = own_fonts(home)
    base = fonts_folder()
    if not own:
        return base
    folder = home / FOLDER / _BUILT / _mark(base, own)
    if not (folder / "metrics.json").exists():
        _build(folder, base, own)
    return folder


def own_fonts(home: Path) -> tuple[OwnFont, ...]:
    """The recognised fonts of the unit, one a role."""
    found: dict[Role, OwnFont] = {}
    for path in files_of(home):
        size, changed = path.stat().st_size, path.stat().st_mtime_ns
        for one in _recognised(path, size, changed):
            found.setdefault(one.role, one)
    return tuple(found.values())


def files_of(home: Path) -> list[Path]:
    """Font files in the folder, whether they are of use or not."""
    folder = home / FOLDER
    if not folder.is_dir():
        return []
    return sorted(one for one in folder.iterdir() if one.suffix.lower() in _SUFFIXES)


@lru_cache(maxsize=64)
def _recognised(path: Path, _size: int, _changed: int) -> tuple[OwnFont, ...]:
    """Faces of a known family; a file that is no font has none."""
    try:
        return tuple(_faces(path))
    except (TTLibError, OSError, KeyError, ValueError):
        return ()


def _faces(path: Path) -> Iterator[OwnFont]:
    for number in _face_numbers(path):
        with (
            path.open("rb") as file,
            TTFont(file, fontNumber=number, lazy=True) as font,
        ):
            names = font["name"].names
            families = {str(one) for one in names if one.nameID in _FAMILY_NAME_IDS}
            for family in sorted(families & _ROLE_BY_FAMILY.keys()):
                restricted = font["OS/2"].fsType & 0xF == _EMBEDDING_RESTRICTED
                role = _ROLE_BY_FAMILY[family]
                yield OwnFont(path, number, family, role, restricted)


def _face_numbers(path: Path) -> Iterable[int]:
    """As fontTools counts them: -1 for a file of one face."""
    if path.suffix.lower() not in _COLLECTIONS:
        return (-1,)
    with path.open("rb") as file:
        return range(len(TTCollection(file, lazy=True)))


def _mark(base: Path, own: tuple[OwnFont, ...]) -> str:
    """Changes whenever the set must be made anew."""
    try:
        digest = hashlib.sha256((base / "metrics.json").read_bytes())
    except OSError as error:
        raise FontsMissing(base) from error
    for one in own:
        stat = one.path.stat()
        fact = (str(base), one.path.name, stat.st_size, stat.st_mtime_ns, one.role)
        digest.update(repr(fact).encode())
    return digest.hexdigest()[:16]


def _build(folder: Path, base: Path, own: tuple[OwnFont, ...]) -> None:
    """Make the set beside its place, then put it there in one move."""
    part = folder.with_suffix(".part")
    shutil.rmtree(folder.parent, ignore_errors=True)
    (part / "cache").mkdir(mode=0o700, parents=True)
    record = json.loads((base / "metrics.json").read_text(encoding="utf-8"))
    for one in record["fonts"].values():
        one["file"] = str(base / one["file"])
    for font in own:
        family, entry = _adopted(font, part)
        record["fonts"][family] = entry
        record["stacks"][font.role].insert(0, family)
    (part / "fonts.conf").write_text(fonts_conf(folder, base), encoding="utf-8")
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    (part / "metrics.json").write_text(text, encoding="utf-8")
    part.rename(folder)


def _adopted(own: OwnFont, folder: Path) -> tuple[str, dict[str, Any]]:
    """Write the font under its name in the set; its family and entry there."""
    family = f"Luoshi Own {own.role.title()}"
    with own.path.open("rb") as file, TTFont(file, fontNumber=own.face_number) as font:
        set_metrics(font)
        set_names(font, family)
        font.recalcTimestamp = False
        suffix = ".otf" if "CFF " in font else ".ttf"
        name = f"{family.replace(' ', '')}{suffix}"
        font.save(folder / name)
        return family, {"file": name, **measures(font)}
