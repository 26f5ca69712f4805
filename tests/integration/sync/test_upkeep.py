"""What keeps the exchange going: retiring, clocks, rows put aside, receipts."""

import json
from pathlib import Path

import pytest

from domain.errors import Refused
from sync import journal
from sync.compact import compact
from sync.receipts import read_receipt, write_receipt
from sync.restamp import restamp
from tests.integration.sync import forge
from tests.integration.sync.homes import Home, join, make_hub, make_pair

DAY_MS = 86_400_000
EDIT = "UPDATE note SET count = ? WHERE title = 'A的便签'"
AHEAD = "UPDATE sync_clock SET offset_ms = ?"
BAD = "UPDATE note SET title = title || char(0) WHERE title LIKE '%坏%'"
COUNT = "SELECT count FROM note WHERE title LIKE 'A的便签%'"


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Home, Home]:
    hub, branch = make_pair(tmp_path)
    branch.take(hub.export("A"))
    return hub, branch


def parked(home: Home) -> list[int]:
    return [pk for (pk,) in home.rows("SELECT pk FROM sync_parked")]


def test_bad_row_when_taken_in_then_put_aside_and_the_rest_merged(
    pair: tuple[Home, Home],
) -> None:
    hub, branch = pair
    bad = branch.add("note", unit_id=branch.unit("A"), title="坏", count=1)
    branch.add("note", unit_id=branch.unit("A"), title="好", count=2)
    result = hub.take(
        forge.changed(branch.export(), branch, hub, lambda body: body.execute(BAD))
    )
    assert (result.state, result.new) == ("merged", 1)
    assert "1条记录的内容不合规定" in result.reason
    assert parked(hub) == [bad]
    assert json.loads(hub.one("SELECT row_text FROM sync_parked"))["count"] == 1
    assert hub.titles("A") == ["A的便签", "好"]


def test_bad_row_when_mended_at_its_origin_then_comes_whole(
    pair: tuple[Home, Home],
) -> None:
    """Also edits made before, which the receiver's knowledge already covers."""
    hub, branch = pair
    low = join(branch, "A1")
    branch.take(low.export())
    branch.do(EDIT, 41)
    branch.do("UPDATE note SET title = 'A的便签坏' WHERE title = 'A的便签'")
    hub.take(
        forge.changed(branch.export(), branch, hub, lambda body: body.execute(BAD))
    )
    assert hub.one(COUNT) == 1
    branch.do("UPDATE note SET title = 'A的便签好' WHERE title = 'A的便签坏'")
    assert hub.take(branch.export()).state == "merged"
    assert hub.one(COUNT) == 41
    assert parked(hub) == []
    assert hub.digest("A") == branch.digest()


def test_clock_ahead_when_repaired_and_restamped_then_accepted_in_order(
    pair: tuple[Home, Home],
) -> None:
    hub, branch = pair
    branch.do(AHEAD, 3 * DAY_MS)
    branch.do(EDIT, 2)
    branch.do(EDIT, 3)
    branch.do("UPDATE note SET _del = 1 WHERE title = 'A1的便签'")
    late = branch.export()
    refused = hub.take(late)
    assert (refused.state, refused.sender) == ("refused", branch.node_site)
    assert "快约3天" in refused.reason
    branch.do(AHEAD, 0)
    assert restamp(branch.node) == 2  # the edit that still shows, and the deletion
    assert hub.take(branch.export()).state == "merged"
    assert hub.one(COUNT) == 3
    assert hub.digest("A") == branch.digest()
    again = hub.take(late)
    assert again.state == "refused"
    branch.do(EDIT, 4)
    assert hub.take(branch.export()).state == "merged"
    assert hub.one(COUNT) == 4


def test_restamp_when_clock_was_right_then_refused(pair: tuple[Home, Home]) -> None:
    _, branch = pair
    branch.do(EDIT, 2)
    with pytest.raises(Refused, match="没有超前的时间戳"):
        restamp(branch.node)


def test_clock_ahead_when_hub_answers_then_branch_is_told(
    pair: tuple[Home, Home],
) -> None:
    hub, branch = pair
    package = branch.export()
    header, _, _ = forge.split(package)
    body = package.with_suffix(".body")
    forge.body_of(package, hub, body)
    ahead = header.created_ms + 600_000
    forged = forge.pack(
        body, forge.replaced(header, created_ms=ahead), branch, hub, package
    )
    hub.take(forged)
    branch.take(hub.export("A"))
    with branch.node.open() as connection:
        assert 500_000 < journal.ahead_ms(connection) <= 600_000


def test_retired_site_when_it_sends_then_parked_and_it_holds_nobody_back(
    tmp_path: Path,
) -> None:
    hub = make_hub(tmp_path)
    a, b = join(hub, "A"), join(hub, "B")
    for branch in (a, b):
        hub.take(branch.export())
    hub.do(EDIT, 7)
    a.take(hub.export("A"))
    hub.take(a.export())
    assert compact(hub.node).cells == 0
    hub.do("UPDATE sync_site SET status = 'retired' WHERE unit = 'B'")
    assert compact(hub.node).cells == 1
    b.do("UPDATE note SET count = 3 WHERE title = 'B的便签'")
    before = hub.digest()
    result = hub.take(b.export())
    assert (result.state, hub.digest()) == ("parked", before)
    assert "请管理员核实" in result.reason


def test_receipt_when_signed_then_tells_what_became_of_each_package(
    pair: tuple[Home, Home], tmp_path: Path
) -> None:
    hub, branch = pair
    branch.do(EDIT, 5)
    package = branch.export()
    hub.take(package)
    assert write_receipt(hub.node, "A", tmp_path / "receipt") == 2
    lines = read_receipt(branch.node, tmp_path / "receipt")
    assert [(line.no, line.state, line.is_ours) for line in lines] == [
        (2, "merged", True),
        (1, "known", True),
    ]
    assert lines[0].sha256 == forge.sha256(package)
    told = branch.one("SELECT report FROM sync_file WHERE way = 'out' AND no = 2")
    assert json.loads(told)["receipt"]["state"] == "merged"
    base = branch.rows("SELECT * FROM sync_mat")
    read_receipt(branch.node, tmp_path / "receipt")
    assert branch.rows("SELECT * FROM sync_mat") == base  # no knowledge by this path


def test_receipt_when_altered_or_of_another_hub_then_refused(
    pair: tuple[Home, Home], tmp_path: Path
) -> None:
    hub, branch = pair
    write_receipt(hub.node, "A", tmp_path / "receipt")
    data = bytearray((tmp_path / "receipt").read_bytes())
    for place in (0, 20, len(data) - 1):
        changed = bytearray(data)
        changed[place] ^= 1
        (tmp_path / "changed").write_bytes(changed)
        with pytest.raises(Refused, match="回执不对"):
            read_receipt(branch.node, tmp_path / "changed")
    with pytest.raises(Refused, match="没有上级"):
        read_receipt(hub.node, tmp_path / "receipt")


def test_journal_when_any_file_is_seen_then_has_a_line_with_its_sender(
    pair: tuple[Home, Home], tmp_path: Path
) -> None:
    hub, branch = pair
    (tmp_path / "junk").write_bytes(b"no package")
    hub.take(tmp_path / "junk")
    package = branch.export()
    hub.take(package)
    hub.take(package)
    query = "SELECT state, peer FROM sync_file WHERE way = 'in' ORDER BY seq"
    site = branch.node_site
    assert hub.rows(query)[-3:] == [("refused", 0), ("known", site), ("known", site)]
