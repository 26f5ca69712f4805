"""Numbers in addresses: what can be no row is not found, on every page."""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.factories.browsers import ClientAs

TOO_LARGE = 1 << 64
BLUEPRINTS = ("accounts", "audit", "exchange", "people", "records", "units")


def _addresses(app: Flask) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        blueprint = rule.endpoint.partition(".")[0]
        if "GET" in (rule.methods or ()) and blueprint in BLUEPRINTS:
            yield from _with_numbers(rule)


def _with_numbers(rule: Rule) -> Iterator[str]:
    path = rule.rule.replace("<kind:kind>", "study-session")
    head, _, tail = path.partition("<row:")
    if tail and "<" not in (rest := tail.partition(">")[2]):
        yield f"{head}{TOO_LARGE}{rest}"
        yield f"{head}0{rest}"


@pytest.mark.parametrize("name", ["office", "admin"])
def test_number_that_can_be_no_row_is_not_found(
    app: Flask, client_as: ClientAs, name: str
) -> None:
    browser, addresses = client_as(name), list(_addresses(app))
    assert len(addresses) > 20
    assert {browser.get(path).status_code for path in addresses} == {404}


def test_rows_are_never_named_by_numbers_of_any_size(app: Flask) -> None:
    """``<int:…>`` lets numbers through that the database cannot hold."""
    rules = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint.partition(".")[0] in BLUEPRINTS and "<int:" in rule.rule
    ]
    assert rules == []
