"""调研报告: a recommended one says to whom."""

from collections.abc import Collection, Mapping

from domain.rules.shape import Broken


def _recommended_to_somebody(
    values: Mapping[str, object], _: Collection[int]
) -> list[Broken]:
    if values.get("recommended") == "推荐" and not values.get("recommended_to"):
        return [("recommended_to", "推荐上报的报告，请填写推荐报送单位。", True)]
    return []


RULES = (_recommended_to_somebody,)
