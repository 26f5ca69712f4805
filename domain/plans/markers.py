"""Numbering marks: every way a plan numbers its parts, and how strong each stands."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from domain.plans.numerals import han_number

_HAN = "[一二三四五六七八九十百壹贰叁肆伍陆柒捌玖拾]"
_GAP = r"[ \t]{0,4}"
STAGE_NOUN = r"(?:工作)?(?:阶段|步骤|步走|步|环节|时段|周|批次|专题|段)"
_STAGE = (
    rf"第(?P<stage>{_HAN}{{1,3}}|\d{{1,2}})(?:个)?{STAGE_NOUN}(?![的后前内中末]|结束)"
    rf"|(?:阶段|步骤|环节|专题)(?P<stage2>{_HAN}{{1,2}}|\d{{1,2}})(?=[:、.\s(])"
)
_PART = (
    "(?:部分|篇章|乐章|板块|单元|回合|战役|章|节(?!课)|条|方面|篇|季(?!度)|幕|轮"
    "|波|期|站)"
)
BULLETS = "●•■◆★▲◇○※□➢✓√◎◉❖△▽▼☆▶►▷◼◾♦✦✪➤→☞◈▪▫"
_MARK = re.compile(
    rf"(?P<part>第{_HAN}{{1,3}}{_PART})[、:.\s]?"
    rf"|(?:{_STAGE})"
    rf"|(?P<han>{_HAN}{{1,3}})(?:、|\.|,(?=\S)|:|[ \t](?=[\u4e00-\u9fff]))"
    rf"|\({_GAP}(?P<paren>{_HAN}{{1,3}}){_GAP}\)[、.:]?"
    rf"|(?P<half>{_HAN}{{1,3}})\)[、.:]?"
    rf"|\({_GAP}(?P<digit_paren>\d{{1,2}}){_GAP}\)[、.:]?"
    r"|(?P<decimal>\d{1,2}(?:\.\d{1,2}){1,3})(?=[、\s]"
    r"|[\u4e00-\u9fff“](?<![万亿个元倍月日年米公%]))[、.]?"
    r"|(?P<digit>\d{1,2})(?P<point>[、.)]|:(?!\d)|,(?=[\u4e00-\u9fff])|[ "
    r"\t](?=[\u4e00-\u9fff“]))(?!\d(?!\d?月))"
    r"|(?P<circled>[①-⑳])[、.]?"
    r"|(?P<roman>[Ⅰ-Ⅹ]|(?:I|II|III|IV|V|VI)(?=[、.]))[、.]?"
    r"|(?P<ell>[lI])[、.](?=[\u4e00-\u9fff])"
    rf"|(?P<bullet>[{BULLETS}]|——|-(?= ))\s?"
    r"(?=[\u4e00-\u9fff“《\d])"
    r"|(?P<letter>[A-Za-z])[、.)](?=[\u4e00-\u9fff])"
)
_UNIT_AFTER = re.compile(r"[年月日号个次篇名份%人项万时点届家条]")
_SKIP = " \t>*·【#"


_SPACED_MARK = re.compile(rf"\({_HAN}|{_HAN}{{1,2}}、|第{_HAN}")
_LINE_ONLY = ("half", "letter", "ell", "decimal", "bullet")


@dataclass(frozen=True)
class Mark:
    """One numbering mark.

    Attributes:
        start: Where it begins.
        end: Where what it numbers begins.
        style: The family: part, han, paren, digit_paren, decimal, digit、 …
        number: Its number, or None.
        stage: Whether it says 第N阶段, alone or after another mark.
        strong: Whether it opens a line or follows a full stop.
        line: Whether it opens a line.
        head: What it numbers, where the mark itself tells: start and end.
    """

    start: int
    end: int
    style: str
    number: int | None
    stage: bool
    strong: bool
    line: bool
    head: tuple[int, int] | None = None


def _han_mark(name: str, word: str) -> tuple[str, int | None]:
    if name == "han" and word[0] in "壹贰叁肆伍陆柒捌玖拾":
        return "capital", han_number(word)
    digits = re.sub(rf"[^{_HAN[1:-1]}\d]", "", word)
    value = int(digits) if digits.isdigit() else han_number(digits)
    return {"stage2": "stage", "half": "paren"}.get(name, name), value


def _digit_mark(name: str, word: str) -> tuple[str, int | None]:
    parts = word.split(".")
    return (name if name == "digit_paren" else f"{name}{len(parts)}"), int(parts[-1])


def _style(found: dict[str, str | None]) -> tuple[str, int | None]:
    """Family and number of a mark."""
    if found["digit"]:
        point = found["point"] or "、"
        return "digit" + (point if point in ".、)" else "、"), int(found["digit"])
    for names, read in _STYLES:
        for name in names:
            word = found[name]
            if word:
                return read(name, word)
    return "letter", None


_STYLES: tuple[
    tuple[tuple[str, ...], Callable[[str, str], tuple[str, int | None]]], ...
] = (
    (("part", "stage", "stage2", "han", "paren", "half"), _han_mark),
    (("digit_paren", "decimal"), _digit_mark),
    (("circled",), lambda name, word: (name, ord(word) - 0x2460 + 1)),
    (("ell",), lambda _name, _word: ("digit、", 1)),
    (("bullet",), lambda _name, word: (f"bullet{word}", None)),
    (("roman",), lambda name, _word: (name, None)),
    (("letter",), lambda name, word: (name, ord(word.lower()) - 96)),
)


def _position(text: str, start: int) -> tuple[bool, bool] | None:
    """(strong, line) of a place, or None where no mark may stand."""
    at = start - 1
    while at >= 0 and text[at] in _SKIP and start - at < 12:
        at -= 1
    if at < 0 or text[at] == "\n":
        return True, True
    last = text[at]
    if last in ";:":
        return False, False
    closed = last in "”’)" and text[at - 1] in "。!?"
    apart = start - at > 1
    spaced = apart and (
        last in "”)" or _SPACED_MARK.match(text, start, start + 4) is not None
    )
    return (True, False) if last in "。!?" or closed or spaced else None


def _stage_reads(text: str, end: int) -> bool:
    """Whether the words after 第N阶段 make it a heading, not a mention."""
    line_end = text.find("\n", end)
    ahead = text[end : min(end + 40, line_end if line_end >= 0 else len(text))]
    if re.match(r"[::、,.(\s—-]|为|是|—|。$", ahead) or not ahead:
        return True
    return bool(re.match(r"[^。,;]{1,20}(?:[:(]|$|[,。]?(?:从|自)?\d)", ahead))


def _sane(text: str, match: re.Match[str], position: tuple[bool, bool]) -> bool:
    """Whether a match is a mark where it stands, not a number in a sentence."""
    found = match.groupdict()
    strong, line = position
    if found["stage"] or found["stage2"]:
        return _stage_reads(text, match.end())
    if found["han"]:
        usual = match.group().endswith("、")
        return strong if usual else line and len(found["han"]) < 3
    if found["digit"] and found["point"] in " \t:,":
        return line and not _UNIT_AFTER.match(text, match.end())
    return line or not any(found[name] for name in _LINE_ONLY)


def marks(text: str) -> list[Mark]:
    """Every numbering mark of the text, in order; a mark after a mark is joined."""
    found: list[Mark] = []
    for match in _MARK.finditer(text):
        position = _position(text, match.start())
        if position is None and match.group()[0] in "①②③④⑤⑥⑦⑧⑨⑩":
            position = (False, False)
        first = match["digit"] == "1" or match["digit_paren"] == "1"
        if position is None and first and text[match.start() - 1] == ")":
            position = (True, False)
        joined = bool(found) and match.start() - found[-1].end <= 1
        if joined and (match["stage"] or match["stage2"]):
            found.append(replace(found.pop(), end=match.end(), stage=True))
            continue
        if joined and found[-1].end == match.start() and not match["circled"]:
            continue
        if position is None or not _sane(text, match, position):
            continue
        style, value = _style(match.groupdict())
        found.append(
            Mark(match.start(), match.end(), style, value, style == "stage", *position)
        )
    return found
