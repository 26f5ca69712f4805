"""Lines of a text with their places."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """text[start:end] without the break; `words` is it without outer space."""

    start: int
    end: int
    words: str


def lines_of(text: str, start: int = 0, end: int | None = None) -> list[Line]:
    """Every line between start and end that is not blank, trimmed of outer space."""
    found: list[Line] = []
    at = start
    end = len(text) if end is None else end
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        piece = text[at:stop]
        words = piece.strip()
        if words:
            first = at + len(piece) - len(piece.lstrip())
            found.append(Line(first, first + len(words), words))
        at = stop + 1
    return found


def is_row(words: str) -> bool:
    """Whether a line is a row of a table: tabbed, or with two bars and more."""
    return "\t" in words or words.count("|") > 1
