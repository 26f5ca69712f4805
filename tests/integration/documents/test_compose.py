"""Every kind of filing composed from a real database and printed."""

from datetime import date

import pytest

from documents.compose import COMPOSERS, compose
from documents.compose.ground import DataMissing
from documents.official import OfficialContext, SheetContext
from documents.render import render
from domain.filings import KIND_BY_KEY
from services import campaigns, standings
from store.scope import EVERYTHING, acting_in
from tests.factories.entries import add_record
from tests.factories.organisation import Organisation
from tests.integration.documents.pdf_pages import pages, text_of

ON = date(2009, 6, 30)
WAITING = {"analysis-report", "evaluation-result", "satisfaction-result"}
NEEDS_RECORDS = {"meeting-report", "minutes", "rectification-plan"}


@pytest.fixture
def bare(organisation: Organisation) -> int:
    """A published campaign without records."""
    made = campaigns.create_from_template("p3", organisation.units["HW"])
    campaigns.publish(made)
    standings.refresh_if_stale()
    return made


@pytest.fixture
def filled(bare: int, organisation: Organisation) -> int:
    """The same with two meetings and two rectification items, one with rare names."""
    unit, people = organisation.units["A"], list(organisation.people.values())
    for number, title in enumerate(("动员大会", "喆堃座谈会"), start=1):
        add_record(
            "meeting", bare, unit, date(2009, 4, number), title=title, form="座谈会",
            chair=people[0], place="会议室", minutes="会议讨论了方案。\n一致同意。",
            present=(people[0], people[1]),
        )  # fmt: skip
        add_record(
            "rectification", bare, unit, date(2009, 5, number), title=f"整改{title}",
            horizon="限期整改", goal="无投诉", due_on=date(2009, 8, 1),
            measures="更换扫刷", leader_id=people[0], lead_unit_id=unit,
            finished_on=date(2009, 6, 1) if number == 1 else None,
        )  # fmt: skip
    add_record(
        "meeting", bare, unit, date(2009, 4, 9), status="draft", title="未审核的会"
    )
    standings.refresh_if_stale()
    return bare


def made(kind: str, campaign_id: int, unit_id: int) -> str:
    """The text of the printed filing."""
    with acting_in(EVERYTHING):
        context = compose(kind, campaign_id, unit_id, ON)
    return text_of(render(kind, context))


def test_every_declared_kind_has_a_composer() -> None:
    assert COMPOSERS.keys() == KIND_BY_KEY.keys()


@pytest.mark.parametrize("kind", sorted(COMPOSERS.keys() - WAITING))
def test_kind_prints_from_data(
    kind: str, filled: int, organisation: Organisation
) -> None:
    text = made(kind, filled, organisation.units["HW"])
    assert "环卫处" in text
    assert "未审核的会" not in text


@pytest.mark.parametrize("kind", sorted(WAITING | NEEDS_RECORDS))
def test_kind_without_data_says_so_in_a_sentence(
    kind: str, bare: int, organisation: Organisation
) -> None:
    with pytest.raises(DataMissing, match=r"还没有.+未制作。"), acting_in(EVERYTHING):
        compose(kind, bare, organisation.units["HW"], ON)


@pytest.mark.parametrize("kind", sorted(COMPOSERS.keys() - WAITING - NEEDS_RECORDS))
def test_kind_without_records_still_prints(
    kind: str, bare: int, organisation: Organisation
) -> None:
    assert "环卫处" in made(kind, bare, organisation.units["HW"])


def test_minutes_name_chair_and_those_present(
    filled: int, organisation: Organisation
) -> None:
    text = made("minutes", filled, organisation.units["HW"])
    assert "喆堃座谈会纪要" in text
    assert "出席：" in text
    assert "一致同意。" in text
    assert "动员大会" not in text


def test_ledger_tells_done_from_open(filled: int, organisation: Organisation) -> None:
    with acting_in(EVERYTHING):
        context = compose("rectification-ledger", filled, organisation.units["HW"], ON)
    assert isinstance(context, SheetContext)
    (table,) = context.tables
    assert context.period == "共2项，已完成1项；限期整改2项"
    assert [row[-1] for row in table.rows] == ["是", "否"]
    assert [row[1] for row in table.rows] == ["整改动员大会", "整改喆堃座谈会"]


def test_plan_lists_every_task_in_its_annex(
    bare: int, organisation: Organisation
) -> None:
    with acting_in(EVERYTHING):
        context = compose("plan", bare, organisation.units["HW"], ON)
    assert isinstance(context, OfficialContext)
    (annex,) = context.attachments
    (table,) = annex.blocks
    assert annex.is_wide
    assert len(table.rows) > 5  # type: ignore[union-attr]  # the annex holds a table


def test_look_back_owes_what_the_gap_list_owes(
    filled: int, organisation: Organisation
) -> None:
    with acting_in(EVERYTHING):
        context = compose("look-back", filled, organisation.units["HW"], ON)
    assert isinstance(context, OfficialContext)
    owed = next(one for one in context.figures() if "/gaps" in one.source)
    (table,) = context.attachments[0].blocks
    assert int(owed.value) == len(table.rows) > 0  # type: ignore[union-attr]  # a table
    assert "某" not in table.rows[0]  # type: ignore[union-attr]  # a table


def test_ledger_keeps_days_and_heads_on_one_line(
    filled: int, organisation: Organisation
) -> None:
    with acting_in(EVERYTHING):
        context = compose("rectification-ledger", filled, organisation.units["HW"], ON)
    (page,) = pages(render("rectification-ledger", context))
    words = [word["text"] for word in page.extract_words()]
    assert words.count("2009.8.1") == 2
    assert "序号" in words


def test_filing_of_one_unit_counts_that_unit_alone(
    filled: int, organisation: Organisation
) -> None:
    text = made("rectification-ledger", filled, organisation.units["B"])
    assert "尚无整改项目" in text
    assert "共0项" in text
