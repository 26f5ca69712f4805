"""What the record kinds declare to count, against the metric catalogue."""

import pytest

from domain.fields import Count, Kind
from domain.metrics import METRICS, Metric, metric_of
from store.describe import KIND_BY_KEY

DECLARED = [
    pytest.param(kind, count, id=f"{kind.key}-{count.metric}-{count.measure}")
    for kind in KIND_BY_KEY.values()
    for count in kind.counts
]


@pytest.mark.parametrize(("kind", "count"), DECLARED)
def test_count_names_a_metric_its_measure_and_itself_as_evidence(
    kind: Kind, count: Count
) -> None:
    metric = metric_of(count.metric)
    assert metric is not None
    assert count.measure in metric.measures
    assert kind.key in metric.evidence


@pytest.mark.parametrize(("kind", "count"), DECLARED)
def test_count_reads_only_fields_and_choices_of_its_kind(
    kind: Kind, count: Count
) -> None:
    for name, accepted in count.when.items():
        field = kind.field(name)
        assert field is not None
        assert set(accepted) <= {*field.choices, "是", "否"}
    assert count.amount is None or kind.field(count.amount) is not None


@pytest.mark.parametrize("metric", METRICS, ids=lambda one: one.key)
def test_evidence_of_a_metric_is_a_kind_that_counts_toward_it(metric: Metric) -> None:
    for key in metric.evidence:
        counted = {count.metric for count in KIND_BY_KEY[key].counts}
        assert metric.key in counted, key
