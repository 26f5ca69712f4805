"""Which class of a campaign's file each paper and each record belongs to."""

from collections.abc import Mapping
from typing import Literal

ArchiveClass = Literal[
    "部署动员", "理论学习", "调查研究", "整改落实", "总结评估", "其他"
]
CLASSES: tuple[ArchiveClass, ...] = (
    "部署动员", "理论学习", "调查研究", "整改落实", "总结评估", "其他",
)  # fmt: skip
OF_FILING: Mapping[str, ArchiveClass] = {
    "plan": "部署动员",
    "order": "部署动员",
    "study-statistics": "理论学习",
    "meeting-report": "调查研究",
    "analysis-report": "调查研究",
    "rectification-plan": "整改落实",
    "rectification-ledger": "整改落实",
    "look-back": "整改落实",
    "supervision-notice": "整改落实",
    "evaluation-result": "总结评估",
    "satisfaction-result": "总结评估",
    "gate-evidence": "总结评估",
    "summary": "总结评估",
}
OF_RECORD: Mapping[str, ArchiveClass] = {
    "study_session": "理论学习",
    "self_study": "理论学习",
    "study_note": "理论学习",
    "essay": "理论学习",
    "lecture": "理论学习",
    "research_topic": "调查研究",
    "research_report": "调查研究",
    "opinion": "调查研究",
    "problem": "整改落实",
    "rectification": "整改落实",
    "pledge": "整改落实",
}
MOBILISATION = "动员"


def class_of_filing(kind: str) -> ArchiveClass:
    """Class of a filing; what is not listed is 其他."""
    return OF_FILING.get(kind, "其他")


def class_of_record(kind: str, title: str) -> ArchiveClass:
    """Class of the evidence of a record; a meeting that mobilises is 部署动员."""
    if kind == "meeting" and MOBILISATION in title:
        return "部署动员"
    return OF_RECORD.get(kind, "其他")
