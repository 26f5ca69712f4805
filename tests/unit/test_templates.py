"""Reading templates; the template is the docstring of the test that reads it."""

from collections.abc import Callable
from datetime import date
from inspect import cleandoc

import yaml

from domain.templates import CampaignTemplate, parse_template, shifted

KINDS = ("meeting", "essay")


def parse(test: Callable[[], None]) -> tuple[CampaignTemplate, list[str]]:
    data = yaml.safe_load(cleandoc(test.__doc__ or ""))
    return parse_template(data, KINDS)


def test_nested_template_takes_days_from_above() -> None:
    """
    name: t
    title: 试点
    start: 2009-03-01
    end: 2009-08-31
    phases:
      - name: 学习
        start: 2009-03-10
        end: 2009-04-30
        raw: 3月中旬至4月底
        tasks:
          - name: 征文
            due: 2009-04-20
            kinds: [essay]
            tasks:
              - name: 评选
                requirements:
                  - {ref: A1, metric: essays, value: 1, measure: 篇, text: 一篇}
        phases:
          - {name: 读书周, start: 2009-03-16, end: 2009-03-20}
    requirements:
      - {ref: A2, metric: essays, value: 1, measure: 篇, per: person, text: 人人一篇}
    """
    template, problems = parse(test_nested_template_takes_days_from_above)
    whole, inner = template.campaign.requirements
    assert problems == []
    assert template.refs == ("A2", "A1")
    assert (whole.window_start, whole.window_end) == (
        date(2009, 3, 1), date(2009, 8, 31),
    )  # fmt: skip
    assert (inner.window_start, inner.window_end) == (
        date(2009, 3, 10), date(2009, 4, 20),
    )  # fmt: skip
    assert [(one.id, one.parent_id) for one in template.campaign.tasks] == [
        (1, None), (2, 1),
    ]  # fmt: skip
    assert [one.parent_id for one in template.campaign.phases] == [None, 1]
    assert template.campaign.phases[0].raw_date == "3月中旬至4月底"


def test_every_fault_is_listed_with_its_place() -> None:
    """
    name: t
    title: 试点
    start: 2009-03-01
    end: 2009-08-31
    colour: red
    phases:
      - {name: 学习, start: 2009-04-01, end: 2009-03-01}
    tasks:
      - {name: 征文, due: 月底, kinds: [poem], who: 大家}
    requirements:
      - {ref: A1, metric: poems, value: 1, measure: 首, text: 一首}
      - {ref: A1, metric: essays, compare: between, value: 3, value_to: 2,
         measure: 学时, text: x}
      - {ref: A3, metric: essays, compare: coverage, value: 90, measure: 篇, text: x}
      - {ref: A4, metric: essays, measure: 篇, weekday: 9, text: x}
      - {metric: essays, value: many, measure: 篇, text: x,
         windows: [[2009-04-02, 2009-04-01]]}
    """
    _, problems = parse(test_every_fault_is_listed_with_its_place)
    listed = "\n".join(problems)
    for piece in (
        "“colour”", "阶段“学习”:“end”早于", "任务“征文”:“due”应为日期", "“poem”不认识",
        "“who”只能是", "“metric”只能是", "不能以“学时”计", "value_to",
        "大于 0、不大于 1",
        "要求“A4”:缺少“value”", "weekday 应为", "“value”应为数", "起日, 止日",
        "缺少“ref”", "有重复",
    ):  # fmt: skip
        assert piece in listed, piece


def test_template_that_is_no_template_is_told_what_it_lacks() -> None:
    """
    phases: 三个
    tasks: [动员]
    """
    _, problems = parse(test_template_that_is_no_template_is_told_what_it_lacks)
    listed = "\n".join(problems)
    for piece in ("开始日期", "缺少“title”", "缺少“name”", "应为列表", "不是一组项"):
        assert piece in listed, piece


def test_shifted_moves_every_day_equally_far() -> None:
    """
    name: t
    title: 试点
    start: 2009-03-01
    end: 2009-03-31
    phases:
      - name: 学习
        start: 2009-03-02
        end: 2009-03-20
        raw: 3月
        tasks:
          - name: 座谈
            due: 2009-03-10
            requirements:
              - ref: A1
                metric: symposia
                value: 2
                measure: 个
                text: 两个座谈会
                windows: [[2009-03-02, 2009-03-03], [2009-03-09, 2009-03-10]]
    """
    template, problems = parse(test_shifted_moves_every_day_equally_far)
    campaign = shifted(template, date(2026, 3, 1)).campaign
    assert problems == []
    assert (campaign.start_on, campaign.end_on) == (
        date(2026, 3, 1), date(2026, 3, 31),
    )  # fmt: skip
    assert campaign.phases[0].start_on == date(2026, 3, 2)
    assert campaign.phases[0].raw_date == "3月"
    assert (campaign.tasks[0].start_on, campaign.tasks[0].due_on) == (
        None, date(2026, 3, 10),
    )  # fmt: skip
    (one,) = campaign.requirements
    assert one.window_end == one.windows[1][1] == date(2026, 3, 10)
