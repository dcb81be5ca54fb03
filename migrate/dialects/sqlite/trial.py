"""What SQLite itself makes of a statement: an in-memory database that holds a schema and no rows.

ALTER TABLE rewrites the text of tables, indexes, views and triggers by rules of SQLite's own, which differ
between versions.  They are not copied here: the statement is tried, and the text it leaves is read.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from types import TracebackType
from typing import TYPE_CHECKING

from migrate.dialects.sqlite.parse import parse_table
from migrate.dialects.sqlite.tokens import quoted, tokens

if TYPE_CHECKING:
    from sqlite3 import Connection

    from migrate.schema.model import Schema

_UNKNOWN = re.compile(r"no such (function|collation sequence): (.+)")
_COMPUTED = re.compile(r"\bas\b", re.IGNORECASE)
_LOAD_ORDER = ("table", "virtual table", "index", "view", "trigger")


class Refused(Exception):
    """SQLite does not do it; the text says why."""


class Trial:
    """A database to try statements on.  To be used with ``with``."""

    def __init__(self, schema: Schema) -> None:
        import sqlite3

        self._connection: Connection = sqlite3.connect(":memory:", isolation_level=None)
        self.absent: set[str] = set()
        """Names of what SQLite cannot make here, such as a virtual table of a module that is not loaded."""
        found = {kind: [each for each in schema.objects if each.ident.kind == kind] for kind in _LOAD_ORDER}
        self._connection.execute("begin")
        for kind in _LOAD_ORDER:
            for each in found[kind]:
                try:
                    self.run(each.text)
                except Refused:
                    self.absent.add(each.name)
        self._connection.execute("commit")

    def __enter__(self) -> Trial:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def text(self, name: str) -> str | None:
        """Return the text of a table, index, view or trigger as it is now, ``None`` if there is none."""
        row = self._connection.execute(
            "select sql from sqlite_master where name = ? collate nocase and sql is not null", (name,)
        ).fetchone()
        return None if row is None else str(row[0])

    def on(self, table: str) -> list[tuple[str, str, str]]:
        """Return type, name and text of the indexes and triggers of a table, indexes first."""
        return self._connection.execute(
            "select type, name, sql from sqlite_master where tbl_name = ? collate nocase"
            " and type in ('index', 'trigger') and sql is not null order by type, rowid",
            (table,),
        ).fetchall()

    def run(self, sql: str) -> None:
        """Run a statement.  Raises Refused.

        Functions and collations that an application brings are taken as given.
        """
        import sqlite3

        known: set[str] = set()
        while True:
            try:
                self._connection.execute(sql)
                return
            except sqlite3.Error as error:
                unknown = _UNKNOWN.search(str(error))
                if unknown is None or unknown[2] in known:
                    raise Refused(str(error)) from None
                known.add(unknown[2])
                if unknown[1] == "function":
                    self._connection.create_function(unknown[2], -1, lambda *_: None, deterministic=True)
                else:
                    self._connection.create_collation(unknown[2], lambda a, b: (a > b) - (a < b))

    @contextlib.contextmanager
    def attempt(self) -> Iterator[None]:
        """Undo what was run inside if it raises Refused, which leaves it."""
        self._connection.execute("savepoint attempt")
        try:
            yield
        except Refused:
            self._connection.execute("rollback to attempt")
            raise
        finally:
            self._connection.execute("release attempt")


def creation(text: str) -> tuple[str, ...]:
    """Return the statements that make a table: CREATE TABLE, and ADD COLUMN for what it refuses.

    A generated column of a function that SQLite lacks cannot be created, but can be added while there are
    no rows; that is how such a table came to be.
    """
    columns = list(parse_table(text).columns) if _COMPUTED.search(text) else []
    late: list[str] = []
    short = text
    while columns and columns[-1].clause("generated") and _lacks_function(short):
        last = columns.pop()
        late.insert(0, f"ALTER TABLE {quoted(tokens(text)[2].name)} ADD COLUMN {last.text}")
        short = short[: columns[-1].end] + short[last.end :]
    return (short, *late)


def _lacks_function(text: str) -> bool:
    import sqlite3

    with contextlib.closing(sqlite3.connect(":memory:")) as bare:
        try:
            bare.execute(text)
        except sqlite3.Error as error:
            return str(error).startswith("no such function")
    return False
