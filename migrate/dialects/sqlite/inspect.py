"""The schema of an SQLite database: what ``sqlite_schema`` keeps, read in a few queries.

Objects carry no identity: a root page is given to the next table when its own is dropped, so that equal
pages prove nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import translate
from functools import lru_cache
from typing import TYPE_CHECKING

from migrate.dialects.sqlite.parse import Clause, ParsedColumn, ParsedTable, parse_table, split_index
from migrate.dialects.sqlite.tokens import folded, normal, quoted, tokens
from migrate.errors import PlanError
from migrate.schema.making import making
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
select type, name, tbl_name, sql from sqlite_master
where sql is not null and name not like 'sqlite^_%%' escape '^'
"""
SHADOWS = """
select name from pragma_table_list where schema = 'main' and type = 'shadow'
"""
COLUMNS = """
select m.name, x.name
from sqlite_master m, pragma_table_xinfo(m.name) x
where m.type = 'table' and m.sql not like 'create virtual%%' order by m.name, x.cid
"""
OWN = ("migrate_revisions", "migrate_history", "migrate_lock", "migrate_lease", "migrate_kept*")
"""Tables of our own, which are no part of anybody's schema."""

REMEMBERED = 1 << 15
"""How many tables and indexes of the last inspections are remembered: a text is read once, not after each
statement that is watched."""

_KEYS = ("primary", "unique", "check", "foreign")
VIRTUAL = "virtual table"
"""The kind of a virtual table; its shadow tables are its own affair and are not listed."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row of ``sqlite_schema``."""

    type: str
    name: str
    table: str
    sql: str


def inspect(session: Session, *, exclude: tuple[str, ...] = ()) -> Schema:
    """Return what is in the database but our own tables and what a pattern of ``exclude`` matches."""
    entries = [_Entry(*row) for row in session.query(OBJECTS)]
    shadows = _shadows(session, entries)
    hidden = re.compile("|".join(map(translate, OWN + exclude))).match
    entries = [each for each in entries if each.name not in shadows and not _matches(each, hidden)]
    columns: dict[str, list[str]] = defaultdict(list)
    for table, column in session.query(COLUMNS):
        columns[table].append(column)
    with making():
        return _read(entries, columns, origin=_origin(session))


def _shadows(session: Session, entries: list[_Entry]) -> set[str]:
    """Return the tables in which virtual tables keep their rows; SQLite tells them since 3.37."""
    if session.version >= (3, 37):
        return {str(name) for (name,) in session.query(SHADOWS)}
    virtual = tuple(f"{each.name}_" for each in entries if _is_virtual(each))
    return {each.name for each in entries if each.type == "table" and each.name.startswith(virtual)}


def _read(entries: list[_Entry], columns: Mapping[str, list[str]], *, origin: str) -> Schema:
    """Return the schema of these rows; ``columns`` are the names that SQLite itself reads in the tables."""
    names = {folded(each.name): _home(each) for each in entries if each.type in ("table", "view")}
    objects: list[SchemaObject] = []
    for entry in entries:
        match entry.type:
            case _ if _is_virtual(entry):
                objects.append(_virtual(entry, names))
            case "table":
                parents = frozenset(names[each] for each in _references(entry.sql) if each in names)
                objects += _table(entry, tuple(columns[entry.name]), parents)
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
def _table(entry: _Entry, columns: tuple[str, ...], parents: frozenset[Ident]) -> tuple[SchemaObject, ...]:
    """Return a table and its constraints; ``parents`` are the tables that it refers to."""
    parsed = parse_table(entry.sql)
    if tuple(each.name for each in parsed.columns) != columns:
        raise PlanError(
            f"the text of table {entry.name} is not understood: its columns are {', '.join(columns)}",
            hint="please report this with the output of `.schema`",
        )
    options = [(each.replace(" ", "_"), "yes") for each in parsed.options]
    order = "\n".join(normal(each.text) for each in parsed.clauses)
    if order:
        options.append(("constraints", order))
    table = Table(
        name=entry.name,
        columns=tuple(
            _column(each, entry, position) for position, each in enumerate(parsed.columns, start=1)
        ),
        options=tuple(sorted(options)),
        depends=frozenset(parents - {Ident("table", "", entry.name)}),
        text=entry.sql,
    )
    return (table, *_constraints(parsed, entry.name))


@lru_cache(maxsize=REMEMBERED)
def _references(sql: str) -> frozenset[str]:
    """Return the tables that its foreign keys name: they are parts of its text, not objects to be added."""
    parsed = parse_table(sql)
    clauses = (*(each for column in parsed.columns for each in column.clauses), *parsed.clauses)
    return frozenset(folded(each.ref_table) for each in clauses if each.variant == "foreign")


def _column(parsed: ParsedColumn, entry: _Entry, position: int) -> Column:
    default, collation, generated = (parsed.clause(each) for each in ("default", "collate", "generated"))
    return Column(
        name=parsed.name,
        table=entry.name,
        type=parsed.type,
        nullable=parsed.clause("not null") is None,
        default=normal(default.body[1:]) if default else None,
        generated=normal(generated.inside) if generated else None,
        stored=generated is not None and generated.has("stored"),
        identity="autoincrement" if any(each.has("autoincrement") for each in parsed.clauses) else None,
        collation=normal(collation.body[1:]) if collation else None,
        position=position,
        options=(("definition", normal(parsed.definition)),),
        text=parsed.text,
    )


def _constraints(parsed: ParsedTable, table: str) -> Iterator[Constraint]:
    seen: Counter[str] = Counter()
    clauses = [(each, True) for column in parsed.columns for each in column.clauses]
    for clause, of_column in clauses + [(each, False) for each in parsed.clauses]:
        if clause.variant not in _KEYS:
            continue
        definition = _definition(clause, of_column=of_column)
        name = clause.name or definition
        seen[folded(name)] += 1
        if seen[folded(name)] > 1:
            name = f"{name} #{seen[folded(name)]}"
        yield Constraint(
            name=name,
            table=table,
            variant=clause.variant,
            definition=definition,
            columns=clause.columns,
            ref_table=clause.ref_table,
            ref_columns=clause.ref_columns,
            on_delete=clause.on_delete,
            on_update=clause.on_update,
            options=(("level", "column"),) if of_column else (),
            text=clause.text,
        )


def _definition(clause: Clause, *, of_column: bool) -> str:
    """Return the clause as if it were one of the table."""
    body = normal(clause.body)
    if not of_column or clause.variant == "check":
        return body
    column = folded(clause.columns[0])
    if clause.variant == "foreign":
        return f"foreign key({column}) {body}"
    words = 2 if clause.variant == "primary" else 1
    return " ".join(filter(None, (f"{normal(clause.body[:words])}({column})", normal(clause.body[words:]))))


@lru_cache(maxsize=REMEMBERED)
def _index(entry: _Entry) -> Index:
    definition, parts, where = split_index(entry.sql)
    return Index(
        name=entry.name,
        table=entry.table,
        unique=tokens(entry.sql)[1].keyword == "unique",
        parts=parts,
        where=where,
        definition=definition,
        text=entry.sql,
    )


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
