from datetime import date

import pytest

from domain.fields import Field, Input, Kind
from domain.reading import Directory, Unreadable, Value, read, read_people
from domain.validation import Surroundings, check, hard, soft
from store.describe import KIND_BY_KEY

AROUND = Surroundings(
    today=date(2026, 11, 24),
    campaign_days=(date(2026, 9, 1), date(2026, 11, 30)),
)
DIRECTORY = Directory({"P001": 7, "P002": 8}, {"A": 3})
SESSION = KIND_BY_KEY["study_session"]
NOTE: dict[str, Value] = {
    "person_id": 7,
    "title": "读书笔记",
    "written_on": date(2026, 9, 18),
    "words": 800,
}


def _field(kind: Input, **facts: object) -> Field:
    return Field("it", "项目", kind, **facts)  # type: ignore[arg-type]  # test data


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("date", "2009-03-30", date(2009, 3, 30)),
        ("date", "2009年3月30日", date(2009, 3, 30)),
        ("date", " ２００９年３月３０日 ", date(2009, 3, 30)),
        ("date", "2009/3/30", date(2009, 3, 30)),
        ("date", "20090330", date(2009, 3, 30)),
        ("number", "１２", 12),
        ("number", "1,200", 1200),
        ("number", "800字", 800),
        ("decimal", "２．５", 2.5),
        ("choice", "长期整改(说明)", "长期整改（说明）"),
        ("choice", "长期整改〔说明〕", "长期整改（说明）"),
        ("yes_no", "是", 1),
        ("person", "P001", 7),
        ("unit", "A", 3),
        ("text", "  喆𠮷\r\n㐂 ", "喆𠮷 㐂"),
        ("long_text", "一\r\n\x00二", "一\n二"),
        ("number", "  ", None),
        ("text", "半个\ud842字\uffff", "半个字"),
    ],
)
def test_text_as_typed_becomes_its_value(kind: Input, text: str, value: object) -> None:
    field = _field(kind, size_max=5000, unit="字", choices=("长期整改（说明）",))
    assert read(field, text, DIRECTORY) == value


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("date", "2009年2月30日", "没有2009年2月30日这一天"),
        ("date", "去年春天", "2009-03-30"),
        ("date", "0009-03-30", "年份"),
        ("number", "12.5", "整数"),
        ("number", "十二", "数字"),
        ("number", "6000", "0至5000之间"),
        ("number", "-1", "0至5000之间"),
        ("number", "1e3", "数字"),
        ("decimal", "1.25", "一位小数"),
        ("decimal", "nan", "数字"),
        ("choice", "别的", "只能选：甲、乙"),
        ("person", "P999", "P999"),
        ("unit", "Z", "Z"),
        ("yes_no", "也许", "是"),
        ("text", "长" * 5001, "请删去1字"),
    ],
)
def test_unreadable_text_is_told_in_a_sentence(
    kind: Input, text: str, words: str
) -> None:
    field = _field(kind, size_max=5000, choices=("甲", "乙"))
    with pytest.raises(Unreadable, match=words):
        read(field, text, DIRECTORY)


def test_people_are_read_once_each_whatever_separates_them() -> None:
    assert read_people("P001，P002、P001", DIRECTORY) == (7, 8)
    assert read_people("", DIRECTORY) == ()


def test_empty_record_misses_every_required_field() -> None:
    missing = hard(check(SESSION, {}, (), AROUND))
    assert set(missing) == {one.name for one in SESSION.fields if one.required}
    assert missing["host"] == "主持人未填，上报前须选择。"


def _soft_note(around: Surroundings, **changed: Value) -> list[str]:
    problems = check(KIND_BY_KEY["study_note"], {**NOTE, **changed}, (), around)
    assert hard(problems) == {}
    return [one.message for one in soft(problems)]


def test_ordinary_record_has_no_problem() -> None:
    assert _soft_note(AROUND) == []


def test_day_outside_the_campaign_asks_for_a_word() -> None:
    (message,) = _soft_note(AROUND, written_on=date(2026, 8, 31))
    assert "2026年9月1日至2026年11月30日" in message


def test_day_outside_the_task_asks_even_inside_the_campaign() -> None:
    around = Surroundings(
        AROUND.today, AROUND.campaign_days, (date(2026, 10, 1), date(2026, 10, 31))
    )
    (message,) = _soft_note(around)
    assert "任务规定的时间" in message


def test_day_to_come_asks_for_a_word() -> None:
    (message,) = _soft_note(AROUND, written_on=date(2026, 11, 25))
    assert "还没有到" in message


def test_very_many_words_and_twins_ask_for_a_word() -> None:
    around = Surroundings(AROUND.today, AROUND.campaign_days, has_twin=True)
    messages = _soft_note(around, words=30_001)
    assert ["30000字" in messages[0], "同标题" in messages[1]] == [True, True]


def _self_study(hours: float, elsewhere: float) -> list[str]:
    values: dict[str, Value] = {
        "person_id": 7,
        "studied_on": date(2026, 9, 18),
        "hours": hours,
        "material": "读本",
    }
    around = Surroundings(AROUND.today, AROUND.campaign_days, hours_elsewhere=elsewhere)
    return [one.message for one in check(KIND_BY_KEY["self_study"], values, (), around)]


def test_more_than_a_day_of_hours_on_one_day_asks() -> None:
    assert _self_study(8, 16) == []
    assert _self_study(8, 16.5) == ["同一天累计24.5小时，超过24小时。"]


def _kind_problems(key: str, values: dict[str, Value]) -> dict[str, str]:
    kind: Kind = KIND_BY_KEY[key]
    required = {one.name for one in kind.fields if one.required}
    found = hard(check(kind, values, (), AROUND))
    return {name: text for name, text in found.items() if name not in required}


@pytest.mark.parametrize(
    ("key", "values", "field"),
    [
        (
            "research_topic",
            {"visit_from": date(2026, 9, 9), "visit_to": date(2026, 9, 8)},
            "visit_to",
        ),
        (
            "opinion",
            {"received_on": date(2026, 9, 9), "replied_on": date(2026, 9, 8)},
            "replied_on",
        ),
        ("opinion", {"replied_on": date(2026, 9, 8)}, "reply"),
        ("research_report", {"recommended": "推荐"}, "recommended_to"),
        ("rectification", {"finished_on": date(2026, 9, 8)}, "progress"),
    ],
)
def test_fields_that_contradict_each_other_block(
    key: str, values: dict[str, Value], field: str
) -> None:
    assert field in _kind_problems(key, values)


def test_gathering_without_people_asks_for_a_word() -> None:
    problems = check(KIND_BY_KEY["meeting"], {}, (), AROUND)
    assert [one.field for one in soft(problems)] == ["attendance"]
    problems = check(KIND_BY_KEY["meeting"], {}, (7,), AROUND)
    assert soft(problems) == []
