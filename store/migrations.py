"""What turns data of one schema epoch into data of the next (docs/decisions/0002)."""

from collections.abc import Mapping

from domain.synced import Migration

MIGRATIONS: Mapping[int, Migration] = {}
"""From the epoch of that number to the next. There has been one epoch so far."""
