"""What is found in the catalogs, before it is named: drafts by oid, then idents, then dependencies."""

from __future__ import annotations

import fnmatch
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from migrate.dialects.base import Row, Session
from migrate.errors import ServerError
from migrate.schema.model import Ident, Other, Schema, SchemaObject, Table

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

FIRST_USER_OID = 16384
Key = tuple[int, int, int]

# What makes the server print names in full and values in one way, as pg_dump does.
_PINNED = {
    "search_path": "",
    "quote_all_identifiers": "off",
    "datestyle": "ISO, MDY",
    "intervalstyle": "postgres",
    "timezone": "UTC",
    "extra_float_digits": "3",
    "bytea_output": "hex",
}
_ORIGIN = """
select s.system_identifier::text || '.' || d.oid, current_user::text,
  coalesce((select pg_catalog.string_agg(distinct pg_catalog.quote_ident(r.rolname), E'\n')
    from pg_catalog.pg_shdepend h join pg_catalog.pg_roles r on h.refclassid = 1260 and r.oid = h.refobjid
    where h.dbid = d.oid), '')
from pg_catalog.pg_control_system() s, pg_catalog.pg_database d
where d.datname = pg_catalog.current_database()
"""
_MEMBERS = """
select d.classid, d.objid, e.extname from pg_catalog.pg_depend d
join pg_catalog.pg_extension e on d.refclassid = 3079 and e.oid = d.refobjid where d.deptype = 'e'
"""
_COMMENTS = """
select classoid, objoid, objsubid, description from pg_catalog.pg_description
where objoid >= 16384 or classoid = 2615
"""
_DEPENDS = """
select classid, objid, objsubid, refclassid, refobjid, refobjsubid from pg_catalog.pg_depend
where refobjid >= 16384 and objid >= 16384 and deptype in ('n', 'a')
union all  -- what the operators and functions of a class or family depend on, it does
select up.refclassid, up.refobjid, 0, d.refclassid, d.refobjid, d.refobjsubid from pg_catalog.pg_depend d
join pg_catalog.pg_depend up on up.classid = d.classid and up.objid = d.objid
  and up.refclassid in (2616, 2753)
where d.classid in (2602, 2603) and d.refclassid not in (2616, 2753) and d.refobjid >= 16384
"""


@dataclass(slots=True)
class Draft:
    """An object of the schema to be; ``aliases`` are the other catalog rows that stand for it."""

    type: type[SchemaObject]
    ident: Ident
    key: Key
    aliases: tuple[Key, ...]
    values: dict[str, Any]
    columns: list[Draft] = field(default_factory=list)


class Catalog:
    """One reading of a database: a session with names pinned, and what was found so far."""

    def __init__(self, session: Session, exclude: Sequence[str]) -> None:
        self.version = session.version[0]
        self._session = session
        self._exclude = re.compile("|".join(map(fnmatch.translate, exclude)))
        self._drafts: dict[Key, Draft] = {}
        self._members: dict[tuple[int, int], str] = {}
        for class_oid, oid, extension in self.query(_MEMBERS):
            self._members[class_oid, oid] = extension
        self._comments: dict[Key, str] = {
            (class_oid, oid, sub): text for class_oid, oid, sub, text in self.query(_COMMENTS)
        }

    def query(self, sql: str) -> list[Row]:
        """Run a catalog query.  It holds no per cent sign."""
        return self._session.query(sql)

    def since(self, version: int, expression: str, otherwise: str) -> str:
        """Return an expression that older servers do not know, or what stands in for it there."""
        return expression if self.version >= version else otherwise

    def is_member(self, class_oid: int, oid: int) -> bool:
        """Return whether an object belongs to an extension."""
        return (class_oid, oid) in self._members

    def excluded(self, schema: str, name: str) -> bool:
        """Return whether a pattern leaves out this object: ``schema.name``, ``name`` or a schema's name."""
        if schema.startswith("migrate_kept") or name.startswith("migrate_kept"):
            return True
        matches = self._exclude.match
        return bool(matches(name) or (schema and (matches(schema) or matches(f"{schema}.{name}"))))

    def comment(self, key: Key) -> str | None:
        """Return the comment on an object."""
        return self._comments.get(key)

    def draft(self, kind: type[SchemaObject], key: Key, *aliases: Key, **values: Any) -> Draft:
        """Return a draft with its comment and the server's identity."""
        comment = self._comments.get(key)
        if comment is not None:
            values["comment"] = comment
        values["oid"] = f"{key[1]}.{key[2]}" if key[2] else f"{key[0]}.{key[1]}"
        named = values["variant"] if kind is Other else kind.kind
        ident = Ident(named, values.get("schema", ""), values["name"], values.get("table", ""))
        return Draft(kind, ident, key, aliases, values)

    def add(self, kind: type[SchemaObject], key: Key, *aliases: Key, **values: Any) -> Draft | None:
        """Take an object in, unless it is an extension's or excluded."""
        if self.is_member(key[0], key[1]) or self.excluded(values.get("schema", ""), values["name"]):
            return None
        draft = self.draft(kind, key, *aliases, **values)
        self._drafts[key] = draft
        return draft

    def found(self, key: Key) -> Draft | None:
        """Return what was taken in under a key."""
        return self._drafts.get(key)

    def schema(self) -> Schema:
        """Return all that was found, each object with what it depends on."""
        idents: dict[Key, Ident] = {
            (class_oid, oid, 0): Ident("extension", "", name)
            for (class_oid, oid), name in self._members.items()
        }
        for draft in self._drafts.values():
            for each in (draft, *draft.columns):
                ident = each.ident if draft.type is Table else draft.ident
                for key in (each.key, *each.aliases):
                    idents[key] = ident
        depends = self._depends(idents)
        ((origin, user, roles),) = self.query(_ORIGIN)
        objects = (_built(draft, depends) for draft in self._drafts.values())
        settings = (("roles", roles), ("user", user), ("version", str(self.version)))
        return Schema.of("postgres", objects, settings=settings, origin=origin)

    def _depends(self, idents: dict[Key, Ident]) -> dict[Ident, set[Ident]]:
        depends: dict[Ident, set[Ident]] = defaultdict(set)
        homes = {ident: ident.parent for ident in idents.values()}
        for class_oid, oid, sub, ref_class, ref_oid, ref_sub in self.query(_DEPENDS):
            user = idents.get((class_oid, oid, sub)) or idents.get((class_oid, oid, 0))
            used = idents.get((ref_class, ref_oid, ref_sub)) or idents.get((ref_class, ref_oid, 0))
            if user is None or used is None or user == used or _is_home(user, used):
                continue
            if user.kind == "sequence" and used.kind == "column":
                continue  # owned by it, which is told apart: the column needs the sequence
            needs, home = depends[user], homes[used]
            needs.add(used)
            if home is not None and not _is_home(user, home):
                needs.add(home)
        return depends


def _is_home(user: Ident, used: Ident) -> bool:
    return used.kind == "table" and used.name == user.table and used.schema == user.schema


def _built(draft: Draft, depends: dict[Ident, set[Ident]]) -> SchemaObject:
    values = draft.values
    if draft.columns:
        values["columns"] = tuple(_built(column, depends) for column in draft.columns)
    needs = depends.get(draft.ident)
    if needs:
        values["depends"] = frozenset(needs)
    return draft.type(**values)


@contextmanager
def pinned(session: Session) -> Iterator[None]:
    """Make the server print in one way, and put the session's settings back afterwards."""
    names = list(_PINNED)
    before = session.query("select " + ", ".join(f"pg_catalog.current_setting('{name}')" for name in names))[
        0
    ]
    set_all = "select " + ", ".join(f"pg_catalog.set_config('{name}', %s, false)" for name in names)
    session.query(set_all, [_PINNED[name] for name in names])
    try:
        yield
    finally:
        with suppress(ServerError):  # a failed transaction takes the settings back by itself
            session.query(set_all, list(before))
