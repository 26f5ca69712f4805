from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from domain.reading import Value
from domain.seen import Seen, pack, seen_of, text_of, unpack

VALUES: dict[str, Value] = {
    "title": "喆𠮷\n第二行",
    "day": date(2026, 9, 18),
    "amount": 2.5,
    "words": 0,
    "host": None,
}


def test_what_was_packed_is_read_back() -> None:
    seen = seen_of("draft", VALUES, [8589934599, 12])
    assert unpack(pack(seen)) == seen


def test_text_left_alone_is_recognised_with_the_line_ends_of_browsers() -> None:
    seen = seen_of("draft", VALUES)
    assert all(seen.shows(name, text_of(value)) for name, value in VALUES.items())
    assert seen.shows("title", "喆𠮷\r\n第二行")
    assert not seen.shows("title", "喆𠮷")
    assert not seen.shows("amount", "2.6")


@given(st.text())
def test_any_line_can_be_unpacked(line: str) -> None:
    assert isinstance(unpack(line), Seen)
    assert not unpack(line).shows("title", "喆")


people = st.frozensets(st.integers(1, 9))


@given(people, people, people)
def test_people_ticked_here_and_there_all_count(
    shown: frozenset[int], ticked: frozenset[int], now: frozenset[int]
) -> None:
    found = set(Seen("draft", {}, shown).people_now(ticked, now))
    for one in range(1, 10):
        touched = (one in shown) != (one in ticked)
        assert (one in found) == (one in ticked if touched else one in now)
