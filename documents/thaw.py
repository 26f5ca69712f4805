"""Read a frozen context back: JSON as filed in, the same typed context out.

What is made of a filing later, for instance a file for Word, has the figures as filed.
"""

import json
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from documents.render import CONTEXTS, Context, UnknownDocument

_PLAIN: dict[Any, Any] = {date: date.fromisoformat, Decimal: Decimal}


def thaw(kind: str, frozen: str) -> Context:
    """The context that was frozen; only numbers in table cells come back as text.

    Raises:
        UnknownDocument: When there is no such kind.
    """
    if kind not in CONTEXTS:
        raise UnknownDocument(kind)
    context: Context = _read(CONTEXTS[kind], json.loads(frozen))
    return context


def _read(wanted: Any, value: Any) -> Any:  # noqa: ANN401 - a type, and JSON of any shape
    """The value as that type."""
    if get_origin(wanted) in {Union, UnionType}:
        return _read_one_of(get_args(wanted), value)
    if get_origin(wanted) is tuple:
        kinds = get_args(wanted)
        many = kinds[:1] * len(value) if kinds[-1:] == (...,) else kinds
        return tuple(map(_read, many, value))
    if is_dataclass(wanted) and isinstance(wanted, type):
        hints = get_type_hints(wanted)
        known = {one.name for one in fields(wanted)} & value.keys()
        return wanted(**{name: _read(hints[name], value[name]) for name in known})
    return _PLAIN[wanted](value) if wanted in _PLAIN else value


def _read_one_of(choices: tuple[Any, ...], value: Any) -> Any:  # noqa: ANN401 - as above
    """A dictionary is the class with exactly its fields; a plain value is itself."""
    if isinstance(value, dict):
        names = value.keys()
        for choice in choices:
            if is_dataclass(choice) and {one.name for one in fields(choice)} == names:
                return _read(choice, value)
    plain = [one for one in choices if one in _PLAIN]
    if isinstance(value, str) and str not in choices and plain:
        return _read(plain[0], value)
    return value
