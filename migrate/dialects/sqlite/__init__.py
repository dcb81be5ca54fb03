"""SQLite: its answers to what differs between databases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from migrate.dialects.base import OwnTables, Session
from migrate.dialects.url import DatabaseUrl
from migrate.errors import ServerError
from migrate.sql import rules
from migrate.sql.statement import Statement

if TYPE_CHECKING:
    from migrate.dialects.sqlite.session import SqliteSession

_LEFTOVERS = """
select name from sqlite_master where name not like 'sqlite@_%%' escape '@' and tbl_name not in ({ignored})
order by 1 limit 3
"""


@dataclass(frozen=True, slots=True)
class Sqlite:
    """SQLite as Python brings it."""

    name = "sqlite"
    scan_rules = rules.SQLITE
    transactional_ddl = True
    own_tables = OwnTables(text="text")

    def quote(self, name: str) -> str:
        """Return an identifier in double quotes."""
        return '"' + name.replace('"', '""') + '"'

    def connect(self, url: DatabaseUrl, *, timeout: float = 10.0, read_only: bool = False) -> SqliteSession:
        """Open the file, or a database in memory."""
        from migrate.dialects.sqlite.session import SqliteSession

        return SqliteSession(self, url, timeout=timeout, read_only=read_only)

    def lacks_table(self, error: ServerError) -> bool:
        """Return whether SQLite knows no such table; it has no number of its own for that."""
        return error.message.startswith(("no such table", "unknown database"))

    def leftovers(self, session: Session, ignored: Sequence[str]) -> list[str]:
        """Return some tables, views and triggers."""
        sql = _LEFTOVERS.format(ignored=", ".join(["%s"] * len(ignored)))
        return [str(name) for (name,) in session.query(sql, tuple(ignored))]

    def keeps_setting(self, statement: Statement) -> bool:
        """Return whether it is PRAGMA or ATTACH."""
        return statement.keyword in ("PRAGMA", "ATTACH")
