"""What a rule is, and the two rules that several kinds share."""

from collections.abc import Callable, Collection, Mapping
from datetime import date

Broken = tuple[str, str, bool]
Rule = Callable[[Mapping[str, object], Collection[int]], list[Broken]]


def not_before(earlier: str, later: str, sentence: str) -> Rule:
    """The day in later may not lie before the day in earlier."""

    def rule(values: Mapping[str, object], _: Collection[int]) -> list[Broken]:
        first, last = values.get(earlier), values.get(later)
        if isinstance(first, date) and isinstance(last, date) and last < first:
            return [(later, sentence, True)]
        return []

    return rule


def somebody_present(_: Mapping[str, object], present: Collection[int]) -> list[Broken]:
    """A gathering with nobody listed counts for nobody: allowed with a 说明."""
    if present:
        return []
    return [("attendance", "没有列出参加人员，本次不计入任何人的统计。", False)]
