"""200,000 characters of varied text, printed, and every line read back."""

from itertools import chain

import pytest

from documents import fitter, layout
from documents.contexts import Paragraph
from documents.render import render
from tests.factories.documents import notice
from tests.factories.texts import paragraphs
from tests.integration.documents.running_text import (
    EDGE_MM,
    BodyLine,
    body_pages,
    edge_faults,
    fitted,
    mark_faults,
    pitch_faults,
)

SEEDS, CHARACTERS = 10, 20_000
HEAD_LINES, CLOSING_LINES = 3, 2
RIGHT = layout.LEFT + layout.TEXT_WIDTH
# One word in eight is Latin or a number, some of half a line: a few lines must give.
RAGGED_SHARE_MAX = 0.08


def printed(seed: int, characters: int) -> tuple[list[str], list[list[BodyLine]]]:
    """Texts and the body lines of their pages."""
    texts = list(paragraphs(seed, characters))
    blocks = tuple(Paragraph((text,)) for text in texts)
    return texts, body_pages(render("summary", notice(blocks=blocks)))


def running(pages: list[list[BodyLine]]) -> list[BodyLine]:
    """Lines of the paragraphs: without 文号, addressees, 署名 and date."""
    return list(chain.from_iterable(pages))[HEAD_LINES:-CLOSING_LINES]


@pytest.mark.parametrize("seed", range(SEEDS))
def test_every_line_of_varied_text_keeps_the_rules(seed: int) -> None:
    texts, pages = printed(seed, CHARACTERS)
    wanted = fitted(texts)
    lines = running(pages)
    expected = ["".join(one.text.split()) for one in chain.from_iterable(wanted)]
    assert sum(map(len, texts)) >= CHARACTERS
    assert [line.text for line in lines] == expected
    assert mark_faults(lines) == []
    # The last line of a paragraph ends where its text does.
    last = {id(one[-1]) for one in wanted}
    pairs = zip(lines, chain.from_iterable(wanted), strict=True)
    full = [(line, one) for line, one in pairs if id(one) not in last]
    assert edge_faults(*zip(*full, strict=True)) == []
    ragged = [line for line, _ in full if line.x1 < RIGHT - EDGE_MM]
    assert len(ragged) < len(full) * RAGGED_SHARE_MAX


@pytest.mark.parametrize("seed", range(SEEDS))
def test_every_full_page_of_varied_text_has_22_even_rows(seed: int) -> None:
    _, pages = printed(seed, CHARACTERS // 4)
    assert len(pages) >= 8
    assert [len(page) for page in pages[1:-2]] == [layout.ROWS] * (len(pages) - 3)
    assert [fault for page in pages[1:-2] for fault in pitch_faults(page)] == []
    assert {round(page[0].x0) for page in pages[1:-2]} <= {28, 39}


def test_marks_are_found_when_the_rule_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitter, "NO_START", frozenset())
    _, pages = printed(1, 2000)
    assert len(mark_faults(running(pages))) > 5


def test_edges_are_found_when_lines_are_not_stretched() -> None:
    lines = [BodyLine("清运", 28.0, 183.5, 37.0), BodyLine("清运。", 28.0, 186.2, 47.5)]
    wanted = [fitter.Line("清运", 0.01), fitter.Line("清运。", -0.01)]
    assert len(edge_faults(lines, wanted)) == 2
    assert pitch_faults(lines) != []
