"""Rules of passwords and of failed sign-ins; randomness and time are passed in."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Letters and digits nobody mistakes for another when reading them aloud."""

GROUPS, GROUP_LENGTH = 4, 4
LENGTH_MIN, LENGTH_MAX = 8, 128

_COMMON_WORDS = """
12345678 123456789 1234567890 0123456789 87654321 11111111 00000000 66666666
88888888 99999999 12341234 11223344 12344321 1qaz2wsx 1q2w3e4r 1q2w3e4r5t
qwertyui qwertyuiop asdfghjkl zxcvbnm123 abcd1234 abc12345 abc123456 a1234567
a12345678 a123456789 aa123456 aa12345678 password password1 password123 p@ssw0rd
passw0rd admin123 admin1234 admin888 administrator root1234 qwer1234 asdf1234
iloveyou woaini1314 woaini520 5201314520 13145200 147258369 159357456 luoshi123
luoshi888 huodongban zhongguo zhongguo1 beijing2008
"""
COMMON = frozenset(_COMMON_WORDS.split())

FAILURES_MAX = 5
FAILURES_WINDOW = timedelta(minutes=15)
ADDRESS_WAITS: tuple[tuple[int, timedelta], ...] = (
    (20, timedelta(minutes=15)),
    (10, timedelta(minutes=5)),
    (FAILURES_MAX, timedelta(minutes=1)),
)
ACCOUNT_WAITS: tuple[tuple[int, timedelta], ...] = ((FAILURES_MAX, FAILURES_WINDOW),)


def normal_form(typed: str) -> str:
    """What was meant: full-width letters and digits become ordinary ones."""
    return unicodedata.normalize("NFKC", typed)


def readable_password(numbers: Sequence[int]) -> str:
    """A one-time password such as ``k7qm-2xhd-9trw-c4np``.

    Args:
        numbers: Sixteen random numbers below 31, one a character; together 79 bits.
    """
    letters = "".join(ALPHABET[number] for number in numbers)
    return "-".join(
        letters[start : start + GROUP_LENGTH]
        for start in range(0, GROUPS * GROUP_LENGTH, GROUP_LENGTH)
    )


def fault_of(password: str, account_name: str) -> str:
    """Why the password may not be chosen, as a sentence; empty when it may."""
    plain = normal_form(password).casefold()
    name = account_name.casefold()
    rules = (
        (
            len(plain) < LENGTH_MIN,
            f"密码太短：至少要 {LENGTH_MIN} 个字符，可以用一句容易记的话。",
        ),
        (len(plain) > LENGTH_MAX, f"密码太长：最多 {LENGTH_MAX} 个字符。"),
        (bool(name) and name in plain, "密码里不能含有账号名，别人最先会试它。"),
        (
            plain in COMMON or len(set(plain)) < 3,
            "这个密码太常见，一试就中，请换一个。",
        ),
    )
    return next((sentence for broken, sentence in rules if broken), "")


def free_at(
    failures: Sequence[datetime], waits: Sequence[tuple[int, timedelta]]
) -> datetime | None:
    """When the next try is let in, or None when it is let in at once.

    Args:
        failures: Instants of the failures within FAILURES_WINDOW; order is free.
        waits: (failures, wait after the last one), most failures first.
    """
    for count, wait in waits:
        if len(failures) >= count:
            return max(failures) + wait
    return None
