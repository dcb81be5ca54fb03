"""Everything a user made, removed: only ever done to a dev database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migrate.dialects.sqlite.tokens import quoted

if TYPE_CHECKING:
    from migrate.dialects.base import Session

OBJECTS = """
select m.type, m.name from sqlite_master m left join pragma_table_list l on l.schema = 'main' and l.name = m.name
where m.type in ('view', 'table') and m.name not like 'sqlite^_%%' escape '^' and coalesce(l.type, '') <> 'shadow'
order by m.type = 'table', coalesce(l.type, '') <> 'virtual'
"""


def wipe(session: Session) -> None:
    """Drop all views and tables, and with them indexes, triggers, shadow tables and counters.

    References between the tables do not count meanwhile.
    """
    (watched,) = session.query("pragma foreign_keys")[0]
    session.query("pragma foreign_keys = off")
    for kind, name in session.query(OBJECTS):
        session.query(f"drop {kind} {quoted(name)}".replace("%", "%%"))
    if watched:
        session.query("pragma foreign_keys = on")
