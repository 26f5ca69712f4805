"""Frozen contexts come back as they were."""

import json
from dataclasses import asdict
from decimal import Decimal

import pytest

from documents.contexts import Bar, Chart, Paragraph, Table
from documents.official import Annex, Marking, OfficialContext, SheetContext
from documents.render import Context, UnknownDocument
from documents.thaw import thaw
from tests.factories.documents import (
    ISSUED_ON,
    OFFICE,
    PARTNERS,
    bulletin,
    minutes,
    notice,
    order,
    study_statistics,
    summary,
    wide_annex,
)


def frozen(context: Context) -> str:
    return json.dumps(asdict(context), ensure_ascii=False, default=str)


def sheet() -> SheetContext:
    (table,) = wide_annex(3).blocks
    assert isinstance(table, Table)
    return SheetContext("台账", OFFICE.name, "2009年", (table,), ISSUED_ON)


@pytest.mark.parametrize(
    ("kind", "context"),
    [
        ("summary", summary()),
        ("summary", notice(marking=Marking("000003"), partners=PARTNERS)),
        ("look-back", notice(attachments=(wide_annex(2), Annex("名单")))),
        ("order", order()),
        ("minutes", minutes()),
        ("bulletin", bulletin()),
        ("rectification-ledger", sheet()),
        ("study-statistics", study_statistics("甲", "乙")),
    ],
)
def test_context_when_frozen_then_thawed_the_same(kind: str, context: Context) -> None:
    assert thaw(kind, frozen(context)) == context


def test_chart_when_frozen_then_values_are_numbers_again() -> None:
    chart = Chart("a", "图", "单位", "学时", (Bar("甲", Decimal("4.5"), "4.5"),), "s")
    back = thaw("summary", frozen(notice(blocks=(chart, Paragraph(("文",))))))
    assert isinstance(back, OfficialContext)
    assert back.blocks[0] == chart


def test_kind_when_unknown_then_refused() -> None:
    with pytest.raises(UnknownDocument):
        thaw("poster", "{}")
