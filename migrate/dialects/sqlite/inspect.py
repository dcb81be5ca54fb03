"""The schema of an SQLite database: what ``sqlite_schema`` keeps, read in a few queries.

Objects carry no identity: a root page is given to the next table when its own is dropped, so that equal
pages prove nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from fnmatch import translate
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from migrate.dialects.sqlite.patterns import REMEMBERED, of_index, of_table
from migrate.dialects.sqlite.tokens import folded, normal, quoted, tokens
from migrate.errors import PlanError
from migrate.schema.making import copier, making
from migrate.schema.model import (
    Column,
    Constraint,
    Ident,
    Index,
    Other,
    Schema,
    SchemaObject,
    Table,
    Trigger,
    View,
)

if TYPE_CHECKING:
    from migrate.dialects.base import Session

OBJECTS = """
select type, name, tbl_name, sql, case when type = 'table' and sql not like 'create virtual%%' then
  (select group_concat(x.name, char(0)) from pragma_table_xinfo(m.name) x) end
from sqlite_master m where sql is not null and name not like 'sqlite^_%%' escape '^'
"""
SHADOWS = """
select name from pragma_table_list where schema = 'main' and type = 'shadow'
"""
OWN = ("migrate_revisions", "migrate_history", "migrate_lock", "migrate_lease", "migrate_kept*")
"""Tables of our own, which are no part of anybody's schema."""

VIRTUAL = "virtual table"
"""The kind of a virtual table; its shadow tables are its own affair and are not listed."""

_column = copier(Column, "table", "position")
_constraint = copier(Constraint, "name", "table")
_on_table = copier(Index, "name", "table", "text")


class _Entry(NamedTuple):
    """A row of ``sqlite_schema``; ``columns`` are the names that SQLite itself reads in a table's text."""

    type: str
    name: str
    table: str
    sql: str
    columns: str | None = None


def inspect(session: Session, *, exclude: tuple[str, ...] = ()) -> Schema:
    """Return what is in the database but our own tables and what a pattern of ``exclude`` matches."""
    entries = list(map(_Entry._make, session.query(OBJECTS)))
    shadows = _shadows(session, entries)
    hidden = re.compile("|".join(map(translate, OWN + exclude))).match
    entries = [each for each in entries if each.name not in shadows and not _matches(each, hidden)]
    with making():
        return _read(entries, origin=_origin(session))


def _shadows(session: Session, entries: list[_Entry]) -> set[str]:
    """Return the tables in which virtual tables keep their rows; SQLite tells them since 3.37."""
    if session.version >= (3, 37):
        return {str(name) for (name,) in session.query(SHADOWS)}
    virtual = tuple(f"{each.name}_" for each in entries if _is_virtual(each))
    return {each.name for each in entries if each.type == "table" and each.name.startswith(virtual)}


def _read(entries: list[_Entry], *, origin: str) -> Schema:
    """Return the schema of these rows."""
    names = {folded(each.name): _home(each) for each in entries if each.type in ("table", "view")}
    objects: list[SchemaObject] = []
    for entry in entries:
        match entry.type:
            case _ if _is_virtual(entry):
                objects.append(_virtual(entry, names))
            case "table":
                references = of_table(entry.sql)[0].references
                parents = frozenset([names[each] for each in references if each in names])
                objects += _table(entry, parents)
            case "index":
                objects.append(_index(entry))
            case "view":
                objects.append(_view(entry, names))
            case "trigger":
                objects.append(_trigger(entry, names))
    return Schema.of("sqlite", objects, origin=origin)


def _origin(session: Session) -> str:
    """Name the database: the file is its own, what is in memory belongs to the session."""
    file = str(session.query("select file from pragma_database_list where name = 'main'")[0][0])
    return f"file:{file}" if file else f"memory:{id(session)}"


def _matches(entry: _Entry, hidden: Callable[[str], object]) -> bool:
    return bool(hidden(entry.name) or (entry.table != entry.name and hidden(entry.table)))


def _home(entry: _Entry) -> Ident:
    if entry.type == "view":
        return Ident("view", "", entry.name)
    return Ident(VIRTUAL if _is_virtual(entry) else "table", "", entry.name)


def _is_virtual(entry: _Entry) -> bool:
    return entry.type == "table" and entry.sql[:14].lower() == "create virtual"


@lru_cache(maxsize=REMEMBERED)
def _table(entry: _Entry, parents: frozenset[Ident]) -> tuple[SchemaObject, ...]:
    """Return a table and its constraints; ``parents`` are the tables that it refers to."""
    pattern, kinds = of_table(entry.sql)
    if "\0".join([each.name for each in pattern.columns]) != entry.columns:
        told = ", ".join((entry.columns or "").split("\0"))
        raise PlanError(
            f"the text of table {entry.name} is not understood: its columns are {told}",
            hint="please report this with the output of `.schema`",
        )
    options = [(each.replace(" ", "_"), "yes") for each in kinds]
    if pattern.order:
        options.append(("constraints", "\n".join(pattern.order)))
    columns = [_column(each, entry.name, place) for place, each in enumerate(pattern.columns, start=1)]
    table = Table(
        name=entry.name,
        columns=tuple(columns),
        options=tuple(sorted(options)),
        depends=parents - {Ident("table", "", entry.name)},
        text=entry.sql,
    )
    return (table, *_constraints(pattern.constraints, entry.name))


def _constraints(patterns: Iterable[Constraint], table: str) -> Iterator[Constraint]:
    """Yield the constraints of a table; of those with one name, the second is called ``name #2``."""
    seen: dict[str, int] = {}
    for pattern in patterns:
        name = folded(pattern.name)
        count = seen[name] = seen.get(name, 0) + 1
        yield _constraint(pattern, pattern.name if count == 1 else f"{pattern.name} #{count}", table)


@lru_cache(maxsize=REMEMBERED)
def _index(entry: _Entry) -> Index:
    return _on_table(of_index(entry.sql), entry.name, entry.table, entry.sql)


def _view(entry: _Entry, names: Mapping[str, Ident]) -> View:
    return View(
        name=entry.name,
        definition=normal(tokens(entry.sql)[3:]),
        depends=_named(entry, names),
        text=entry.sql,
    )


def _trigger(entry: _Entry, names: Mapping[str, Ident]) -> Trigger:
    home = names.get(folded(entry.table))  # the trigger has the table's name as its author wrote it
    return Trigger(
        name=entry.name,
        table=home.name if home else entry.table,
        definition=normal(entry.sql),
        depends=_named(entry, names),
        text=entry.sql,
    )


def _virtual(entry: _Entry, names: Mapping[str, Ident]) -> Other:
    body = tokens(entry.sql)
    return Other(
        name=entry.name,
        variant=VIRTUAL,
        definition=normal(body[4:]),
        drop=f"DROP TABLE {quoted(entry.name)}",
        depends=_named(entry, names),
        text=entry.sql,
    )


def _named(entry: _Entry, names: Mapping[str, Ident]) -> frozenset[Ident]:
    """Return the tables and views whose names stand in the text: more than it needs, never less."""
    words = {folded(token.name) for token in tokens(entry.sql) if token.kind in ("word", "quoted")}
    own = folded(entry.name)
    return frozenset(names[each] for each in words - {own} if each in names)
