"""Test of the test: each planted fault must be found by the random histories."""

import tempfile
from collections.abc import MutableMapping
from pathlib import Path
from string import Template

import pytest

from store.dialects import sqlite_schema
from sync.core import selection, statements
from tests.integration.sync.replicas import History

SEEDS = 40
MERGE: MutableMapping[str, str] = statements._TEMPLATES
TRIGGERS: MutableMapping[str, Template] = sqlite_schema._TRIGGERS

MERGE_FAULTS = {
    "settled siblings stay": ("drop_settled", "WHERE tid = $tid", "WHERE false"),
    "nothing is concurrent": ("classify", "NOT $known_there_l", "false"),
    "the larger site wins": (
        "classify",
        "(n.hlc, n.site) > (coalesce(l.hlc, m._hlc), coalesce(l.site, m._site))",
        "n.site > coalesce(l.site, m._site)",
    ),
    "equal clocks are not told apart by site": (
        "classify",
        "(n.hlc, n.site) > (coalesce(l.hlc, m._hlc), coalesce(l.site, m._site))",
        "n.hlc > coalesce(l.hlc, m._hlc)",
    ),
    "an incoming loser is dropped": ("keep_incoming", "NOT i.wins", "false"),
    "an own value that the sender lists is dropped": (
        "keep_own",
        "i.concurrent OR EXISTS",
        "i.concurrent OR false AND EXISTS",
    ),
    "new siblings are not taken": ("take_siblings", "x.tid = $tid", "false"),
    "winners keep their old stamp": ("win_cells", "WHERE wins", "WHERE false"),
    "an older deletion wins": (
        "live",
        "(excluded.hlc, excluded.site) > (sync_life.hlc, sync_life.site)",
        "true",
    ),
    "deletion is stored but not shown": ("mark", "l.tid = $tid", "false"),
    "rows arrive without their edits": ("fresh_cells", "x.tid = $tid", "false"),
    "siblings the sender has not seen are dropped": (
        "drop_settled",
        "AND $known_there_y",
        "",
    ),
}
TRIGGER_FAULTS = {
    "a deletion claims to have seen everything": (
        "life",
        "max(hlc) AS hlc FROM",
        "max(hlc) + 99999 AS hlc FROM",
    ),
    "a deletion forgets the edits it saw": (
        "life",
        "UNION ALL SELECT site, hlc FROM sync_cell\n            WHERE",
        "UNION ALL SELECT site, hlc FROM sync_cell\n            WHERE false AND",
    ),
    "an edit removes unseen siblings": ("update", "AND ($seen_sibling)", ""),
    "an edit keeps the siblings it saw": ("update", "AND ($seen_sibling)", "AND false"),
    "a column's edit is not stamped": ("update", "WHERE v.column2", "WHERE false"),
    "all columns are stamped at any edit": ("update", "WHERE v.column2", "WHERE true"),
}


def found_by_histories() -> bool:
    for seed in range(SEEDS):
        with tempfile.TemporaryDirectory() as folder:
            try:
                History(seed, Path(folder)).run(steps=60)
            except AssertionError:
                return True
    return False


def once(text: str, old: str, new: str) -> str:
    assert old in text, f"the fault does not apply: {old}"
    return text.replace(old, new)


@pytest.mark.parametrize("name", list(MERGE_FAULTS))
def test_fault_in_merge_when_planted_then_found(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    step, old, new = MERGE_FAULTS[name]
    monkeypatch.setitem(MERGE, step, once(MERGE[step], old, new))
    assert found_by_histories()


@pytest.mark.parametrize("name", list(TRIGGER_FAULTS))
def test_fault_in_capture_when_planted_then_found(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    trigger, old, new = TRIGGER_FAULTS[name]
    text = Template(once(TRIGGERS[trigger].template, old, new))
    monkeypatch.setitem(TRIGGERS, trigger, text)
    assert found_by_histories()


def test_fault_when_gap_is_not_refused_then_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sync.merge._refuse_gap", lambda _: None)
    assert found_by_histories()


def test_fault_when_knowledge_is_not_merged_then_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(statements, "SETTLE_KNOWLEDGE", statements.SETTLE_KNOWLEDGE[1:])
    assert found_by_histories()


def test_fault_when_clock_is_not_raised_by_merge_then_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = once(statements.SETTLE_KNOWLEDGE[2], "max(hlc, (", "max(hlc, 0 * (")
    steps = (*statements.SETTLE_KNOWLEDGE[:2], text)
    monkeypatch.setattr(statements, "SETTLE_KNOWLEDGE", steps)
    assert found_by_histories()


def test_fault_when_delta_forgets_edited_rows_then_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = once(
        selection.CHANGED_ROWS.template,
        "FROM main.sync_cell x WHERE",
        "FROM main.sync_cell x WHERE false AND",
    )
    monkeypatch.setattr(selection, "CHANGED_ROWS", Template(text))
    assert found_by_histories()


def test_histories_when_nothing_is_planted_then_find_nothing() -> None:
    assert not found_by_histories()
