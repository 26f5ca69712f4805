"""The life of a record: every legal move stands in one table, MOVES."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, get_args

from domain.policy import Action

Status = Literal["draft", "submitted", "accepted", "returned"]
STATUSES: tuple[Status, ...] = get_args(Status)
STATUS_LABELS: dict[Status, str] = {
    "draft": "草稿",
    "submitted": "已上报",
    "accepted": "已通过",
    "returned": "已退回",
}

MoveName = Literal[
    "create", "save", "amend", "submit", "withdraw", "return", "accept", "correct",
    "delete", "restore",
]  # fmt: skip


@dataclass(frozen=True)
class Move:
    """One way a record may go on.

    Attributes:
        name: What is done; a name may stand in several rows, the first allowed one
            holds.
        label: What the 流转记录 says was done.
        button: What the person presses; says what will happen.
        starts: Statuses it leads from.
        to: Status it leads to; None leaves the status as it is.
        needs: Policy action that must be granted at the record's unit.
        needs_reason: A written reason (理由) must be given.
        edits: It changes fields, and so is chosen by saving.
        checks: The record must be complete and its soft problems explained.
    """

    name: MoveName
    label: str
    button: str
    starts: frozenset[Status]
    to: Status | None
    needs: Action
    needs_reason: bool = False
    edits: bool = False
    checks: bool = False


def _from(*statuses: Status) -> frozenset[Status]:
    return frozenset(statuses)


MOVES: tuple[Move, ...] = (
    Move(
        "submit",
        "上报",
        "提交给活动办",
        _from("draft", "returned"),
        "submitted",
        "records.enter",
        checks=True,
    ),
    Move(
        "save",
        "修改",
        "修改",
        _from("draft", "returned"),
        None,
        "records.enter",
        edits=True,
    ),
    Move(
        "accept", "通过", "审核通过", _from("submitted"), "accepted", "records.accept"
    ),
    Move(
        "return",
        "退回",
        "退回修改",
        _from("submitted"),
        "returned",
        "records.return",
        needs_reason=True,
    ),
    Move(
        "amend",
        "审核中修改",
        "审核中修改",
        _from("submitted"),
        None,
        "records.accept",
        edits=True,
        checks=True,
    ),
    Move(
        "correct",
        "更正",
        "更正",
        _from("accepted"),
        "accepted",
        "records.accept",
        needs_reason=True,
        edits=True,
        checks=True,
    ),
    Move(
        "correct",
        "更正并重新上报",
        "更正并重新上报",
        _from("accepted"),
        "submitted",
        "records.correct",
        needs_reason=True,
        edits=True,
        checks=True,
    ),
    Move(
        "withdraw", "撤回", "撤回到草稿", _from("submitted"), "draft", "records.enter"
    ),
    Move(
        "delete",
        "删除",
        "删除这条记录",
        _from("draft", "returned"),
        None,
        "records.enter",
    ),
    Move(
        "delete",
        "作废",
        "作废这条记录",
        _from("submitted", "accepted"),
        None,
        "records.accept",
        needs_reason=True,
    ),
)
"""Every legal move of a living record, in the order in which pages offer them."""

CREATE = Move("create", "新建", "新建", _from(), "draft", "records.enter", edits=True)
RESTORES = (
    Move("restore", "恢复", "恢复", _from("draft", "returned"), None, "records.enter"),
    Move(
        "restore",
        "恢复",
        "恢复",
        _from("submitted", "accepted"),
        None,
        "records.accept",
    ),
)
"""Moves of a deleted record: whoever could delete it can bring it back."""

May = Callable[[Action], bool]


def legal_moves(status: Status, may: May) -> dict[MoveName, Move]:
    """The moves open to somebody now, by name, in the order of MOVES.

    may says whether a policy action is granted to them at the record's unit.
    """
    found: dict[MoveName, Move] = {}
    for move in MOVES:
        if status in move.starts and may(move.needs):
            found.setdefault(move.name, move)
    return found


def editing_move(status: Status, may: May) -> Move | None:
    """The move by which they may change its fields now, or None."""
    return next((one for one in legal_moves(status, may).values() if one.edits), None)


def refusal(wanted: str, status: Status, may: May) -> str:
    """Why the move is not open now, and what is."""
    open_now = [one.button for one in legal_moves(status, may).values()]
    go_on = (
        f"现在可以做的是：{'、'.join(open_now)}。"
        if open_now
        else "现在没有您可以办理的操作。"
    )
    return f"这条记录的状态是“{STATUS_LABELS[status]}”，不能{wanted}。{go_on}"


MOVE_BY_STATUS: dict[Status, MoveName] = {
    "draft": "withdraw",
    "submitted": "submit",
    "accepted": "accept",
    "returned": "return",
}
"""The move that leads to a status, for commands that name the status."""


@dataclass(frozen=True)
class Said:
    """What somebody wrote with a move.

    Attributes:
        why: Reason of a return, correction, withdrawal or deletion.
        note: 说明 that lets soft problems pass.
        fields: Reason by field name, of a return.
    """

    why: str = ""
    note: str = ""
    fields: dict[str, str] = field(default_factory=dict)
