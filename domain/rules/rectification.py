"""整改项目: deadlines lie after the start, and an end needs its progress."""

from collections.abc import Collection, Mapping

from domain.rules.shape import Broken, not_before


def _end_has_progress(values: Mapping[str, object], _: Collection[int]) -> list[Broken]:
    if values.get("finished_on") and not values.get("progress"):
        return [("progress", "填了完成日期，请同时填写进展情况。", True)]
    return []


RULES = (
    not_before("opened_on", "due_on", "整改时限不能早于立项日期。"),
    not_before("opened_on", "finished_on", "完成日期不能早于立项日期。"),
    _end_has_progress,
)
