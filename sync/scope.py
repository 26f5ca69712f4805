"""The subtree a replica holds: fills the temp tables that scope conditions read."""

from domain.errors import NotFound
from sync.connection import Connection
from sync.core.selection import FILL_ABOVE, FILL_UNITS, SCOPE_TABLES

NO_UNIT = "没有代码为“{code}”的单位。请检查代码，或先用org load载入单位。"


def open_scope(connection: Connection, unit_code: str | None, today: str) -> bool:
    """Fill temp.scope_unit and temp.scope_above; return whether it is everything.

    Args:
        connection: The live database.
        unit_code: Code of the subtree's top, or None for the whole database.
        today: Beijing day as ISO text; the tree is taken as of that day.

    Raises:
        NotFound: When no living unit has the code.
    """
    for statement in SCOPE_TABLES:
        connection.execute(statement)
    if unit_code is None:
        return True
    values = {"code": unit_code, "today": today}
    connection.execute(FILL_UNITS, values)
    connection.execute(FILL_ABOVE, values)
    if connection.execute("SELECT 1 FROM temp.scope_unit").fetchone() is None:
        raise NotFound(NO_UNIT.format(code=unit_code))
    return False


def account_names(connection: Connection) -> list[tuple[int, str]]:
    """Id and name of the living accounts of the subtree filled in, by name."""
    query = """SELECT id, name FROM account WHERE _del = 0 AND is_active = 1
        AND unit_id IN (SELECT unit_id FROM temp.scope_unit) ORDER BY name, id"""
    return [(row[0], row[1]) for row in connection.execute(query)]
