"""How PostgreSQL puts rows aside: in a schema of our own, with no tie to the types that a file may drop."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from migrate.dialects.keeping import Keeping, Pairs, Position
from migrate.dialects.postgres import names, types
from migrate.dialects.postgres.pinned import pinned
from migrate.schema.model import Column, Enum, Schema, Sequence, Table

if TYPE_CHECKING:
    from migrate.dialects.base import Session

_ROOM = "migrate_kept"
_COUNTERS = pinned("""
select a.attname::pg_catalog.text, s.oid::pg_catalog.regclass::pg_catalog.text from pg_catalog.pg_depend d
join pg_catalog.pg_class s on s.oid = d.objid and s.relkind = 'S'
join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
where d.classid = 1259::pg_catalog.oid and d.refclassid = 1259::pg_catalog.oid
  and (d.deptype = 'a' or d.deptype = 'i')
  and d.refobjid = {table}::pg_catalog.regclass::pg_catalog.oid
order by a.attnum
""")
_IS_THERE = pinned("select 1 from pg_catalog.pg_namespace where nspname = %s::pg_catalog.name")
_EQUAL = "operator(pg_catalog.=)"


class PostgresKeeping(Keeping):
    """Types that are the server's own are kept as they are, others as text: exact, and tied to nothing."""

    # Row security would leave out rows without a word; the rest is how pg_dump makes text exact.
    around_copy = (
        ("set row_security = off", "reset row_security"),
        ("set datestyle = 'ISO, YMD'", "reset datestyle"),
        ("set intervalstyle = 'postgres'", "reset intervalstyle"),
        ("set extra_float_digits = 3", "reset extra_float_digits"),
    )
    overriding = " overriding system value"
    equal = _EQUAL

    def room(self, schema: str) -> str:
        """Return the schema in which is kept what the tables in ``schema`` tell of."""
        return _ROOM if schema == "public" else f"{_ROOM}_{schema}"[:63]

    def place(self, schema: str, number: int, part: str = "") -> str:
        """Return where item ``number`` is kept."""
        return f"{self.quote(self.room(schema))}.{self.quote(f'item_{number}{part}')}"

    def make_room(self, session: Session, schema: str) -> None:
        """Make the schema, if it is not there: who may not make one may still use it."""
        room = self.room(schema)
        if not session.query(_IS_THERE, (room,)):
            self.do(session, f"create schema {self.quote(room)}")

    def hold(self, table: Table) -> tuple[str, ...]:
        """Return LOCK TABLE: a row that is added behind the copy would be lost with the table."""
        return (f"lock table {self.rows(table)} in share row exclusive mode",)

    def bare(self, column: Column) -> Column:
        """Return it without the name of its NOT NULL and the sequence of its numbers."""
        gone = ("not_null", "not_null_is", "not_null_comment", "sequence", "default")
        options = tuple(pair for pair in column.options if pair[0] not in gone)
        return replace(super().bare(column), options=options)

    def rows(self, table: Table) -> str:
        """Return the table without those that inherit from it; those of a partitioned one hold its rows."""
        return self.name(table) if table.option("partition_by") else f"only {self.name(table)}"

    def read(self, column: Column) -> str:
        """Return the value, as text if the type is not the server's own."""
        value = f"t.{self.quote(column.name)}"
        return f"{value}::pg_catalog.text" if _is_made(column.type) else value

    def written(self, column: Column, kept: str) -> str:
        """Return the kept value, turned into a type that is not the server's own."""
        value = f"k.{self.quote(kept)}"
        return f"{value}::{column.type}" if _is_made(column.type) else value

    def size(self, place: str, columns: Iterable[str]) -> str:
        """Return the query for what the place takes on disk."""
        return f"select pg_catalog.pg_total_relation_size({names.literal(place)}::pg_catalog.regclass)"

    def same_row(self, table: Table, key: Pairs) -> str:
        """Compare by the server's own operator: for varchar, one of a user's could fit better."""
        same = []
        for name, kept in key:
            column = table.column(name)
            assert column is not None
            equal = "=" if _is_made(column.type) else _EQUAL
            same.append(f"t.{self.quote(name)} {equal} {self.written(column, kept)}")
        return " and ".join(same)

    def same_value(self, column: Column, kept: str) -> str:
        """Compare as text: some types know no equality, and others call different texts equal."""
        there = f"t.{self.quote(column.name)}::pg_catalog.text"
        here = f"k.{self.quote(kept)}::pg_catalog.text"
        return f"coalesce({there} {_EQUAL} {here}, {there} is null and {here} is null)"

    def filler(self, column: Column, schema: Schema) -> str | None:
        """Return the default; for a column that takes no NULL, an enum's first value or a neutral one."""
        if column.default is not None or column.nullable:
            return column.default
        for each in schema.objects:
            if isinstance(each, Enum) and names.of(each) == column.type and each.values:
                return f"{names.literal(each.values[0])}::{column.type}"
        return types.neutral(column.type)

    def positions(self, session: Session, table: Table) -> tuple[Position, ...]:
        """Return those of identity columns and of sequences that columns own."""
        found = self.ask(session, _COUNTERS.format(table=names.literal(self.name(table))))
        return tuple(self._position(session, column, sequence) for column, sequence in found)

    def position(self, table: Table, position: Position, schema: Schema) -> tuple[str, ...]:
        """Return the call of ``setval``; nothing where the column has no sequence in ``schema``."""
        column = table.column(position.name)
        owned = [
            each
            for each in schema.objects
            if isinstance(each, Sequence)
            and each.owned_by is not None
            and (each.owned_by.table, each.owned_by.name) == (table.name, position.name)
            and each.owned_by.schema == table.schema
        ]
        if column is None:
            return ()
        if column.identity:
            sequence, options = names.sequence(column.option("sequence") or "")
            falls = "INCREMENT BY -" in options
        elif owned:
            sequence, falls = names.of(owned[0]), owned[0].increment < 0
        else:
            return ()
        last, is_last = f"{position.last}::bigint", f"last_value {_EQUAL} {position.last}::bigint"
        behind = f"last_value operator(pg_catalog.{'>' if falls else '<'}) {last}"
        used = str(position.used).lower()
        return (
            f"select pg_catalog.setval({names.literal(sequence)}, {last}, {used}) from {sequence}"
            f" where {behind} or ({is_last} and not is_called)",
        )

    def _position(self, session: Session, column: str, sequence: str) -> Position:
        ((last, used),) = self.ask(session, f"select last_value, is_called from {sequence}")
        return Position(column, int(last), bool(used))


def _is_made(type_: str) -> bool:
    """Return whether somebody made the type: the inspector writes such a one with its schema."""
    return "." in type_.partition("(")[0]
