"""Nodes of different program versions: nothing unknown is lost, nothing is half merged.

The program of version 2 has one more column of notes, and a table of medals.
"""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import apsw
import pytest

from domain.synced import SUBTREE, Migration, SyncedColumn, SyncedTable
from sync.core import layout
from sync.dump import dump_lines
from sync.inbox import files_for_this_program
from tests.integration.sync import forge
from tests.integration.sync.homes import NOTE, TABLES, Home, join, make_hub

REMARK = SyncedColumn(5, "remark", "TEXT", "备注")
NOTE_2 = replace(NOTE, columns=(*NOTE.columns, REMARK))
MEDAL = SyncedTable(
    6,
    "medal",
    "奖章",
    (
        SyncedColumn(1, "unit_id", "INTEGER", "单位"),
        SyncedColumn(2, "title", "TEXT", "标题"),
    ),
    SUBTREE,
    "unit",
)
TABLES_2 = (*(NOTE_2 if table is NOTE else table for table in TABLES), MEDAL)
EDIT = "UPDATE note SET remark = ? WHERE title = 'A1的便签'"


def updated(home: Home) -> Home:
    """The same home under the program of version 2."""
    home.update(TABLES_2)
    return home


@pytest.fixture
def tree(tmp_path: Path) -> tuple[Home, Home, Home]:
    """An old hub, an old branch A below it, and A1 below that, all enrolled."""
    hub = make_hub(tmp_path)
    middle = join(hub, "A")
    hub.take(middle.export())
    low = join(middle, "A1")
    middle.take(low.export())
    return hub, middle, low


def up(*homes: Home) -> None:
    for lower, upper in pairwise(homes):
        assert upper.take(lower.export()).state == "merged"


def lines(home: Home, unit: str) -> list[str]:
    with home.node.open() as connection:
        return list(dump_lines(connection, home.tables, unit, home.node.today))


def test_unknown_column_and_table_when_relay_is_older_then_cross_it_unchanged(
    tree: tuple[Home, Home, Home],
) -> None:
    hub, middle, low = tree
    updated(low)
    low.do(EDIT, "新程序写的")
    medal = low.add("medal", unit_id=low.unit("A1"), title="先进")
    up(low, middle, hub)
    assert middle.node.tables == TABLES
    assert lines(hub, "A1") == lines(middle, "A1") == lines(low, "A1")
    updated(hub)
    assert hub.one("SELECT remark FROM note WHERE title = 'A1的便签'") == "新程序写的"
    hub.do("UPDATE medal SET title = '标兵' WHERE id = ?", medal)
    middle.take(hub.export("A"))
    low.take(middle.export("A1"))
    assert low.one("SELECT title FROM medal") == "标兵"


def test_conflict_in_unknown_column_when_met_at_older_hub_then_survives(
    tree: tuple[Home, Home, Home],
) -> None:
    hub, middle, low = tree
    updated(low)
    updated(middle)
    low.do(EDIT, "下级")
    middle.do(EDIT, "上级")
    up(low, middle)
    up(middle, hub)
    assert hub.rows("SELECT val FROM sync_sib WHERE col = 5") == middle.rows(
        "SELECT val FROM sync_sib WHERE col = 5"
    )
    assert len(hub.rows("SELECT * FROM sync_sib")) == 1
    updated(hub)
    assert lines(hub, "A1") == lines(middle, "A1")


def test_missing_column_when_older_program_edits_the_row_then_says_nothing(
    tree: tuple[Home, Home, Home],
) -> None:
    hub, middle, _ = tree
    updated(hub)
    hub.do("UPDATE note SET remark = '本级备注' WHERE title = 'A的便签'")
    middle.do("UPDATE note SET count = 9 WHERE title = 'A的便签'")
    up(middle, hub)
    found = hub.rows("SELECT count, remark FROM note WHERE title = 'A的便签'")
    assert found == [(9, "本级备注")]


def test_unknown_column_when_updated_then_local_writes_are_captured(
    tree: tuple[Home, Home, Home],
) -> None:
    hub, middle, low = tree
    updated(low)
    low.do(EDIT, "一")
    up(low, middle, hub)
    updated(middle)
    assert middle.rows("SELECT * FROM sync_unknown") == []
    middle.do(EDIT, "二")
    up(middle, hub)
    assert hub.one("SELECT remark FROM note WHERE title = 'A1的便签'") == "二"


def test_definition_when_it_contradicts_ours_then_refused(
    tree: tuple[Home, Home, Home],
) -> None:
    hub, middle, low = tree
    other = replace(NOTE, columns=(*NOTE.columns, replace(REMARK, sql_type="INTEGER")))
    middle.update(tuple(other if table is NOTE else table for table in TABLES))
    updated(low)
    low.do(EDIT, "文字")
    before = middle.digest()
    result = middle.take(low.export())
    assert result.state == "refused"
    assert "定义与本机不同" in result.reason
    assert middle.digest() == before
    assert hub.one("SELECT count(*) FROM sync_unknown") == 0


FORMS = {
    "no list": "subtree unit",
    "unknown reach": "all unit|1:unit_id:INTEGER:ask",
    "unknown type": "subtree unit|1:unit_id:NUMERIC:ask",
    "number too large": "subtree unit|61:unit_id:INTEGER:ask",
    "twice": "subtree unit|1:a:TEXT:ask,1:b:TEXT:ask",
    "a name that is SQL": "subtree unit|1:unit_id);DROP TABLE note;--:INTEGER:ask",
    "without a unit": "subtree unit|1:title:TEXT:ask",
    "system column": "subtree unit|1:unit_id:INTEGER:ask,2:_hlc:INTEGER:ask",
}


@pytest.mark.parametrize("name", list(FORMS))
def test_definition_when_malformed_then_refused(
    tree: tuple[Home, Home, Home], name: str
) -> None:
    hub, middle, _ = tree

    def change(body: apsw.Connection) -> None:
        body.execute(layout.synced_sql(MEDAL))
        values = (99, "medal2", FORMS[name], 0)
        body.execute("INSERT INTO table_info VALUES (?, ?, ?, ?)", values)

    result = hub.take(forge.changed(middle.export(), middle, hub, change))
    assert result.state == "refused"
    assert hub.one("SELECT count(*) FROM sync_unknown") == 0


RENAMED = replace(
    NOTE,
    columns=tuple(
        replace(column, name="heading") if column.name == "title" else column
        for column in NOTE.columns
    ),
)
TABLES_NEXT = tuple(RENAMED if table is NOTE else table for table in TABLES)
RENAME = Migration(
    rows=('ALTER TABLE "note" RENAME COLUMN "title" TO "heading"',),
    described=(
        """UPDATE table_info SET columns = replace(columns, '2:title:', '2:heading:')
        WHERE tid = 4""",
    ),
)


def to_next_epoch(home: Home) -> None:
    home.update(TABLES_NEXT, epoch=2, migrations={1: RENAME})


def test_package_of_newer_epoch_when_taken_then_kept_and_merged_after_the_update(
    tree: tuple[Home, Home, Home],
) -> None:
    hub, middle, _ = tree
    to_next_epoch(hub)
    hub.do("UPDATE note SET heading = '新标题' WHERE heading = 'A的便签'")
    package = hub.export("A")
    before = middle.digest(), middle.knowledge()
    result = middle.take(package)
    assert result.state == "parked"
    assert "请先更新本机程序" in result.reason
    assert (middle.digest(), middle.knowledge()) == before
    package.unlink()
    assert files_for_this_program(middle.node) == {}
    to_next_epoch(middle)
    (kept,) = files_for_this_program(middle.node)
    assert middle.take(kept).state == "merged"
    assert middle.one("SELECT heading FROM note WHERE heading = '新标题'") == "新标题"
    assert files_for_this_program(middle.node) == {}


def test_package_of_older_epoch_when_taken_then_migrated_on_the_copy(
    tree: tuple[Home, Home, Home],
) -> None:
    hub, middle, _ = tree
    middle.do("UPDATE note SET title = '下级改的' WHERE title = 'A的便签'")
    old = middle.export()
    to_next_epoch(hub)
    hub.do("UPDATE note SET heading = '上级改的' WHERE heading = 'A的便签'")
    assert hub.take(old).conflicts == 1
    versions = {value for (value,) in hub.rows("SELECT val FROM sync_sib")}
    versions |= {value for (value,) in hub.rows("SELECT heading FROM note")}
    assert {"上级改的", "下级改的"} <= versions
    to_next_epoch(middle)
    middle.take(hub.export("A"))
    assert lines(hub, "A") == lines(middle, "A")


def test_package_of_older_epoch_when_no_migration_is_known_then_refused(
    tree: tuple[Home, Home, Home],
) -> None:
    hub, middle, _ = tree
    package = middle.export()
    hub.update(TABLES_NEXT, epoch=2, migrations={1: RENAME})
    hub.node = replace(hub.node, migrations={})
    result = hub.take(package)
    assert result.state == "refused"
    assert "请对方更新程序" in result.reason
