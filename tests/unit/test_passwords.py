from datetime import UTC, datetime, timedelta

import pytest

from domain.passwords import (
    ACCOUNT_WAITS,
    ADDRESS_WAITS,
    ALPHABET,
    GROUP_LENGTH,
    GROUPS,
    fault_of,
    free_at,
    readable_password,
)

NOON = datetime(2026, 4, 30, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("短句7", "太短"),
        ("密" * 129, "太长"),
        ("我是Clerk-A的密码", "账号名"),
        ("Password", "常见"),
        ("１２３４５６７８", "常见"),
        ("abababab", "常见"),
    ],
)
def test_weak_password_is_refused_with_its_reason(password: str, word: str) -> None:
    assert word in fault_of(password, "clerk-a")


def test_sentence_in_chinese_is_a_password() -> None:
    assert fault_of("清明前后种瓜点豆", "clerk-a") == ""


def test_one_time_password_has_enough_bits() -> None:
    length = GROUPS * GROUP_LENGTH
    assert len(set(ALPHABET)) ** length > 2**60
    assert readable_password(range(length)) == "2345-6789-abcd-efgh"
    assert fault_of(readable_password(range(length)), "clerk-a") == ""


@pytest.mark.parametrize(("count", "minutes"), [(4, None), (5, 15), (40, 15)])
def test_account_waits_after_five_failures(count: int, minutes: int | None) -> None:
    failures = [NOON - timedelta(seconds=number) for number in range(count)]
    expected = None if minutes is None else NOON + timedelta(minutes=minutes)
    assert free_at(failures, ACCOUNT_WAITS) == expected


@pytest.mark.parametrize(("count", "minutes"), [(4, 0), (5, 1), (10, 5), (20, 15)])
def test_address_waits_longer_the_more_it_fails(count: int, minutes: int) -> None:
    found = free_at([NOON] * count, ADDRESS_WAITS)
    assert (found or NOON) == NOON + timedelta(minutes=minutes)
