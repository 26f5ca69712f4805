"""会议."""

from domain.rules.shape import somebody_present

RULES = (somebody_present,)
