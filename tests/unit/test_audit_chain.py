from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain.audit import START, Entry, canonical, first_broken, hash_of, label_of

Log = list[tuple[Entry, str]]
NOON = datetime(2009, 4, 30, 4, tzinfo=UTC)


def chain(*subjects: str) -> Log:
    log: Log = []
    for no, subject in enumerate(subjects, start=1):
        previous = log[-1][1] if log else START
        event = "records:study_session:submit"
        entry = Entry(no, NOON, "王喆", event, 7, subject, "{}", previous)
        log.append((entry, hash_of(entry)))
    return log


def rehashed(entry: Entry) -> tuple[Entry, str]:
    return entry, hash_of(entry)


def test_whole_chain_holds() -> None:
    log = chain("a", "b", "c")
    assert first_broken(log) is None
    assert first_broken(log, head=log[1][1]) is None


def test_entry_made_anew_without_its_forerunner_is_found() -> None:
    log = chain("a", "b", "c")
    log[1:] = [rehashed(replace(log[2][0], no=2))]
    broken = first_broken(log)
    assert broken is not None
    assert broken.no == 2


def test_changed_field_is_found_where_it_was_changed() -> None:
    log = chain("a", "b", "c")
    log[1] = (replace(log[1][0], subject="x"), log[1][1])
    broken = first_broken(log)
    assert broken is not None
    assert broken.no == 2
    assert "改动" in broken.reason


@pytest.mark.parametrize("forged", [("a", "b"), ("x", "b", "c")])
def test_cut_or_forged_chain_shows_against_its_noted_head(
    forged: tuple[str, ...],
) -> None:
    head = chain("a", "b", "c")[-1][1]
    assert first_broken(chain(*forged)) is None
    assert first_broken(chain(*forged), head) is not None


def test_canonical_json_does_not_depend_on_order() -> None:
    assert canonical({"b": 1, "甲": [2]}) == canonical({"甲": [2], "b": 1})
    assert canonical({"甲": 1}) == '{"甲":1}'


@pytest.mark.parametrize(
    ("event", "label"),
    [
        ("accounts:account:disable", "账号 · 停用"),
        ("exchange:package:merged", "数据交换 · merged"),
        ("node", "本机"),
    ],
)
def test_event_is_read_in_chinese_as_far_as_known(event: str, label: str) -> None:
    assert label_of(event) == label
