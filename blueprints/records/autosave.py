"""暂存 without being asked: a stored draft keeps what is readable while one writes."""

from dataclasses import replace

from flask.wrappers import Response

from blueprints.records import bp, forms
from blueprints.records.found import Found, find
from blueprints.records.overtaken import Sent
from blueprints.records.pages import AutosavePage
from domain.errors import Invalid, Overtaken
from domain.fields import Kind
from domain.seen import Seen, pack, seen_of
from services import records
from services.record_entry import Edit
from store import clock
from web.filters import instant
from web.pages import page
from web.policy import requires

NO_DRAFT = "这条记录已不是草稿，没有自动暂存；填写的内容还在这一页上。"
OVERTAKEN = "有的内容已被别人改过，没有自动暂存；请按“暂存”查看。"


@bp.post("/<kind:kind>/<row:record_id>/autosave")
@requires("records.enter")
def autosave(kind: Kind, record_id: int) -> Response:
    """One line that says when; the page and its form stay as they are."""
    found = find(kind, record_id, deleted=True)
    sent = Sent(forms.posted(kind), forms.posted_seen())
    return page("records/_autosave.html", _keep(found, sent))


def _keep(found: Found, sent: Sent) -> AutosavePage:
    if found.editing is None or found.editing.checks:
        return AutosavePage(NO_DRAFT)
    try:
        edit, unread = _readable(found, sent)
        records.save(found.actor, found.kind, found.detail.record.id, edit)
    except Overtaken:
        return AutosavePage(OVERTAKEN)
    message = f"已于 {instant(clock.now_utc()).partition(' ')[2]} 自动暂存"
    if unread:
        message += f"，其中{unread}项填写有误，未存"
    return AutosavePage(f"{message}。", pack(_shown_now(edit)))


def _readable(found: Found, sent: Sent) -> tuple[Edit, int]:
    """What can be read, and how many fields cannot."""
    try:
        return forms.edit_of(found, *sent), 0
    except Overtaken:
        raise
    except Invalid as error:
        return forms.edit_of(found, *sent, without=error.fields), len(error.fields)


def _shown_now(edit: Edit) -> Seen:
    """The form shows what was just kept; of other fields what it showed before."""
    entry, seen = edit.entry, edit.seen
    words = {**seen.words, **seen_of("", entry.values).words}
    present = seen.present if entry.present is None else frozenset(entry.present)
    return replace(seen, words=words, present=present)
