"""Reading one node of a template: a value of the right sort, or a problem noted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Node:
    """A mapping of the template with the place it stands at.

    Each reading gives a usable value and notes a problem where the file has none, so
    that one pass lists every fault.

    Attributes:
        place: Where a person finds it, such as 阶段“学习调研”.
        problems: The list that takes the sentences; shared by the whole template.
    """

    values: Mapping[str, object]
    place: str
    problems: list[str]

    def fault(self, what: str) -> None:
        """Note a problem at this place."""
        self.problems.append(f"{self.place}:{what}")

    def check_names(self, known: Collection[str]) -> None:
        """Note every name that the format does not have."""
        for name in self.values:
            if name not in known:
                self.fault(f"不认识的项“{name}”,请改正或删去。")

    def text(self, name: str, *, required: bool = False) -> str:
        """A text; empty when absent."""
        value = self.values.get(name)
        if isinstance(value, str):
            return value.strip()
        if value is not None:
            self.fault(f"“{name}”应为文字,现为“{value}”。")
        elif required:
            self.fault(f"缺少“{name}”。")
        return ""

    def day(self, name: str) -> date | None:
        """A day; None when absent."""
        return self._as_day(name, self.values.get(name))

    def number(self, name: str) -> float | None:
        """A number; None when absent."""
        value = self.values.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.fault(f"“{name}”应为数,现为“{value}”。")
            return None
        return float(value)

    def choice(self, name: str, allowed: Sequence[str], usual: str) -> str:
        """One of the allowed words; the usual one when absent."""
        value = self.text(name) or usual
        if value in allowed:
            return value
        self.fault(f"“{name}”只能是 {'、'.join(allowed)},现为“{value}”。")
        return usual

    def names(self, name: str, known: Collection[str]) -> tuple[str, ...]:
        """A list of known words; empty when absent."""
        found = []
        for value in self._list(name):
            if value in known:
                found.append(str(value))
            else:
                self.fault(f"“{name}”里的“{value}”不认识。")
        return tuple(found)

    def stretches(self, name: str) -> tuple[tuple[date, date], ...]:
        """A list of [first day, last day]; empty when absent."""
        found = []
        for value in self._list(name):
            pair = value if isinstance(value, list) else [value]
            days = [self._as_day(name, one) for one in pair]
            first, last = (*days, None, None)[:2]
            if len(days) == 2 and first and last and first <= last:
                found.append((first, last))
            else:
                self.fault(f"“{name}”的每一段应为[起日, 止日],现为“{value}”。")
        return tuple(found)

    def nodes(self, name: str, word: str) -> "list[Node]":
        """The nodes below; each is called by its own name or number."""
        found = []
        for value in self._list(name):
            if isinstance(value, Mapping):
                called = value.get("name") or value.get("ref") or "未命名"
                found.append(Node(value, f"{word}“{called}”", self.problems))
            else:
                self.fault(f"“{name}”里的“{value}”不是一组项。")
        return found

    def _list(self, name: str) -> list[object]:
        value = self.values.get(name)
        if value is None or isinstance(value, list):
            return value or []
        self.fault(f"“{name}”应为列表。")
        return []

    def _as_day(self, name: str, value: object) -> date | None:
        if value is None or isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fault(f"“{name}”应为日期(如 2009-03-01),现为“{value}”。")
            return None
