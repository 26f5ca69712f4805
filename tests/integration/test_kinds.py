"""The contract every record kind keeps, whatever it asks for."""

from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from domain.errors import Invalid
from domain.fields import Kind
from services import exports, record_entry, record_people, records
from services.exports import Names, write_ledger
from services.record_entry import Place, Wanted
from store.describe import KIND_BY_KEY
from store.queries.records import RecordFilter, every_record
from store.queries.units import unit_tree
from store.scope import EVERYTHING, acting_in
from tests.factories.organisation import Organisation
from tests.factories.records import (
    actor_of,
    detail_of,
    full_texts,
    make_campaign,
    make_draft,
)

KINDS = list(KIND_BY_KEY.values())
each_kind = pytest.mark.parametrize("kind", KINDS, ids=[kind.key for kind in KINDS])


@pytest.fixture(autouse=True)
def _campaign(organisation: Organisation) -> None:
    make_campaign(organisation)


@each_kind
def test_names_are_unique_and_named_fields_exist(kind: Kind) -> None:
    names = [one.name for one in kind.fields]
    assert len(set(names)) == len(names)
    assert {kind.title, kind.day} <= set(names)
    assert kind.person is None or kind.person in names
    for count in kind.counts:
        assert {*count.when, *filter(None, [count.amount])} <= set(names)


@each_kind
def test_every_field_says_what_it_asks(kind: Kind) -> None:
    assert kind.label
    assert kind.help
    for one in kind.fields:
        assert one.label
        assert bool(one.choices) == (one.input == "choice")
        if one.input in {"text", "long_text", "number", "decimal"}:
            assert one.size_max
    assert any(one.summary for one in kind.fields)


@each_kind
def test_empty_form_is_kept_and_refused_at_submit(
    kind: Kind, organisation: Organisation
) -> None:
    clerk = actor_of("clerk-a")
    place = record_entry.find_place(clerk, kind, organisation.units["A"], Wanted())
    empty = record_entry.Entry({}, ())
    record_id = records.create_draft(clerk, kind, place, empty)
    with pytest.raises(Invalid) as refused:
        records.move(clerk, kind, record_id, "submit")
    required = {one.name for one in kind.fields if one.required}
    assert set(refused.value.fields) == required


@each_kind
def test_full_form_goes_round_and_through(
    kind: Kind, organisation: Organisation
) -> None:
    record_id = make_draft(organisation, kind)
    record = detail_of(record_id, kind).record
    values = record.values
    assert None not in values.values()
    texts = {
        name: value.isoformat() if isinstance(value, date) else str(value)
        for name, value in values.items()
    }
    clerk = actor_of("clerk-a")
    known = record_people.directory(clerk, Place(record.unit_id, record.campaign_id))
    again = record_entry.read_entry(kind, texts, known)
    assert records.save(clerk, kind, record_id, again) == {}
    records.move(clerk, kind, record_id, "submit")
    records.move(actor_of("office"), kind, record_id, "accept")


@each_kind
def test_record_is_a_row_of_the_ledger(
    kind: Kind, organisation: Organisation, tmp_path: Path
) -> None:
    make_draft(organisation, kind)
    units = {one.id: one.name for one in unit_tree().by_id.values()}
    names = Names(dict.fromkeys(organisation.people.values(), "喆𠮷"), units)
    path = tmp_path / "ledger.xlsx"
    with acting_in(EVERYTHING):
        rows = every_record(kind, RecordFilter())
        assert write_ledger(path, kind, rows, names, "全部") == 1
    _, heads, row, count = (
        CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    )
    assert heads == exports.heads(kind)
    assert row[:3] == [1.0, "清扫一中队", "草稿"]
    assert "" not in row
    assert count[0] == "共1条"


def test_formula_typed_by_somebody_stays_text(
    organisation: Organisation, tmp_path: Path
) -> None:
    kind = KIND_BY_KEY["opinion"]
    full = full_texts(kind, "A001", "A")
    typed = '=HYPERLINK("http://example.com")'
    make_draft(organisation, kind, **{**full, "content": typed})
    path = tmp_path / "ledger.xlsx"
    with acting_in(EVERYTHING):
        rows = every_record(kind, RecordFilter())
        write_ledger(path, kind, rows, Names({}, {}), "")
    sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert typed in sheet[2]
