"""Puts a few rows into tables, so that a statement which depends on rows fails here and not in production.

Three rows a table: the first two alike but for what must differ, the third NULL wherever it may be.  What a
condition asks for is tried from its own text.  A table that takes no row is named, and does without.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from migrate.dialects.base import Session
from migrate.dialects.observing import Sampler, Seeds
from migrate.errors import ServerError
from migrate.schema.model import Column, Constraint, Ident, Index, Schema, SchemaObject, Table

ROWS = 3
_MOST_TRIES = 24
"""Combinations of values that are tried for one row before a table is given up."""

_APART = 900
"""How far our numbers in keys are from the first ones: those are what migrations themselves insert."""

_INTEGER = re.compile(r"(?:small|medium|big)?int(?:eger)?\b", re.IGNORECASE)
_ROOMY = re.compile(
    r"(?:tiny|medium|long)?text|uuid|character varying(?!\(\d\))|varchar\(\d\d", re.IGNORECASE
)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Unseeded:
    """A table without rows, and why."""

    table: str
    reason: str


def touched(schema: Schema, texts: Iterable[str]) -> frozenset[Ident]:
    """Return the tables that texts speak of, with those that they refer to and those that refer to them.

    What the text of a migration does not name it hardly touches; and to fill all tables of a large schema
    would take longer than to run the migration.
    """
    said = {word.casefold() for text in texts for word in _WORD.findall(text)}
    found = {
        table
        for table in schema.homes().tables()
        if all(word.casefold() in said for word in _WORD.findall(table.name))
    }
    parents: dict[Ident, set[Ident]] = defaultdict(set)
    for child, parent in _references(schema):
        parents[child].add(parent)
    found |= {child for child, above in parents.items() if above & found}
    while more := {parent for child in found for parent in parents[child]} - found:
        found |= more
    return frozenset(found)


class Seeding:
    """The rows of one dev database; ``tables`` are those that have some of ours."""

    def __init__(self, session: Session) -> None:
        self.tables: tuple[Ident, ...] = ()
        self._session = session
        self._sampler: Sampler | None = (
            session.dialect.sampler if isinstance(session.dialect, Seeds) else None
        )

    def sow(self, schema: Schema, tables: Iterable[Ident]) -> tuple[Unseeded, ...]:
        """Fill some tables of a schema, those that others refer to first; return those that stay empty."""
        self.tables = ()
        if self._sampler is None:
            return ()
        unseeded: list[Unseeded] = []
        sown: list[Ident] = []
        for place, table in enumerate(_in_order(schema, frozenset(tables))):
            lives = schema.on(table.ident)
            reason = _Sower(self._session, self._sampler, schema, table, lives, place).sow()
            if reason is None:
                sown.append(table.ident)
            else:
                unseeded.append(Unseeded(_path(table.ident), reason))
        self.tables = tuple(sown)
        return tuple(unseeded)

    def clear(self, tables: Sequence[Ident]) -> None:
        """Take all rows out of some tables."""
        if self._sampler is not None:
            self._sampler.clear(self._session, tables)


@dataclass(slots=True)
class _Sower:
    """Fills one table; ``on`` is what lives on it, ``place`` how many were filled before it."""

    session: Session
    sampler: Sampler
    schema: Schema
    table: Table
    on: tuple[SchemaObject, ...]
    place: int
    distinct: frozenset[str] = field(init=False)
    """The columns in which no two rows may be alike."""
    references: Mapping[str, tuple[Ident, str]] = field(init=False)
    """The columns that refer to another table's."""

    def __post_init__(self) -> None:
        self.distinct = frozenset(_distinct(self.table, self.on))
        self.references = {
            column: (parent, to)
            for key, parent in _foreign(self.schema, self.on)
            for column, to in zip(key.columns, key.ref_columns or _primary(self.schema, parent), strict=False)
        }

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
        for column in self.table.columns:
            if column.generated is not None:
                continue
            if bare and column.name not in self.distinct and self._can_do_without(column):
                continue
            value = self._value(column, number)
            if value is not None:
                plain[column.name] = value
            elif column.default is None and not column.nullable and column.identity is None:
                return f"no value is known for {column.name} of type {column.type}"
        reason = ""
        for values in self._tries(plain):
            try:
                self.sampler.insert(self.session, self.table.ident, values)
            except ServerError as error:
                reason = reason or error.message.partition("\n")[0]
                continue
            return None
        return reason

    def _can_do_without(self, column: Column) -> bool:
        """Return whether a row needs no value for it; a default may refer to a row that is not there."""
        if column.default is not None:
            return column.name not in self.references
        return column.nullable

    def _value(self, column: Column, number: int) -> str | None:
        distinct = column.name in self.distinct
        if column.name in self.references:
            parent, to = self.references[column.name]
            if parent != self.table.ident:
                return self._of_row(parent, to, number if distinct else 0)
            if column.nullable:
                return None
        elif not distinct and column.default is not None:
            return None
        # No two tables share a key: a migration that copies rows from one into another is not in our way.
        if distinct and _INTEGER.match(column.type):
            number += _APART + self.place * ROWS
        elif distinct and _ROOMY.match(column.type):
            number += self.place * ROWS
        return self.sampler.value(column, number if distinct else 0, self.schema)

    def _of_row(self, parent: Ident, column: str, number: int) -> str:
        """Return SQL for the value of a row that is there."""
        quote = self.session.dialect.quote
        table = ".".join(quote(part) for part in (parent.schema, parent.name) if part)
        name = quote(column)
        return f"(select {name} from {table} where {name} is not null order by 1 limit 1 offset {number})"

    def _tries(self, plain: dict[str, str]) -> Iterator[dict[str, str]]:
        """Yield the row as it is, then with values that the table's conditions speak of."""
        yield plain
        choices: dict[str, list[str]] = {}
        for text, names in self._conditions():
            for name in names:
                column = self.table.column(name)
                if column is not None and name in plain and name not in self.references:
                    choices.setdefault(name, []).extend(self.sampler.candidates(text, column))
        names = list(choices)
        options = [dict.fromkeys([*choices[name], plain[name]]) for name in names]
        for values in itertools.islice(itertools.product(*options), _MOST_TRIES if names else 0):
            yield plain | dict(zip(names, values, strict=True))

    def _conditions(self) -> Iterator[tuple[str, Sequence[str]]]:
        for each in self.on:
            if isinstance(each, Constraint) and each.variant == "check":
                yield each.definition, each.columns or [column.name for column in self.table.columns]
        for column in self.table.columns:
            if check := column.option("check"):
                yield check, [column.name]
        if bound := self.table.option("bound"):
            yield bound, [column.name for column in self.table.columns]


def _distinct(table: Table, on: Iterable[SchemaObject]) -> Iterator[str]:
    for each in on:
        if isinstance(each, Constraint) and each.variant in ("primary", "unique", "exclude"):
            yield from each.columns
        elif isinstance(each, Index) and each.unique:
            words = set(_WORD.findall(" ".join(each.parts)))
            yield from (column.name for column in table.columns if column.name in words)


def _references(schema: Schema) -> Iterator[tuple[Ident, Ident]]:
    """Yield each table that refers to another one, and that."""
    tables = _by_name(schema)
    for child, (place, name) in schema.homes().references():
        parent = tables.get((place, name.casefold()))
        if parent is not None and parent != child:
            yield child, parent


def _foreign(schema: Schema, objects: Iterable[SchemaObject]) -> Iterator[tuple[Constraint, Ident]]:
    """Yield each foreign key and the table it refers to, by its own name: SQLite takes it in any case."""
    keys = [each for each in objects if isinstance(each, Constraint) and each.variant == "foreign"]
    tables = _by_name(schema) if keys else {}
    for key in keys:
        parent = tables.get((key.ref_schema, key.ref_table.casefold()))
        if parent is not None:
            yield key, parent


def _by_name(schema: Schema) -> dict[tuple[str, str], Ident]:
    return {(each.schema, each.name.casefold()): each for each in schema.homes().tables()}


def _primary(schema: Schema, table: Ident) -> tuple[str, ...]:
    """Return the columns that a reference means which names none."""
    keys = (each for each in schema.on(table) if isinstance(each, Constraint))
    return next((each.columns for each in keys if each.variant == "primary"), ())


def _in_order(schema: Schema, wanted: frozenset[Ident]) -> list[Table]:
    """Return the tables, each behind those that it refers to, as far as they do not go round in a circle."""
    tables = {ident: table for ident in sorted(wanted) if (table := schema.table(ident)) is not None}
    needs: dict[Ident, set[Ident]] = {ident: set() for ident in tables}
    for home, parent in _references(schema):
        if home in needs and parent in tables:
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
