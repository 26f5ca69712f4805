"""A long ledger laid out in two parts is the ledger laid out whole, byte for byte."""

import pickle
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from documents.contexts import Cell, Table
from documents.drawn import DrawnPages
from documents.official import SheetContext
from documents.parts import Part, in_parts
from documents.proof import Facts, Proof, draw_proved, write_proved
from documents.render import draw_part, join_parts
from jobs import press
from tests.factories.documents import ISSUED_ON, OFFICE, notice, wide_annex
from tests.factories.signing import FACTS, node_signer

KIND = "rectification-ledger"
LEDGER_FACTS: Facts = replace(FACTS, kind=KIND)
WORDS = ("更换低噪声扫刷", "调整作业时间", "向居民公示", "安装隔声罩", "每周检查一次")


def ledger(seed: int, count: int = 210, **parts: object) -> SheetContext:
    """Rows of one to four lines; the last third needs a font of its own."""
    chance = random.Random(seed)
    (table,) = wide_annex(1).blocks
    assert isinstance(table, Table)

    def rows() -> Iterator[tuple[Cell, ...]]:
        for number in range(1, count + 1):
            text = "，".join(chance.choices(WORDS, k=chance.randint(1, 9)))
            leader = "喆堃" if number * 3 > count * 2 else "李国庆"
            yield (number, "机扫车噪声扰民", text + "。", leader)

    table = replace(table, rows=tuple(rows()), totals=("", "合计", "210项", ""))
    context = SheetContext("整改台账", OFFICE.name, "2009年", (table,), ISSUED_ON)
    return replace(context, **parts)  # type: ignore[arg-type]  # any field


def drawn(proof: Proof) -> list[DrawnPages | None]:
    """Its parts as another process hands them over."""
    parts = in_parts(proof.context)
    assert len(parts) == 2
    found = [pickle.loads(pickle.dumps(draw_proved(proof, part))) for part in parts]
    assert join_parts([part for part in found if part]) is not None
    return found


@pytest.mark.parametrize("seed", range(2))
def test_parts_joined_are_the_bytes_of_the_whole(seed: int) -> None:
    proof = Proof(ledger(seed), LEDGER_FACTS, node_signer())
    parts = drawn(proof)
    assert None not in parts
    assert write_proved(proof, parts) == write_proved(proof)


def test_parts_under_a_long_title_and_notes_are_the_whole() -> None:
    context = ledger(7, title="深入学习实践科学发展观活动" * 5, notes=("说明。" * 60,))
    context = replace(context, tables=(replace(context.tables[0], caption="近期"),))
    proof = Proof(context, LEDGER_FACTS, None)
    parts = drawn(proof)
    assert None not in parts
    assert write_proved(proof, parts) == write_proved(proof)


def test_part_cut_where_no_page_begins_is_not_joined() -> None:
    context = ledger(1)
    (first, last) = in_parts(context)
    assert draw_part(first) is not None
    (table,) = first.context.tables
    for rows in (table.rows[:-1], (*table.rows, *table.rows[-2:])):
        cut = replace(context, tables=(replace(table, rows=rows),))
        assert draw_part(replace(first, context=cut)) is None
    proof = Proof(context, LEDGER_FACTS, None)
    whole = write_proved(proof)
    assert write_proved(proof, [None, draw_proved(proof, last)]) == whole


def test_parts_of_a_font_that_is_gone_are_not_joined() -> None:
    drawn_here = draw_part(in_parts(ledger(1))[1])
    assert drawn_here is not None
    (font, *others) = drawn_here.fonts
    unknown = replace(font, key=1)
    assert join_parts([drawn_here]) is not None
    assert join_parts([replace(drawn_here, fonts=(unknown, *others))]) is None


def test_short_or_other_papers_have_no_parts() -> None:
    context = ledger(1)
    short = replace(context.tables[0], rows=context.tables[0].rows[:60])
    assert in_parts(replace(context, tables=(short,))) == ()
    assert in_parts(replace(context, tables=context.tables * 2)) == ()
    assert in_parts(notice(30)) == ()


def test_every_part_begins_on_an_odd_page() -> None:
    parts: tuple[Part, ...] = in_parts(ledger(2, 500), 3)
    assert [part.first_page % 2 for part in parts] == [1, 1, 1]
    assert [part.is_last for part in parts] == [False, False, True]


def test_press_prints_a_long_ledger_as_its_caller_does(tmp_path: Path) -> None:
    proof = Proof(ledger(3), LEDGER_FACTS, node_signer())
    with press.opened():
        apart = press.printed(
            proof.context, proof.facts, proof.signer, tmp_path / "page"
        )
    assert apart == write_proved(proof)
