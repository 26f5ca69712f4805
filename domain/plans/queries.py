"""How a finding is made: a code, a whole sentence, and the place it speaks of."""

from domain.plans.model import Place, Problem
from domain.plans.sheet import Sheet


def query(sheet: Sheet, code: str, message: str, place: Place) -> Problem:
    """A finding about a place of the cleaned text."""
    return Problem(code, message, sheet.page.raw(*place), sheet.page.place(*place))
