"""A plan as the plain structure that the command line and other programs get."""

from dataclasses import asdict

from domain.plans.model import Plan, Quote

Plain = dict[str, object]


def as_contract(plan: Plan) -> Plain:
    """The plan as dicts and lists.

    Every item has `raw` and `at`; the quoted lists of `evaluation` are strings,
    their places stand under `evaluation.at` in the same order.
    """
    plain = asdict(plan)
    plain["evaluation"] = _evaluation(plan)
    return plain


def _evaluation(plan: Plan) -> Plain:
    lists: dict[str, tuple[Quote, ...]] = {
        "criteria": plan.evaluation.criteria,
        "methods": plan.evaluation.methods,
        "participants": plan.evaluation.participants,
    }
    words: Plain = {name: [q.raw for q in quotes] for name, quotes in lists.items()}
    places = {name: [list(q.at) for q in quotes] for name, quotes in lists.items()}
    return words | {"at": places}
