"""The figures of a filing, read back from its frozen data."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

AROUND = 16


@dataclass(frozen=True, slots=True)
class FrozenFigure:
    """A figure as printed; a table or a chart is one, named by its title.

    Attributes:
        source: Key that leads to the records behind it.
        before, after: The words around it.
    """

    value: str
    source: str
    before: str = ""
    after: str = ""


def figures_in(part: object) -> Iterator[FrozenFigure]:
    """Everything that names a source, in the order of the document.

    Args:
        part: The frozen data of a filing, read from JSON, or any part of them.
    """
    if isinstance(part, dict):
        if "source" in part:
            name = part.get("caption") or part.get("title") or "图表"
            yield FrozenFigure(f"《{name}》", str(part["source"]))
        for inner in part.values():
            yield from figures_in(inner)
    elif isinstance(part, list):
        for number, inner in enumerate(part):
            if isinstance(inner, dict) and inner.keys() == {"value", "source"}:
                yield _in_text(part, number, inner)
            else:
                yield from figures_in(inner)


def _in_text(text: Sequence[Any], number: int, figure: dict[str, str]) -> FrozenFigure:
    before, after = _words(text[:number]), _words(text[number + 1 :])
    before = f"…{before[-AROUND:]}" if before[AROUND:] else before
    after = f"{after[:AROUND]}…" if after[AROUND:] else after
    return FrozenFigure(figure["value"], figure["source"], before, after)


def _words(text: Sequence[Any]) -> str:
    return "".join(one["value"] if isinstance(one, dict) else one for one in text)
