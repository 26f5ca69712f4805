"""Bodies that their sender signed in earnest and that must not come in all the same."""

from pathlib import Path

import apsw
import pytest

from sync import inbox
from sync.core import layout
from tests.integration.sync import forge
from tests.integration.sync.homes import NOTE, Home, make_pair

UNTYPED_NOTE = "CREATE TABLE note(id, unit_id, title, count, share, _del, _hlc, _site)"
CREATE_NOTE = layout.synced_sql(NOTE).replace("main.", "")


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, Home]:
    return make_pair(tmp_path_factory.mktemp("pair"))


@pytest.fixture(scope="module")
def package(pair: tuple[Home, Home]) -> Path:
    _, branch = pair
    branch.add("note", unit_id=branch.unit("A"), title="新的便签", count=1)
    branch.do("UPDATE note SET count = 5 WHERE title = 'A1的便签'")
    branch.do("UPDATE note SET _del = 1 WHERE title = 'A1的便签'")
    return branch.export(full=True)


def refused(pair: tuple[Home, Home], path: Path) -> str:
    hub, _ = pair
    before = hub.digest(), hub.knowledge()
    result = hub.take(path)
    assert result.state == "refused"
    assert (hub.digest(), hub.knowledge()) == before
    assert result.reason.endswith("。")
    return result.reason


def replace_note(body: apsw.Connection, *statements: str) -> None:
    """Another object in place of the table, as its maker wrote it."""
    body.execute("DROP TABLE note")
    for statement in statements:
        body.execute(statement)


def disguise(body: apsw.Connection, insert: str) -> None:
    """An untyped table with any values under the text of the strict one."""
    replace_note(body, UNTYPED_NOTE, insert)
    body.execute("PRAGMA writable_schema=ON")
    body.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'note'", (CREATE_NOTE,))


STRUCTURES: dict[str, list[str]] = {
    "view": ["CREATE VIEW note AS SELECT 1 AS id, 'x' AS title"],
    "endless view": [
        """CREATE VIEW note AS WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL
        SELECT x + 1 FROM r) SELECT x AS id FROM r"""
    ],
    "trigger": [
        CREATE_NOTE,
        "CREATE TRIGGER z AFTER INSERT ON note BEGIN DELETE FROM note; END",
    ],
    "virtual table": [CREATE_NOTE, "CREATE VIRTUAL TABLE f USING fts5(x)"],
    "expression index": [CREATE_NOTE, "CREATE INDEX i ON note(length(title))"],
    "generated column": [
        """CREATE TABLE note(id INTEGER PRIMARY KEY, title TEXT
        GENERATED ALWAYS AS (hex(zeroblob(400000000))))"""
    ],
    "no table": [],
    "one more table": [CREATE_NOTE, "CREATE TABLE more(x)"],
    "deep expression": [CREATE_NOTE, f"CREATE TABLE z(a CHECK({'+'.join('1' * 900)}))"],
    "other column": [CREATE_NOTE.replace('"count"', '"amount"')],
}


@pytest.mark.parametrize("name", list(STRUCTURES))
def test_structure_when_not_ours_then_refused(
    pair: tuple[Home, Home], package: Path, name: str
) -> None:
    hub, branch = pair
    forged = forge.changed(
        package, branch, hub, lambda body: replace_note(body, *STRUCTURES[name])
    )
    assert "内部结构不合规定" in refused(pair, forged)


ID = (2 << 33) + 999
NEW = "INSERT INTO note VALUES"
VALUES = {
    "text in a number": f"{NEW}({ID}, 'abc', 'x', 1, 0.5, 0, 5, 2)",
    "blob in a text": f"{NEW}({ID}, 1, x'00ff', 1, 0.5, 0, 5, 2)",
    "null stamp": f"{NEW}({ID}, 1, 'x', 1, 0.5, 0, NULL, 2)",
    "bad utf-8": f"{NEW}({ID}, 1, CAST(x'ff41' AS TEXT), 1, 0.5, 0, 5, 2)",
}


@pytest.mark.parametrize("name", list(VALUES))
def test_value_when_of_wrong_type_under_strict_text_then_refused(
    pair: tuple[Home, Home], package: Path, name: str
) -> None:
    hub, branch = pair
    forged = forge.changed(
        package, branch, hub, lambda body: disguise(body, VALUES[name])
    )
    refused(pair, forged)


EDITS = {
    "enormous text": "UPDATE note SET title = printf('%.*c', 20000000, 'x')",
    "no counter in the id": (
        f"UPDATE note SET id = {2 << 33} WHERE id = (SELECT max(id) FROM note)"
    ),
    "site not of the id": "UPDATE note SET _site = 3",
    "stamp beyond what is known": "UPDATE note SET _hlc = _hlc + (1 << 40)",
    "deleted without a word": "UPDATE note SET _del = 1",
    "stamp zero": "UPDATE note SET _hlc = 0",
    "edit of an unknown column": "UPDATE sync_cell SET col = 55",
    "edit of no row": "UPDATE sync_cell SET pk = pk + 12345",
    "edit in no table": "UPDATE sync_cell SET tid = 99",
    "edit from nowhere": "UPDATE sync_cell SET site = 0",
    "life of no row": "UPDATE sync_life SET pk = pk + 12345",
    "life that is no json": "UPDATE sync_life SET seen = 'x'",
    "resurrected by one bit": "UPDATE sync_life SET dead = 0",
    "base beyond knowledge": "INSERT INTO base VALUES (2, 1 << 62)",
    "clock of the far future": "UPDATE know SET hlc = 1 << 62 WHERE site = 2",
    "site number zero": "INSERT INTO know VALUES (0, 5)",
    "count that does not fit": "UPDATE table_info SET row_count = row_count + 1",
    "other snapshot": "UPDATE manifest SET v = 'x' WHERE k = 'snapshot_id'",
    "sibling newer than the current value": (
        "INSERT INTO sync_sib"
        " SELECT tid, pk, col, hlc + 1, site, 7, NULL FROM sync_cell"
    ),
}


@pytest.mark.parametrize("name", list(EDITS))
def test_body_when_values_break_a_rule_then_refused(
    pair: tuple[Home, Home], package: Path, name: str
) -> None:
    hub, branch = pair
    forged = forge.changed(package, branch, hub, lambda body: body.execute(EDITS[name]))
    refused(pair, forged)


PARKED = {
    "huge text": "UPDATE note SET title = printf('%.*c', 3000000, 'x')",
    "nul in text": "UPDATE note SET title = 'a' || char(0) || 'b'",
    "infinite number": "UPDATE note SET share = 9e999",
    "sibling of a wrong type": (
        "INSERT INTO sync_sib SELECT tid, pk, col, 5, site, 'abc', NULL FROM sync_cell"
    ),
}


@pytest.mark.parametrize("name", list(PARKED))
def test_row_when_its_value_breaks_a_rule_then_put_aside_and_not_merged(
    tmp_path: Path, name: str
) -> None:
    hub, branch = make_pair(tmp_path)
    branch.do("UPDATE note SET count = 5 WHERE title = 'A1的便签'")
    package = branch.export(full=True)
    before = hub.rows("SELECT * FROM note")
    forged = forge.changed(
        package, branch, hub, lambda body: body.execute(PARKED[name])
    )
    assert hub.take(forged).state in {"merged", "known"}
    assert hub.rows("SELECT * FROM note") == before
    assert hub.one("SELECT count(*) FROM sync_parked") > 0


def test_clock_when_days_ahead_then_sentence_names_the_days(
    pair: tuple[Home, Home],
) -> None:
    _, branch = pair
    branch.do("UPDATE sync_clock SET offset_ms = 3 * 86400000")
    clock = (
        branch.one("SELECT hlc FROM sync_clock"),
        branch.one("SELECT own FROM sync_clock"),
    )
    branch.do("UPDATE note SET count = 11 WHERE title = 'A的便签'")
    assert "快约3天" in refused(pair, branch.export())
    branch.do("UPDATE sync_clock SET offset_ms = 0, hlc = ?, own = ?", *clock)


def test_rows_when_too_many_then_refused(
    pair: tuple[Home, Home], package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "ROWS_MAX", 2)
    hub, branch = pair
    forged = forge.changed(package, branch, hub, lambda body: body.execute("SELECT 1"))
    assert "行数超过上限" in refused(pair, forged)


@pytest.mark.parametrize("offset", [100, 4096 * 3 + 1, 4096 * 9 + 1])
def test_body_when_pages_are_damaged_then_refused(
    pair: tuple[Home, Home], package: Path, offset: int
) -> None:
    hub, branch = pair
    forge.changed(package, branch, hub, lambda body: body.execute("SELECT 1"))
    content = bytearray(package.with_suffix(".body").read_bytes())
    for place in range(offset, offset + 40):
        content[place] ^= 0xFF
    refused(pair, forge.rebuilt(package, branch, hub, bytes(content)))


def test_body_when_two_tables_share_pages_then_refused(
    pair: tuple[Home, Home], package: Path
) -> None:
    def share(body: apsw.Connection) -> None:
        body.execute("PRAGMA writable_schema=ON")
        body.execute(
            "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema"
            " WHERE name = 'know') WHERE name = 'base'"
        )

    hub, branch = pair
    refused(pair, forge.changed(package, branch, hub, share))


def test_body_when_no_database_then_refused(
    pair: tuple[Home, Home], package: Path
) -> None:
    hub, branch = pair
    forged = forge.rebuilt(package, branch, hub, b"\0" * 8192)
    assert "数据库格式" in refused(pair, forged)


def test_body_when_write_ahead_mode_then_refused(
    pair: tuple[Home, Home], package: Path
) -> None:
    hub, branch = pair
    forged = forge.changed(
        package, branch, hub, lambda body: body.execute("PRAGMA journal_mode=WAL")
    )
    assert "数据库格式" in refused(pair, forged)


def test_package_when_all_attacks_failed_then_still_merges(
    pair: tuple[Home, Home], package: Path
) -> None:
    hub, branch = pair
    result = hub.take(package)
    assert (result.state, result.new, result.changed) == ("merged", 1, 1)

    assert hub.digest("A") != branch.digest("A")
