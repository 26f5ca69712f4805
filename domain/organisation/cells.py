"""What one cell of the organisation file means; a doubtful one is refused, not guessed.

Codes and days are normalised (full-width digits and spaces); names never are, since
the rare characters people are called by would be lost: they are only trimmed.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import cast

from domain.policy import ROLE_LABELS, ROLES, Role

_SEPARATORS = re.compile(r"[、，,;；\n]")
_CODE = re.compile(r"[^\s,;:/\\、；：]{1,40}")
_DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))")
_MEMBER = re.compile(r"([^\s:：]+)(?:\s*[:：]\s*|\s+)?(.*)")
_ROLE_BY_LABEL: dict[str, Role] = {label: role for role, label in ROLE_LABELS.items()}
NAME_SIZE_MAX = 120


class CellError(Exception):
    """What is wrong with a cell and what to write instead, in Chinese."""


def read_name(value: object) -> str:
    """Text as written, only trimmed."""
    text = _plain(value)
    if any(unicodedata.category(character) == "Cc" for character in text):
        message = "有换行或控制字符，请删去"
        raise CellError(message)
    if len(text) > NAME_SIZE_MAX:
        message = f"超过{NAME_SIZE_MAX}字，请缩短"
        raise CellError(message)
    return text


def read_code(value: object) -> str | None:
    """A code, normalised; None for an empty cell."""
    code = normal(_plain(value))
    if not code:
        return None
    if not _CODE.fullmatch(code):
        message = f"“{code}”不能作代码：代码至多40字，不带空格和逗号、分号、冒号、斜线"
        raise CellError(message)
    return code


def read_number(value: object) -> int | None:
    """A whole number from 0 up; None for an empty cell."""
    text = normal(_plain(value))
    if not text:
        return None
    if not text.isdecimal() or len(text) > 9:
        message = f"“{text}”不是整数，请写 1、2、3 这样的序号"
        raise CellError(message)
    return int(text)


def read_day(value: object) -> date | None:
    """A day: 2009-03-30, 2009/3/30, 2009年3月30日, 20090330, or a date cell."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = normal(_plain(value)).replace(" ", "")
    if not text:
        return None
    found = _DAY.fullmatch(text)
    try:
        if found:
            return date(*(int(part) for part in found.groups() if part))
    except ValueError:
        pass
    message = f"“{text}”不是日期，请写成 2009-03-30"
    raise CellError(message)


def read_words(value: object) -> tuple[str, ...]:
    """Words of a list, or of one cell with 、，, or ; between them; each once."""
    parts = value if isinstance(value, list) else _SEPARATORS.split(_plain(value))
    words = (read_name(part) for part in cast("Sequence[object]", parts))
    return tuple(dict.fromkeys(word for word in words if word))


def read_roles(value: object) -> tuple[Role, ...]:
    """Roles by their code word or their Chinese name."""
    roles: list[Role] = []
    for word in read_words(value):
        plain = normal(word).lower()
        role = _ROLE_BY_LABEL.get(word, cast("Role", plain))
        if role not in ROLES:
            known = "、".join(f"{label}（{key}）" for key, label in ROLE_LABELS.items())
            message = f"没有“{word}”这种角色，可写：{known}"
            raise CellError(message)
        roles.append(role)
    return tuple(dict.fromkeys(roles))


def read_members(value: object) -> tuple[tuple[str, str], ...]:
    """(person code, post) pairs, from {person, post} or `P001 组长、P002 成员`."""
    items = value if isinstance(value, list) else _SEPARATORS.split(_plain(value))
    pairs = (_member(item) for item in items if item not in (None, ""))
    return tuple(dict.fromkeys(pairs))


def normal(text: str) -> str:
    """Full-width letters, digits and spaces made plain; for codes and days only."""
    return unicodedata.normalize("NFKC", text).strip()


def _member(item: object) -> tuple[str, str]:
    if isinstance(item, Mapping):
        code, post = read_code(item.get("person")), read_name(item.get("post"))
    else:
        found = _MEMBER.fullmatch(_plain(item))
        code = read_code(found.group(1)) if found else None
        post = read_name(found.group(2)) if found else ""
    if code is None:
        message = "有一名成员没写人员编号，请写成“P001 组长”"
        raise CellError(message)
    return code, post or "成员"


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, str | int | float):
        return str(value).strip()
    message = "应是一个值，这里却是一组"
    raise CellError(message)
