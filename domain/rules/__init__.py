"""Rules across the fields of one kind: a declared table, one file a kind.

A rule gets the values and the ids of those present, and answers the problems found as
(field, sentence, blocks). It may assume nothing: any value may be missing.
"""

from domain.rules import (
    lecture,
    meeting,
    opinion,
    rectification,
    research_report,
    research_topic,
    study_session,
)
from domain.rules.shape import Rule

RULES: dict[str, tuple[Rule, ...]] = {
    "study_session": study_session.RULES,
    "lecture": lecture.RULES,
    "meeting": meeting.RULES,
    "research_topic": research_topic.RULES,
    "research_report": research_report.RULES,
    "opinion": opinion.RULES,
    "rectification": rectification.RULES,
}
