"""What a form showed when it was opened, so that saving it undoes nobody's work.

A form travels with one short word per field. When it comes back, a field whose text
still has that word was left alone by the person; a stored value that no longer has it
was changed by somebody else meanwhile.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

from domain.reading import Value, clean
from domain.validation import ATTENDANCE

_STATUS = "status"
_WORD_BYTES = 8
_PAIR = re.compile(r"([a-z][a-z0-9_]*)=([0-9a-z,]*)", re.ASCII)
_PERSON = re.compile(r"\d{1,19}", re.ASCII)


@dataclass(frozen=True)
class Seen:
    """What was shown.

    Attributes:
        status: Status the record had; empty when the form does not say.
        words: One word by field name; a field without one was not shown.
        present: Persons ticked.
    """

    status: str
    words: Mapping[str, str]
    present: frozenset[int] = frozenset()

    def shows(self, name: str, text: str) -> bool:
        """Whether the field stood there with this text."""
        return self.words.get(name) == _word(text)

    def people_now(
        self, ticked: Collection[int], now: Collection[int]
    ) -> tuple[int, ...]:
        """Those present now, with those the person ticked and unticked."""
        added, removed = set(ticked) - self.present, self.present - set(ticked)
        return tuple(sorted((set(now) | added) - removed))


def seen_of(
    status: str, values: Mapping[str, Value], present: Collection[int] = ()
) -> Seen:
    """What a form filled with these values shows."""
    words = {name: _word(text_of(value)) for name, value in values.items()}
    return Seen(status, words, frozenset(present))


def text_of(value: Value) -> str:
    """The value as a form shows it and domain.reading reads it back."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def pack(seen: Seen) -> str:
    """One line for a hidden field."""
    people = ",".join(str(one) for one in sorted(seen.present))
    words = "".join(f" {name}={word}" for name, word in seen.words.items())
    return f"{_STATUS}={seen.status}{words} {ATTENDANCE}={people}"


def unpack(line: str) -> Seen:
    """What pack made; of a damaged line, what can be read: the rest was not shown."""
    words = dict(_PAIR.findall(line))
    people = _PERSON.findall(words.pop(ATTENDANCE, ""))
    return Seen(words.pop(_STATUS, ""), words, frozenset(int(one) for one in people))


def _word(text: str) -> str:
    return blake2b(clean(text).encode(), digest_size=_WORD_BYTES).hexdigest()
