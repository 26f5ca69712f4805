"""What commands share: JSON on standard output, refusals as one sentence, exit 1."""

import functools
import json
import sys
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import click

from domain.errors import DomainError
from store.db import require_node

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

as_json = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON document."
)


def print_json(value: object) -> None:
    """One JSON document; ids are strings already, since they exceed 2^53."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def say(sentence: str) -> None:
    """A message for the person, on standard error."""
    click.echo(sentence, err=True)


def refusals(command: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Turn a DomainError into its sentence on standard error and exit status 1.

    Whatever else goes wrong in a home without a node is the missing node's fault.
    """

    @functools.wraps(command)
    def wrapped(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        try:
            return _needing_a_node(command, *args, **kwargs)
        except DomainError as error:
            say(error.message)
            for field, reason in error.fields.items():
                say(f"  {field}：{reason}")
            sys.exit(1)

    return wrapped


def _needing_a_node(
    command: Callable[Parameters, Result],
    *args: Parameters.args,
    **kwargs: Parameters.kwargs,
) -> Result:
    try:
        return command(*args, **kwargs)
    except DomainError:
        raise
    except Exception:
        require_node()
        raise
