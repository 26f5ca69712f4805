"""Between a posted form and a record's entry: texts in, the same texts back."""

from collections.abc import Collection, Mapping

from flask import request, url_for

from blueprints.records import options
from blueprints.records.found import Found
from blueprints.records.pages import FormPage
from domain import records as rules
from domain.errors import DomainError, Overtaken, WrongState
from domain.fields import Kind
from domain.policy import Actor
from domain.records import Move
from domain.seen import Seen, pack, seen_of, text_of, unpack
from domain.validation import ATTENDANCE
from services import record_entry, record_people, record_writing
from services.record_entry import Edit, Entry, Place
from store.queries import record_places
from store.queries.record_detail import MoveRow
from store.queries.units import unit_tree

Posted = tuple[Mapping[str, str], tuple[str, ...]]


def posted(kind: Kind) -> Posted:
    """What was typed: text by field name, and the persons ticked."""
    texts = {one.name: request.form.get(one.name, "") for one in kind.fields}
    return texts, tuple(request.form.getlist(ATTENDANCE))


def entry_of(kind: Kind, typed: Posted, actor: Actor, place: Place) -> Entry:
    """The values of a new record; Invalid names the fields that cannot be read."""
    texts, present = typed
    given = dict(texts)
    if kind.attendance:
        given[ATTENDANCE] = ",".join(present)
    known = record_people.directory(actor, place)
    return record_entry.read_entry(kind, given, known)


def edit_of(
    found: Found, typed: Posted, seen: Seen, without: Collection[str] = ()
) -> Edit:
    """What the person changed; what was left as shown need not be readable.

    Fields of without are left as they are stored.

    Raises:
        Invalid: Naming the changed fields that cannot be read.
        Overtaken: When the record was deleted meanwhile.
    """
    if found.detail.is_deleted:
        raise Overtaken(record_writing.MOVED)
    texts, ticked = typed
    given = {name: text for name, text in texts.items() if not seen.shows(name, text)}
    kept = [one for one in seen.present if str(one) in ticked]
    if found.kind.attendance:
        given[ATTENDANCE] = ",".join(set(ticked) - {str(one) for one in kept})
    given = {name: text for name, text in given.items() if name not in without}
    known = record_people.directory(found.actor, found.place)
    entry = record_entry.read_entry(found.kind, given, known)
    if entry.present is not None:
        entry = Entry(entry.values, (*kept, *entry.present))
    return Edit(entry, seen)


def posted_seen() -> Seen:
    """What the form that was sent had shown."""
    return unpack(request.form.get("seen", ""))


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
        options=options.for_new(actor, place),
    )


def edit_page(
    found: Found, typed: Posted | None = None, seen: Seen | None = None
) -> FormPage:
    """The form of a stored record; typed and seen when it comes back.

    Raises:
        WrongState: When it is opened and the actor may not change it now; says what
            may be done. A form that comes back keeps what was typed instead.
    """
    record = found.detail.record
    returned = _last_return(found)
    unit = unit_tree().by_id.get(record.unit_id)
    texts, present = typed or stored(found)
    seen = seen or _shown_now(found)
    return FormPage(
        kind=found.kind,
        record_id=record.id,
        action=url_for("records.save", kind=found.kind, record_id=record.id),
        cancel_url=url_for("records.show", kind=found.kind, record_id=record.id),
        unit=unit.name if unit else "",
        campaign=found.campaign,
        task=found.task,
        move=found.editing or _move_before(found, typed),
        texts=texts,
        present=present,
        options=options.for_stored(found),
        seen=pack(seen),
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


def stored(found: Found) -> Posted:
    """What the record holds, as texts of the form."""
    values = found.detail.record.values
    texts = {name: text_of(value) for name, value in values.items()}
    return texts, tuple(str(one) for one in found.detail.person_ids_present)


def _move_before(found: Found, typed: Posted | None) -> Move:
    """The move a form that comes back was opened for."""
    record = found.detail.record
    if typed is None:
        sentence = rules.refusal(
            "修改",
            record.status,
            lambda action: found.actor.may(action, record.unit_id),
        )
        raise WrongState(sentence)
    return next(one for one in rules.MOVES if one.edits)


def _last_return(found: Found) -> MoveRow | None:
    if found.detail.record.status != "returned":
        return None
    returns = [one for one in found.detail.moves if one.action == "return"]
    return returns[-1] if returns else None


def _shown_now(found: Found) -> Seen:
    record = found.detail.record
    return seen_of(record.status, record.values, found.detail.person_ids_present)
