import pytest

from domain.policy import GRANTS, Action, Role
from domain.records import (
    MOVE_BY_STATUS,
    MOVES,
    RESTORES,
    STATUS_LABELS,
    STATUSES,
    May,
    Status,
    editing_move,
    legal_moves,
    refusal,
)


def _role(role: Role) -> May:
    def may(action: Action) -> bool:
        return action in GRANTS[role]

    return may


@pytest.mark.parametrize(
    ("role", "status", "names"),
    [
        ("clerk", "draft", ["submit", "save", "delete"]),
        ("clerk", "submitted", ["withdraw"]),
        ("clerk", "returned", ["submit", "save", "delete"]),
        ("clerk", "accepted", ["correct"]),
        ("head", "submitted", ["return", "withdraw"]),
        (
            "office",
            "submitted",
            ["accept", "return", "amend", "withdraw", "delete"],
        ),
        ("office", "accepted", ["correct", "delete"]),
        ("leader", "submitted", []),
        ("inspector", "draft", []),
    ],
)
def test_only_legal_next_moves_are_open(
    role: Role, status: Status, names: list[str]
) -> None:
    assert list(legal_moves(status, _role(role))) == names


def test_correction_by_the_office_stays_accepted_and_by_a_clerk_is_reviewed() -> None:
    office = editing_move("accepted", _role("office"))
    clerk = editing_move("accepted", _role("clerk"))
    assert office is not None
    assert clerk is not None
    assert (office.to, clerk.to) == ("accepted", "submitted")


def test_every_status_is_known_reachable_and_left() -> None:
    reached = {"draft", *(one.to for one in MOVES if one.to)}
    assert reached == set(STATUSES) == set(STATUS_LABELS) == set(MOVE_BY_STATUS)
    for status in STATUSES:
        assert any(status in one.starts for one in MOVES)
        assert sum(status in one.starts for one in RESTORES) == 1


def test_every_decision_against_somebody_asks_for_a_reason() -> None:
    deciding = [one for one in MOVES if one.name in {"return", "correct"}]
    assert all(one.needs_reason for one in deciding)


def test_refusal_names_what_can_be_done_instead() -> None:
    sentence = refusal("修改", "submitted", _role("clerk"))
    assert sentence == (
        "这条记录的状态是“已上报”，不能修改。现在可以做的是：撤回到草稿。"
    )
    assert "没有您可以办理" in refusal("修改", "draft", _role("leader"))
