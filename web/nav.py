"""The words of the left rail, and who sees which."""

from dataclasses import dataclass

from flask import current_app, request, url_for

from domain.policy import Action, Actor


@dataclass(frozen=True)
class Entry:
    """One word of the rail; left out while its endpoint is not registered.

    Attributes:
        actions: One of these must be granted; none shows it to everybody.
        also: Further blueprints whose pages belong under this word.
    """

    label: str
    endpoint: str
    actions: tuple[Action, ...] = ()
    also: tuple[str, ...] = ()


ENTRIES = (
    Entry("首页", "home.show"),
    Entry("活动", "campaigns.list", ("campaigns.read",), ("plans",)),
    Entry("填报", "records.overview", ("records.enter",)),
    Entry("审核", "reviews.list", ("records.return", "records.accept")),
    Entry("总览", "overview.show", ("overview.read",)),
    Entry("材料", "filings.list", ("filings.read",), ("verification",)),
    Entry("交换", "exchange.show", ("exchange.read",)),
    Entry("单位", "units.list", ("organisation.manage",)),
    Entry("人员", "people.list", ("organisation.manage",)),
    Entry("账号", "accounts.list", ("accounts.manage",)),
    Entry("审计", "audit.list", ("audit.read",)),
)


@dataclass(frozen=True)
class Link:
    """An entry as shown on this page."""

    label: str
    url: str
    is_here: bool


def links_for(actor: Actor) -> list[Link]:
    """The rail of this actor, in order."""
    blueprint = request.blueprint or ""
    return [
        Link(
            label=entry.label,
            url=url_for(entry.endpoint),
            is_here=blueprint in {entry.endpoint.partition(".")[0], *entry.also},
        )
        for entry in ENTRIES
        if entry.endpoint in current_app.view_functions
        and (not entry.actions or any(map(actor.may, entry.actions)))
    ]
