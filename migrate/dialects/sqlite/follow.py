"""Following the schema of an SQLite database: all of it is the texts in ``sqlite_schema``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from migrate.dialects.sqlite.inspect import VIRTUAL, Entry, again, home_of
from migrate.dialects.sqlite.tokens import folded
from migrate.schema.homes import Key, by_home
from migrate.schema.model import Ident, Schema, SchemaObject

if TYPE_CHECKING:
    from migrate.dialects.base import Session
    from migrate.sql.statement import Statement

Rows = list[tuple[str, str, str, str]]
_ROWS = """
select type, name, tbl_name, sql from sqlite_master
where sql is not null and name not like 'sqlite^_%%' escape '^'
"""
_QUOTES = frozenset("\"'`[]")


class SqliteFollower:
    """Compares the rows of ``sqlite_schema`` with those before the statement.

    What is read again is a table or view with all that is on it, where one of these has another text, or
    where a text says the name of a table or view that came, went or is another one.
    """

    def __init__(self, session: Session, exclude: tuple[str, ...]) -> None:
        self._session = session
        self._exclude = exclude
        self._schema: Schema | None = None
        self._rows: Rows = []

    def mark(self, schema: Schema, statement: Statement) -> None:
        """Keep the rows; those of the last look are still true if its schema is."""
        if schema is not self._schema:
            self._schema, self._rows = schema, self._read()

    def now(self) -> Schema | None:
        """Return the schema as it is now."""
        old, self._rows = self._rows, self._read()
        assert self._schema is not None, "a schema is marked before it is followed"
        if old != self._rows:
            homes = _touched(old, self._rows)
            self._schema = None if homes is None else self._again(self._schema, homes)
        return self._schema

    def _read(self) -> Rows:
        return self._session.query(_ROWS)

    def _again(self, schema: Schema, homes: frozenset[str]) -> Schema:
        """Read again what lives in these homes, given by their names in small letters."""
        there = by_home(again(self._session, self._exclude, self._rows, homes))
        left: dict[Key, list[SchemaObject]] = {
            key: [] for key in schema.homes().places() if folded(key[1] or key[2]) in homes
        }
        return schema.moved({**left, **there})


def _touched(old: Rows, new: Rows) -> frozenset[str] | None:
    """Return the homes in which something may be otherwise, ``None`` if that cannot be told by names."""
    gone, come = _differing(old, new)
    homes = {folded(table) for _, _, table, _ in (*gone, *come)}
    names = _relations(gone) ^ _relations(come)
    if any(ident.kind == VIRTUAL or _QUOTES & set(ident.name) for ident in names):
        return None  # a table may be its shadow now; a quoted quote is written otherwise
    words = {ident.name.casefold() for ident in names}
    for _, _, table, sql in new if words else ():
        text = sql.casefold()
        if any(word in text for word in words):
            homes.add(folded(table))
    return frozenset(homes)


def _relations(rows: Iterable[tuple[str, str, str, str]]) -> set[Ident]:
    entries = (Entry(*row) for row in rows)
    return {home_of(each) for each in entries if each.type in ("table", "view")}


def _differing(old: Rows, new: Rows) -> tuple[Sequence[tuple[str, str, str, str]], ...]:
    """Return the rows that are only in one of the two; most stand in the same place."""
    shortest = min(len(old), len(new))
    head = next((at for at in range(shortest) if old[at] != new[at]), shortest)
    tail = next((at for at in range(shortest - head) if old[-1 - at] != new[-1 - at]), shortest - head)
    before, after = old[head : len(old) - tail], new[head : len(new) - tail]
    there = set(after) & set(before)
    return tuple([row for row in rows if row not in there] for rows in (before, after))
