"""What PDF/A-3b asks of a file, as far as it can be looked up; no full validator."""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont, TTLibError

_ACTIONS = {"/JavaScript", "/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData"}
_HIDDEN = 2 + 32  # Hidden, NoView
_PRINT = 4


def pdfa_faults(content: bytes) -> list[str]:
    """Everything that is not as PDF/A-3b wants it, in words."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        parts = (_of_file(content, pdf), _of_catalogue(pdf), _of_objects(pdf))
        return [fault for part in (*parts, _of_annotations(pdf)) for fault in part]


def _of_file(content: bytes, pdf: pikepdf.Pdf) -> Iterator[str]:
    with pdf.open_metadata() as metadata:
        if metadata.pdfa_status != "3B":
            yield f"XMP says {metadata.pdfa_status!r}"
        if metadata.get("dc:title") != str(pdf.docinfo.get("/Title", "")):
            yield "titles of Info and XMP differ"
    if "/ID" not in pdf.trailer or pdf.is_encrypted:
        yield "no ID, or encrypted"
    if not content.endswith(b"%%EOF\n") or content.count(b"%%EOF") != 1:
        yield "something follows the end of the file"


def _of_catalogue(pdf: pikepdf.Pdf) -> Iterator[str]:
    root: Any = pdf.Root
    intents = [(str(one.S), int(one.DestOutputProfile.N)) for one in root.OutputIntents]
    if intents != [("/GTS_PDFA1", 3)]:
        yield f"output intents {intents}"
    form = root.get("/AcroForm", {})
    wrong = {"/AA", "/OpenAction", "/NeedAppearances", "/XFA", "/JavaScript"}
    found = {*root.keys(), *root.Names.keys(), *form.keys()} & wrong
    if found:
        yield f"catalogue with {sorted(found)}"
    for one in root.AF:
        if one.get("/AFRelationship") != "/Data" or "/Subtype" not in one.EF.F:
            yield "attachment without relationship or type"


def _of_objects(pdf: pikepdf.Pdf) -> Iterator[str]:
    for one in pdf.objects:
        if isinstance(one, pikepdf.Stream):
            if one.get("/Subtype") == "/PS" or "/LZWDecode" in str(one.get("/Filter")):
                yield "PostScript or LZW"
            if "/F" in one:
                yield "stream outside the file"
        if not isinstance(one, pikepdf.Dictionary):
            continue
        if str(one.get("/S")) in _ACTIONS:
            yield f"action {one.S}"
        if one.get("/Type") == "/Font":
            yield from _of_font(one)


def _of_font(font: pikepdf.Object) -> Iterator[str]:
    name = font.get("/BaseFont")
    if font.get("/Subtype") != "/Type0":
        if font.get("/Subtype") not in {"/CIDFontType0", "/CIDFontType2"}:
            yield f"simple font {name}"
        return
    inner = font.DescendantFonts[0]
    program = inner.FontDescriptor.get(
        "/FontFile3", inner.FontDescriptor.get("/FontFile2")
    )
    if program is None or "/ToUnicode" not in font:
        yield f"{name} is not embedded or has no ToUnicode"
        return
    if inner.Subtype == "/CIDFontType2" and "/CIDToGIDMap" not in inner:
        yield f"{name} has no CIDToGIDMap"
    yield from _of_widths(name, inner, program)


def _of_widths(
    name: object, inner: pikepdf.Object, program: pikepdf.Object
) -> Iterator[str]:
    """/W must say what the font program says; a CFF without hmtx is left to readers."""
    try:
        font = TTFont(io.BytesIO(program.read_bytes()))
    except TTLibError:  # a bare CFF program
        return
    advances, order = font["hmtx"].metrics, font.getGlyphOrder()
    units = font["head"].unitsPerEm
    listed = list(inner.get("/W", []))
    for first, widths in zip(listed[::2], listed[1::2], strict=False):
        if not isinstance(widths, pikepdf.Array):
            return
        for glyph, width in enumerate(widths, start=int(first)):
            if glyph < len(order):
                advance = advances[order[glyph]][0] * 1000 / units
                if abs(float(width) - advance) > 1:
                    yield f"width of glyph {glyph} in {name}"


def _of_annotations(pdf: pikepdf.Pdf) -> Iterator[str]:
    for page in pdf.pages:
        annotations: list[Any] = list(page.get("/Annots", []))
        for one in annotations:
            flags = int(one.get("/F", 0))
            if not flags & _PRINT or flags & _HIDDEN:
                yield "annotation that does not print"
            shown = one.get("/AP", {})
            if set(shown.keys()) != {"/N"} or not isinstance(shown.N, pikepdf.Stream):
                yield "annotation without its one appearance"
            elif "/Resources" in shown.N and "/Font" in shown.N.Resources:
                yield "appearance with fonts"
            if "/A" in one or "/AA" in one:
                yield "annotation with an action"
