"""Puts a few rows into tables, so that a statement which depends on rows fails here and not in production.

Three rows a table: the first two alike but for what must differ, the third NULL wherever it may be.  What a
condition asks for is tried from its own text.  A table that takes no row is named, and does without.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from migrate.dialects.base import Session
from migrate.dialects.observing import Sampler, Seeds
from migrate.errors import ServerError
from migrate.schema.model import Column, Constraint, Ident, Index, Schema, Table

ROWS = 3
_MOST_TRIES = 24
"""Combinations of values that are tried for one row before a table is given up."""


@dataclass(frozen=True, slots=True)
class Unseeded:
    """A table without rows, and why."""

    table: str
    reason: str


class Seeding:
    """The rows of one dev database; ``tables`` are those that have some."""

    def __init__(self, session: Session) -> None:
        self.tables: tuple[Ident, ...] = ()
        self._session = session
        self._sampler: Sampler | None = (
            session.dialect.sampler if isinstance(session.dialect, Seeds) else None
        )

    def sow(self, schema: Schema, *, only: Sequence[Ident] | None = None) -> tuple[Unseeded, ...]:
        """Fill the tables of a schema, those that others refer to first; return those that stay empty."""
        self.tables = ()
        if self._sampler is None:
            return ()
        unseeded: list[Unseeded] = []
        sown: list[Ident] = []
        for table in _in_order(schema):
            if only is not None and table.ident not in only:
                continue
            reason = _Sower(self._session, self._sampler, schema, table, frozenset(sown)).sow()
            if reason is None:
                sown.append(table.ident)
            else:
                unseeded.append(Unseeded(_path(table.ident), reason))
        self.tables = tuple(sown)
        return tuple(unseeded)

    def clear(self) -> None:
        """Take all rows out again."""
        if self._sampler is not None:
            self._sampler.clear(self._session, self.tables)


@dataclass(slots=True)
class _Sower:
    session: Session
    sampler: Sampler
    schema: Schema
    table: Table
    sown: frozenset[Ident]

    def sow(self) -> str | None:
        """Insert the rows; return why none went in, ``None`` if one did."""
        reason: str | None = None
        for number in range(ROWS):
            failed = self._row(number, bare=number == ROWS - 1)
            if number == 0:
                reason = failed
            if failed is not None:
                break
        return reason

    def _row(self, number: int, *, bare: bool) -> str | None:
        plain: dict[str, str] = {}
        for column in self._columns(bare):
            value = self._value(column, number)
            if value is None and not column.nullable and column.default is None:
                return f"no value is known for {column.name} of type {column.type}"
            if value is not None:
                plain[column.name] = value
            elif column.default is None:
                plain[column.name] = "NULL"
        reason = ""
        for values in self._tries(plain):
            try:
                self.sampler.insert(self.session, self.table.ident, values)
            except ServerError as error:
                reason = reason or error.message.partition("\n")[0]
                continue
            return None
        return reason

    def _columns(self, bare: bool) -> Iterator[Column]:
        for column in self.table.columns:
            if column.generated is not None or column.identity is not None:
                continue
            if bare and (column.nullable or column.default is not None) and column.name not in self._distinct:
                continue
            yield column

    def _value(self, column: Column, number: int) -> str | None:
        for key in self._foreign:
            if column.name in key.columns:
                to = self._referred(key, key.columns.index(column.name))
                if to is None:
                    return None
                if to.identity is not None:
                    return str(number + 1)
                return self.sampler.value(to, number, self.schema)
        if column.name not in self._distinct:
            if column.default is not None:
                return None
            number = 0
        elif column.default is not None and "nextval" in column.default:
            return None
        return self.sampler.value(column, number, self.schema)

    def _referred(self, key: Constraint, place: int) -> Column | None:
        """Return the column that one of a foreign key refers to, in a table that has rows."""
        home = (key.ref_schema, key.ref_table.casefold())  # SQLite knows names in any case
        for table in self.schema.tables():
            if (table.schema, table.name.casefold()) == home and table.ident in self.sown | {
                self.table.ident
            }:
                names = key.ref_columns or self._primary(table)
                return table.column(names[place]) if place < len(names) else None
        return None

    def _primary(self, table: Table) -> tuple[str, ...]:
        keys = (each for each in self.schema.on(table.ident) if isinstance(each, Constraint))
        return next((each.columns for each in keys if each.variant == "primary"), ())

    def _tries(self, plain: dict[str, str]) -> Iterator[dict[str, str]]:
        """Yield the row as it is, then with values that the table's conditions speak of."""
        yield plain
        choices: dict[str, list[str]] = {}
        for text, names in self._conditions():
            for name in names:
                column = self.table.column(name)
                if column is not None and name in plain and plain[name] != "NULL":
                    choices.setdefault(name, []).extend(self.sampler.candidates(text, column))
        names = list(choices)
        options = [dict.fromkeys([*choices[name], plain[name]]) for name in names]
        for values in itertools.islice(itertools.product(*options), _MOST_TRIES if names else 0):
            yield plain | dict(zip(names, values, strict=True))

    def _conditions(self) -> Iterator[tuple[str, Sequence[str]]]:
        for each in self._on:
            if isinstance(each, Constraint) and each.variant == "check":
                yield each.definition, each.columns or [column.name for column in self.table.columns]
        for column in self.table.columns:
            if check := column.option("check"):
                yield check, [column.name]
        if bound := self.table.option("bound"):
            yield bound, [column.name for column in self.table.columns]

    @property
    def _on(self) -> tuple[object, ...]:
        return self.schema.on(self.table.ident)

    @property
    def _foreign(self) -> list[Constraint]:
        return [each for each in self._on if isinstance(each, Constraint) and each.variant == "foreign"]

    @property
    def _distinct(self) -> set[str]:
        """Return the columns in which no two rows may be alike."""
        names: set[str] = set()
        for each in self._on:
            if isinstance(each, Constraint) and each.variant in ("primary", "unique", "exclude"):
                names |= set(each.columns)
            elif isinstance(each, Index) and each.unique:
                names |= {column.name for column in self.table.columns if column.name in " ".join(each.parts)}
        return names


def _in_order(schema: Schema) -> list[Table]:
    """Return the tables, each behind those that it refers to, as far as they do not go round in a circle."""
    tables = {table.ident: table for table in schema.tables()}
    needs: dict[Ident, set[Ident]] = {ident: set() for ident in tables}
    for each in schema.objects:
        if isinstance(each, Constraint) and each.variant == "foreign":
            home, parent = (
                Ident("table", each.schema, each.table),
                Ident("table", each.ref_schema, each.ref_table),
            )
            if home in needs and parent in tables and parent != home:
                needs[home].add(parent)
    order: list[Table] = []
    while needs:
        free = [ident for ident, parents in needs.items() if not parents & needs.keys()] or [min(needs)]
        for ident in free:
            del needs[ident]
            order.append(tables[ident])
    return order


def _path(ident: Ident) -> str:
    return ".".join(part for part in (ident.schema, ident.name) if part)
