"""The text the rules read, tied character by character to the text as read."""

import re
from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """A cleaned text and where each of its characters came from.

    Attributes:
        source: The text as read, never changed.
        text: What the rules read: simplified, half-width, without noise.
        shown: The same characters as the source prints them, for names.
        starts: Offset in source of each character's first source character.
        ends: Offset in source just after each character.
    """

    source: str
    text: str
    shown: str
    starts: "array[int]"
    ends: "array[int]"

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Source offsets of text[start:end]; an empty piece has an empty place."""
        if start >= end or start >= len(self.text):
            return (0, 0)
        return self.starts[start], self.ends[min(end, len(self.ends)) - 1]

    def raw(self, start: int, end: int) -> str:
        """The source behind text[start:end], noise and line breaks included."""
        first, last = self.place(start, end)
        return self.source[first:last]

    def rewritten(self, edits: Iterable[tuple[int, int, str]]) -> "Page":
        """The page with text[start:end] replaced, edits in order, not overlapping.

        A replacement keeps the place of what it replaces.
        """
        text: list[str] = []
        shown: list[str] = []
        starts, ends = array("l"), array("l")
        done = 0
        for start, end, new in edits:
            self._copy(done, start, (text, shown), (starts, ends))
            first, last = self.place(start, end)
            text.append(new)
            shown.append(new)
            starts.extend([first] * len(new))
            ends.extend([last] * len(new))
            done = end
        self._copy(done, len(self.text), (text, shown), (starts, ends))
        return Page(self.source, "".join(text), "".join(shown), starts, ends)

    def _copy(
        self,
        start: int,
        end: int,
        strings: tuple[list[str], list[str]],
        arrays: "tuple[array[int], array[int]]",
    ) -> None:
        strings[0].append(self.text[start:end])
        strings[1].append(self.shown[start:end])
        arrays[0].extend(self.starts[start:end])
        arrays[1].extend(self.ends[start:end])

    def substituted(
        self, pattern: re.Pattern[str], new: Callable[[re.Match[str]], str]
    ) -> "Page":
        """The page with every match of the pattern replaced."""
        edits = [(m.start(), m.end(), new(m)) for m in pattern.finditer(self.text)]
        return self.rewritten(edits) if edits else self
