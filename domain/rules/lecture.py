"""报告会讲座."""

from domain.rules.shape import somebody_present

RULES = (somebody_present,)
