"""The schema of an SQLite database: what ``sqlite_schema`` keeps, read in a few queries.

Objects carry no identity: a root page is given to the next table when its own is dropped, so that equal
pages prove nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from fnmatch import translate
from itertools import starmap
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from migrate.dialects.sqlite.patterns import of_index, of_table
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
    from migrate.dialects.base import Row, Session

OBJECTS = """
select type, name, tbl_name, sql, case when type = 'table' and sql not like 'create virtual%%' then
  (select group_concat(x.name, char(0)) from pragma_table_xinfo(m.name) x) end
from sqlite_master m where sql is not null and name not like 'sqlite^_%%' escape '^'
"""
COLUMNS = "select group_concat(name, char(0)) from pragma_table_xinfo(%s)"
SHADOWS = """
select name from pragma_table_list where schema = 'main' and type = 'shadow'
"""
OWN = ("migrate_revisions", "migrate_history", "migrate_lock", "migrate_lease", "migrate_kept*")
"""Tables of our own, which are no part of anybody's schema."""

VIRTUAL = "virtual table"
"""The kind of a virtual table; its shadow tables are its own affair and are not listed."""

_TABLE = Table(name="")
_whole = copier(Table, "name", "columns", "options", "depends", "text")
_column = copier(Column, "table", "position")
_constraint = copier(Constraint, "name", "table")
_on_table = copier(Index, "name", "table", "text")


class Entry(NamedTuple):
    """A row of ``sqlite_schema``; ``columns`` are the names that SQLite itself reads in a table's text."""

    type: str
    name: str
    table: str
    sql: str
    columns: str | None = None


class _Made(NamedTuple):
    """The objects that an entry made, the tables that it refers to, and those of them that are there."""

    objects: tuple[SchemaObject, ...]
    references: frozenset[str] = frozenset()
    parents: frozenset[Ident] = frozenset()


_Known = dict[Entry, _Made]
_KNOWN: WeakKeyDictionary[Session, _Known] = WeakKeyDictionary()
"""What the last inspection of a session made: a watched statement changes little.  The first leaves nothing,
since most sessions see no second."""


def inspect(session: Session, *, exclude: tuple[str, ...] = ()) -> Schema:
    """Return what is in the database but our own tables and what a pattern of ``exclude`` matches."""
    with making():
        entries = _seen(session, map(Entry._make, session.query(OBJECTS)), exclude)
        known, made = _KNOWN.get(session), _Known()
        objects = _objects(entries, _names(entries), known, made)
        schema = Schema.of("sqlite", objects, origin=origin(session))
        _KNOWN[session] = made
        return schema


def again(
    session: Session, exclude: tuple[str, ...], rows: Iterable[Row], tables: Collection[str]
) -> list[SchemaObject]:
    """Return what of ``rows`` is, or lives on, one of these tables and views, named in small letters.

    The rows are those of :data:`OBJECTS` without their columns.
    """
    entries = _seen(session, starmap(Entry, rows), exclude)
    chosen = [
        each._replace(columns=_columns(session, each)) for each in entries if folded(each.table) in tables
    ]
    with making():
        return list(_objects(chosen, _names(entries), None, {}))


def _seen(session: Session, every: Iterable[Entry], exclude: tuple[str, ...]) -> list[Entry]:
    """Return the entries without our own, those of ``exclude``, and the tables of virtual tables."""
    entries = list(every)
    shadows = _shadows(session, entries)
    hidden = re.compile("|".join(map(translate, OWN + exclude))).match
    return [each for each in entries if each.name not in shadows and not _matches(each, hidden)]


def _names(entries: Iterable[Entry]) -> dict[str, Ident]:
    """Return what the tables and views are called, by their names in small letters."""
    return {folded(each.name): home_of(each) for each in entries if each.type in ("table", "view")}


def _columns(session: Session, entry: Entry) -> str | None:
    if entry.type != "table" or is_virtual(entry):
        return None
    return str(session.query(COLUMNS, (entry.name,))[0][0])


def _shadows(session: Session, entries: list[Entry]) -> set[str]:
    """Return the tables in which virtual tables keep their rows; SQLite tells them since 3.37."""
    virtual = tuple([f"{each.name}_" for each in entries if is_virtual(each)])
    if not virtual:
        return set()
    if session.version >= (3, 37):
        return {str(name) for (name,) in session.query(SHADOWS)}
    return {each.name for each in entries if each.type == "table" and each.name.startswith(virtual)}


def _objects(
    entries: Iterable[Entry], names: Mapping[str, Ident], known: _Known | None, made: _Known
) -> Iterator[SchemaObject]:
    """Yield the objects of these rows; ``made`` takes what the next inspection may know.

    ``names`` are those of all tables and views.
    """
    for entry in entries:
        if is_virtual(entry):
            yield _virtual(entry, names)
        elif entry.type == "view":
            yield _view(entry, names)
        elif entry.type == "trigger":
            yield _trigger(entry, names)
        else:
            before = known.get(entry) if known else None
            now = _table(entry, names, before) if entry.type == "table" else before or _index(entry)
            if known is not None:
                made[entry] = now
            yield from now.objects


def origin(session: Session) -> str:
    """Name the database: the file is its own, what is in memory belongs to the session."""
    file = str(session.query("select file from pragma_database_list where name = 'main'")[0][0])
    return f"file:{file}" if file else f"memory:{id(session)}"


def _matches(entry: Entry, hidden: Callable[[str], object]) -> bool:
    return bool(hidden(entry.name) or (entry.table != entry.name and hidden(entry.table)))


def home_of(entry: Entry) -> Ident:
    """Return what a table or view is called."""
    if entry.type == "view":
        return Ident("view", "", entry.name)
    return Ident(VIRTUAL if is_virtual(entry) else "table", "", entry.name)


def is_virtual(entry: Entry) -> bool:
    """Return whether it is a virtual table."""
    return entry.type == "table" and entry.sql[:14].lower() == "create virtual"


def _table(entry: Entry, names: Mapping[str, Ident], known: _Made | None) -> _Made:
    """Return a table and its constraints."""
    if known is not None and known.parents == _there(known.references, names):
        return known
    pattern, kinds = of_table(entry.sql)
    parents = _there(pattern.references, names)
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
    others = parents - {Ident("table", "", entry.name)} if parents else parents
    table = _whole(_TABLE, entry.name, tuple(columns), tuple(sorted(options)), others, entry.sql)
    return _Made((table, *_constraints(pattern.constraints, entry.name)), pattern.references, parents)


def _there(references: Iterable[str], names: Mapping[str, Ident]) -> frozenset[Ident]:
    return frozenset([names[each] for each in references if each in names])


def _constraints(patterns: Iterable[Constraint], table: str) -> Iterator[Constraint]:
    """Yield the constraints of a table; of those with one name, the second is called ``name #2``."""
    seen: dict[str, int] = {}
    for pattern in patterns:
        name = folded(pattern.name)
        count = seen[name] = seen.get(name, 0) + 1
        yield _constraint(pattern, pattern.name if count == 1 else f"{pattern.name} #{count}", table)


def _index(entry: Entry) -> _Made:
    return _Made((_on_table(of_index(entry.sql), entry.name, entry.table, entry.sql),))


def _view(entry: Entry, names: Mapping[str, Ident]) -> View:
    return View(
        name=entry.name,
        definition=normal(tokens(entry.sql)[3:]),
        depends=_named(entry, names),
        text=entry.sql,
    )


def _trigger(entry: Entry, names: Mapping[str, Ident]) -> Trigger:
    home = names.get(folded(entry.table))  # the trigger has the table's name as its author wrote it
    return Trigger(
        name=entry.name,
        table=home.name if home else entry.table,
        definition=normal(entry.sql),
        depends=_named(entry, names),
        text=entry.sql,
    )


def _virtual(entry: Entry, names: Mapping[str, Ident]) -> Other:
    body = tokens(entry.sql)
    return Other(
        name=entry.name,
        variant=VIRTUAL,
        definition=normal(body[4:]),
        drop=f"DROP TABLE {quoted(entry.name)}",
        depends=_named(entry, names),
        text=entry.sql,
    )


def _named(entry: Entry, names: Mapping[str, Ident]) -> frozenset[Ident]:
    """Return the tables and views whose names stand in the text: more than it needs, never less."""
    words = {folded(token.name) for token in tokens(entry.sql) if token.kind in ("word", "quoted")}
    own = folded(entry.name)
    return frozenset(names[each] for each in words - {own} if each in names)
