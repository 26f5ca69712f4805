"""学习活动: amounts that no single session has."""

from collections.abc import Collection, Mapping

from domain.rules.shape import Broken, somebody_present

_MOST = {"小时": 24, "学时": 24, "工作日": 10}


def _plausible_amount(values: Mapping[str, object], _: Collection[int]) -> list[Broken]:
    amount, measure = values.get("amount"), values.get("measure")
    most = _MOST.get(str(measure))
    if most is None or not isinstance(amount, int | float) or amount <= most:
        return []
    return [("amount", f"一次学习{amount:g}{measure}，超过{most}{measure}。", False)]


RULES = (_plausible_amount, somebody_present)
