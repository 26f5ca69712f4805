"""Standings as they are kept: what does not depend on the day of asking."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.assessment.standings import Parts, Share, Standing, SubjectKind
from domain.assessment.yardstick import Yardstick

MET, UNMET = "1", "0"


@dataclass(frozen=True, slots=True)
class Kept:
    """One subject's figure, from which its standing on any later day is revived.

    Attributes:
        requirement_id: Of the requirement; of the task, for a task that asks for no
            number (subject_kind task, its subject the unit).
        unit_id: Unit under which it is listed; the owner's for the whole campaign.
        attained: As domain.assessment.Standing.
        having: Persons of a group with an entry; 0 unless coverage.
        total: Persons of that group.
        parts: One character a week or phase, 1 met and 0 not; empty without parts.
        is_met: In bounds now; of a mere cap, that it is not passed.
        due_on: Last day to reach it; with parts, of the first unmet one.
        records: (kind, record id) behind the figure.
    """

    requirement_id: int
    unit_id: int
    subject_kind: str
    subject_id: int
    attained: float
    late: float
    having: int
    total: int
    parts: str
    is_met: bool
    due_on: date
    records: tuple[tuple[str, int], ...] = ()


def keep(standing: Standing, yardstick: Yardstick, owner_unit_id: int) -> Kept:
    """What is kept of a standing.

    Args:
        standing: Assessed on a day after the last window has closed, so that every
            unmet week or phase is among the missing.
        yardstick: Of its requirement.
        owner_unit_id: Unit that answers for the campaign as a whole.
    """
    parts = yardstick.parts or ()
    unmet = [part for part in parts if part.label in set(standing.missing)]
    share = standing.share if not parts else None
    return Kept(
        requirement_id=standing.requirement_id,
        unit_id=standing.unit_id or owner_unit_id,
        subject_kind=standing.subject_kind,
        subject_id=standing.subject_id,
        attained=standing.attained,
        late=standing.late,
        having=share.having if share else 0,
        total=share.total if share else 0,
        parts="".join(UNMET if part in unmet else MET for part in parts),
        is_met=not unmet if parts else standing.gap == 0,
        due_on=min((part.end_on for part in unmet), default=standing.due_on),
        records=standing.records,
    )


def revive(kept: Kept, yardstick: Yardstick) -> Standing:
    """The standing on the yardstick's day; names of persons missing are not kept."""
    parts = yardstick.parts
    unmet = [
        part
        for part, mark in zip(parts or (), kept.parts, strict=False)
        if mark == UNMET
    ]
    past = [part for part in unmet if part.end_on < yardstick.on]
    ahead = [part.end_on for part in unmet if part.end_on >= yardstick.on]
    return Standing(
        requirement_id=kept.requirement_id,
        subject_kind=_subject_kind(kept.subject_kind),
        subject_id=kept.subject_id,
        unit_id=kept.unit_id,
        attained=kept.attained,
        least=float(len(parts)) if parts is not None else yardstick.least,
        most=None if parts is not None else yardstick.most,
        start_on=yardstick.window.start_on,
        due_on=min(ahead, default=yardstick.window.due_on),
        records=kept.records,
        late=kept.late,
        parts=None if parts is None else _parts(kept, yardstick),
        share=Share(kept.having, kept.total) if kept.total else None,
        missing=tuple(part.label for part in past),
        owed=yardstick.owed,
    )


def _parts(kept: Kept, yardstick: Yardstick) -> Parts:
    due = sum(part.end_on < yardstick.on for part in yardstick.parts or ())
    return Parts(kept.parts.count(MET), due, len(kept.parts))


def _subject_kind(word: str) -> SubjectKind:
    kinds: dict[str, SubjectKind] = {
        "person": "person", "branch": "branch", "body": "body", "campaign": "campaign",
    }  # fmt: skip
    return kinds.get(word, "unit")


def records_text(records: Iterable[tuple[str, int]]) -> str:
    """Records as one text, kind:id by kind:id."""
    return " ".join(f"{kind}:{number}" for kind, number in records)


def records_of(text: str) -> tuple[tuple[str, int], ...]:
    """The same read back."""
    pairs = (one.partition(":") for one in text.split())
    return tuple((kind, int(number)) for kind, _, number in pairs)
