import pytest
from flask import Flask
from sqlalchemy import event

from domain.errors import Forbidden, Invalid, NotFound, WrongState
from domain.records import Said
from services import record_entry, records
from services.record_entry import Entry, Wanted
from store.db import db, plain_connection
from store.describe import KIND_BY_KEY
from store.queries.record_detail import kind_of, record_detail
from store.queries.records import (
    RecordFilter,
    counts_by_status,
    every_record,
    record_page,
)
from store.scope import EVERYTHING, acting_in
from tests.factories.organisation import Organisation
from tests.factories.records import NOTE, SESSION, Work, make_campaign
from tests.factories.records import actor_of as actor
from tests.factories.records import detail_of as detail
from tests.factories.records import make_draft as draft

pytestmark = pytest.mark.both_databases


@pytest.fixture
def work(organisation: Organisation) -> Work:
    return make_campaign(organisation)


def accepted(organisation: Organisation) -> int:
    record_id = draft(organisation)
    records.move(actor("clerk-a"), SESSION, record_id, "submit")
    records.move(actor("office"), SESSION, record_id, "accept")
    return record_id


def stamps(record_id: int) -> dict[int, int]:
    query = "SELECT col, hlc FROM sync_cell WHERE tid = 16 AND pk = ?"
    return dict(plain_connection().execute(query, (record_id,)).fetchall())


@pytest.mark.usefixtures("work")
def test_record_goes_from_draft_to_accepted_with_its_history(
    organisation: Organisation,
) -> None:
    record_id = accepted(organisation)
    found = detail(record_id)
    assert found.record.status == "accepted"
    assert [(one.action, one.to_status) for one in found.moves] == [
        ("create", "draft"),
        ("submit", "submitted"),
        ("accept", "accepted"),
    ]
    assert found.moves[0].changes["held_on"] == (None, "2026-09-18")
    assert found.person_ids_present == (organisation.people["A001"],)


@pytest.mark.usefixtures("work")
def test_save_stamps_only_the_columns_that_changed(organisation: Organisation) -> None:
    record_id = draft(organisation)
    values = detail(record_id).record.values
    before = stamps(record_id)
    changed = Entry({**values, "place": "二楼会议室"}, None)
    records.save(actor("clerk-a"), SESSION, record_id, changed)
    after = stamps(record_id)
    assert len({col for col in after if after[col] != before.get(col)}) == 1


@pytest.mark.usefixtures("work")
def test_save_without_change_writes_nothing(organisation: Organisation) -> None:
    record_id = draft(organisation)
    found = detail(record_id)
    same = Entry(found.record.values, found.person_ids_present)
    assert records.save(actor("clerk-a"), SESSION, record_id, same) == {}
    assert len(detail(record_id).moves) == 1


@pytest.mark.usefixtures("work")
def test_person_taken_off_and_put_back_revives_the_same_row(
    organisation: Organisation,
) -> None:
    record_id = draft(organisation)
    clerk, (first, second) = (
        actor("clerk-a"),
        (organisation.people["A001"], organisation.people["A002"]),
    )
    for present in ((second,), (second, first)):
        records.save(clerk, SESSION, record_id, Entry({}, present))
    assert detail(record_id).person_ids_present == (first, second)
    rows = db.session.connection().exec_driver_sql("SELECT count(*) FROM attendance")
    assert rows.scalar_one() == 2


@pytest.mark.usefixtures("work")
def test_incomplete_draft_is_kept_and_not_submitted(organisation: Organisation) -> None:
    record_id = draft(organisation, title="", content="")
    with pytest.raises(Invalid) as refused:
        records.move(actor("clerk-a"), SESSION, record_id, "submit")
    assert set(refused.value.fields) == {"title", "content"}
    assert detail(record_id).record.status == "draft"


@pytest.mark.usefixtures("work")
def test_soft_problem_passes_with_a_word_and_keeps_it(
    organisation: Organisation,
) -> None:
    record_id = draft(organisation, held_on="2026年8月31日")
    with pytest.raises(Invalid, match="说明"):
        records.move(actor("clerk-a"), SESSION, record_id, "submit")
    said = Said(note="预备会提前召开")
    records.move(actor("clerk-a"), SESSION, record_id, "submit", said)
    assert detail(record_id).moves[-1].note == "预备会提前召开"


@pytest.mark.usefixtures("work")
def test_clerk_cannot_change_what_is_submitted_but_withdraws_it(
    organisation: Organisation,
) -> None:
    record_id = draft(organisation)
    clerk = actor("clerk-a")
    records.move(clerk, SESSION, record_id, "submit")
    with pytest.raises(Forbidden, match="撤回到草稿"):
        records.save(clerk, SESSION, record_id, Entry({"place": "别处"}))
    records.move(clerk, SESSION, record_id, "withdraw")
    records.save(clerk, SESSION, record_id, Entry({"place": "别处"}))
    assert detail(record_id).record.values["place"] == "别处"


@pytest.mark.usefixtures("work")
def test_office_changes_a_submitted_record_and_the_log_says_so(
    organisation: Organisation,
) -> None:
    record_id = draft(organisation)
    records.move(actor("clerk-a"), SESSION, record_id, "submit")
    records.save(actor("office"), SESSION, record_id, Entry({"place": "处机关"}))
    last = detail(record_id).moves[-1]
    assert (last.action, last.actor, last.to_status) == (
        "amend",
        "office",
        "submitted",
    )


@pytest.mark.usefixtures("work")
def test_return_needs_a_reason_and_keeps_it_by_field(
    organisation: Organisation,
) -> None:
    record_id = draft(organisation)
    records.move(actor("clerk-a"), SESSION, record_id, "submit")
    with pytest.raises(Invalid, match="理由"):
        records.move(actor("office"), SESSION, record_id, "return")
    said = Said(fields={"held_on": "与简报日期不符", "title": " "})
    records.move(actor("office"), SESSION, record_id, "return", said)
    found = detail(record_id)
    assert found.record.status == "returned"
    assert found.moves[-1].fields == {"held_on": "与简报日期不符"}


@pytest.mark.usefixtures("work")
def test_accepted_record_changes_only_by_correction_with_a_reason(
    organisation: Organisation,
) -> None:
    record_id = accepted(organisation)
    office, entry = actor("office"), Entry({"amount": 3.0})
    with pytest.raises(Invalid, match="更正须写明理由"):
        records.save(office, SESSION, record_id, entry)
    records.save(office, SESSION, record_id, entry, Said(why="签到表为准"))
    found = detail(record_id)
    assert found.record.status == "accepted"
    assert found.moves[-1].changes == {"amount": (2.5, 3.0)}


@pytest.mark.usefixtures("work")
def test_correction_by_a_clerk_is_reviewed_again(organisation: Organisation) -> None:
    record_id = accepted(organisation)
    said = Said(why="签到表为准")
    records.save(actor("clerk-a"), SESSION, record_id, Entry({"amount": 3.0}), said)
    assert detail(record_id).record.status == "submitted"


@pytest.mark.usefixtures("work")
def test_correction_may_not_empty_a_required_field(organisation: Organisation) -> None:
    record_id = accepted(organisation)
    with pytest.raises(Invalid) as refused:
        records.save(
            actor("office"), SESSION, record_id, Entry({"title": None}), Said(why="误")
        )
    assert set(refused.value.fields) == {"title"}
    assert detail(record_id).record.values["title"]


@pytest.mark.usefixtures("work")
def test_deleted_draft_comes_back_as_it_was(organisation: Organisation) -> None:
    record_id = draft(organisation)
    clerk = actor("clerk-a")
    records.move(clerk, SESSION, record_id, "delete")
    with acting_in(EVERYTHING):
        assert record_detail(SESSION, record_id) is None
        assert kind_of(record_id) is None
    records.restore(clerk, SESSION, record_id)
    assert detail(record_id).record.status == "draft"
    with pytest.raises(WrongState, match="不需要恢复"):
        records.restore(clerk, SESSION, record_id)


@pytest.mark.usefixtures("work")
def test_other_units_record_is_not_there_for_a_clerk(
    organisation: Organisation,
) -> None:
    record_id = draft(organisation, unit="B", by="clerk-b")
    with pytest.raises(NotFound):
        records.save(actor("clerk-a"), SESSION, record_id, Entry({"place": "别处"}))
    with pytest.raises(NotFound):
        records.restore(actor("clerk-a"), SESSION, record_id)
    with pytest.raises(Forbidden, match="清扫二中队"):
        record_entry.find_place(
            actor("clerk-a"), SESSION, organisation.units["B"], Wanted()
        )
    with acting_in(actor("clerk-a").scope):
        assert kind_of(record_id) is None
        assert record_page(SESSION, RecordFilter()).count == 0


@pytest.mark.usefixtures("work")
def test_bulk_accept_answers_for_every_record(organisation: Organisation) -> None:
    good, bad = draft(organisation), draft(organisation, title="另一次")
    records.move(actor("clerk-a"), SESSION, good, "submit")
    chosen = [(SESSION, good), (SESSION, bad)]
    results = records.move_many(actor("office"), chosen, "accept")
    assert [one.is_done for one in results] == [True, False]
    assert "草稿" in results[1].message
    assert detail(good).record.status == "accepted"


def test_place_is_refused_for_a_task_of_other_kinds_and_a_closed_campaign(
    organisation: Organisation, work: Work
) -> None:
    clerk, unit_id = actor("clerk-a"), organisation.units["A"]
    wanted = Wanted(task_id=work.task_id)
    with pytest.raises(Invalid, match="不收集意见建议"):
        record_entry.find_place(clerk, KIND_BY_KEY["opinion"], unit_id, wanted)
    assert record_entry.find_place(clerk, NOTE, unit_id, wanted).task_id == work.task_id


def test_without_a_published_campaign_the_place_is_asked_for(
    organisation: Organisation,
) -> None:
    with pytest.raises(Invalid, match="--campaign"):
        record_entry.find_place(
            actor("clerk-a"), NOTE, organisation.units["A"], Wanted()
        )


@pytest.mark.usefixtures("work")
def test_list_filters_by_day_person_text_and_totals(organisation: Organisation) -> None:
    draft(organisation, title="百分之百%")
    draft(organisation, held_on="2026-10-09", amount="4", host="A002", attendance="")
    with acting_in(actor("clerk-a").scope):
        assert record_page(SESSION, RecordFilter()).totals == {"amount": 6.5}
        person = organisation.people["A001"]
        assert record_page(SESSION, RecordFilter(person_id=person)).count == 1
        assert record_page(SESSION, RecordFilter(text="分之百%")).count == 1
        assert record_page(SESSION, RecordFilter(text="%%")).count == 0
        rows = list(every_record(SESSION, RecordFilter()))
    assert [row.values["amount"] for row in rows] == [4.0, 2.5]


def test_counts_stand_by_kind_unit_and_status(
    organisation: Organisation, work: Work
) -> None:
    accepted(organisation)
    draft(organisation, kind=NOTE)
    unit_id = organisation.units["A"]
    with acting_in(actor("office").scope):
        assert counts_by_status(work.campaign_id) == {
            ("study_session", unit_id, "accepted"): 1,
            ("study_note", unit_id, "draft"): 1,
        }


@pytest.mark.usefixtures("work")
def test_every_move_is_in_the_audit_log(
    organisation: Organisation, bare_app: Flask
) -> None:
    del bare_app
    accepted(organisation)
    events = db.session.connection().exec_driver_sql(
        "SELECT event FROM audit_entry ORDER BY id"
    )
    assert list(events.scalars()) == [
        "records:study_session:create",
        "records:study_session:submit",
        "records:study_session:accept",
    ]


@pytest.mark.usefixtures("work")
def test_lists_and_details_take_a_fixed_number_of_statements(
    organisation: Organisation,
) -> None:
    ids = [draft(organisation, title=f"第{number}次") for number in range(3)]
    seen: list[object] = []

    def count(*words: object) -> None:
        seen.append(words[2])

    event.listen(db.engine, "before_cursor_execute", count)
    with acting_in(actor("office").scope):
        seen.clear()
        assert record_page(SESSION, RecordFilter()).count == 3
        assert len(seen) == 2
        seen.clear()
        assert record_detail(SESSION, ids[0]) is not None
        assert len(seen) == 4
    event.remove(db.engine, "before_cursor_execute", count)
