"""Between a posted form and a record's entry: texts in, the same texts back."""

from collections.abc import Mapping
from datetime import date

from flask import request, url_for

from blueprints.records.found import Found
from blueprints.records.pages import FormPage, Option
from domain import records as rules
from domain.errors import DomainError, WrongState
from domain.fields import Kind
from domain.policy import Actor
from domain.reading import Value
from domain.validation import ATTENDANCE
from services import record_entry
from services.record_entry import Entry, Place
from store.queries import record_places
from store.queries.record_detail import MoveRow
from store.queries.units import unit_tree

Posted = tuple[Mapping[str, str], tuple[str, ...]]


def posted(kind: Kind) -> Posted:
    """What was typed: text by field name, and the persons ticked."""
    texts = {one.name: request.form.get(one.name, "") for one in kind.fields}
    return texts, tuple(request.form.getlist(ATTENDANCE))


def entry_of(kind: Kind, typed: Posted, actor: Actor, found: Found | Place) -> Entry:
    """The typed values; Invalid names the fields that cannot be read."""
    texts, present = typed
    place = found if isinstance(found, Place) else found.place
    keep = [] if isinstance(found, Place) else _named(found)
    known = record_entry.directory(actor, place.unit_id, keep)
    given = dict(texts)
    if kind.attendance:
        given[ATTENDANCE] = ",".join(present)
    return record_entry.read_entry(kind, given, known)


def new_page(
    kind: Kind, actor: Actor, place: Place, typed: Posted | None = None
) -> FormPage:
    """The form of a record that is not there yet."""
    campaign = record_places.campaign_place(place.campaign_id)
    task = record_places.task_place(place.task_id) if place.task_id else None
    texts, present = typed or ({one.name: "" for one in kind.fields}, ())
    return FormPage(
        kind=kind,
        record_id=None,
        action=url_for(
            "records.create",
            kind=kind,
            unit=place.unit_id,
            campaign=place.campaign_id,
            task=place.task_id,
        ),
        cancel_url=url_for("records.list", kind=kind),
        unit=unit_tree().by_id[place.unit_id].name,
        campaign=campaign.name if campaign else "",
        task=task.name if task else "",
        move=rules.CREATE,
        texts=texts,
        present=present,
        options=_options(actor, place.unit_id, []),
    )


def edit_page(found: Found, typed: Posted | None = None) -> FormPage:
    """The form of a stored record.

    Raises:
        WrongState: When the actor may not change it now; says what may be done.
    """
    record, actor = found.detail.record, found.actor
    move = next((one for one in found.moves.values() if one.edits), None)
    if move is None:
        sentence = rules.refusal(
            "修改", record.status, lambda action: actor.may(action, record.unit_id)
        )
        raise WrongState(sentence)
    texts, present = typed or _stored(found)
    returned = _last_return(found)
    unit = unit_tree().by_id.get(record.unit_id)
    return FormPage(
        kind=found.kind,
        record_id=record.id,
        action=url_for("records.save", kind=found.kind, record_id=record.id),
        cancel_url=url_for("records.show", kind=found.kind, record_id=record.id),
        unit=unit.name if unit else "",
        campaign=found.campaign,
        task=found.task,
        move=move,
        texts=texts,
        present=present,
        options=_options(actor, record.unit_id, _named(found)),
        returned=returned.fields if returned else {},
        returned_why=returned.why if returned else "",
    )


def refused(form: FormPage, error: DomainError) -> FormPage:
    """The same form with what is wrong in it."""
    return FormPage(
        **{
            **form.__dict__,
            "errors": error.fields,
            "message": error.message,
            "why": request.form.get("why", ""),
        }
    )


def _last_return(found: Found) -> MoveRow | None:
    if found.detail.record.status != "returned":
        return None
    returns = [one for one in found.detail.moves if one.action == "return"]
    return returns[-1] if returns else None


def _stored(found: Found) -> Posted:
    texts = {name: _text(value) for name, value in found.detail.record.values.items()}
    return texts, tuple(str(one) for one in found.detail.person_ids_present)


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _named(found: Found) -> list[int]:
    values = found.detail.record.values
    named = [values[one.name] for one in found.kind.fields if one.input == "person"]
    every = (*named, *found.detail.person_ids_present)
    return [one for one in every if isinstance(one, int)]


def _options(
    actor: Actor, unit_id: int, keep: list[int]
) -> dict[str, tuple[Option, ...]]:
    tree = unit_tree()
    people = {
        person.id: person for person in record_entry.person_choices(actor, unit_id)
    }
    people.update(record_places.people_by_id(set(keep) - people.keys()))
    several = len({person.unit_id for person in people.values()}) > 1
    return {
        "person": tuple(
            (
                person.id,
                person.name,
                tree.by_id[person.unit_id].name
                if several and person.unit_id in tree.by_id
                else person.post,
            )
            for person in people.values()
        ),
        "unit": tuple((unit.id, unit.name, "") for unit, _ in tree.walk()),
    }
