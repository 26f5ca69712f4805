"""Correct, confirm, add and remove parts of a reading, in place or on a page."""

from dataclasses import replace
from typing import cast

from flask import flash, redirect, request, url_for
from flask.wrappers import Response

from blueprints.plans import bp
from blueprints.plans.cards import card
from blueprints.plans.choices import choices_for
from blueprints.plans.pages import CardPage, EditPage
from domain.errors import NotFound
from domain.fields import Field
from domain.plan_mapping import editing, forms
from domain.plan_mapping.model import WHOLE, Part, PartName, PlanDraft
from services import plan_drafts
from store.queries.plans import KeptDraft
from web.htmx import see_other, wants_fragment
from web.idempotency import once
from web.pages import page, page_or_fragment
from web.policy import current_actor, requires

PARTS = "<any(campaign, phase, task, requirement):part>"
ONE = f"/<row:draft_id>/{PARTS}/<int:part_id>"
TITLES: dict[PartName, str] = {
    "campaign": "活动名称和时间",
    "phase": "阶段",
    "task": "任务",
    "requirement": "要求",
}
GONE = "这一项已被去掉，可能是在别的窗口里改过。请回到读取页查看。"
OVERTAKEN = "这一项刚被改过，没有保存。您填的内容还在下面，请对照读取页后再保存。"


@bp.get(ONE)
@requires("campaigns.manage")
def part(draft_id: int, part: PartName, part_id: int) -> Response:
    """One part as it stands; its place on the page for browsers without scripts."""
    kept = plan_drafts.reading(draft_id, current_actor())
    if wants_fragment():
        shown = CardPage(kept.row, card(kept.draft, part, part_id))
        return page("plans/_card_alone.html", shown)
    return cast(
        "Response", redirect(_address(kept.row.id, kept.row.version, part, part_id))
    )


@bp.get(f"{ONE}/edit")
@requires("campaigns.manage")
def edit(draft_id: int, part: PartName, part_id: int) -> Response:
    """A form with what was read."""
    kept = plan_drafts.reading(draft_id, current_actor())
    return _form(_edit_page(kept, part, part_id))


@bp.post(ONE)
@requires("campaigns.manage")
@once
def save(draft_id: int, part: PartName, part_id: int) -> Response:
    """Keep the correction; the part is no longer in doubt."""
    kept = plan_drafts.reading(draft_id, current_actor())
    shown = _edit_page(kept, part, part_id)
    filled = forms.fill(part, _typed(part), _keys(shown))
    errors = dict(filled.errors)
    if request.form.get("seen") != shown.seen:
        errors = {shown.fields[0].name: OVERTAKEN}
    if errors:
        return _form(replace(shown, typed=_typed(part), errors=errors), 422)

    def correct(draft: PlanDraft) -> PlanDraft:
        if part == "campaign":
            return editing.correct_whole(draft, **filled.values)
        changed = forms.put_in(_found(draft, part, part_id), filled.values)
        return editing.correct(draft, part, changed)

    version = plan_drafts.change(draft_id, correct, current_actor())
    return see_other(_address(draft_id, version, part, part_id))


@bp.post(f"{ONE}/check")
@requires("campaigns.manage")
@once
def check(draft_id: int, part: PartName, part_id: int) -> Response:
    """A person has looked: what was in doubt is right."""
    actor = current_actor()
    if part != "campaign":
        _found(plan_drafts.reading(draft_id, actor).draft, part, part_id)
    version = plan_drafts.change(
        draft_id, lambda draft: editing.confirm(draft, part, part_id), actor
    )
    return see_other(_address(draft_id, version, part, part_id))


@bp.post(f"{ONE}/remove")
@requires("campaigns.manage")
@once
def remove(draft_id: int, part: PartName, part_id: int) -> Response:
    """Take the part out; its sentence goes to those waiting for a decision."""
    version = plan_drafts.change(
        draft_id, lambda draft: editing.remove(draft, part, part_id), current_actor()
    )
    flash(f"已去掉这项{TITLES[part]}；它的原文列在“还没有列入的句子”里。", "ok")
    return see_other(url_for("plans.show", draft_id=draft_id, v=version))


@bp.get(f"/<row:draft_id>/{PARTS}/new", endpoint="new_part")
@requires("campaigns.manage")
def show_new_part(draft_id: int, part: PartName) -> Response:
    """A form for a part more, begun from a sentence when one is given."""
    kept = plan_drafts.reading(draft_id, current_actor())
    return _form(_new_page(kept, part))


@bp.post(f"/<row:draft_id>/{PARTS}")
@requires("campaigns.manage")
@once
def add(draft_id: int, part: PartName) -> Response:
    """Keep it at the end of its kind."""
    kept = plan_drafts.reading(draft_id, current_actor())
    shown = _new_page(kept, part)
    filled = forms.fill(part, _typed(part), _keys(shown))
    if filled.errors:
        return _form(replace(shown, typed=_typed(part), errors=filled.errors), 422)
    source = int(shown.source) if shown.source else None
    left = editing.leftover(kept.draft, source)
    new = forms.put_in(forms.suggested(part, left), filled.values)
    _, part_id = editing.add(kept.draft, part, new, source)
    version = plan_drafts.change(
        draft_id,
        lambda draft: editing.add(draft, part, new, source)[0],
        current_actor(),
    )
    return see_other(_address(draft_id, version, part, part_id))


def _address(draft_id: int, version: int, part: PartName, part_id: int) -> str:
    """The part's place on the page; the version makes the browser load it anew."""
    anchor = f"item-{part}-{part_id}"
    return url_for("plans.show", draft_id=draft_id, v=version, _anchor=anchor)


def _form(shown: EditPage, status: int = 200) -> Response:
    return page_or_fragment("plans/edit.html", "plans/_form.html", shown, status)


def _found(draft: PlanDraft, part: PartName, part_id: int) -> Part:
    found = draft.part(part, part_id)
    if found is None:
        raise NotFound(GONE)
    return found


def _edit_page(kept: KeptDraft, part: PartName, part_id: int) -> EditPage:
    draft = kept.draft
    if part == "campaign":
        whole = (draft.name, draft.start_on, draft.end_on)
        names = ("name", "start_on", "end_on")
        typed = {
            name: str(value or "") for name, value in zip(names, whole, strict=True)
        }
        seen = forms.fingerprint(whole)
    else:
        found = _found(draft, part, part_id)
        typed, seen = forms.typed_of(found), forms.fingerprint(found)
    sentence = draft.anchor(part, part_id).raw
    return EditPage(
        row=kept.row,
        part=part,
        id=part_id,
        key=f"{part}-{part_id}",
        title=f"修改{TITLES[part]}",
        sentence=sentence,
        fields=_fields(part, sentence),
        many=forms.MANY,
        typed=typed,
        choices=choices_for(draft, part, part_id),
        action=url_for("plans.save", draft_id=kept.row.id, part=part, part_id=part_id),
        seen=seen,
    )


def _new_page(kept: KeptDraft, part: PartName) -> EditPage:
    if part == "campaign":
        raise NotFound(GONE)
    source = request.values.get("source", WHOLE, type=int)
    left = editing.leftover(kept.draft, source)
    sentence = left.raw if left else ""
    typed = forms.typed_of(forms.suggested(part, left))
    typed |= {"phase_id": request.args.get("phase", "")} if part != "phase" else {}
    return EditPage(
        row=kept.row,
        part=part,
        id=WHOLE,
        key=f"{part}-new-{source}",
        title=f"增加{TITLES[part]}",
        sentence=sentence,
        fields=_fields(part, sentence),
        many=forms.MANY,
        typed=typed,
        choices=choices_for(kept.draft, part, WHOLE),
        action=url_for("plans.add", draft_id=kept.row.id, part=part),
        seen="",
        source=str(source) if left else "",
    )


def _fields(part: PartName, sentence: str) -> list[Field]:
    """The sentence of the plan is not for changing; a part made by hand states one."""
    return [one for one in forms.FIELDS[part] if one.name != "raw" or not sentence]


def _typed(part: PartName) -> dict[str, str]:
    form = request.form
    return {
        one.name: ",".join(form.getlist(one.name))
        if one.name in forms.MANY
        else form.get(one.name, "")
        for one in forms.FIELDS[part]
        if one.name != "raw" or "raw" in form
    }


def _keys(shown: EditPage) -> dict[str, set[str]]:
    return {name: {key for key, _ in pairs} for name, pairs in shown.choices.items()}
