"""Record kinds: one declared class a file, listed here by hand in menu order."""

from store.base import Record
from store.kinds.essay import Essay
from store.kinds.lecture import Lecture
from store.kinds.meeting import Meeting
from store.kinds.opinion import Opinion
from store.kinds.pledge import Pledge
from store.kinds.problem import Problem
from store.kinds.rectification import Rectification
from store.kinds.research_report import ResearchReport
from store.kinds.research_topic import ResearchTopic
from store.kinds.self_study import SelfStudy
from store.kinds.study_note import StudyNote
from store.kinds.study_session import StudySession

KINDS: tuple[type[Record], ...] = (
    StudySession,
    SelfStudy,
    StudyNote,
    Essay,
    Lecture,
    Meeting,
    ResearchTopic,
    ResearchReport,
    Opinion,
    Problem,
    Rectification,
    Pledge,
)
