"""The metric catalogue and its measures."""

import pytest

from domain.facts import is_branch
from domain.metrics import METRICS, counted_measure, label_of, metric_of


def test_keys_and_labels_are_unique() -> None:
    assert len({one.key for one in METRICS}) == len(METRICS)
    assert len({one.label for one in METRICS}) == len(METRICS)


def test_other_words_lead_to_a_measure_of_the_metric() -> None:
    for one in METRICS:
        assert set(one.same.values()) <= set(one.measures), one.key
        assert not set(one.same) & set(one.measures), one.key


@pytest.mark.parametrize(
    ("metric", "measure", "counted"),
    [
        ("symposia", "个", "次"),
        ("self_study", "小时/周", "小时"),
        ("group_study", "次/周", "次"),
        ("group_study", "学时", "学时"),
        ("group_study", "工作日", "工作日"),
        ("group_study", "小时", "小时"),
        ("unknown_metric", "个", "个"),
    ],
)
def test_counted_measure_keeps_study_time_apart(
    metric: str, measure: str, counted: str
) -> None:
    assert counted_measure(metric, measure) == counted


def test_label_of_an_unknown_metric_is_its_key() -> None:
    assert label_of("essays") == "心得体会"
    assert label_of("poems") == "poems"
    assert metric_of("poems") is None


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("党支部", True), ("党总支", True), ("机关联合党支部", True), ("党委", False),
     ("党组", False), ("支队", False), ("股室", False), ("", False)],
)  # fmt: skip
def test_is_branch_knows_party_branches(*, kind: str, expected: bool) -> None:
    assert is_branch(kind) is expected
