"""A number with the words around it, which tell whether it obliges somebody."""

from dataclasses import dataclass

from domain.plans.quantities import Quantity

Place = tuple[int, int]
_LEAD = 40


@dataclass(frozen=True)
class Spot:
    """A number with the words around it.

    Attributes:
        quantity: The number.
        clause: The clause it stands in.
        before: The clause up to its bound.
        near: The clause up to the number itself.
        after: The clause behind its unit.
        told: Its sentence up to the end of the clause.
        rest: Its sentence behind the unit.
        lead: The sentence before it, 40 characters at most.
        year: The plan's year; what an earlier year had is no duty.
    """

    quantity: Quantity
    clause: str
    before: str
    near: str
    after: str
    told: str
    rest: str
    lead: str
    year: int | None


def spot_of(
    text: str, places: tuple[Place, Place], quantity: Quantity, year: int | None
) -> Spot:
    """The number in its clause and sentence, whose places are given in that order."""
    clause, sentence = places
    return Spot(
        quantity,
        text[slice(*clause)],
        text[clause[0] : quantity.start],
        text[clause[0] : quantity.at],
        text[quantity.end : clause[1]],
        text[sentence[0] : clause[1]],
        text[quantity.end : sentence[1]],
        text[max(sentence[0], quantity.start - _LEAD) : quantity.start],
        year,
    )
