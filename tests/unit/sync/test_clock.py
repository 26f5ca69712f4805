"""What the bits of stamps and ids mean."""

from sync.core import clock


def test_stamp_when_read_back_then_same_millisecond() -> None:
    ms = 1_795_526_589_123
    assert clock.unix_ms_of(clock.hlc_at(ms) + 65_535) == ms
    assert clock.unix_ms_of(clock.hlc_at(ms) + 65_536) == ms + 1


def test_instant_when_stamp_given_then_iso_text_in_utc() -> None:
    assert clock.instant_of(clock.hlc_at(0)) == "1970-01-01T00:00:00.000Z"
    stamp = clock.hlc_at(1_000_000_000_123) + 7
    assert clock.instant_of(stamp) == "2001-09-09T01:46:40.123Z"


def test_site_when_largest_then_id_still_fits_63_bits() -> None:
    last = (clock.SITE_MAX << clock.SITE_SHIFT) | (2**33 - 1)
    assert last < 2**63
    assert clock.site_of(last) == clock.SITE_MAX
