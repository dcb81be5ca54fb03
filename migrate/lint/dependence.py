"""What in a statement depends on the rows that are there: said once, for the rules that tell of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from migrate.lint.facts import Observed
from migrate.schema.changes import Add, Modify
from migrate.schema.model import Column, Constraint, Ident, Index, Schema, SchemaObject

_WORD = re.compile(r"\w+")
_SOME = {"where", "using", "join", "limit"}
_FILLS = frozenset(("INSERT", "REPLACE", "COPY", "LOAD", "MERGE", "WITH", "SELECT", "DO", "CALL"))
_ROWS = frozenset(("INSERT", "UPDATE", "DELETE", "MERGE", "COPY", "WITH", "REPLACE"))
_ANYTHING = frozenset(("DO", "CALL", "SELECT", "EXECUTE"))
"""Statements whose text does not tell which rows they change."""

_NOT_NULL = re.compile(r"NOT NULL constraint failed: (.+)\.(.+)")


class On(Enum):
    """What the rows have to be for the statement to work."""

    UNIQUE = "unique"
    REQUIRED = "required"
    """There must be no rows: a new column has no value for them."""
    NOT_NULL = "not null"
    CHECK = "check"
    FOREIGN = "foreign"


_STATES = {
    "23502": (On.REQUIRED, On.NOT_NULL),
    "23503": (On.FOREIGN,),
    "23505": (On.UNIQUE,),
    "23514": (On.CHECK,),
    "23P01": (On.UNIQUE,),
}
"""What a server's error is about, by the number or name it has there."""


@dataclass(frozen=True, slots=True)
class Dependence:
    """One condition on rows, and the object that brings it."""

    on: On
    object: SchemaObject

    @property
    def table(self) -> Ident:
        """Return the table with the rows."""
        return self.object.ident.parent or self.object.ident


def dependences(observed: Observed) -> Iterator[Dependence]:
    """Yield every condition that rows from before the file have to meet, if there may be any."""
    for each in _dependences(observed):
        if each.on is On.REQUIRED or _failed(observed) or not emptied(observed, each.table):
            yield each


def emptied(observed: Observed, table: Ident) -> bool:
    """Return whether the file took all rows out of a table, and has put none in before the statement."""
    name = table.name.casefold()
    for statement in reversed(observed.cut.statements[: observed.index]):
        text = statement.text.casefold()
        said = set(_WORD.findall(text)) if name in text else set()
        if name not in said:
            continue
        if statement.keyword == "TRUNCATE" or (statement.keyword == "DELETE" and not said & _SOME):
            return True
        if statement.keyword in _FILLS:
            return False
    return False


def _dependences(observed: Observed) -> Iterator[Dependence]:
    for change in observed.changes:
        match change:
            case Add(Column() as column) if observed.is_old(column.ident.parent):
                if not (column.nullable or column.default or column.generated or column.identity):
                    yield Dependence(On.REQUIRED, column)
            case Modify(Column() as old, Column() as new) if observed.is_old(old.ident):
                if old.nullable and not new.nullable and not _by_key(observed, new):
                    yield Dependence(On.NOT_NULL, new)
            case Add(Index(unique=True) as index) if observed.is_old(index.ident.parent):
                if _new_key(observed, index, _columns(index)):
                    yield Dependence(On.UNIQUE, index)
            case Modify(Index(unique=False), Index(unique=True) as index) if observed.is_old(index.ident):
                yield Dependence(On.UNIQUE, index)
            case Add(Constraint() as each) | Modify(_, Constraint() as each) if observed.is_old(
                each.ident.parent
            ):
                anew = isinstance(change, Add) and observed.dialect != "sqlite"
                if not _met(observed, each) and (anew or not observed.only_renamed(each)):
                    yield from _constraint(observed, each)


def _constraint(observed: Observed, each: Constraint) -> Iterator[Dependence]:
    if each.option("inherited") or not each.validated:
        return
    fresh = all(_is_new(observed, each, name) for name in each.columns)
    match each.variant:
        case "primary" | "unique" if _new_key(observed, each, each.columns):
            yield Dependence(On.UNIQUE, each)
        case "exclude":
            yield Dependence(On.UNIQUE, each)
        case "check" if not (fresh and each.columns) or _failed(observed):
            yield Dependence(On.CHECK, each)
        case "foreign" if (not fresh or _failed(observed)) and observed.dialect != "sqlite":
            yield Dependence(On.FOREIGN, each)


def _met(observed: Observed, each: Constraint) -> bool:
    """Return whether rows meet it already: something before the statement asked the same of them.

    So did what stood at the head of a transaction that has not touched these rows since.  What happens when
    others go, and what tables and columns are called, is not asked of rows.
    """
    before = {new.ident: old.ident for old, new in observed.renamed(SchemaObject)}
    home, refers = each.ident.parent, Ident("table", each.ref_schema, each.ref_table)
    if home is None:
        return False
    asked = (
        _before(before, home, each.columns),
        before.get(refers, refers),
        _before(before, refers, each.ref_columns),
        _condition(each),
    )
    stood = observed.before.on(before.get(home, home))
    if observed.together and not _touched(observed, home, refers):
        stood += observed.start.on(home)
    return any(
        asked
        == (old.columns, Ident("table", old.ref_schema, old.ref_table), old.ref_columns, _condition(old))
        for old in stood
        if isinstance(old, Constraint) and old.variant == each.variant
    )


def _before(renamed: dict[Ident, Ident], table: Ident, columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return what columns were called before the statement."""
    idents = (Ident("column", table.schema, name, table.name) for name in columns)
    return tuple(renamed.get(ident, ident).name for ident in idents)


def _touched(observed: Observed, *tables: Ident) -> bool:
    """Return whether a statement of the file before this one may have changed rows of the tables."""
    earlier = observed.cut.statements[: observed.index]
    return any(
        each.keyword in _ANYTHING
        or (each.keyword in _ROWS and any(table.name.casefold() in each.text.casefold() for table in tables))
        for each in earlier
    )


def _condition(each: Constraint) -> str:
    text = each.definition if each.variant in ("check", "exclude") else ""
    return text.removesuffix(" NOT VALID")


def _new_key(observed: Observed, each: SchemaObject, names: tuple[str, ...]) -> bool:
    """Return whether rows could break a key: not if part of it is a key, nor if it is of a new column."""
    known = (observed.start, observed.before)
    if any(key <= set(names) for schema in known for key in _keys(schema, each.ident.parent)):
        return False
    return not any(_is_new(observed, each, name) for name in names) or _failed(observed)


def _keys(schema: Schema, table: Ident | None) -> Iterator[set[str]]:
    for each in schema.on(table) if table else ():
        if isinstance(each, Constraint) and each.variant in ("primary", "unique") and each.columns:
            yield set(each.columns)
        if isinstance(each, Index) and each.unique and each.valid and each.where is None:
            yield set(_columns(each))


def _columns(index: Index) -> tuple[str, ...]:
    return tuple(part.strip('"`') for part in index.parts)


def _is_new(observed: Observed, each: SchemaObject, name: str) -> bool:
    """Return whether a column was made by this file, this statement included, without a value of its own."""
    ident = Ident("column", each.schema, name, each.table)
    return ident in observed.born or any(
        isinstance(change, Add) and change.ident == ident for change in observed.changes
    )


def _by_key(observed: Observed, column: Column) -> bool:
    """Return whether it is a new primary key that forbids NULL."""
    return any(
        each.variant == "primary" and each.table == column.table and column.name in each.columns
        for each in observed.added(Constraint)
    )


def _failed(observed: Observed) -> bool:
    return observed.failure is not None and observed.failure.on_rows


def server_words(observed: Observed, on: On | None = None) -> str:
    """Return what the server said when the statement met rows, in brackets; ``""`` if it ran.

    So it is if what it said is about another condition than ``on``.
    """
    if not _failed(observed) or observed.failure is None:
        return ""
    about = _STATES.get(observed.failure.state)
    if on is not None and about is not None and on not in about:
        return ""
    return f" (it did on rows of ours: {observed.failure.message.splitlines()[0]})"


def copied_null(observed: Observed) -> tuple[str, str] | None:
    """Return table and column of a NULL that SQLite refused while rows were copied, ``None`` of none."""
    failure = observed.failure
    if observed.dialect != "sqlite" or failure is None or not failure.on_rows:
        return None
    found = _NOT_NULL.fullmatch(failure.message)
    copies = observed.statement.keyword in ("INSERT", "REPLACE", "WITH")
    return (found[1], found[2]) if found is not None and copies else None
