"""Who may do what where: roles are held at a unit and reach its whole subtree."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Role = Literal[
    "clerk", "head", "office", "leader", "inspector", "system", "security", "audit"
]
ROLES: tuple[Role, ...] = get_args(Role)

ROLE_LABELS: dict[Role, str] = {
    "clerk": "填报员",
    "head": "单位负责人",
    "office": "活动办",
    "leader": "领导",
    "inspector": "指导组",
    "system": "系统管理员",
    "security": "安全管理员",
    "audit": "审计管理员",
}

Action = Literal[
    "records.read", "records.enter", "records.return", "records.accept",
    "records.correct", "campaigns.read", "campaigns.manage", "overview.read",
    "filings.read", "filings.make", "exchange.read", "exchange.manage",
    "organisation.read", "organisation.manage", "accounts.manage", "audit.read",
]  # fmt: skip

ACTION_LABELS: dict[Action, str] = {
    "records.read": "查看记录",
    "records.enter": "填报记录",
    "records.return": "退回记录",
    "records.accept": "审核通过记录",
    "records.correct": "更正已通过的记录",
    "campaigns.read": "查看活动",
    "campaigns.manage": "管理活动",
    "overview.read": "查看总览",
    "filings.read": "查看材料",
    "filings.make": "制作材料",
    "exchange.read": "查看数据交换",
    "exchange.manage": "办理数据交换",
    "organisation.read": "查看单位和人员",
    "organisation.manage": "管理单位和人员",
    "accounts.manage": "管理账号",
    "audit.read": "查看审计日志",
}

_EVERYBODY: frozenset[Action] = frozenset(
    {"campaigns.read", "records.read", "overview.read", "organisation.read"}
)
_ENTERING: frozenset[Action] = _EVERYBODY | {
    "records.enter",
    "records.correct",
    "filings.read",
    "filings.make",
}
GRANTS: Mapping[Role, frozenset[Action]] = {
    "clerk": _ENTERING,
    "head": _ENTERING | {"records.return", "exchange.read", "exchange.manage"},
    "office": _ENTERING
    | {
        "records.return",
        "records.accept",
        "campaigns.manage",
        "exchange.read",
        "exchange.manage",
        "organisation.manage",
    },
    "leader": _EVERYBODY | {"filings.read", "filings.make"},
    "inspector": _EVERYBODY | {"filings.read"},
    "system": frozenset(
        {
            "campaigns.read",
            "campaigns.manage",
            "organisation.read",
            "organisation.manage",
            "exchange.read",
            "exchange.manage",
        }
    ),
    "security": frozenset({"organisation.read", "accounts.manage"}),
    "audit": frozenset({"audit.read"}),
}


@dataclass(frozen=True)
class Actor:
    """Somebody acting now.

    Attributes:
        reach: Units each action reaches, by action: the subtrees of the units where
            a role that grants it is held today. An absent action is granted nowhere.
    """

    account_id: int
    account_name: str
    display_name: str
    unit_id: int
    roles: frozenset[Role]
    reach: Mapping[Action, frozenset[int]]

    def may(self, action: Action, unit_id: int | None = None) -> bool:
        """Whether the action is granted at the unit, or anywhere when none is named."""
        units = self.reach.get(action, frozenset())
        return bool(units) if unit_id is None else unit_id in units

    @property
    def scope(self) -> frozenset[int]:
        """Units of which the actor may see anything at all."""
        return frozenset().union(*self.reach.values())


def reach_of(
    grants: Collection[tuple[Role, frozenset[int]]],
) -> dict[Action, frozenset[int]]:
    """Units by action, from (role, subtree where it is held) pairs."""
    reach: dict[Action, frozenset[int]] = {}
    for role, subtree in grants:
        for action in GRANTS[role]:
            reach[action] = reach.get(action, frozenset()) | subtree
    return reach
