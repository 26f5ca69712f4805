"""The sites this node knows, and the site numbers it may hand out."""

from dataclasses import dataclass

from sync.connection import Connection
from sync.core.ranges import Range
from sync.core.refusals import refuse

_COLUMNS = (
    "SELECT site, parent, name, unit, relation, status, sign_key, box_key, secret"
    " FROM sync_site ORDER BY site"
)


@dataclass(frozen=True)
class Site:
    """One site.

    Attributes:
        unit: Code of the unit whose subtree it holds.
        relation: self, parent, child, or other for sites known by name only.
        status: invited until the first package, then active, at last retired.
        secret: Of the invitation; None once it has been used.
    """

    site: int
    parent: int | None
    name: str
    unit: str
    relation: str
    status: str
    sign_key: bytes | None
    box_key: bytes | None
    secret: bytes | None


def all_sites(connection: Connection) -> dict[int, Site]:
    """Every site by its number."""
    return {row[0]: Site(*row) for row in connection.execute(_COLUMNS)}


def own_site(connection: Connection) -> Site:
    """This node itself."""
    sites = all_sites(connection).values()
    return next(site for site in sites if site.relation == "self")


def receiver_named(connection: Connection, unit: str | None) -> Site:
    """The site a package goes to: the parent, or the branch that holds a unit.

    Raises:
        Refused: When there is no such site, or it has not sent its keys yet.
    """
    sites = all_sites(connection).values()
    if unit in (None, "parent"):
        found = [site for site in sites if site.relation == "parent"]
        if not found:
            refuse("no_parent")
        return found[0]
    found = [site for site in sites if site.relation == "child" and site.unit == unit]
    living = [site for site in found if site.status != "retired"]
    if not living:
        refuse("no_branch", unit=unit)
    if living[0].box_key is None:
        refuse("invited_only", unit=unit)
    return living[0]


def range_of(connection: Connection, holder: int) -> Range:
    """The numbers a site may give: its own and those after it."""
    query = "SELECT site_first, site_last FROM sync_range WHERE site_first = ?"
    return Range(*connection.execute(query, (holder,)).fetchone())


def granted_by(connection: Connection, granter: int) -> list[Range]:
    """Every range the site has ever delegated."""
    query = "SELECT site_first, site_last FROM sync_range WHERE granted_by = ?"
    return [Range(*row) for row in connection.execute(query, (granter,))]
