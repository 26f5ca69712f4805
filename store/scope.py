"""Scope, enforced in one place: every ORM read sees living rows of the actor's units.

Outside ``acting_in`` a read of unit-bound rows finds none, so a forgotten scope shows
nothing rather than everything.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from store.base import Synced, UnitBound

EVERYTHING: None = None
"""Scope of the program itself: counting, exchange, start-up."""

_NOWHERE: frozenset[int] = frozenset()
_scope: ContextVar[frozenset[int] | None] = ContextVar("scope", default=_NOWHERE)


@contextmanager
def acting_in(unit_ids: frozenset[int] | None) -> Iterator[None]:
    """Limit reads to these units; EVERYTHING (None) is for the program itself."""
    token = _scope.set(unit_ids)
    try:
        yield
    finally:
        _scope.reset(token)


def set_scope(unit_ids: frozenset[int] | None) -> None:
    """The same without an end; whoever calls it calls clear_scope too."""
    _scope.set(unit_ids)


def clear_scope() -> None:
    """Back to seeing nothing; threads are used again for the next request."""
    _scope.set(_NOWHERE)


def current_scope() -> frozenset[int] | None:
    """The units reads are limited to; None is everything."""
    return _scope.get()


@event.listens_for(Session, "do_orm_execute")
def _limit(state: ORMExecuteState) -> None:
    if not state.is_select or state.is_column_load or state.is_relationship_load:
        return
    state.statement = state.statement.options(
        with_loader_criteria(
            Synced, lambda row: row.is_deleted == 0, include_aliases=True
        )
    )
    scope = _scope.get()
    if scope is EVERYTHING:
        return
    unit_ids = sorted(scope)
    state.statement = state.statement.options(
        with_loader_criteria(
            UnitBound, lambda row: row.unit_id.in_(unit_ids), include_aliases=True
        )
    )
