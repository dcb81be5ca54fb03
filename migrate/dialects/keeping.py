"""How rows are put aside and brought back: the SQL that is alike everywhere, and where databases part."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from migrate.sql.statement import Statement

if TYPE_CHECKING:
    from migrate.dialects.base import Row, Session
    from migrate.schema.model import Column, Ident, Schema, Table

Pairs = Sequence[tuple[str, str]]
"""Columns of a table of the user, each with the name that it has where it is kept."""


@dataclass(frozen=True, slots=True)
class Position:
    """How far a counter is: that of a column, or a sequence of its own.

    ``last`` is the value given last if ``used``, else the one to come next.
    """

    name: str
    last: int
    used: bool = True


class Keeping(ABC):
    """The SQL of one database.

    A ``place`` is the quoted name of a table of ours.  Statements go to the server as they are.
    """

    around_copy: tuple[tuple[str, str], ...] = ()
    """Statements before rows are put aside, each with the one that takes it back."""
    around_return: tuple[tuple[str, str], ...] = ()
    """The same, for when they are brought back."""

    def quote(self, name: str) -> str:
        """Return an identifier in double quotes."""
        return '"' + name.replace('"', '""') + '"'

    def name(self, table: Ident | Table) -> str:
        """Return the qualified name of a table."""
        parts = (table.schema, table.name) if table.schema else (table.name,)
        return ".".join(map(self.quote, parts))

    def place(self, schema: str, number: int, part: str = "") -> str:
        """Return where item ``number`` of the tables in a schema is kept."""
        return f"{self.quote(schema)}.{self.quote(f'migrate_kept_{number}{part}')}"

    def make_room(self, session: Session, schema: str) -> None:
        """Make the schema that kept tables stand in, where it is one of its own."""
        return

    def hold(self, table: Table) -> tuple[str, ...]:
        """Return what keeps others from writing to a table until the transaction ends, where one is open."""
        return ()

    def ask(self, session: Session, sql: str) -> list[Row]:
        """Return the rows of a query that has no parameters."""
        return session.query(sql)

    def do(self, session: Session, *statements: str) -> None:
        """Run statements, one after the other."""
        for sql in statements:
            session.run(Statement(sql, 0))

    def bare(self, column: Column) -> Column:
        """Return a column that asks nothing of its rows: it takes NULL and has no value of its own."""
        return replace(column, nullable=True, default=None, identity=None)

    def copy(self, table: Table, columns: Pairs, place: str, key: Sequence[str] = ()) -> tuple[str, ...]:
        """Return the statements that make a place and fill it with these columns of all rows.

        Rows will be looked up by ``key``, in the names that they have where they are kept.
        """
        return (f"create table {place} as select {self._read(table, columns)} from {self.rows(table)} as t",)

    def rows(self, table: Table) -> str:
        """Return what to select from for the rows of a table, and of no other."""
        return self.name(table)

    def read(self, column: Column) -> str:
        """Return the value of a column of ``t`` as it is kept."""
        return f"t.{self.quote(column.name)}"

    def written(self, column: Column, kept: str) -> str:
        """Return the value kept under a name in ``k`` as the value of a column."""
        return f"k.{self.quote(kept)}"

    def count(self, table: Table) -> str:
        """Return the query for the number of rows of a table."""
        return f"select count(*) from {self.rows(table)} as t"

    def size(self, place: str, columns: Iterable[str]) -> str:
        """Return the query for the bytes that the values in a place take."""
        lengths = " + ".join(f"coalesce(length({self.quote(each)}), 0)" for each in columns)
        return f"select coalesce(sum({lengths}), 0) from {place}"

    def same_row(self, table: Table, key: Pairs) -> str:
        """Return the condition that a row of ``t`` is the one kept in ``k``."""
        known = {each.name: each for each in table.columns}
        return " and ".join(f"t.{self.quote(name)} = {self.written(known[name], kept)}" for name, kept in key)

    def row_kept(self, table: Table, key: Pairs) -> str:
        """Return :meth:`same_row` for a query that looks among the kept rows for each one of the table."""
        return self.same_row(table, key)

    @abstractmethod
    def same_value(self, column: Column, kept: str) -> str:
        """Return the condition that a value of ``t`` is, to the byte, the one kept in ``k``."""

    def matching(self, table: Table, key: Pairs, values: Pairs, place: str) -> str:
        """Return the query for the number of kept rows that are there, with just these values."""
        return f"select count(*) from {place} as k where exists ({self._there(table, key, values)})"

    def uncovered(self, table: Table, key: Pairs, values: Pairs, place: str) -> str:
        """Return the query for the number of rows whose values are not the ones kept."""
        known = {each.name: each for each in table.columns}
        same = [self.row_kept(table, key), *(self.same_value(known[name], kept) for name, kept in values)]
        kept = f"select 1 from {place} as k where {' and '.join(same)}"
        return f"select count(*) from {self.rows(table)} as t where not exists ({kept})"

    def missing(self, table: Table, key: Pairs, place: str) -> str:
        """Return the query for the number of kept rows that :meth:`insert` brings back."""
        there = self._there(table, key) if key else f"select 1 from {self.rows(table)}"
        return f"select count(*) from {place} as k where not exists ({there})"

    def survived(self, table: Table, key: Pairs, place: str) -> str:
        """Return the statement that lets go of the kept rows that are in the table still."""
        return f"delete from {place} as k where exists ({self._there(table, key)})"

    def touched(self, table: Table, key: Pairs, values: Pairs, place: str) -> str:
        """Return the statement that lets go of kept values that are not in their rows any more."""
        return f"delete from {place} as k where not exists ({self._there(table, key, values)})"

    def insert(self, table: Table, columns: Pairs, key: Pairs, place: str) -> str:
        """Return the statement that brings back rows: those whose key is not taken.

        Without a key all of them, if the table is empty: so that nothing comes twice.
        """
        known = {each.name: each for each in table.columns}
        names = ", ".join(self.quote(name) for name, _ in columns)
        values = ", ".join(self.written(known[name], kept) for name, kept in columns)
        there = self._there(table, key) if key else f"select 1 from {self.rows(table)}"
        return (
            f"insert into {self.name(table)} ({names}){self.overriding}"
            f" select {values} from {place} as k where not exists ({there})"
        )

    equal = "="
    """What compares two kept values of one column."""

    overriding = ""
    """What lets an INSERT give values to a column that the server numbers."""

    def update(
        self, table: Table, values: Pairs, key: Pairs, place: str, *, untouched: str | None = None
    ) -> str:
        """Return the statement that brings back values into the rows that are there.

        ``untouched`` is the place with the keys of the rows that may get theirs.
        """
        also = (
            f" and exists (select 1 from {untouched} as u where {self._same_key(key)})" if untouched else ""
        )
        return (
            f"update {self.rows(table)} as t set {self._sets(table, values)}"
            f" from {place} as k where {self.same_row(table, key)}{also}"
        )

    def fill(self, table: Table, column: Column, value: str, key: Pairs, place: str) -> str:
        """Return the statement that gives a value to the rows that none is kept for."""
        name = self.quote(column.name)
        also = (
            f" and not exists (select 1 from {place} as k where {self.row_kept(table, key)})" if key else ""
        )
        return f"update {self.rows(table)} as t set {name} = {value} where t.{name} is null{also}"

    def filler(self, column: Column, schema: Schema) -> str | None:
        """Return the value for rows that have none of their own, ``None`` if there is no such."""
        return column.default

    def positions(self, session: Session, table: Table) -> tuple[Position, ...]:
        """Return how far the counters of a table's columns are."""
        return ()

    def position(self, table: Table, position: Position, schema: Schema) -> tuple[str, ...]:
        """Return the statements that put a counter where it was, if it is not further already."""
        return ()

    def _there(self, table: Table, key: Pairs, values: Pairs = ()) -> str:
        known = {each.name: each for each in table.columns}
        same = [self.same_row(table, key), *(self.same_value(known[name], kept) for name, kept in values)]
        return f"select 1 from {self.rows(table)} as t where {' and '.join(same)}"

    def _read(self, table: Table, columns: Pairs) -> str:
        known = {each.name: each for each in table.columns}
        return ", ".join(f"{self.read(known[name])} as {self.quote(kept)}" for name, kept in columns)

    def _sets(self, table: Table, values: Pairs) -> str:
        known = {each.name: each for each in table.columns}
        return ", ".join(f"{self.quote(name)} = {self.written(known[name], kept)}" for name, kept in values)

    def _same_key(self, key: Pairs) -> str:
        return " and ".join(f"u.{self.quote(kept)} {self.equal} k.{self.quote(kept)}" for _, kept in key)
