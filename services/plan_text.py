"""Bytes of a plain text to its characters, whatever encoding they were saved in."""

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GUESSES = ("gb18030", "utf-16-le", "utf-16-be", "big5", "utf-8")
_COMMON = frozenset(
    "的一是在和了有为与不人大中工作月日年第阶段活动組织组織实施方案要各单位單"
    "位開开展領导"
    "领導學学习習会會检檢查整改落总總结結报報党黨干部員员局县縣市以及进進行，"
    "。、：；（）"
)
_SAMPLE = 20_000


def _likeness(text: str) -> float:
    """How much a decoding looks like a plan: share of common characters."""
    sample = text[:_SAMPLE]
    if not sample:
        return 0.0
    good = sum(character in _COMMON for character in sample)
    bad = sample.count("\ufffd") * 4 + sum(
        c < " " and c not in "\r\n\t" for c in sample
    )
    return (good - bad) / len(sample)


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if text and "\x00" not in text:
        return text
    guesses = [data.decode(encoding, errors="replace") for encoding in _GUESSES]
    return max(guesses, key=_likeness)


def decode_text(data: bytes) -> str:
    r"""The characters of a text file; line ends become "\\n", a byte mark goes.

    UTF-8, UTF-16 and UTF-32 are known by their marks or by decoding cleanly;
    among the rest the encoding whose result reads most like a plan wins. Bytes
    that fit nowhere become U+FFFD.
    """
    return _decoded(data).replace("\r\n", "\n").replace("\r", "\n")
