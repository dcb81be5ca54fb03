"""How MySQL and MariaDB put rows aside: in tables beside the others, whose types are copied to the letter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from migrate.dialects.base import Session
from migrate.dialects.keeping import Keeping, Pairs, Position
from migrate.dialects.mysql import text, types
from migrate.schema.model import Column, Schema, Table

_COUNTER = (
    "select auto_increment from information_schema.tables where table_schema = database() and table_name = %s"
)
_NUMBERS = ("tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "float", "double", "bit", "year")
_MOMENTS = {"date": "current_date", "time": "current_time", "datetime": "now(6)", "timestamp": "now(6)"}


class MySqlKeeping(Keeping):
    """Values are copied under no mode that would refuse one that is there, such as a zero date."""

    around_copy = around_return = (
        (
            "set @migrate_mode = @@session.sql_mode, session sql_mode = 'NO_AUTO_VALUE_ON_ZERO'",
            "set session sql_mode = @migrate_mode",
        ),
    )

    def quote(self, name: str) -> str:
        """Return an identifier in backticks."""
        return text.quote(name)

    def bare(self, column: Column) -> Column:
        """Return it without what the server would write into it."""
        options = tuple(pair for pair in column.options if pair[0] not in ("on_update", "no_default"))
        return replace(super().bare(column), options=options)

    def copy(self, table: Table, columns: Pairs, place: str, key: Sequence[str] = ()) -> tuple[str, ...]:
        """Return one statement: what is left of it after a crash is thrown away."""
        names = {kept: name for name, kept in columns}
        found = [table.column(names[each]) for each in key]
        index = ""
        if key and not any(each is None or types.is_lob(each.type) for each in found):
            index = f" (key ({text.name_list(tuple(key))}))"
        return (
            f"create table {place}{index} engine=InnoDB as"
            f" select {self._read(table, columns)} from {self.name(table)} as t",
        )

    def same_row(self, table: Table, key: Pairs) -> str:
        """Return the condition that the keys are equal, as the collation of the key sees it."""
        return " and ".join(f"t.{self.quote(name)} = k.{self.quote(kept)}" for name, kept in key)

    def same_value(self, column: Column, kept: str) -> str:
        """Compare the bytes, whatever the collation."""
        return f"cast(t.{self.quote(column.name)} as binary) <=> cast(k.{self.quote(kept)} as binary)"

    def survived(self, table: Table, key: Pairs, place: str) -> str:
        """Return the statement, with the alias where MySQL wants it."""
        return f"delete k {super().survived(table, key, place).removeprefix('delete ')}"

    def touched(self, table: Table, key: Pairs, values: Pairs, place: str) -> str:
        """Return the statement, with the alias where MySQL wants it."""
        return f"delete k {super().touched(table, key, values, place).removeprefix('delete ')}"

    def update(
        self, table: Table, values: Pairs, key: Pairs, place: str, *, untouched: str | None = None
    ) -> str:
        """Return an UPDATE of a join."""
        also = f" join {untouched} as u on {self._same_key(key)}" if untouched else ""
        return (
            f"update {place} as k{also} join {self.name(table)} as t on {self.same_row(table, key)}"
            f" set {self._sets(table, values)}"
        )

    def _sets(self, table: Table, values: Pairs) -> str:
        """Return the assignments, and those that keep a column from being set to now by itself."""
        written = [f"t.{self.quote(name)} = k.{self.quote(kept)}" for name, kept in values]
        return ", ".join(written + self._held(table, [name for name, _ in values]))

    def _held(self, table: Table, written: Sequence[str]) -> list[str]:
        moved = (each.name for each in table.columns if each.option("on_update") and each.name not in written)
        return [f"t.{self.quote(name)} = t.{self.quote(name)}" for name in moved]

    def fill(self, table: Table, column: Column, value: str, key: Pairs, place: str) -> str:
        """Return the statement that gives a value to the rows that none is kept for."""
        filled, _, condition = super().fill(table, column, value, key, place).partition(" where ")
        held = "".join(f", {each}" for each in self._held(table, [column.name]))
        return f"{filled}{held} where {condition}"

    def filler(self, column: Column, schema: Schema) -> str | None:
        """Return the default; for a column that takes no NULL, what the server would put there."""
        if column.default is not None or column.nullable:
            return column.default
        base = types.base(column.type)
        if base == "enum":
            return text.literal(types.arguments(column.type)[0])
        if base in _NUMBERS:
            return "0"
        if base == "json":
            return "'{}'"
        return _MOMENTS.get(base, "''" if types.convertible(column.type, "text") else None)

    def positions(self, session: Session, table: Table) -> tuple[Position, ...]:
        """Return the number that AUTO_INCREMENT gives next."""
        name = next((each.name for each in table.columns if each.identity), None)
        if name is None:
            return ()
        if session.dialect.name == "mysql" and session.version >= (8,):  # it caches the number for a day
            session.query("set session information_schema_stats_expiry = 0")
        rows = session.query(_COUNTER, (table.name,))
        return tuple(Position(name, int(number), used=False) for (number,) in rows if number is not None)

    def position(self, table: Table, position: Position, schema: Schema) -> tuple[str, ...]:
        """Return an ALTER TABLE: the server itself never sets it behind a row that is there."""
        column = table.column(position.name)
        if column is None or not column.identity:
            return ()
        return (f"alter table {self.name(table)} auto_increment = {position.last}",)

    def size(self, place: str, columns: Iterable[str]) -> str:
        """Return the query for the bytes of the values."""
        lengths = " + ".join(f"coalesce(octet_length({self.quote(each)}), 0)" for each in columns)
        return f"select coalesce(sum({lengths}), 0) from {place}"
