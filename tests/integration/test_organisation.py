"""`flask org load` from XLSX and YAML into a real database."""

import json
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select, text

from commands.org import org
from domain.errors import Forbidden, Invalid
from services.audit import verify
from services.organisation import load_organisation, preview_organisation
from services.organisation_files import empty_workbook, read_sheets
from store.db import db
from store.queries.actors import actor_by_name
from store.queries.organisation import held_organisation
from store.queries.people import PeopleFilter, matching_people, people_by_ids
from store.queries.units import unit_tree
from store.scope import EVERYTHING, acting_in
from store.tables.access import Credential
from store.tables.audit import AuditEntry
from tests.factories.organisation import Organisation

YAML = """
units:
  - {code: HW, name: 市环卫处, kind: 处, parent: null, order: 1}
  - {code: "010", name: 𠮷祥中队, kind: 中队, parent: HW, order: 1, from: 2009-03-01}
  - {code: DZB, name: 机关党支部, kind: 党支部, parent: HW, order: 2}
  - {code: C, name: 三中队, kind: 中队, parent: HW, party_parent: DZB, order: 3}
people:
  - {code: P1, name: 㐂𬭚, unit: 010, post: 队长, tiers: [党员, 班子成员]}
  - {code: P2, name: 欧阳·买买提, unit: C, tiers: [职工]}
accounts:
  - {name: clerk-010, unit: 010, role: clerk, person: P1}
bodies:
  - code: ZX
    name: 中心组
    kind: 中心组
    unit: HW
    members: [{person: P1, post: 组长}]
"""


def load(content: str = YAML) -> None:
    load_organisation(content.encode(), "org.yaml")


def clock_value() -> int:
    return int(db.session.execute(text("SELECT hlc FROM sync_clock")).scalar_one())


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(org, words)


def workbook(sheets: dict[str, Sequence[Sequence[object]]]) -> bytes:
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return target.getvalue()


@pytest.mark.usefixtures("bare_app")
def test_load_from_yaml_holds_units_people_accounts_bodies() -> None:
    load()
    tree = unit_tree()
    assert [unit.code for unit, _ in tree.walk()] == ["HW", "010", "DZB", "C"]
    assert tree.by_code["010"].name == "𠮷祥中队"
    party = unit_tree(tree="party")
    branch = party.by_code["DZB"].id
    assert [unit.code for unit in party.children_of[branch]] == ["C"]
    with acting_in(EVERYTHING):
        (person,) = people_by_ids(matching_people(PeopleFilter(tier="班子成员"), []))
    assert (person.name, person.post, set(person.tiers)) == (
        "㐂𬭚",
        "队长",
        {"党员", "班子成员"},
    )
    actor = actor_by_name("clerk-010")
    assert actor is not None
    assert actor.may("records.enter", tree.by_code["010"].id)
    assert held_organisation().members[0].post == "组长"


@pytest.mark.usefixtures("bare_app")
def test_load_twice_writes_nothing_the_second_time() -> None:
    load()
    before = clock_value()
    loaded = load_organisation(YAML.encode(), "org.yaml")
    assert clock_value() == before
    assert loaded.counts["people"] == {"new": 0, "changed": 0, "same": 2}
    assert not loaded.passwords


@pytest.mark.usefixtures("bare_app")
def test_moves_by_the_file_are_dated_and_load_twice_too() -> None:
    load()
    moved = YAML.replace("unit: C, tiers: [职工]", "unit: 010, tiers: [党员]")
    moved = moved.replace(
        "kind: 中队, parent: HW, party", "kind: 中队, parent: 010, party"
    )
    load(moved)
    before = clock_value()
    load(moved)
    assert clock_value() == before
    places = [p for p in held_organisation().places if p.tree == "admin"]
    unit_id = unit_tree().by_code["C"].id
    old, new = (place for place in places if place.unit_id == unit_id)
    assert old.to_on is not None
    assert new.from_on is not None
    assert (new.from_on - old.to_on).days == 1


@pytest.mark.usefixtures("bare_app")
def test_only_changed_columns_are_stamped() -> None:
    load()
    load(YAML.replace("post: 队长", "post: 副队长"))
    stamped = db.session.execute(text("SELECT tid, col FROM sync_cell")).all()
    assert stamped == [(3, 4)]


@pytest.mark.usefixtures("bare_app")
def test_file_with_a_problem_writes_nothing_and_lists_all() -> None:
    wrong = YAML.replace("parent: HW, order: 2", "parent: XX, order: 2")
    wrong = wrong.replace("role: clerk", "role: boss")
    with pytest.raises(Invalid) as refused:
        load(wrong)
    lines = refused.value.message.splitlines()
    assert lines[0] == "文件“org.yaml”有 2 处问题，什么也没有写入；改好后再导入。"
    assert any("第 5 行“上级”" in line for line in lines)
    assert any("第 11 行“角色”" in line for line in lines)
    assert not held_organisation().units
    assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == 0


@pytest.mark.usefixtures("bare_app")
def test_load_is_audited_once_with_its_counts() -> None:
    load()
    load()
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.event == "organisation:file:load")
    ).all()
    assert len(entries) == 1
    assert json.loads(entries[0].detail)["counts"]["units"]["new"] == 4
    assert verify() is None


@pytest.mark.parametrize("heads", ["english", "chinese"])
@pytest.mark.usefixtures("bare_app")
def test_load_from_xlsx_reads_both_kinds_of_heads(heads: str) -> None:
    english = heads == "english"
    units = ["code", "name", "kind", "parent", "order"]
    people = ["code", "name", "unit", "tiers"]
    data = workbook(
        {
            "units" if english else "单位": [
                units if english else ["代码", "名称", "类型", "上级", "排序"],
                ["HW", "市环卫处", "处", "", 1],
                [1001, "𠮷祥中队", "中队", "HW", 1.0],
            ],
            "people" if english else "人员": [
                people if english else ["代码", "姓名", "单位", "层次"],
                ["P1", "㐂𬭚", 1001, "党员、职工"],
            ],
        }
    )
    load_organisation(data, "org.xlsx")
    assert unit_tree().by_code["1001"].name == "𠮷祥中队"
    assert len(held_organisation().tiers) == 2


@pytest.mark.usefixtures("bare_app")
def test_problem_in_xlsx_names_the_row_as_excel_counts() -> None:
    rows = [["code", "name", "kind"], [], ["HW", "", "处"]]
    with pytest.raises(Invalid, match="单位表第 3 行“名称”：没有填写，请补上。"):
        load_organisation(workbook({"units": rows}), "org.xlsx")


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"x", "org.txt", "不是 .xlsx 或 .yaml"),
        (b"PK", "org.xlsx", "打不开"),
        (b"units: [", "org.yaml", "不合 YAML 写法"),
        (b"- 1", "org.yaml", "没有认识的表"),
        (b"other: []", "org.yaml", "没有认识的表"),
        (b"units: [A]", "org.yaml", "不是“栏目: 值”的形式"),
        ("名".encode("gbk"), "org.yaml", "不是 UTF-8"),
    ],
)
@pytest.mark.usefixtures("bare_app")
def test_unreadable_file_is_refused_in_a_sentence(
    data: bytes, name: str, reason: str
) -> None:
    with pytest.raises(Invalid, match=reason):
        load_organisation(data, name)


def test_empty_workbook_reads_back_without_rows() -> None:
    sheets = read_sheets(empty_workbook(), "t.xlsx")
    assert set(sheets) == {"units", "people", "accounts", "bodies"}
    assert not any(sheets.values())


def test_command_prints_one_json_document(bare_app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "org.yaml"
    file.write_text(YAML, encoding="utf-8")
    done = run(bare_app, "load", str(file), "--json")
    document = json.loads(done.stdout)
    assert document["units"] == {"new": 4, "changed": 0, "same": 0}
    assert document["passwords"][0]["account"] == "clerk-010"
    assert db.session.scalar(select(func.count()).select_from(Credential)) == 1


def test_command_refuses_a_faulty_file_with_status_one(
    bare_app: Flask, tmp_path: Path
) -> None:
    file = tmp_path / "org.yaml"
    file.write_text(
        "units: [{code: A, name: 甲, kind: 处, parent: B}]", encoding="utf-8"
    )
    done = run(bare_app, "load", str(file), "--json")
    assert done.exit_code == 1
    assert not done.stdout
    assert "没有代码为“B”的单位" in done.stderr


def test_actor_may_load_only_units_of_their_reach(organisation: Organisation) -> None:
    del organisation
    office = actor_by_name("office")
    assert office is not None
    inside = b"people: [{code: A001, name: X, unit: A}]"
    assert load_organisation(inside, "a.yaml", office).counts["people"]["changed"] == 1
    root = "units: [{code: Z, name: 新根, kind: 处}]".encode()
    with pytest.raises(Forbidden, match="管理范围以外"):
        load_organisation(root, "a.yaml", office)
    assert preview_organisation(root, "a.yaml", office).problems


def test_accounts_need_the_security_administrator(organisation: Organisation) -> None:
    del organisation
    office = actor_by_name("office")
    assert office is not None
    content = b"accounts: [{name: new, unit: A, role: office}]"
    with pytest.raises(Forbidden, match="账号由安全管理员办理"):
        load_organisation(content, "a.yaml", office)


def test_account_that_moves_loses_its_roles_at_the_old_unit(
    organisation: Organisation,
) -> None:
    load_organisation(b"accounts: [{name: clerk-a, unit: B, role: clerk}]", "a.yaml")
    actor = actor_by_name("clerk-a")
    assert actor is not None
    assert actor.scope == {organisation.units["B"]}
