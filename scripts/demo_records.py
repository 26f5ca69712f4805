"""The forty records that each branch of the demo enters."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

PEOPLE_PER_BRANCH = 24
NO_SHIFT = timedelta()
DAY = re.compile(r"\d{4}-\d\d-\d\d$")
TOPICS = ("科学发展观重要论述摘编", "邓小平论科学发展", "党的十七大报告")


def records_of(
    unit: str, shift: timedelta = NO_SHIFT
) -> Iterator[tuple[str, list[str]]]:
    """Kind and NAME=VALUE words of 24 notes, 10 self-studies, 6 of other kinds.

    Args:
        unit: Code of the branch; its people are numbered behind it.
        shift: How much later than in the plan's own year everything happens.
    """
    for kind, words in _records_of(unit):
        yield kind, [_shifted(word, shift) for word in words]


def _shifted(word: str, shift: timedelta) -> str:
    name, _, value = word.partition("=")
    if not DAY.match(value):
        return word
    return f"{name}={date.fromisoformat(value) + shift}"


def _records_of(unit: str) -> Iterator[tuple[str, list[str]]]:
    people = [f"{unit}{number:03d}" for number in range(1, PEOPLE_PER_BRANCH + 1)]
    yield from (("study_note", _note(person, i)) for i, person in enumerate(people))
    yield from (("self_study", _self_study(people[i], i)) for i in range(10))
    yield from (("study_session", _session(people, i)) for i in range(3))
    yield "lecture", _lecture(people)
    yield "essay", _essay(people[0])
    yield "meeting", _meeting(people)


def _note(person: str, index: int) -> list[str]:
    words = 5200 if index == 0 else 3100 if index % 4 else 2400
    return [
        f"person_id={person}",
        f"title=学习《{TOPICS[index % 3]}》笔记",
        f"written_on=2009-04-{1 + index:02d}",
        f"words={words}",
    ]


def _self_study(person: str, index: int) -> list[str]:
    return [
        f"person_id={person}",
        f"studied_on=2009-04-{6 + index:02d}",
        "hours=8.5",
        f"material={TOPICS[index % 3]}",
    ]


def _session(people: list[str], index: int) -> list[str]:
    return [
        "form=集中学习",
        f"title=专题学习（第{index + 1}次）",
        f"held_on=2009-04-{8 + 7 * index:02d}",
        f"host={people[0]}",
        "place=中队会议室",
        "amount=4",
        "measure=学时",
        f"content=集中学习《{TOPICS[index % 3]}》并讨论",
        f"attendance={','.join(people)}",
    ]


def _lecture(people: list[str]) -> list[str]:
    return [
        "form=专题报告会",
        "title=科学发展观与城市环卫工作",
        "held_on=2009-04-22",
        "lecturer=市委讲师团讲师",
        "content=结合环卫工作实际辅导",
        f"attendance={','.join(people)}",
    ]


def _essay(person: str) -> list[str]:
    return [
        f"person_id={person}",
        "form=心得体会",
        "title=以科学发展观指导清扫保洁",
        "written_on=2009-04-28",
        "words=1800",
    ]


def _meeting(people: list[str]) -> list[str]:
    return [
        "form=专题组织生活会",
        "title=专题组织生活会",
        "held_on=2009-05-25",
        f"chair={people[0]}",
        "minutes=查找差距，明确努力方向",
        f"attendance={','.join(people)}",
    ]
