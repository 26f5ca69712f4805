"""意见建议: an answer needs its day, and comes after the opinion."""

from collections.abc import Collection, Mapping

from domain.rules.shape import Broken, not_before


def _answer_has_text(values: Mapping[str, object], _: Collection[int]) -> list[Broken]:
    if values.get("replied_on") and not values.get("reply"):
        return [("reply", "填了答复日期，请同时填写答复或采纳情况。", True)]
    return []


RULES = (
    not_before("received_on", "replied_on", "答复日期不能早于收到日期。"),
    _answer_has_text,
)
