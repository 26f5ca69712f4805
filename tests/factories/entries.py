"""Accepted records written straight into the tables, as a merge would."""

from datetime import date

from store import clock
from store.db import write
from store.describe import CLASS_BY_KEY, KIND_BY_KEY
from store.scope import EVERYTHING, acting_in
from store.tables.records import Attendance


def add_record(
    kind: str,
    campaign_id: int,
    unit_id: int,
    on: date,
    *,
    status: str = "accepted",
    task_id: int | None = None,
    present: tuple[int, ...] = (),
    **values: object,
) -> int:
    """Id of a new record of that day."""
    record = CLASS_BY_KEY[kind](
        campaign_id=campaign_id,
        unit_id=unit_id,
        task_id=task_id,
        status=status,
        created_by="office",
        created_at=clock.now_utc(),
        **{KIND_BY_KEY[kind].day: on, **values},
    )
    with write("office") as session:
        session.add(record)
        session.flush()
        session.add_all(
            Attendance(
                kind=kind, record_id=record.id, unit_id=unit_id, person_id=person_id
            )
            for person_id in present
        )
        return record.id


def change_record(kind: str, record_id: int, **values: object) -> None:
    """Set fields of a record."""
    with write("office") as session, acting_in(EVERYTHING):
        row = session.get_one(CLASS_BY_KEY[kind], record_id)
        for name, value in values.items():
            setattr(row, name, value)


def remove_attendance(record_id: int, person_id: int) -> None:
    """Strike a person off a record."""
    with write("office") as session, acting_in(EVERYTHING):
        for row in session.query(Attendance).filter_by(
            record_id=record_id, person_id=person_id
        ):
            row.is_deleted = 1
