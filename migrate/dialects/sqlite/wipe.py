"""Everything a user made, removed: only ever done to a dev database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migrate.dialects.sqlite.tokens import quoted

if TYPE_CHECKING:
    from migrate.dialects.base import Session

OBJECTS = """
select type, name from sqlite_master
where type in ('view', 'table') and name not like 'sqlite^_%%' escape '^'
order by type = 'table', sql not like 'create virtual table%%'
"""


def wipe(session: Session) -> None:
    """Drop all views and tables, and with them indexes, triggers, shadow tables and counters.

    References between the tables do not count meanwhile.
    """
    (watched,) = session.query("pragma foreign_keys")[0]
    session.query("pragma foreign_keys = off")
    for kind, name in session.query(OBJECTS):
        # Shadow tables go with their virtual table.
        session.query(f"drop {kind} if exists {quoted(name)}".replace("%", "%%"))
    if watched:
        session.query("pragma foreign_keys = on")
