"""How SQLite puts rows aside: in tables whose columns have no type, so that each value stays what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from migrate.dialects.base import Row, Session
from migrate.dialects.keeping import Keeping, Pairs, Position
from migrate.dialects.sqlite.tokens import literal, normal
from migrate.dialects.sqlite.types import affinity
from migrate.schema.model import Column, Schema, Table

_FILLERS = {"integer": "0", "real": "0", "numeric": "0", "text": "''", "blob": "x''"}
_SEQUENCE = "sqlite_sequence"


class SqliteKeeping(Keeping):
    """Keys are compared with IS, since a primary key of SQLite may hold NULL."""

    def ask(self, session: Session, sql: str) -> list[Row]:
        """Return the rows of a query, in which a name may hold a percent sign."""
        return session.query(sql.replace("%", "%%"))

    def bare(self, column: Column) -> Column:
        """Return it with nothing but name and type in its text."""
        text = f"{self.quote(column.name)} {column.type}".rstrip()
        options = (("definition", normal(column.type)),)
        return replace(super().bare(column), collation=None, options=options, text=text)

    def copy(self, table: Table, columns: Pairs, place: str, key: Sequence[str] = ()) -> tuple[str, ...]:
        """Return the statements; a type would change what is put into the column."""
        names = ", ".join(self.quote(kept) for _, kept in columns)
        made = (
            f"create table {place} ({names})",
            f"insert into {place} ({names}) select {self._read(table, columns)} from {self.name(table)} as t",
        )
        if not key:
            return made
        index = place.removesuffix('"') + '_key"'
        bare = place.partition(".")[2]
        return (*made, f"create index {index} on {bare} ({', '.join(map(self.quote, key))})")

    def same_row(self, table: Table, key: Pairs) -> str:
        """Return the condition that the keys are the same, NULL being a value like others."""
        return " and ".join(f"t.{self.quote(name)} is k.{self.quote(kept)}" for name, kept in key)

    def row_kept(self, table: Table, key: Pairs) -> str:
        """Return the condition without the affinity and collation of the table's columns.

        With them the index on the kept keys, which has neither, would not be used.
        """
        return " and ".join(
            f"+t.{self.quote(name)} collate binary is k.{self.quote(kept)}" for name, kept in key
        )

    def same_value(self, column: Column, kept: str) -> str:
        """Compare type and bytes, whatever the collation."""
        one, two = f"t.{self.quote(column.name)}", f"k.{self.quote(kept)}"
        return f"(typeof({one}) = typeof({two}) and {one} is {two} collate binary)"

    def filler(self, column: Column, schema: Schema) -> str | None:
        """Return the default; for a column that takes no NULL, nought or nothing."""
        if column.default is not None or column.nullable:
            return column.default
        return _FILLERS[affinity(column.type)]

    def positions(self, session: Session, table: Table) -> tuple[Position, ...]:
        """Return the number that AUTOINCREMENT gave last."""
        if not self.ask(session, f"select 1 from sqlite_master where name = '{_SEQUENCE}'"):
            return ()
        rows = self.ask(session, f"select seq from {_SEQUENCE} where name = {literal(table.name)}")
        columns = [each.name for each in table.columns if each.identity]
        return tuple(Position(name, int(last)) for name in columns for (last,) in rows if last is not None)

    def position(self, table: Table, position: Position, schema: Schema) -> tuple[str, ...]:
        """Return the statements that write the counter; a table that has none would not miss it."""
        name, last = literal(table.name), position.last
        column = table.column(position.name)
        if column is None or not column.identity:
            return ()
        return (
            f"update {_SEQUENCE} set seq = {last} where name = {name} and seq < {last}",
            f"insert into {_SEQUENCE} (name, seq) select {name}, {last}"
            f" where not exists (select 1 from {_SEQUENCE} where name = {name})",
        )

    def _same_key(self, key: Pairs) -> str:
        return " and ".join(f"u.{self.quote(kept)} is k.{self.quote(kept)}" for _, kept in key)
