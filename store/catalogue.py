"""Every exchanged table with its permanent numbers, parents first.

Numbers stand in store/numbers.py, which only ever grows: clocks of every site name
tables and columns by them.
"""

from typing import Literal, cast

from sqlalchemy import Column, Table

from domain.synced import SqlType, SyncedColumn, SyncedTable
from store.base import Synced
from store.kinds import KINDS
from store.numbers import COLUMN_NAMES, TABLE_NUMBERS
from store.stale import STALE
from store.tables.campaigns import (
    Campaign,
    CampaignPhase,
    CampaignRequirement,
    CampaignTask,
    ExpectedPerson,
    ExpectedUnit,
    Holiday,
)
from store.tables.exchange import ConflictDecision
from store.tables.filings import Filing
from store.tables.people import Account, Person, PersonTier, RoleGrant
from store.tables.plans import PlanAnchor
from store.tables.records import Attachment, Attendance, RecordMove, ZeroReport
from store.tables.units import Body, BodyMember, Unit, UnitPlace

OWN_COLUMNS = ("id", "_del", "_hlc", "_site")

_CLASSES: tuple[type[Synced], ...] = (
    Unit,
    UnitPlace,
    Person,
    PersonTier,
    Body,
    BodyMember,
    Account,
    RoleGrant,
    Campaign,
    CampaignPhase,
    CampaignTask,
    CampaignRequirement,
    ExpectedUnit,
    ExpectedPerson,
    Holiday,
    *KINDS,
    Attendance,
    Attachment,
    RecordMove,
    Filing,
    ConflictDecision,
    PlanAnchor,
    ZeroReport,
)


def _sql_type(column: Column[object]) -> SqlType:
    name = type(column.type).__name__
    if name in {"Integer", "BigInteger", "SmallInteger"}:
        return "INTEGER"
    return "REAL" if name == "Float" else "TEXT"


def _describe(synced: type[Synced]) -> SyncedTable:
    table = cast("Table", synced.__table__)
    columns = {column.name: column for column in table.columns}
    names = COLUMN_NAMES[table.name].split()
    return SyncedTable(
        number=TABLE_NUMBERS[table.name],
        name=table.name,
        label=synced.LABEL,
        columns=tuple(
            SyncedColumn(
                number=number,
                name=name,
                sql_type=_sql_type(columns[name]),
                label=columns[name].info["label"],
            )
            for number, name in enumerate(names, start=1)
        ),
        scope=synced.SCOPE,
        direction=cast("Literal['unit', 'down']", synced.DIRECTION),
        stale=STALE.get(table.name, ""),
    )


SYNCED: tuple[SyncedTable, ...] = tuple(_describe(one) for one in _CLASSES)
LOCAL_REFERENCES: tuple[tuple[str, str], ...] = (
    ("credential", "account_id"),
    ("login_session", "account_id"),
    ("idempotency_key", "account_id"),
    ("filing_request", "campaign_id"),
    ("filing_request", "unit_id"),
    ("filing_request", "filing_id"),
    ("plan_draft", "unit_id"),
    ("plan_draft", "campaign_id"),
)
"""Columns of this node's own tables that name a synced row by its id.

Not those of figures, which are counted anew, nor of the audit log, which only grows.
"""
CLASS_BY_TABLE: dict[str, type[Synced]] = {one.__tablename__: one for one in _CLASSES}
