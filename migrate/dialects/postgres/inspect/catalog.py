"""What is found in the catalogs: objects, the rows that stand for them, and what depends on what."""

from __future__ import annotations

import fnmatch
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

from migrate.dialects.base import BEGIN, Command, Row, Session
from migrate.errors import ServerError
from migrate.schema.making import copier
from migrate.schema.model import OBJECT_TYPES, Column, Ident, Schema, SchemaObject, Table, View

# The oids of the system catalogs are the same in every version (src/include/catalog/*.h).
ATTRDEF, CLASS, CONSTRAINT, NAMESPACE, POLICY, PROC, REWRITE, TRIGGER, TYPE = (
    2604, 1259, 2606, 2615, 3256, 1255, 2618, 2620, 1247,
)  # fmt: skip
AM, CAST, COLLATION, CONVERSION, DEFAULT_ACL, EVENT_TRIGGER, EXTENSION, FDW, FOREIGN_SERVER = (
    2601, 2605, 3456, 2607, 826, 3466, 3079, 2328, 1417,
)  # fmt: skip
LANGUAGE, OPCLASS, OPERATOR, OPFAMILY, PUBLICATION, STATISTICS, SUBSCRIPTION, TRANSFORM = (
    2612, 2616, 2617, 2753, 6104, 3381, 6100, 3576,
)  # fmt: skip
TS_CONFIG, TS_DICT, TS_PARSER, TS_TEMPLATE, USER_MAPPING = 3602, 3600, 3601, 3764, 1418

ALONE = (
    "826, 1247, 1255, 1417, 1418, 2328, 2601, 2602, 2603, 2605, 2607, 2612, 2615, 2616, 2617, 2753, 3079,"
    " 3456, 3466, 3576, 3600, 3601, 3602, 3764, 6100, 6104, 6106, 6237"
)
"""The catalogs of what is no relation and lives on none."""

FIRST_USER_OID = 16384
Key = tuple[int, int, int]
_Object = TypeVar("_Object", bound=SchemaObject)

# What makes the server print names in full and values in one way, as pg_dump does; compiling a query
# that runs once would cost more than running it.
_PINNED = {
    "search_path": "",
    "quote_all_identifiers": "off",
    "datestyle": "ISO, MDY",
    "intervalstyle": "postgres",
    "timezone": "UTC",
    "extra_float_digits": "3",
    "bytea_output": "hex",
    "jit": "off",
}
ORIGIN = """
select s.system_identifier::text || '.' || d.oid, current_user::text,
  coalesce((select pg_catalog.string_agg(distinct pg_catalog.quote_ident(r.rolname), E'\n')
    from pg_catalog.pg_shdepend h join pg_catalog.pg_roles r on h.refclassid = 1260 and r.oid = h.refobjid
    where h.dbid = d.oid), '')
from pg_catalog.pg_control_system() s, pg_catalog.pg_database d
where d.datname = pg_catalog.current_database()
"""
MEMBERS = """
select d.classid, d.objid, e.extname from pg_catalog.pg_depend d
join pg_catalog.pg_extension e on d.refclassid = 3079 and e.oid = d.refobjid where d.deptype = 'e'
"""
_COMMENTS = """
select classoid, objoid, objsubid, description from pg_catalog.pg_description
where (objoid >= 16384 or classoid = 2615)
"""
# Of relations that are chosen: what lives on them depends as they do.
_COMMENTS_OF = """
  and (classoid <> 1259 or objoid in ({only})
    or objoid in (select indexrelid from pg_catalog.pg_index where indrelid in ({only})))
"""
_ALL_DEPENDS = "pg_catalog.pg_depend d"
OBJECTS_OF = """
  select 1259::oid, oid from pg_catalog.pg_class where oid in ({only})
  union all select 1259, indexrelid from pg_catalog.pg_index where indrelid in ({only})
  union all select 2606, oid from pg_catalog.pg_constraint where conrelid in ({only})
  union all select 2604, oid from pg_catalog.pg_attrdef where adrelid in ({only})
  union all select 2618, oid from pg_catalog.pg_rewrite where ev_class in ({only})
  union all select 2620, oid from pg_catalog.pg_trigger where tgrelid in ({only})
  union all select 3256, oid from pg_catalog.pg_policy where polrelid in ({only})
  union all select 3381, oid from pg_catalog.pg_statistic_ext where stxrelid in ({only})
"""
# The offset makes the server look each of the few up, and not go through the whole catalog.
_DEPENDS_OF = f"""(
  select d.* from ({OBJECTS_OF} union all select 2606, oid from pg_catalog.pg_constraint where conrelid = 0
    ) o (class, id)
  cross join lateral (
    select * from pg_catalog.pg_depend d where d.classid = o.class and d.objid = o.id offset 0) d
  union all select * from pg_catalog.pg_depend d where d.classid in ({ALONE})) d
"""
_DEPENDS = """
select d.classid, d.objid, d.objsubid, d.refclassid, d.refobjid, d.refobjsubid from {}
where d.refobjid >= 16384 and d.objid >= 16384 and d.deptype in ('n', 'a')
  and not (d.classid = 2604 and d.deptype = 'a')  -- a default needs its own column
  and not (d.classid = 1259 and d.deptype = 'a' and d.objid in (
    select oid from pg_catalog.pg_class where relkind = 'S' or relnamespace = 99))  -- nobody's, and TOAST
union all  -- what the operators and functions of a class or family depend on, it does
select up.refclassid, up.refobjid, 0, d.refclassid, d.refobjid, d.refobjsubid from pg_catalog.pg_depend d
join pg_catalog.pg_depend up on up.classid = d.classid and up.objid = d.objid
  and up.refclassid in (2616, 2753)
where d.classid in (2602, 2603) and d.refclassid not in (2616, 2753) and d.refobjid >= 16384
"""

_like = {noun: copier(noun, "depends") for noun in OBJECT_TYPES}
_table_like, _view_like = copier(Table, "columns", "depends"), copier(View, "columns", "depends")


@dataclass(slots=True)
class Relation:
    """A table or view that was found, and its columns by number; they may yet be replaced."""

    object: Table | View
    columns: dict[int, Column] = field(default_factory=dict)


class Catalog:
    """One reading of a database: what is asked of the server, and what was found so far.

    The queries go to the server together, in two parts: while it works on the second, the rows of the first
    are read here.  With ``only`` of all relations these are read, with what lives on them.
    ``columns`` has the names of each relation's columns by number, plain and as SQL; ``relations`` are those
    that were taken in; ``idents`` says what catalog rows stand for, where others depend on them.
    """

    def __init__(self, session: Session, exclude: Sequence[str], only: Collection[int] | None = None) -> None:
        self.version = session.version[0]
        self._session = session
        self._only = None if only is None else ", ".join(map(str, sorted(only))) or "0"
        self._exclude = re.compile("|".join(map(fnmatch.translate, exclude)))
        self._schemas_excluded: dict[str, bool] = {}
        comments = _COMMENTS if self._only is None else _COMMENTS + _COMMENTS_OF.format(only=self._only)
        self._asked: list[dict[str, str]] = [{"members": MEMBERS, "comments": comments}]
        self._answers: Iterator[tuple[str, list[Row]]] = iter(())
        self._arrived: dict[str, list[Row]] = {}
        self.columns: defaultdict[int, dict[int, tuple[str, str]]] = defaultdict(dict)
        self.relations: dict[int, Relation] = {}
        self._objects: list[tuple[Ident, SchemaObject]] = []
        self.idents: dict[Key, Ident] = {}
        self._members: dict[tuple[int, int], str] = {}
        self._comments: dict[Key, str] = {}

    def ask(self, **queries: str) -> None:
        """Name queries whose rows will be wanted, in this order."""
        self._asked[-1] |= queries

    def part(self) -> None:
        """Let the first part of the queries end here."""
        self._asked.append({})

    @contextmanager
    def sent(self) -> Iterator[None]:
        """Send what was asked; no other query can be run before the context ends."""
        source = _ALL_DEPENDS if self._only is None else _DEPENDS_OF.format(only=self._only)
        self.ask(depends=_DEPENDS.format(source), origin=ORIGIN)
        names = (name for part in self._asked for name in part)
        answers = self._session.query_each(*(tuple(part.values()) for part in self._asked))
        self._answers = zip(names, answers, strict=False)
        try:
            self._members = {(class_oid, oid): name for class_oid, oid, name in self.rows("members")}
            self._comments = {row[:3]: row[3] for row in self.rows("comments")}
            for key, name in self._members.items():
                self.idents[*key, 0] = Ident("extension", "", name)
            yield
        finally:
            for _ in self._answers:  # what is not read would be taken for the answer to the next query
                pass

    def rows(self, name: str) -> list[Row]:
        """Return the rows of a query, once."""
        while name not in self._arrived:
            asked, rows = next(self._answers)
            self._arrived[asked] = rows
        return self._arrived.pop(name)

    def since(self, version: int, expression: str, otherwise: str) -> str:
        """Return an expression that older servers do not know, or what stands in for it there."""
        return expression if self.version >= version else otherwise

    def within(self, column: str) -> str:
        """Return a condition on the oid of a relation, if not all are read."""
        return "" if self._only is None else f" and {column} in ({self._only})"

    def excluded(self, schema: str, name: str) -> bool:
        """Return whether a pattern leaves out this object: ``schema.name``, ``name`` or a schema's name."""
        matches = self._exclude.match
        if schema and schema not in self._schemas_excluded:
            self._schemas_excluded[schema] = matches(schema) is not None
        if matches(name):
            return True
        return bool(schema) and (self._schemas_excluded[schema] or matches(f"{schema}.{name}") is not None)

    def comment(self, key: Key) -> str | None:
        """Return the comment on an object."""
        return self._comments.get(key)

    def wanted(self, key: Key, schema: str, name: str) -> bool:
        """Return whether an object is to be taken in: no extension's, and not excluded."""
        return key[:2] not in self._members and not self.excluded(schema, name)

    def add(self, kind: type[SchemaObject], key: Key, *aliases: Key, **values: Any) -> None:
        """Take an object in, if it is wanted; ``aliases`` are the other catalog rows that stand for it."""
        if self.wanted(key, values.get("schema", ""), values["name"]):
            self.take(kind(**values, comment=self.comment(key), oid=f"{key[0]}.{key[1]}"), key, *aliases)

    def take(self, each: SchemaObject, key: Key, *aliases: Key) -> None:
        """Take in an object that has its comment and the server's identity."""
        ident = each.ident
        for one in (key, *aliases):
            self.idents[one] = ident
        if isinstance(each, (Table, View)):
            self.relations[key[1]] = Relation(each)
        else:
            self._objects.append((ident, each))

    def schema(self) -> Schema:
        """Return all that was found, each object with what it depends on."""
        depends = self._depends()
        ((origin, user, roles),) = self.rows("origin")
        objects = [_needing(each, depends.get(ident)) for ident, each in self._objects]
        objects += self._related(depends)
        settings = (("roles", roles), ("user", user), ("version", str(self.version)))
        return Schema.of("postgres", objects, settings=settings, origin=origin)

    def _related(self, depends: dict[Ident, set[Ident]]) -> Iterator[SchemaObject]:
        """Yield the relations with their columns."""
        of_columns: defaultdict[tuple[str, str], dict[str, set[Ident]]] = defaultdict(dict)
        for ident, needs in depends.items():
            if ident.kind == "column":
                of_columns[ident.schema, ident.table][ident.name] = needs
        for relation in self.relations.values():
            one, columns = relation.object, list(relation.columns.values())
            if needing := of_columns.get((one.schema, one.name)):
                columns = [_needing(each, needing.get(each.name)) for each in columns]
            like = _table_like if isinstance(one, Table) else _view_like
            yield like(one, tuple(columns), frozenset(depends.get(one.ident, ())))

    def _depends(self) -> dict[Ident, set[Ident]]:
        depends: defaultdict[Ident, set[Ident]] = defaultdict(set)
        find = self.idents.get
        for row in self.rows("depends"):
            user = find(row[:3]) or find((row[0], row[1], 0))
            used = find(row[3:]) or find((row[3], row[4], 0))
            if user is None or used is None or user == used:
                continue
            kind, schema, name, table = used
            at_home = schema == user.schema and user.table == (table or name)
            if at_home and kind == "table":
                continue
            depends[user].add(used)
            if table and not at_home:
                depends[user].add(Ident("table", schema, table))
        return depends


def _needing(each: _Object, needs: set[Ident] | None) -> _Object:
    like: Callable[..., Any] = _like[type(each)]
    needing: _Object = like(each, frozenset(needs)) if needs else each
    return needing


@contextmanager
def pinned(session: Session) -> Iterator[None]:
    """Make the server print in one way, and let nothing of that stay: in a transaction if none is open.

    Behind a pooler the next statement would else find another connection, and somebody else this one.
    """
    set_all = ", ".join(f"pg_catalog.set_config('{name}', %s, true)" for name in _PINNED)
    if not session.in_transaction:
        session.execute(BEGIN, Command(f"select {set_all}", tuple(_PINNED.values())))
        try:
            yield
        finally:
            session.rollback()
        return
    was = ", ".join(f"pg_catalog.current_setting('{name}')" for name in _PINNED)
    (before,) = session.query(f"select {was}, {set_all}", list(_PINNED.values()))
    try:
        yield
    finally:
        with suppress(ServerError):  # a failed transaction takes the settings back by itself
            session.query(f"select {set_all}", before[: len(_PINNED)])
