"""What is to be read: the titles a plan names to be studied."""

import re

from domain.plans.sentences import sentence_at, sentence_starts
from domain.plans.sheet import Sheet

Place = tuple[int, int]
_READ = re.compile(
    r"学习|研读|研学|通读|精读|阅读|品读|重温|领会|学深|学懂|自学|必读|书目|选读|诵读|读好|读(?=《)"
)
_USED = re.compile(
    r"依据|依照|按照|根据|填写|填报|印发|转发|执行|落实|签订|发放|编印|制定|修订|对照|出台|下发"
)
_PAPER = re.compile(
    r"(?:表|卡|台账|责任书|承诺书|通知|登记簿|公约|方案)》$|关于.*(?:意见|安排|部署)》$"
)


def find_readings(sheet: Sheet) -> list[Place]:
    """The first mention of each title that the word before it says is studied."""
    text = sheet.text
    starts = sentence_starts(text)
    found: dict[str, Place] = {}
    for start, end in sheet.quoted:
        title = text[start:end]
        if not title.startswith("《") or _PAPER.search(title):
            continue
        lead = text[sentence_at(starts, text, start)[0] : start]
        reads = [match.end() for match in _READ.finditer(lead)]
        used = [match.end() for match in _USED.finditer(lead)]
        if reads and reads[-1] > max(used, default=-1):
            found.setdefault(title, (start, end))
    return list(found.values())
