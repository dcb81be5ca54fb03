"""How large tables are, as the storage engine estimates it."""

from __future__ import annotations

from migrate.dialects.base import Session
from migrate.dialects.sizing import TableSize

_SIZES = """
select table_name, table_rows, data_length + index_length
  from information_schema.tables
 where table_schema = database() and table_type not like '%%VIEW'
 order by table_name
"""


def sizes(session: Session) -> tuple[TableSize, ...]:
    """Return the tables of the database.  Raises ServerError."""
    return tuple(
        TableSize("", name, None if rows is None else int(rows), None if size is None else int(size))
        for name, rows, size in session.query(_SIZES)
    )
