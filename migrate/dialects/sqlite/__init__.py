"""SQLite: its answers to what differs between databases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from migrate.dialects.base import OwnTables, Session
from migrate.dialects.sizing import TableSize
from migrate.dialects.url import DatabaseUrl
from migrate.errors import ServerError
from migrate.sql import rules
from migrate.sql.statement import Statement

if TYPE_CHECKING:
    from migrate.dialects.following import Follower
    from migrate.dialects.keeping import Keeping
    from migrate.dialects.observing import Observer, Sampler
    from migrate.dialects.sqlite.session import SqliteSession
    from migrate.schema.changes import Change
    from migrate.schema.diff import DiffRules
    from migrate.schema.model import Schema
    from migrate.schema.plan import Plan

_LEFTOVERS = """
select name from sqlite_master where name not like 'sqlite@_%%' escape '@' and tbl_name not in ({ignored})
  and tbl_name not like 'migrate@_kept%%' escape '@'
order by 1 limit 3
"""

INSIDE = ("within a transaction", "inside a transaction", "within transaction")
"""What SQLite's messages say of a statement that runs in no transaction."""


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

    def stands_alone(self, statement: Statement) -> bool:
        """Return whether it is VACUUM, or a word about the connection."""
        return statement.keyword in ("VACUUM", "PRAGMA", "ATTACH", "DETACH")

    def refuses_transaction(self, error: ServerError) -> bool:
        """Return whether SQLite says so; it has no number of its own for that."""
        return any(words in error.message for words in INSIDE)

    def passes(self, error: ServerError) -> bool:
        """Return whether another connection holds the database."""
        return error.state.startswith("SQLITE_BUSY")

    def keeps_setting(self, statement: Statement) -> bool:
        """Return whether it is PRAGMA or ATTACH."""
        return statement.keyword in ("PRAGMA", "ATTACH")

    @property
    def diff_rules(self) -> DiffRules:
        """Return its answers to the walk that compares two schemas."""
        from migrate.dialects.sqlite.diff import RULES

        return RULES

    def inspect(self, session: Session, *, exclude: tuple[str, ...] = ()) -> Schema:
        """Read the schema of the session's database."""
        from migrate.dialects.sqlite.inspect import inspect

        return inspect(session, exclude=exclude)

    def follower(self, session: Session, *, exclude: tuple[str, ...] = ()) -> Follower:
        """Return what follows the schema from statement to statement."""
        from migrate.dialects.sqlite.follow import SqliteFollower

        return SqliteFollower(session, exclude)

    def origin(self, session: Session) -> str:
        """Return what an inspection calls the database."""
        from migrate.dialects.sqlite.inspect import origin

        return origin(session)

    def plan(self, changes: Iterable[Change], old: Schema, new: Schema) -> Plan:
        """Return the steps that make the changes, in an order that works."""
        from migrate.dialects.sqlite.plan import plan

        return plan(changes, old, new)

    def create(self, schema: Schema) -> Plan:
        """Return the steps that build a schema in an empty database."""
        from migrate.dialects.sqlite.plan import create

        return create(schema)

    def observer(self, session: Session) -> Observer:
        """Return what watches the statements of one file."""
        from migrate.dialects.sqlite.observe import SqliteObserver

        return SqliteObserver(session)

    @property
    def sampler(self) -> Sampler:
        """Return what makes rows."""
        from migrate.dialects.sqlite.seed import SqliteSampler

        return SqliteSampler()

    def sizes(self, session: Session) -> tuple[TableSize, ...]:
        """Return how large the tables are."""
        from migrate.dialects.sqlite.sizes import sizes

        return sizes(session)

    def wipe(self, session: Session) -> None:
        """Remove every object of a user from a dev database."""
        from migrate.dialects.sqlite.wipe import wipe

        wipe(session)

    @property
    def keeping(self) -> Keeping:
        """Return how rows are put aside and brought back."""
        from migrate.dialects.sqlite.keep import SqliteKeeping

        return SqliteKeeping()
