"""The form of a record that somebody else changed meanwhile: both values, who, when."""

from dataclasses import replace
from typing import NamedTuple

from blueprints.records import forms, shown
from blueprints.records.forms import Posted
from blueprints.records.found import Found
from blueprints.records.pages import FormPage
from domain import records as rules
from domain.errors import Overtaken
from domain.fields import Field
from domain.records import STATUS_LABELS
from domain.seen import Seen
from store.queries.record_detail import MoveRow
from web.filters import instant

QUOTED_LENGTH = 60
SOMEBODY = "别人"


class Sent(NamedTuple):
    """A form as it came back: what was typed, and what it had shown."""

    typed: Posted
    seen: Seen


def page_of(found: Found, sent: Sent, error: Overtaken) -> FormPage:
    """The form again with everything typed in it; nothing was written."""
    if error.fields:
        return _same_fields(found, sent, tuple(error.fields))
    return _moved(found, sent)


def _same_fields(found: Found, sent: Sent, names: tuple[str, ...]) -> FormPage:
    """Fields of others brought up to date; where both wrote, what was typed stays."""
    texts, ticked = sent.typed
    now, present = forms.stored(found)
    merged = {
        name: now[name] if sent.seen.shows(name, text) else text
        for name, text in texts.items()
    }
    people = sent.seen.people_now(_ids(ticked), _ids(present))
    form = forms.edit_page(found, (merged, tuple(map(str, people))))
    fields = {name: one for name in names if (one := found.kind.field(name))}
    theirs = _theirs(found, tuple(fields.values()))
    sentences = {
        name: _sentence(found, one, theirs[name], _mine(form, one))
        for name, one in fields.items()
    }
    message = (
        f"您填写期间有{len(names)}项被别人改过，与您填的不同，还没有保存；"
        "请逐项定下用哪个，再存一次。"
    )
    return replace(forms.refused(form, Overtaken(message, sentences)), theirs=theirs)


def _moved(found: Found, sent: Sent) -> FormPage:
    """Handed on or deleted; fields are held against what was shown at the next save."""
    record, seen = found.detail.record, sent.seen
    if found.editing:
        seen = replace(seen, status=record.status)
        go_on = f"现在存，就是“{found.editing.button}”；请看清后再存。"
    elif found.detail.is_deleted:
        go_on = "要接着改，请先在这条记录的页面上恢复它，再回来存。"
    else:
        go_on = rules.refusal(
            "修改",
            record.status,
            lambda action: found.actor.may(action, record.unit_id),
        )
    form = forms.edit_page(found, sent.typed, seen)
    message = f"{_who_moved(found)}您填的内容没有保存，还在下面。{go_on}"
    return forms.refused(form, Overtaken(message))


def _sentence(found: Found, one: Field, theirs: str, mine: str) -> str:
    changed = (move for move in found.detail.moves if one.name in move.changes)
    by = _by(max(changed, key=lambda move: move.at, default=None))
    return (
        f"{one.label}在您填写期间被{by}改为{_quoted(theirs)}，"
        f"您填的是{_quoted(mine)}；请留下要用的。"
    )


def _who_moved(found: Found) -> str:
    moves = [
        move
        for move in found.detail.moves
        if move.to_status != move.from_status or move.action == "delete"
    ]
    by = _by(moves[-1] if moves else None)
    done = (
        "删除"
        if found.detail.is_deleted
        else f"转为“{STATUS_LABELS[found.detail.record.status]}”"
    )
    return f"这条记录在您填写期间已由{by}{done}。"


def _by(move: MoveRow | None) -> str:
    return f"{move.actor}于 {instant(move.at)} " if move else SOMEBODY


def _theirs(found: Found, fields: tuple[Field, ...]) -> dict[str, str]:
    values = found.detail.record.values
    names = shown.names_of(shown.person_ids(found.kind, values))
    return {one.name: shown.text_of(one, values[one.name], names) for one in fields}


def _mine(form: FormPage, one: Field) -> str:
    """What was typed; for a choice of person or unit, its name."""
    typed = form.texts[one.name]
    called = {str(key): name for key, name, _ in form.options.of(one)}
    return called.get(typed, typed)


def _quoted(text: str) -> str:
    if not text:
        return "空"
    line = " ".join(text.split())
    return f"“{line[:QUOTED_LENGTH]}{'……' if len(line) > QUOTED_LENGTH else ''}”"


def _ids(texts: tuple[str, ...]) -> list[int]:
    return [int(one) for one in texts if one.isdecimal()]
