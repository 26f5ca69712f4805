"""Lights: three signs at once, and the state of a task."""

from datetime import date

import pytest

from domain.assessment import STATE_LABELS, Notice, Standing, State
from domain.campaigns import Requirement, Task
from domain.lights import (
    LIGHT_BY_STATE,
    rule_text,
    states_by_task,
    task_standing,
    worst,
)

DUE = date(2009, 4, 30)
TASK = Task(4, 1, None, "动员", date(2009, 4, 1), DUE, "", ("meeting",), "unit", 1)


def test_every_state_has_a_light_with_colour_shape_and_word() -> None:
    assert set(LIGHT_BY_STATE) == set(STATE_LABELS)
    for light in LIGHT_BY_STATE.values():
        assert light.colour
        assert light.shape
        assert light.word


def test_colours_never_share_a_shape() -> None:
    pairs = {(light.colour, light.shape) for light in LIGHT_BY_STATE.values()}
    assert len(pairs) == len({shape for _, shape in pairs}) == 4


def test_rule_names_the_days_of_the_setting() -> None:
    assert "5 个工作日" in rule_text(5)


@pytest.mark.parametrize(
    ("on", "has_record", "state"),
    [
        (date(2009, 3, 31), False, "not_due"),
        (date(2009, 4, 1), False, "on_course"),
        (date(2009, 4, 27), False, "at_risk"),
        (DUE, False, "at_risk"),
        (date(2009, 5, 1), False, "overdue"),
        (date(2009, 5, 1), True, "met"),
    ],
    ids=str,
)
def test_task_without_requirement_is_judged_by_record_and_days(
    *, on: date, has_record: bool, state: State
) -> None:
    one = task_standing(TASK, 2, [], has_record=has_record, when=(on, Notice()))
    assert (one.state, one.done, one.needed) == (state, int(has_record), 1)


def test_task_with_requirements_is_done_when_all_are_met() -> None:
    when = (DUE, Notice())
    part = task_standing(TASK, 2, ["met", "at_risk"], has_record=True, when=when)
    whole = task_standing(TASK, 2, ["met", "exempt"], has_record=False, when=when)
    assert (part.state, part.done, part.needed) == ("at_risk", 1, 2)
    assert (whole.state, whole.done, whole.needed) == ("met", 1, 1)
    assert whole.light.word == "完成"


def test_worst_of_no_states_does_not_apply() -> None:
    assert worst([]) == "exempt"
    assert worst(["met", "overdue", "at_risk"]) == "overdue"


def test_states_by_task_gathers_the_subjects_listed_under_a_unit() -> None:
    requirement = Requirement(
        7, 1, 4, 1, "essays", "at_least", 1, None, "篇", "person", None, None, None,
        None, None, None, (), "",
    )  # fmt: skip
    of_person = [
        Standing(7, "person", number, 2, done, 1, None, DUE, DUE, ())
        for number, done in ((11, 1.0), (12, 0.0))
    ]
    whole = Standing(7, "campaign", 0, None, 1, 1, None, DUE, DUE, ())
    found = states_by_task([*of_person, whole], [requirement], (DUE, Notice()))
    assert found == {(4, 2): ["met", "at_risk"]}
