"""调研课题: its days follow one another."""

from domain.rules.shape import not_before

RULES = (
    not_before("visit_from", "visit_to", "调研结束不能早于调研开始。"),
    not_before("assigned_on", "report_due", "报告完成期限不能早于确定日期。"),
)
