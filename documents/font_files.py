"""What makes a font file one of a set: its name, its vertical metric, its measures.

Used when the set is built (scripts/build_fonts.py) and when a unit adds fonts of its
own (documents.own_fonts).
"""

from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from fontTools.ttLib import TTFont

ASCENT_EM, DESCENT_EM = 0.88, 0.12


def set_metrics(font: TTFont) -> None:
    """Give the font the vertical metric of the set and one plain weight."""
    units = font["head"].unitsPerEm
    up, down = round(ASCENT_EM * units), round(DESCENT_EM * units)
    hhea, os2 = font["hhea"], font["OS/2"]
    hhea.ascent, hhea.descent, hhea.lineGap = up, -down, 0
    os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = up, -down, 0
    os2.usWinAscent, os2.usWinDescent = up, down
    os2.usWeightClass = 400
    os2.fsSelection = 0x40
    font["head"].macStyle = 0


def set_names(font: TTFont, family: str) -> None:
    """Rename the font; copyright and licence entries stay as they are."""
    names = font["name"]
    names.names = [name for name in names.names if name.nameID in (0, 13, 14)]
    compact = family.replace(" ", "")
    entries = {1: family, 2: "Regular", 3: compact, 4: family, 5: "1.0", 6: compact}
    for name_id, value in entries.items():
        names.setName(value, name_id, 3, 1, 0x409)
    if "CFF " in font:
        font["CFF "].cff.fontNames = [compact]


def measures(font: TTFont) -> dict[str, Any]:
    """Coverage as [first, last] pairs, and the widths in ems that are not 1."""
    units, advances = font["head"].unitsPerEm, font["hmtx"].metrics
    cmap = font.getBestCmap()
    pairs: list[list[int]] = []
    for code in sorted(cmap):
        if pairs and pairs[-1][1] == code - 1:
            pairs[-1][1] = code
        else:
            pairs.append([code, code])
    widths = {chr(code): advances[cmap[code]][0] / units for code in sorted(cmap)}
    return {"coverage": pairs, "widths": {c: w for c, w in widths.items() if w != 1}}


def fonts_conf(folder: Path, *others: Path) -> str:
    """A configuration that knows the fonts of these folders and no other."""
    folders = "".join(f"  <dir>{escape(str(one))}</dir>\n" for one in others)
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n'
        f'<fontconfig>\n  <dir prefix="relative">.</dir>\n{folders}'
        f"  <cachedir>{escape(str(folder / 'cache'))}</cachedir>\n</fontconfig>\n"
    )
