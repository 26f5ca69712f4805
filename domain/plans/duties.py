"""Which numbers oblige somebody, told by the words around them."""

import re

from domain.plans import duty_words as words
from domain.plans.durations import lasts
from domain.plans.exclusions import excluded
from domain.plans.headcounts import in_turns
from domain.plans.quantities import Quantity
from domain.plans.spots import Place, Spot, spot_of

_IDIOM_UNITS = frozenset("面点处站部段级组课批位人把包头")
_DISPOSED = re.compile(r"(?:^|[前内后])(?:对|将|把)")
_EVENT = re.compile(r"[^,。;]{0,5}(?:会|班)(?=[,。;]|$)")
_PLAIN_HAN = 10
_BARE = re.compile(r"(?:其中|和|及|以及)?[\u4e00-\u9fff“”]{2,10}")
_EACH_HAN = re.compile(r"每|人均|人手$|(?:各|分别|一律|均|都|至少)\S{0,4}$")


def obliges(
    text: str, places: tuple[Place, Place], quantity: Quantity, year: int | None
) -> bool:
    """Whether a number states what somebody must reach.

    Args:
        text: The cleaned text.
        places: The clause around the number and its sentence.
        quantity: The number.
        year: The plan's year, or None.
    """
    spot = spot_of(text, places, quantity, year)
    if excluded(spot):
        return False
    if quantity.measure in words.TIME:
        return lasts(spot)
    if quantity.measure == "%" or quantity.bound or quantity.comparator == "range":
        return True
    many = not isinstance(quantity.value, tuple) and quantity.value > _PLAIN_HAN
    return _counts(spot) if quantity.arabic or many else _han_obliges(spot)


def carries_on(
    text: str, places: tuple[Place, Place], quantity: Quantity, year: int | None
) -> bool:
    """Whether a bare "thing N" after a duty of the same sentence is one as well.

    其中机关100份、企业120份: the verb stands with the first number only.
    """
    spot = spot_of(text, places, quantity, year)
    bare = spot.near[spot.near.rfind("、") + 1 :]
    ended = re.match(r"(?:以上|左右)?(?:$|[、,])", spot.after)
    if not quantity.arabic or not ended or not _BARE.fullmatch(bare):
        return False
    return quantity.measure not in words.TIME and not excluded(spot, counting=False)


def _counts(spot: Spot) -> bool:
    """Whether the clause of a plain count acts, measures or commands."""
    if any(p.search(spot.near) for p in (words.ACT, words.EACH, words.MUST)):
        return True
    if words.ATTRIBUTE.search(spot.near):
        return True
    return bool(
        _DISPOSED.search(spot.near) and re.search(r"[\u4e00-\u9fff]{2}", spot.after)
    )


def _han_obliges(spot: Spot) -> bool:
    """Han numerals are idiom more often than count; only clear cases oblige."""
    before = spot.near
    if in_turns(spot):
        return True
    idiom = words.HAN_IDIOM_BEFORE.search(before) or words.HAN_IDIOM_AFTER.match(
        spot.after
    )
    if idiom:
        each = re.search(r"每(?:[^,]{0,12})$", before)
        return bool(each) and not spot.after.startswith(("或", "性"))
    if spot.quantity.measure in _IDIOM_UNITS:
        return bool(_EACH_HAN.search(before))
    event = _EVENT.match(spot.after) and words.ACT.search(before)
    acts = event or words.ONE_GOOD.search(before[-6:])
    if spot.quantity.measure != "个":
        acts = words.ACT.search(before[-14:])
    return bool(acts or _EACH_HAN.search(before))
