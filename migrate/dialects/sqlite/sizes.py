"""How large tables are: their rows are counted, their pages too where SQLite was built with ``dbstat``."""

from __future__ import annotations

import contextlib

from migrate.dialects.base import Session
from migrate.dialects.sizing import TableSize
from migrate.errors import ServerError

_TABLES = """
select name from sqlite_master
 where type = 'table' and name not like 'sqlite\\_%%' escape '\\' order by name
"""
_BYTES = """
select m.tbl_name, sum(s.pgsize) from dbstat s join sqlite_master m on m.name = s.name group by m.tbl_name
"""


def sizes(session: Session) -> tuple[TableSize, ...]:
    """Return the tables.  Raises ServerError."""
    taken: dict[str, int] = {}
    with contextlib.suppress(ServerError):
        taken = {name: int(size) for name, size in session.query(_BYTES)}
    return tuple(
        TableSize("", name, _count(session, name), taken.get(name)) for (name,) in session.query(_TABLES)
    )


def _count(session: Session, name: str) -> int | None:
    """Return the rows of a table, ``None`` of a virtual one whose module is not here."""
    with contextlib.suppress(ServerError):
        quoted = session.dialect.quote(name).replace("%", "%%")
        return int(session.query(f"select count(*) from {quoted}")[0][0])
    return None
