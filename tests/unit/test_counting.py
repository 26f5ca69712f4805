"""From records to facts by the declarations of their kind."""

from datetime import date

from domain.counting import Entry, facts_of
from domain.fields import Count, Kind

DAY = date(2009, 4, 8)
SESSION = Kind(
    key="study_session",
    label="学习活动",
    fields=(),
    counts=(
        Count("group_study", "次", by="attendance"),
        Count("group_study", "学时", by="attendance", amount="amount",
              when={"measure": ("学时",)}),
        Count("branch_study_sessions", "次", when={"form": ("支部学习", "党课")}),
    ),
    title="title",
    day="held_on",
    attendance=True,
)  # fmt: skip
REPORT = Kind(
    key="research_report",
    label="调研报告",
    fields=(),
    counts=(
        Count("research_reports", "篇", by="attendance"),
        Count("notes_words", "字", by="person", amount="words"),
        Count("recommended_reports", "篇", when={"recommended": ("是",)}),
    ),
    title="title",
    day="finished_on",
    person="person_id",
    attendance=True,
)


def session(**values: object) -> Entry:
    filled = {"held_on": DAY, "amount": 2.5, "measure": "学时", "form": "集中学习"}
    return Entry(5, 1, {**filled, **values}, person_ids_present=(11, 12, 11))


def as_rows(kind: Kind, entry: Entry) -> list[tuple[str, float, str, int | None]]:
    return [
        (one.metric, one.amount, one.measure, one.person_id)
        for one in facts_of(kind, entry)
    ]


def test_attendance_counts_once_for_the_unit_and_each_person_present() -> None:
    assert as_rows(SESSION, session()) == [
        ("group_study", 1, "次", None),
        ("group_study", 1, "次", 11),
        ("group_study", 1, "次", 12),
        ("group_study", 2.5, "学时", None),
        ("group_study", 2.5, "学时", 11),
        ("group_study", 2.5, "学时", 12),
    ]


def test_amount_counts_only_in_the_measure_that_was_chosen() -> None:
    measures = {one.measure for one in facts_of(SESSION, session(measure="工作日"))}
    assert measures == {"次"}


def test_when_accepts_any_of_its_values() -> None:
    rows = as_rows(SESSION, session(form="党课", measure="小时"))
    assert ("branch_study_sessions", 1, "次", None) in rows


def test_amount_left_empty_counts_nowhere() -> None:
    assert all(one.measure == "次" for one in facts_of(SESSION, session(amount=None)))


def test_facts_carry_day_phase_and_record() -> None:
    entry = Entry(5, 1, {"held_on": DAY}, phase_id=3)
    (one,) = facts_of(SESSION, entry)
    assert (one.on, one.phase_id, one.kind, one.record_id, one.unit_id) == (
        DAY, 3, "study_session", 5, 1,
    )  # fmt: skip


def test_record_without_its_day_gives_facts_without_a_day() -> None:
    assert facts_of(SESSION, Entry(5, 1, {}))[0].on is None


def test_own_person_counts_with_those_present_once_each() -> None:
    values = {"person_id": 11, "finished_on": DAY}
    rows = as_rows(REPORT, Entry(6, 1, values, person_ids_present=(12, 11)))
    assert [row[3] for row in rows] == [None, 11, 12]


def test_by_person_counts_the_own_person_but_not_those_present() -> None:
    values = {"person_id": 11, "words": 3000}
    rows = as_rows(REPORT, Entry(6, 1, values, person_ids_present=(12,)))
    words = [row for row in rows if row[0] == "notes_words"]
    assert [row[3] for row in words] == [None, 11]


def test_yes_no_value_reads_as_shi_in_a_declaration() -> None:
    rows = as_rows(REPORT, Entry(6, 1, {"recommended": True}))
    assert ("recommended_reports", 1, "篇", None) in rows
