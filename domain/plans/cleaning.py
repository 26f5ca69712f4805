"""From the text as read to the page the rules read: one writing for everything.

Full-width letters, compatibility forms, traditional characters, mark-up, pinyin
residue and stray spaces go; every character left keeps its place in the source.
"""

import html
import re
import unicodedata
from array import array
from collections.abc import Mapping

from domain.plans.furniture import without_furniture
from domain.plans.page import Page
from domain.plans.wrapping import without_hard_breaks

Simplified = Mapping[int, str]

_KEPT = {chr(code): chr(code) for code in range(0x2460, 0x2474)}
_KEPT |= {chr(0x2776 + i): chr(0x2460 + i) for i in range(10)}
_KEPT |= {chr(0x24F5 + i): chr(0x2460 + i) for i in range(10)}
_KEPT |= {chr(0x2160 + i): "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ"[i] for i in range(10)}
_KEPT |= dict.fromkeys("–―─━﹘‐‑‒−", "—") | dict.fromkeys("〜∼～﹋﹏", "~")
_KEPT |= dict.fromkeys("\x0b\x0c\x85\u2028\u2029", "\n")
_KEPT |= {"「": "“", "」": "”", "『": "“", "』": "”", "〝": "“", "〞": "”"}
_KEPT |= {"\n": "\n", "\t": "\t", "…": "…", "\u3000": " ", "\xa0": " "}
_KEPT |= {"［": "〔", "］": "〕", "﹝": "〔", "﹞": "〕"}
_DROPPED = {"Cc", "Cf", "Co", "Cs", "Cn"}

_PINYIN = re.compile(r"(?<=[\u3400-\u9fff])\([a-zà-öø-ÿāēěīńňōūǎǐǒǔǘǚǜḿɑɡü]{1,7}\)")
_HALF_PINYIN = re.compile(r"\?[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,7}\)")
_LINE_TAG = re.compile(
    r"<(?:br|/?p|/?div|/?tr|/?li|/?h\d)\b[^<>]{0,200}>", re.IGNORECASE
)
_CELL_TAG = re.compile(r"</?t[dh]\b[^<>]{0,200}>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|<!--[^<>]{0,400}-->")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
_CYRILLIC = re.compile(r"(?<![\u0400-\u04ff])Р(?![\u0400-\u04ff])")
_SPACED = re.compile(
    r"(?<![\u4e00-\u9fff])(?:[\u4e00-\u9fff] {1,3}){2,}[\u4e00-\u9fff]"
    r"(?![\u4e00-\u9fff])"
)
_NUMBER_SPACE = re.compile(
    r"(?<=[\d*×]) {1,2}(?=[年月日号个次篇名份%以至前])"
    r"|(?<=[年月至第〔到]) {1,2}(?=[\d*×])"
    r"|(?<=\d) {1,2}(?=[—~-] {0,2}\d)|(?<=\d[—~-]) {1,2}(?=\d)"
    r"|(?<=[日月旬]) {1,2}(?=[—~-])|(?<=[日月旬][—~-]) {1,2}(?=\d)"
)
_OCR_ZERO = re.compile(r"(?<=\d)[OoΟО](?=[\d年月日%])|(?<=20)[OoΟО](?=\d)")
_OCR_ONE = re.compile(
    r"(?<=\d)[lI|](?=[\d年月日%])|(?<=月)[lI](?=[\d日])"
    r"|(?<![A-Za-z\d])[lI](?=\d[月日年%])"
    r"|(?<=[\u4e00-\u9fff])l(?=[\u4e00-\u9fff])"
)
_OCR_STOP = re.compile(
    r"(?<=[\u4e00-\u9fff])(?<![一二三四五六七八九十百])\.(?=[\u4e00-\u9fff“\n]|$)"
)
_ESCAPED_BREAK = re.compile(r"\\r\\n|\\n|\\r")


def _character(character: str) -> str:
    if character in _KEPT:
        return _KEPT[character]
    if unicodedata.category(character) in _DROPPED:
        return ""
    plain = unicodedata.normalize("NFKC", character)
    return plain if plain.isprintable() else ""


def _typed(source: str, simplified: Simplified) -> Page:
    """The page with each character in its plain form."""
    forms: dict[str, str] = {}
    text: list[str] = []
    shown: list[str] = []
    starts, ends = array("l"), array("l")
    for at, character in enumerate(source):
        form = forms.get(character)
        if form is None:
            form = forms[character] = _character(character)
        if form == "" and character == "\r" and source[at + 1 : at + 2] != "\n":
            form = "\n"
        width = len(form)
        if width == 1:
            text.append(form)
            shown.append("\n" if form == "\n" else character)
        elif width:
            text.append(form)
            shown.append(form)
        starts.extend([at] * width)
        ends.extend([at + 1] * width)
    return Page(
        source, "".join(text).translate(dict(simplified)), "".join(shown), starts, ends
    )


def _entity(match: re.Match[str]) -> str:
    plain = html.unescape(match.group())
    return " " if plain == "\xa0" else plain[:1] if plain != match.group() else ""


def _without_spaces(match: re.Match[str]) -> str:
    return match.group().replace(" ", "")


def clean(source: str, simplified: Simplified) -> Page:
    """The page of a text as read.

    Args:
        source: Decoded text, any script, any damage; a first U+FEFF is noise.
        simplified: Simplified character by code point of the traditional one,
            as str.translate takes it; one character each, so that places hold.
    """
    page = _typed(source, simplified)
    for pattern, new in (
        (_ESCAPED_BREAK, lambda _: "\n"),
        (_LINE_TAG, lambda _: "\n"),
        (_CELL_TAG, lambda _: "\t"),
        (_TAG, lambda _: ""),
        (_ENTITY, _entity),
        (_CYRILLIC, lambda _: "\n"),
        (_PINYIN, lambda _: ""),
        (_HALF_PINYIN, lambda _: ""),
        (_OCR_ZERO, lambda _: "0"),
        (_OCR_ONE, lambda _: "1"),
        (_OCR_STOP, lambda _: "。"),
        (_SPACED, _without_spaces),
        (_NUMBER_SPACE, lambda _: ""),
    ):
        page = page.substituted(pattern, new)
    return without_hard_breaks(without_furniture(page))
