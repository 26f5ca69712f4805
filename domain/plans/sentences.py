"""Sentences and clauses as places in the text; marks inside brackets do not cut."""

import re
from bisect import bisect_right

REACH = 500
_SENTENCE_END = re.compile(r"[。!?\n]+|;(?=[①-⑳\n])")
_BRACKET = re.compile(r"\([^()\n]{0,60}\)")
_CLAUSE_END = re.compile(r"[,;:。!?\n\t]")


def sentence_starts(text: str) -> list[int]:
    """Where every sentence begins, the first at 0."""
    return [0, *(match.end() for match in _SENTENCE_END.finditer(text))]


def sentence_at(starts: list[int], text: str, at: int) -> tuple[int, int]:
    """Place of the sentence around an offset, at most REACH to either side of it."""
    index = bisect_right(starts, at) - 1
    end = starts[index + 1] if index + 1 < len(starts) else len(text)
    return max(starts[index], at - REACH), min(end, at + REACH)


def clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Places of the clauses of text[start:end], without their closing marks."""
    found = []
    at = start
    brackets = [match.span() for match in _BRACKET.finditer(text, start, end)]
    for match in _CLAUSE_END.finditer(text, start, end):
        if any(first < match.start() < last for first, last in brackets):
            continue
        if match.start() > at:
            found.append((at, match.start()))
        at = match.end()
    if at < end:
        found.append((at, end))
    return found
