"""Numbers of filings: which of them a node may give without asking another.

A number, once on paper, may not come again, and nodes cannot ask each other. So each
unit and year has one series in blocks: the first for the node that holds the unit, one
more for every other node, chosen by its site number.

Source:
    GB/T 9704-2012, 7.2.5: Arabic digits alone, so no letter can tell nodes apart.
"""

from collections.abc import Collection, Sequence

BLOCK = 1000


def block_of(
    site: int, units: Sequence[str], holders: Collection[tuple[int, str]]
) -> range:
    """The numbers that a site may give to a unit's filings of one year.

    A node that was registered anew after a restore is another site: numbers given
    since its backup are unknown to it, so it leaves the first block alone.

    Args:
        site: The site that asks; 0 for a node that exchanges with nobody yet.
        units: Codes of the unit and of those above it, nearest first.
        holders: Every (site, unit code) the site knows, retired ones too.
    """
    for unit in units:
        sites = [one for one, code in holders if code == unit]
        if sites:
            first = 0 if min(sites) == site else site * BLOCK
            return range(first + 1, first + BLOCK)
    return range(site * BLOCK + 1, site * BLOCK + BLOCK)
