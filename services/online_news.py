"""Whether another site lacks something, and the package that tells it."""

from services import exchange
from services.online_uploads import BY
from services.packages import into_outbox, outbox_path
from store.queries.exchange import (
    PackageRow,
    current_package,
    has_merged_since_sending,
    lacks_something,
    wanted_contents,
)
from sync.blobs import path_of
from sync.sites import Site


def has_news(peer: Site) -> bool:
    """Whether a package for the site would tell it anything.

    A package that brought something new is answered, which is how its sender learns
    that it arrived; the answer brings nothing new, so there the talk ends.
    """
    if lacks_something(peer.site) or has_merged_since_sending(peer.site):
        return True
    node = exchange.this_node()
    return any(path_of(node, one).exists() for one in wanted_contents(peer.site))


def package_for(peer: Site) -> PackageRow | None:
    """The package to fetch or push now, in the outbox; None when there is no news.

    One that was made before and still says all is given again, so that a broken line
    resumes instead of starting anew.
    """
    if not has_news(peer):
        return None
    made = current_package(peer.site)
    if made and outbox_path(made.snapshot_id).exists():
        return made
    return into_outbox(peer, full=False, by=BY)
