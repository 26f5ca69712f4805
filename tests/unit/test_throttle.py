"""So many times in so many seconds, for each asker."""

from web.throttle import Throttle


def test_the_third_time_is_refused_and_others_are_not() -> None:
    throttle = Throttle(count=2, seconds=600)
    assert [throttle.take("a") for _ in range(4)] == [True, True, False, False]
    assert throttle.take("b")


def test_time_that_has_passed_is_forgotten() -> None:
    throttle = Throttle(count=1, seconds=0)
    assert [throttle.take("a") for _ in range(3)] == [True, True, True]


def test_askers_of_long_ago_are_dropped() -> None:
    throttle = Throttle(count=1, seconds=0)
    for number in range(10_002):
        throttle.take(str(number))
    assert len(throttle._times) < 10_000
