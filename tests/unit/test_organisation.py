"""The organisation file against what is held, without a database."""

from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from domain.organisation import find_changes, read_organisation
from domain.organisation.changes import Changes
from domain.organisation.held import Held, HeldPerson, HeldPlace, HeldTier, HeldUnit

TODAY = date(2026, 11, 24)
ROOT = HeldUnit(1, "HW", "市环卫处", "处", None, None)
BRANCH = HeldUnit(2, "A", "清扫一中队", "中队", date(2020, 1, 1), None)
HELD = Held(
    units=[ROOT, BRANCH],
    places=[
        HeldPlace(11, 1, "admin", None, 1, None, None),
        HeldPlace(12, 2, "admin", 1, 1, date(2020, 1, 1), None),
    ],
    people=[HeldPerson(21, "A001", "𠮷喆", 2, "队长", date(2020, 1, 1), None)],
    tiers=[HeldTier(31, 21, 2, "党员", date(2020, 1, 1), None)],
)
A_ROW: dict[str, object] = {
    "code": "A",
    "name": "清扫一中队",
    "kind": "中队",
    "parent": "HW",
}
PERSON_ROW: dict[str, object] = {
    "code": "A001",
    "name": "𠮷喆",
    "unit": "A",
    "tiers": ["党员"],
}


def changes_of(held: Held = HELD, **lists: Sequence[Mapping[str, object]]) -> Changes:
    raw = {
        name: [(number, row) for number, row in enumerate(rows, start=2)]
        for name, rows in lists.items()
    }
    return find_changes(read_organisation(raw), held, TODAY)


def sentences(changes: Changes) -> list[str]:
    return [problem.sentence for problem in changes.problems]


def test_row_as_held_changes_nothing() -> None:
    changes = changes_of(units=[{**A_ROW, "from": "2020-01-01"}], people=[PERSON_ROW])
    assert changes.is_empty
    assert not changes.problems
    assert changes.counts["units"] == {"same": 1}


def test_new_unit_gets_a_place_after_its_siblings() -> None:
    changes = changes_of(units=[{**A_ROW, "code": "B", "name": "二中队"}])
    assert changes.added["unit"][0]["code"] == "B"
    place = changes.added["unit_place"][0]
    assert (place["unit_id"], place["parent_id"], place["position"]) == (-1, 1, 2)


def test_new_parent_ends_the_old_place_yesterday() -> None:
    new: dict[str, object] = {"code": "N", "name": "新", "kind": "处"}
    rows = [{**A_ROW, "parent": "N"}, new]
    changes = changes_of(units=rows)
    assert changes.changed["unit_place"] == [{"id": 12, "to_on": date(2026, 11, 23)}]
    moved = next(row for row in changes.added["unit_place"] if row["unit_id"] == 2)
    assert moved["from_on"] == TODAY
    assert "unit" not in changes.changed


def test_new_parent_with_a_later_from_takes_effect_then() -> None:
    changes = changes_of(units=[{**A_ROW, "parent": None, "from": "2026-03-01"}])
    assert changes.changed["unit_place"][0]["to_on"] == date(2026, 2, 28)
    assert changes.added["unit_place"][0]["from_on"] == date(2026, 3, 1)


def test_other_from_of_a_unit_that_never_moved_corrects_its_opening() -> None:
    changes = changes_of(units=[{**A_ROW, "from": "2019-05-01"}])
    assert changes.changed["unit"] == [{"id": 2, "opened_on": date(2019, 5, 1)}]
    assert changes.changed["unit_place"] == [{"id": 12, "from_on": date(2019, 5, 1)}]


def test_party_parent_opens_a_place_in_the_party_tree_only() -> None:
    party: dict[str, object] = {"code": "DW", "name": "党委", "kind": "党委"}
    changes = changes_of(units=[{**A_ROW, "party_parent": "DW"}, party])
    place = next(row for row in changes.added["unit_place"] if row["tree"] == "party")
    assert (place["unit_id"], place["from_on"]) == (2, TODAY)
    assert "unit_place" not in changes.changed


@pytest.mark.parametrize(("first", "second"), [("A", "HW"), ("HW", "A")])
def test_circle_of_parents_is_refused_once(first: str, second: str) -> None:
    rows = [
        {"code": first, "name": "一", "kind": "处", "parent": second},
        {"code": second, "name": "二", "kind": "处", "parent": first},
    ]
    (found,) = sentences(changes_of(units=rows))
    assert found.startswith("单位表第 2 行“上级”：上级关系绕成了一圈")
    assert f"（{first} → {second} → {first}）" in found


def test_circle_through_a_held_place_is_refused() -> None:
    rows = [{"code": "HW", "name": "市环卫处", "kind": "处", "parent": "A"}]
    assert "绕成了一圈" in sentences(changes_of(units=rows))[0]


def test_unknown_codes_are_each_told_with_row_and_column() -> None:
    changes = changes_of(
        units=[{**A_ROW, "parent": "ZZ"}],
        people=[{**PERSON_ROW, "unit": "YY"}],
        accounts=[{"name": "x", "unit": "A", "role": "clerk", "person": "NO"}],
        bodies=[
            {"code": "L", "name": "组", "kind": "中心组", "unit": "A", "members": "NO"}
        ],
    )
    found = sentences(changes)
    assert [sentence.split("：")[0] for sentence in found] == [
        "单位表第 2 行“上级”",
        "人员表第 2 行“单位”",
        "账号表第 2 行“人员”",
        "临时机构表第 2 行“成员”",
    ]
    assert "ZZ" in found[0]


def test_row_with_a_problem_shows_its_others_and_is_still_referred_to() -> None:
    changes = changes_of(
        units=[{"code": "N", "name": "", "kind": "处", "parent": "ZZ"}],
        people=[{"code": "P", "name": "甲", "unit": "N", "from": "昨天"}],
    )
    assert [sentence.split("：")[0] for sentence in sentences(changes)] == [
        "单位表第 2 行“名称”",
        "人员表第 2 行“起始日期”",
        "单位表第 2 行“上级”",
    ]


def test_same_code_twice_is_refused() -> None:
    found = sentences(changes_of(people=[PERSON_ROW, PERSON_ROW]))
    assert found == ["人员表第 3 行“代码”：“A001”在第 2 行已经有了，请只留一行。"]


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("from", "2026-02-30", "不是日期"),
        ("from", "去年", "不是日期"),
        ("name", "", "没有填写"),
        ("name", "两\n行", "换行"),
        ("code", "A 1", "不能作代码"),
        ("order", "第一", "不是整数"),
    ],
)
def test_bad_cell_is_told_with_what_to_write(
    column: str, value: str, reason: str
) -> None:
    (found,) = sentences(changes_of(units=[{**A_ROW, column: value}]))
    assert reason in found


def test_end_before_beginning_is_refused() -> None:
    row = {**PERSON_ROW, "from": "2026-05-01", "to": "2026-04-01"}
    assert "早于起始日期" in sentences(changes_of(people=[row]))[0]


def test_codes_and_days_are_normalised_and_names_are_not() -> None:
    row = {
        "代码": " Ｂ００１ ",
        "姓名": " 𠮷Ａ㐂 ",
        "单位": "Ａ",
        "起始日期": "２０２６／３／１",
    }
    person = changes_of(people=[row]).added["person"][0]
    assert (person["code"], person["name"]) == ("B001", "𠮷Ａ㐂")
    assert (person["unit_id"], person["from_on"]) == (2, date(2026, 3, 1))


@pytest.mark.parametrize(
    "day", ["2009年3月30日", "20090330", "2009.3.30", "2009/03/30"]
)
def test_day_is_read_in_the_ways_people_write_it(day: str) -> None:
    row = {"code": "B1", "name": "甲", "unit": "A", "from": day}
    person = changes_of(people=[row]).added["person"][0]
    assert person["from_on"] == date(2009, 3, 30)


def test_tiers_of_one_cell_are_split() -> None:
    row = {
        "code": "B1",
        "name": "甲",
        "unit": "A",
        "tiers": "党员、班子成员，职工;党员",
    }
    tiers = changes_of(people=[row]).added["person_tier"]
    assert [tier["tier"] for tier in tiers] == ["党员", "班子成员", "职工"]


def test_changed_tiers_end_yesterday_and_begin_today() -> None:
    changes = changes_of(people=[{**PERSON_ROW, "tiers": ["职工"]}])
    assert changes.changed["person_tier"] == [{"id": 31, "to_on": date(2026, 11, 23)}]
    assert changes.added["person_tier"][0]["from_on"] == TODAY
    assert "person" not in changes.changed


def test_person_who_moves_carries_tiers_over() -> None:
    row = {"code": "A001", "name": "𠮷喆", "unit": "HW", "from": "2026-03-01"}
    changes = changes_of(people=[row])
    assert changes.changed["person"] == [
        {"id": 21, "unit_id": 1, "from_on": date(2026, 3, 1)}
    ]
    assert changes.changed["person_tier"] == [{"id": 31, "to_on": date(2026, 2, 28)}]
    assert changes.added["person_tier"][0]["unit_id"] == 1
    assert changes.lines[0].what.startswith("单位：A → HW")


def test_absent_column_leaves_what_is_held() -> None:
    changes = changes_of(people=[{"code": "A001", "name": "新名", "unit": "A"}])
    assert changes.changed["person"] == [{"id": 21, "name": "新名"}]
    assert "person_tier" not in changes.changed


def test_row_that_the_file_lacks_is_noted_and_kept() -> None:
    changes = changes_of(units=[A_ROW])
    assert changes.is_empty
    assert changes.notes == ["单位表没有写到、因而未改动的有 1 个：HW。"]


def test_unknown_role_names_the_known_ones() -> None:
    row = {"name": "x", "unit": "A", "role": "boss"}
    assert "填报员（clerk）" in sentences(changes_of(accounts=[row]))[0]


def test_roles_are_read_by_their_chinese_names() -> None:
    row = {"账号名": "x", "单位": "A", "角色": "系统管理员、安全管理员"}
    grants = changes_of(accounts=[row]).added["role_grant"]
    assert [grant["role"] for grant in grants] == ["system", "security"]


def test_unknown_column_is_noted_not_lost_silently() -> None:
    changes = changes_of(units=[{**A_ROW, "电话": "1"}])
    assert "单位表的“电话”列没有这个名称的栏目，未读入。" in changes.notes
