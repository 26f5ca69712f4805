"""Forms of units, people and accounts: declared fields, one template, one answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from flask import flash, request
from flask.wrappers import Response

from domain.errors import Invalid
from domain.fields import Field
from domain.policy import Action, Actor
from store.queries.units import unit_tree
from web.htmx import see_other
from web.pages import page
from web.policy import current_actor

Option = tuple[str, str, str]
Change = Callable[[Actor, int, Mapping[str, str]], None]


@dataclass(frozen=True)
class FormPage:
    """One form.

    Attributes:
        crumbs: (label, url) from the top down.
        lead: One sentence: what this form is for.
        action: Where it is posted.
        button: What pressing it does.
        back: Where 取消 leads.
        values: What stands in the fields, by field name.
        options: (code, name, hint) to choose from, by field name.
        errors: Reason by field name.
        is_danger: Whether the button ends something.
    """

    title: str
    lead: str
    crumbs: Sequence[tuple[str, str]]
    action: str
    button: str
    back: str
    fields: Sequence[Field]
    values: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    is_danger: bool = False


def show_form(form: FormPage) -> Response:
    """The form as it stands."""
    return page("units/form.html", form)


def save_form(
    form: FormPage, save: Callable[[Mapping[str, str]], str], said: str
) -> Response:
    """Save what was typed and go on; or the form again, filled in, with reasons.

    Args:
        form: The form.
        save: Takes the cells by field name; answers where to go then.
        said: What the next page says happened.
    """
    cells = typed(form.fields)
    try:
        url = save(cells)
    except Invalid as error:
        reasons = error.fields or {form.fields[0].name: error.message}
        return page("units/form.html", replace(form, values=cells, errors=reasons), 422)
    flash(said, "ok")
    return see_other(url)


def save_change(form: FormPage, row_id: int, change: Change, said: str) -> Response:
    """Change what exists and go back to its page; else as save_form."""

    def save(cells: Mapping[str, str]) -> str:
        change(current_actor(), row_id, cells)
        return form.back

    return save_form(form, save, said)


def typed(fields: Sequence[Field]) -> dict[str, str]:
    """What was typed into the fields, trimmed."""
    return {one.name: request.form.get(one.name, "").strip() for one in fields}


def unit_options(action: Action) -> list[Option]:
    """Units the actor may act on, by code, indented as they stand in the tree."""
    reach = current_actor().reach.get(action, frozenset())
    return [
        (unit.code, f"{'　' * depth}{unit.name}", unit.code)
        for unit, depth in unit_tree().walk()
        if unit.id in reach
    ]
