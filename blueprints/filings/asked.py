"""What the form for new filings says: kind, campaign, unit and day."""

from dataclasses import dataclass
from datetime import date

from flask import request

from blueprints.filings import shown
from blueprints.filings.pages import NewPage
from documents.compose import KINDS
from services.filings import Wanted
from store import clock
from web.policy import current_actor

FIELDS = ("kind", "campaign", "unit", "on", "sealed")
NO_DAY = "请填写数据截止日，如 2026-04-30，不晚于今天。"


@dataclass(frozen=True)
class Asked:
    """A form as sent.

    Attributes:
        page: The form again, with what is wrong in it.
        on: The day; only meaningful when nothing is wrong.
    """

    page: NewPage
    on: date

    @property
    def is_good(self) -> bool:
        """Nothing is wrong with it."""
        return not self.page.errors

    @property
    def wanted(self) -> Wanted:
        """The same as the service takes it."""
        texts = self.page.texts
        return Wanted(
            kind=texts["kind"],
            campaign_id=int(texts["campaign"]),
            unit_id=int(texts["unit"]),
            figures_on=self.on,
            is_sealed=bool(texts["sealed"]),
        )


def asked() -> Asked:
    """What was sent: by a form, or in the address of a page."""
    texts = {name: request.values.get(name, "") for name in FIELDS}
    on = _day(texts["on"])
    empty = form_page(texts, {})
    errors = {**_errors(empty), **({} if on else {"on": NO_DAY})}
    return Asked(form_page(texts, errors), on or clock.today())


def form_page(texts: dict[str, str], errors: dict[str, str]) -> NewPage:
    """The form with these words in it; what may be chosen is chosen for the actor."""
    actor = current_actor()
    campaigns, units = shown.campaigns_for(actor), shown.units_for(actor)
    chosen = dict(texts)
    for name, pairs in (("campaign", campaigns), ("unit", units)):
        if pairs and not chosen.get(name):
            chosen[name] = pairs[0][0]
    return NewPage(KINDS, campaigns, units, chosen, errors)


def _errors(data: NewPage) -> dict[str, str]:
    choices = (
        ("kind", [(one.key, one.label) for one in data.kinds], "请选择要制作的材料。"),
        ("campaign", data.campaigns, "请选择活动。"),
        ("unit", data.units, "请选择单位。"),
    )
    return {
        name: message
        for name, pairs, message in choices
        if data.texts[name] not in dict(pairs)
    }


def _day(text: str) -> date | None:
    try:
        on = date.fromisoformat(text)
    except ValueError:
        return None
    return on if on <= clock.today() else None
