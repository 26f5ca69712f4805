"""What a unit's standings are counted from: whom new and changed rows make stale.

The one statement of it; the triggers of every local write and the merge of packages
are both made from it. ``$rows`` stands for the rows: NEW alone, or a whole package's.
"""

from collections.abc import Mapping
from string import Template

from store.kinds import KINDS

_OWN = "SELECT campaign_id, unit_id FROM $rows r"
_EXPECTED = Template("""SELECT campaign_id, unit_id FROM expected_unit
    WHERE campaign_id IN ($campaigns)""")
_OF_CAMPAIGN = _EXPECTED.substitute(campaigns="SELECT campaign_id FROM $rows r")
_OF_UNIT = """SELECT campaign_id FROM expected_unit
    WHERE unit_id IN (SELECT unit_id FROM $rows r)"""
_ATTENDED = Template("""SELECT campaign_id, unit_id FROM $kind
    WHERE id IN (SELECT record_id FROM $rows r WHERE kind = '$kind')""")

STALE: Mapping[str, str] = {
    **{kind.__tablename__: _OWN for kind in KINDS},
    "attendance": " UNION ALL ".join(
        _ATTENDED.safe_substitute(kind=kind.__tablename__)
        for kind in KINDS
        if kind.ATTENDANCE
    ),
    "expected_unit": _OWN,
    "expected_person": _OWN,
    "campaign": _EXPECTED.substitute(campaigns="SELECT id FROM $rows r"),
    "campaign_phase": _OF_CAMPAIGN,
    "campaign_task": _OF_CAMPAIGN,
    "campaign_requirement": _OF_CAMPAIGN,
    "body": _EXPECTED.substitute(campaigns=_OF_UNIT),
}
"""By table: query of the campaign_id and unit_id that its rows make stale."""

PLACES = ("campaign_id", "unit_id", "record_id")
"""Columns that say whose a row is: where one changes, the former place is stale too."""
