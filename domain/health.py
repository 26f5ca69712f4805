"""What a check of an installation found, in words."""

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "warning", "bad"]
MARKS: dict[State, str] = {"ok": "●", "warning": "▲", "bad": "■"}
LABELS: dict[State, str] = {"ok": "正常", "warning": "注意", "bad": "有问题"}


@dataclass(frozen=True, slots=True)
class Check:
    """One line of ``flask doctor``.

    Attributes:
        name: What was looked at.
        state: ``bad`` when something does not work or is in danger.
        says: What was found and, unless all is well, what to do.
    """

    name: str
    state: State
    says: str


def judged(name: str, problems: list[str], fine: str, state: State = "bad") -> Check:
    """All problems as one check; without any, that it is fine."""
    return (
        Check(name, state, "".join(problems)) if problems else Check(name, "ok", fine)
    )
