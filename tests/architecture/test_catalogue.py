"""The permanent numbers of exchanged tables and columns against the classes."""

import pytest

from domain.synced import SyncedTable
from store.base import Base
from store.catalogue import CLASS_BY_TABLE, OWN_COLUMNS, SYNCED
from store.numbers import COLUMN_NAMES, TABLE_NUMBERS

COLUMNS_MAX = 60


def test_every_synced_class_is_listed_once() -> None:
    named = [table.name for table in SYNCED]
    assert sorted(named) == sorted(TABLE_NUMBERS) == sorted(COLUMN_NAMES)
    assert len(set(TABLE_NUMBERS.values())) == len(TABLE_NUMBERS)


@pytest.mark.parametrize("table", SYNCED, ids=lambda table: table.name)
def test_columns_are_those_of_the_class(table: SyncedTable) -> None:
    columns = {column.name for column in Base.metadata.tables[table.name].columns}
    assert set(table.column_names) | set(OWN_COLUMNS) == columns
    assert len(table.columns) <= COLUMNS_MAX
    assert all(column.label for column in table.columns)


@pytest.mark.parametrize("table", SYNCED, ids=lambda table: table.name)
def test_no_row_can_be_refused_by_another_sites_row(table: SyncedTable) -> None:
    made = Base.metadata.tables[table.name]
    assert not made.foreign_keys
    assert not [index for index in made.indexes if index.unique]
    assert CLASS_BY_TABLE[table.name].__tablename__ == table.name
