"""Tables, views and sequences, with their columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import Any

from migrate.dialects.base import Row
from migrate.dialects.postgres import names
from migrate.dialects.postgres.inspect.catalog import (
    ATTRDEF,
    CLASS,
    CONSTRAINT,
    REWRITE,
    TYPE,
    Catalog,
)
from migrate.dialects.postgres.inspect.privileges import privileges
from migrate.schema.making import copier
from migrate.schema.model import Column, Options, Sequence, Table, View

# Relations of users: not the system's, not temporary ones, not what belongs to an extension.
USER_RELATIONS = """
  n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and c.oid not in (select d.objid from pg_catalog.pg_depend d
    where d.refclassid = 3079 and d.classid = 1259 and d.deptype = 'e')
"""
_RELATIONS = """
select c.oid, n.nspname::text, c.relname::text, c.relkind::text, c.relpersistence::text, c.reloptions,
       t.reloptions, pg_catalog.pg_get_userbyid(c.relowner)::text, c.relacl::text[],
       case when c.relacl is not null then pg_catalog.acldefault('r', c.relowner)::text[] end,
       c.relrowsecurity, c.relforcerowsecurity, c.relreplident::text, am.amname::text, s.spcname::text,
       c.reltype, y.typarray, c.relispopulated,
       case when c.relkind = 'p' then pg_catalog.pg_get_partkeydef(c.oid) end,
       case when c.relispartition then pg_catalog.pg_get_expr(c.relpartbound, c.oid) end,
       case when c.reloftype <> 0 then pg_catalog.format_type(c.reloftype, null) end,
       case when c.relkind in ('v', 'm') then pg_catalog.pg_get_viewdef(c.oid) end,
       case when c.relkind in ('v', 'm') then (
         select r.oid from pg_catalog.pg_rewrite r where r.ev_class = c.oid and r.rulename = '_RETURN') end
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_class t on t.oid = c.reltoastrelid
left join pg_catalog.pg_am am on am.oid = c.relam and am.amname <> 'heap'
left join pg_catalog.pg_tablespace s on s.oid = c.reltablespace
left join pg_catalog.pg_type y on y.oid = c.reltype
where c.relkind in ('r', 'p', 'v', 'm') and {users} {within}
"""
_PARENTS = """
select i.inhrelid, n.nspname::text, c.relname::text, c.oid from pg_catalog.pg_inherits i
join pg_catalog.pg_class c on c.oid = i.inhparent and c.relkind in ('r', 'p')
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where true {within}
order by i.inhrelid, i.inhseqno
"""
# An extension's tables are read, too: a foreign key may lead there.  A default names no column, and without
# a table the server need not open it to write one.  What is rarely set stands at the end, mostly as null.
# Since the minor releases of 2026 a column's settings hold the server's own pg_attver, which no dump shows.
_COLUMNS = """
select a.attrelid, a.attnum, a.attname::text, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull,
       nullif(pg_catalog.quote_ident(a.attname), a.attname),
       pg_catalog.pg_get_expr(d.adbin, case when a.attgenerated <> '' then d.adrelid else 0 end), d.oid,
       nullif(a.attidentity, '')::text, nullif(a.attgenerated, '')::text,
       case when a.attcollation <> t.typcollation then
         (select pg_catalog.quote_ident(cn.nspname) || '.' || pg_catalog.quote_ident(co.collname)
          from pg_catalog.pg_collation co join pg_catalog.pg_namespace cn on cn.oid = co.collnamespace
          where co.oid = a.attcollation) end,
       case when a.attstorage <> t.typstorage then a.attstorage::text end, nullif({compression}, ''),
       nullif(a.attstattarget, -1), {not_null},
       case when cardinality(a.attoptions) > 1
         or not pg_catalog.starts_with(a.attoptions[1], 'pg_attver=') then (
         select pg_catalog.string_agg(o, ', ') from pg_catalog.unnest(a.attoptions) o
         where not pg_catalog.starts_with(o, 'pg_attver=')) end,
       case when a.attinhcount > 0 then case when a.attislocal then 'merged' else 'only' end end,
       a.attacl::text[]
from pg_catalog.pg_attribute a
join pg_catalog.pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p', 'v', 'm')
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_type t on t.oid = a.atttypid
left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
{not_nulls}
where a.attnum > 0 and not a.attisdropped and a.attrelid >= 16384 and n.nspname !~ '^pg_' {within}
"""
_NOT_NULL = "o.oid, o.conname::text, o.connoinherit, o.conislocal, o.convalidated"
_NOT_NULLS = """
left join pg_catalog.pg_constraint o on o.conrelid = a.attrelid and o.contype = 'n' and o.conkey[1] = a.attnum
"""
_SEQUENCES = """
select c.oid, n.nspname::text, c.relname::text, pg_catalog.pg_get_userbyid(c.relowner)::text,
       c.relacl::text[],
       case when c.relacl is not null then pg_catalog.acldefault('s', c.relowner)::text[] end,
       pg_catalog.format_type(s.seqtypid, null), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache,
       s.seqcycle, c.relpersistence::text, d.deptype::text, d.refobjid, d.refobjsubid
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_sequence s on s.seqrelid = c.oid
left join pg_catalog.pg_depend d on d.classid = 1259 and d.objid = c.oid and d.objsubid = 0
  and d.refclassid = 1259 and d.refobjsubid > 0 and d.deptype in ('a', 'i')
where c.relkind = 'S' and {users} {within}
"""
_STORAGE = {"p": "PLAIN", "e": "EXTERNAL", "m": "MAIN", "x": "EXTENDED"}
_REPLICA = {"n": "NOTHING", "f": "FULL"}
_ROW_SECURITY = {(True, False): "enabled", (True, True): "forced", (False, True): "forced but off"}
_COLUMN, _TABLE, _SEQUENCE = Column(name=""), Table(name=""), Sequence(name="")
_column_like = copier(
    Column, "name", "schema", "table", "type", "nullable", "default", "position", "oid", "comment"
)
_table_like = copier(Table, "name", "schema", "owner", "privileges", "options", "oid", "comment")
_sequence_like = copier(
    Sequence,
    *("name", "schema", "owner", "privileges", "options", "oid", "comment", "owned_by"),
    *("type", "start", "increment", "minimum", "maximum", "cache", "cycle"),
)


def ask(catalog: Catalog) -> None:
    """Ask for the relations."""
    catalog.ask(
        parents=_PARENTS.format(within=catalog.within("i.inhrelid")),
        relations=_RELATIONS.format(users=USER_RELATIONS, within=catalog.within("c.oid")),
        columns=_COLUMNS.format(
            compression=catalog.since(14, "a.attcompression::text", "''"),
            not_null=catalog.since(18, _NOT_NULL, "null, null, null, null, null"),
            not_nulls=catalog.since(18, _NOT_NULLS, ""),
            within=catalog.within("a.attrelid"),
        ),
        sequences=_SEQUENCES.format(users=USER_RELATIONS, within=catalog.within("c.oid")),
    )


def read(catalog: Catalog) -> None:
    """Take in the relations; an identity column's sequence is told with the column."""
    parents: dict[int, list[Row]] = defaultdict(list)
    for child, *parent in catalog.rows("parents"):
        parents[child].append(tuple(parent))
    for row in catalog.rows("relations"):
        _relation(catalog, row, parents)
    # To sort them here is cheaper than in the server.
    for oid, rows in groupby(sorted(catalog.rows("columns"), key=itemgetter(0, 1)), itemgetter(0)):
        _columns(catalog, oid, rows)
    _without_defaults(catalog, parents)
    for row in catalog.rows("sequences"):
        _sequence(catalog, row)


def _relation(catalog: Catalog, row: Row, parents: dict[int, list[Row]]) -> None:
    (oid, schema, name, kind, persistence, with_, toast, owner, acl, default_acl, rls, forced, replica,
     method, tablespace, row_type, array_type, populated, partition_by, bound, of_type, query,
     rewrite) = row  # fmt: skip
    key, rights = (CLASS, oid, 0), privileges(acl, default_acl, owner)
    if not catalog.wanted(key, schema, name):
        return
    aliases = [(TYPE, row_type, 0), (TYPE, array_type, 0)]
    options = {
        "with": ", ".join([*(with_ or ()), *(f"toast.{each}" for each in toast or ())]),
        "access_method": method,
        "tablespace": tablespace,
    }
    if kind in ("v", "m"):
        if kind == "m" and not populated:
            options["populated"] = "no"
        common = {"name": name, "schema": schema, "owner": owner, "privileges": rights}
        common |= {"definition": query, "materialized": kind == "m", "options": _options(options)}
        catalog.add(View, key, (REWRITE, rewrite, 0), *aliases, **common)
        return
    if (
        oid in parents
        or bound
        or partition_by
        or of_type
        or rls
        or forced
        or (persistence, replica) != ("p", "d")
    ):
        above = [names.qualified(schema, name) for schema, name, _ in parents.get(oid, ())]
        options |= {
            "unlogged": "yes" if persistence == "u" else "",
            "partition_by": partition_by,
            "partition_of": above[0] if bound else "",
            "bound": bound,
            "inherits": "" if bound else ", ".join(above),
            "of_type": of_type,
            "row_security": _ROW_SECURITY.get((rls, forced)),
            "replica_identity": _REPLICA.get(replica),
        }
    table = _table_like(
        _TABLE, name, schema, owner, rights, _options(options), f"{CLASS}.{oid}", catalog.comment(key)
    )
    catalog.take(table, key, *aliases)


def _columns(catalog: Catalog, oid: int, rows: Iterable[Row]) -> None:
    """Name the columns of a relation, and take them in if it was."""
    relation, names_of, idents = catalog.relations.get(oid), catalog.columns[oid], catalog.idents
    for _, number, name, type_, not_null, quoted, default, default_oid, *rare in rows:
        names_of[number] = name, quoted or name
        if relation is None:
            continue
        one, key = relation.object, (CLASS, oid, number)
        column = _column_like(
            _COLUMN,
            *(name, one.schema, one.name, type_, not not_null, default, number),
            *(f"{oid}.{number}", catalog.comment(key)),
        )
        if rare.count(None) < len(rare):
            column = replace(column, **_rare(catalog, one, column, rare))
        relation.columns[number] = column
        idents[key] = column.ident if isinstance(one, Table) else one.ident
        if default_oid:
            idents[ATTRDEF, default_oid, 0] = idents[key]


def _rare(catalog: Catalog, relation: Table | View, column: Column, rare: list[Any]) -> dict[str, Any]:
    """Return what few columns have."""
    (identity, generated, collation, storage, compression, statistics, not_null_oid, not_null_name,
     no_inherit, own_not_null, valid, settings, inherited, acl) = rare  # fmt: skip
    options = {
        "storage": _STORAGE.get(storage),
        "compression": {"p": "pglz", "l": "lz4"}.get(compression),
        "statistics": None if statistics is None else str(statistics),
        "with": settings,
        "inherited": inherited,
    }
    if not_null_name:
        partition = relation.option("partition_of") is not None
        usual = f"{column.table}_{column.name}_not_null"
        options["not_null"] = not_null_name if not_null_name != usual else ""
        options["not_null_comment"] = catalog.comment((CONSTRAINT, not_null_oid, 0))
        if not own_not_null and not partition:
            options["not_null_is"] = "inherited"
        else:
            options["not_null_is"] = "not valid" if not valid else "no inherit" if no_inherit else ""
    values: dict[str, Any] = {"collation": collation, "options": _options(options)}
    if generated:
        values |= {"default": None, "generated": column.default, "stored": generated == "s"}
    if identity:
        values["identity"] = "always" if identity == "a" else "by default"
    if acl:
        values["privileges"] = privileges(acl, None, relation.owner or "")
    return values


def _without_defaults(catalog: Catalog, parents: dict[int, list[Row]]) -> None:
    """Mark the inherited columns that have no default though a parent's column has one."""
    for oid, rows in parents.items():
        if oid not in catalog.relations:
            continue
        child = catalog.relations[oid]
        above = [catalog.relations[row[-1]] for row in rows if row[-1] in catalog.relations]
        columns = [each for parent in above for each in parent.columns.values()]
        given = {each.name for each in columns if each.default is not None}
        for number, column in child.columns.items():
            if column.name in given and column.default is None:
                options = sorted((*column.options, ("default", "none")))
                child.columns[number] = replace(column, options=tuple(options))


def _sequence(catalog: Catalog, row: Row) -> None:
    (oid, schema, name, owner, acl, default_acl, type_, start, increment, minimum, maximum, cache, cycle,
     persistence, link, table_oid, column_number) = row  # fmt: skip
    key = (CLASS, oid, 0)
    table = catalog.relations.get(table_oid) if table_oid else None
    if link and table is None:
        return
    column = table.columns.get(column_number) if table else None
    sequence = _sequence_like(
        _SEQUENCE,
        name=name,
        schema=schema,
        owner=owner,
        privileges=privileges(acl, default_acl, owner),
        owned_by=column.ident if column is not None else None,
        options=(("unlogged", "yes"),) if persistence == "u" else (),
        type=type_,
        start=start,
        increment=increment,
        minimum=minimum,
        maximum=maximum,
        cache=cache,
        cycle=cycle,
        oid=f"{CLASS}.{oid}",
        comment=catalog.comment(key),
    )
    if link == "i" and table is not None and column is not None:
        options = (*column.options, ("sequence", _identity(sequence)))
        table.columns[column_number] = replace(column, options=tuple(sorted(options)))
        catalog.idents[key] = column.ident
    elif catalog.wanted(key, schema, name):
        catalog.take(sequence, key)


def _identity(sequence: Sequence) -> str:
    """Return the options in the brackets of ``GENERATED AS IDENTITY``, as pg_dump writes them."""
    return (
        f"SEQUENCE NAME {names.qualified(sequence.schema, sequence.name)} START WITH {sequence.start}"
        f" INCREMENT BY {sequence.increment} MINVALUE {sequence.minimum} MAXVALUE {sequence.maximum}"
        f" CACHE {sequence.cache}" + (" CYCLE" if sequence.cycle else "")
    )


def _options(options: dict[str, str | None]) -> Options:
    return tuple(sorted([(name, value) for name, value in options.items() if value]))
