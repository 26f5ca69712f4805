"""What stands around every page: office, person, rail, count of what is to do."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app

from domain.policy import Actor
from store.queries.units import unit_tree
from web import assets, nav
from web.login import signed_in
from web.switcher import Switcher, switcher_for

PRODUCT = "落实"
_TODO = "luoshi_todo_count"


@dataclass(frozen=True)
class Frame:
    """The top bar and the rail.

    Attributes:
        office: Name of the topmost unit held here.
        person: Name of whoever is signed in; empty when nobody is.
        todo_count: What waits for this person; None when nothing counts it.
        switcher: Campaigns to go to; None when there are none.
    """

    office: str
    person: str = ""
    unit: str = ""
    links: tuple[nav.Link, ...] = ()
    todo_count: int | None = None
    switcher: Switcher | None = None


def init_app(app: Flask) -> None:
    """Make the frame known to every whole page."""
    app.jinja_env.globals.update(
        frame=current_frame,
        stylesheets=assets.STYLESHEETS,
        scripts=assets.SCRIPTS,
    )


def count_todo_with(app: Flask, counter: Callable[[Actor], int]) -> None:
    """Show this count in the top bar; the home page's blueprint gives it."""
    app.extensions[_TODO] = counter


def current_frame() -> Frame:
    """The frame of this request."""
    found = signed_in()
    if found is None:
        return Frame(office=PRODUCT)
    actor = found.actor
    tree = unit_tree()
    unit = tree.by_id.get(actor.unit_id)
    above = tree.ancestors(actor.unit_id)
    top = above[-1] if above else unit
    counter = current_app.extensions.get(_TODO)
    is_settled = not found.must_change
    return Frame(
        office=top.name if top else PRODUCT,
        person=actor.display_name,
        unit=unit.name if unit else "",
        links=tuple(nav.links_for(actor)) if is_settled else (),
        todo_count=counter(actor) if counter and is_settled else None,
        switcher=switcher_for(actor) if _may_switch(actor) and is_settled else None,
    )


def _may_switch(actor: Actor) -> bool:
    return actor.may("campaigns.read") or actor.may("overview.read")
