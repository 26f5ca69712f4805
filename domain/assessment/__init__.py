"""The requirement engine: attained, needed, gap and state of every subject."""

from domain.assessment.engine import assess, assess_campaign
from domain.assessment.standings import (
    STATE_LABELS,
    Notice,
    Parts,
    Share,
    Standing,
    State,
    SubjectKind,
    state_of,
)

__all__ = [
    "STATE_LABELS",
    "Notice",
    "Parts",
    "Share",
    "Standing",
    "State",
    "SubjectKind",
    "assess",
    "assess_campaign",
    "state_of",
]
