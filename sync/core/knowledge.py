"""Knowledge vectors: for every site, the largest stamp integrated.

A vector is causally closed: whoever knows a write knows all that its author knew.
"""

from collections.abc import Mapping

Knowledge = Mapping[int, int]
"""Largest hlc by site; a site that is absent is not known at all."""


def lacking(here: Knowledge, wanted: Knowledge) -> dict[int, int]:
    """The entries of ``wanted`` that exceed ``here``, by site in ascending order."""
    return {
        site: hlc for site, hlc in sorted(wanted.items()) if hlc > here.get(site, -1)
    }


def covers(here: Knowledge, other: Knowledge) -> bool:
    """Whether everything that ``other`` knows is known here."""
    return not lacking(here, other)


def joined(first: Knowledge, second: Knowledge) -> dict[int, int]:
    """What both know together."""
    sites = sorted(first.keys() | second.keys())
    return {site: max(first.get(site, -1), second.get(site, -1)) for site in sites}
