"""What lives on a relation: constraints, indexes, triggers, rules, policies and extended statistics."""

from __future__ import annotations

import re
from typing import Any

from migrate.dialects.base import Row
from migrate.dialects.postgres import names
from migrate.dialects.postgres.inspect.catalog import (
    CLASS,
    CONSTRAINT,
    POLICY,
    REWRITE,
    STATISTICS,
    TRIGGER,
    Catalog,
    Draft,
)
from migrate.schema.model import Constraint, Index, Other, Policy, Rule, Trigger

_CONSTRAINTS = """
select o.oid, o.conrelid, o.conname::text, o.contype::text, pg_catalog.pg_get_constraintdef(o.oid),
       (select pg_catalog.array_agg(a.attname::text order by k.place)
        from pg_catalog.unnest(o.conkey) with ordinality k (number, place)
        join pg_catalog.pg_attribute a on a.attrelid = o.conrelid and a.attnum = k.number),
       fn.nspname::text, f.relname::text,
       (select pg_catalog.array_agg(a.attname::text order by k.place)
        from pg_catalog.unnest(o.confkey) with ordinality k (number, place)
        join pg_catalog.pg_attribute a on a.attrelid = o.confrelid and a.attnum = k.number),
       o.confdeltype::text, o.confupdtype::text, o.convalidated, o.conislocal,
       o.contype = 'f' and o.conparentid <> 0, o.conindid, x.reloptions,
       i.indisclustered, i.indisreplident, s.spcname::text,
       pg_catalog.quote_ident(xn.nspname) || '.' || pg_catalog.quote_ident(xp.relname)
from pg_catalog.pg_constraint o
left join pg_catalog.pg_class f on f.oid = o.confrelid and o.contype = 'f'
left join pg_catalog.pg_namespace fn on fn.oid = f.relnamespace
left join pg_catalog.pg_index i on i.indexrelid = o.conindid and o.contype in ('p', 'u', 'x')
left join pg_catalog.pg_class x on x.oid = i.indexrelid
left join pg_catalog.pg_tablespace s on s.oid = x.reltablespace
left join pg_catalog.pg_inherits h on h.inhrelid = x.oid
left join pg_catalog.pg_class xp on xp.oid = h.inhparent
left join pg_catalog.pg_namespace xn on xn.oid = xp.relnamespace
where o.conrelid <> 0 and o.contype in ('p', 'u', 'c', 'f', 'x')
  and not exists (select from pg_catalog.pg_constraint up where up.oid = o.conparentid and o.contype = 'f'
                  and up.conrelid = o.conrelid)  -- one for each part of a partitioned table it refers to
  and o.conrelid >= 16384
"""
_INDEXES = """
select i.indexrelid, i.indrelid, x.relname::text, pg_catalog.pg_get_indexdef(i.indexrelid), i.indisunique,
       am.amname::text, i.indnkeyatts, i.indnatts,
       (select pg_catalog.array_agg(pg_catalog.pg_get_indexdef(i.indexrelid, k, false) order by k)
        from pg_catalog.generate_series(1, i.indnatts) k),
       pg_catalog.pg_get_expr(i.indpred, i.indrelid, false), i.indisvalid, i.indisclustered, i.indisreplident,
       s.spcname::text, pg_catalog.quote_ident(xn.nspname) || '.' || pg_catalog.quote_ident(xp.relname),
       (select pg_catalog.string_agg(a.attnum || ' ' || a.attstattarget, ', ' order by a.attnum)
        from pg_catalog.pg_attribute a where a.attrelid = x.oid and a.attstattarget >= 0)
from pg_catalog.pg_index i
join pg_catalog.pg_class x on x.oid = i.indexrelid
join pg_catalog.pg_am am on am.oid = x.relam
left join pg_catalog.pg_tablespace s on s.oid = x.reltablespace
left join pg_catalog.pg_inherits h on h.inhrelid = x.oid
left join pg_catalog.pg_class xp on xp.oid = h.inhparent
left join pg_catalog.pg_namespace xn on xn.oid = xp.relnamespace
where i.indrelid >= 16384 and x.relnamespace <> 99
  and not exists (select from pg_catalog.pg_constraint o where o.conindid = i.indexrelid
                  and o.contype in ('p', 'u', 'x'))
"""
_TRIGGERS = """
select t.oid, t.tgrelid, t.tgname::text, pg_catalog.pg_get_triggerdef(t.oid), t.tgenabled::text
from pg_catalog.pg_trigger t
where not t.tgisinternal and t.tgrelid >= 16384 and t.tgparentid = 0
"""
_RULES = """
select r.oid, r.ev_class, r.rulename::text, pg_catalog.pg_get_ruledef(r.oid), r.ev_enabled::text
from pg_catalog.pg_rewrite r where r.rulename <> '_RETURN' and r.ev_class >= 16384
"""
_POLICIES = """
select p.oid, p.polrelid, p.polname::text, p.polpermissive, p.polcmd::text,
       (select pg_catalog.string_agg(case when r = 0 then 'PUBLIC'
          else pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(r)) end, ', ' order by place)
        from pg_catalog.unnest(p.polroles) with ordinality u (r, place)),
       pg_catalog.pg_get_expr(p.polqual, p.polrelid), pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid)
from pg_catalog.pg_policy p
"""
_STATISTICS = """
select s.oid, s.stxrelid, n.nspname::text, s.stxname::text, pg_catalog.pg_get_statisticsobjdef(s.oid),
       nullif(s.stxstattarget, -1), pg_catalog.pg_get_userbyid(s.stxowner)::text
from pg_catalog.pg_statistic_ext s join pg_catalog.pg_namespace n on n.oid = s.stxnamespace
"""
_VARIANTS = {"p": "primary", "u": "unique", "c": "check", "f": "foreign", "x": "exclude", "n": "not null"}
_ACTIONS = {"a": "NO ACTION", "r": "RESTRICT", "c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT"}
_COMMANDS = {"r": "SELECT", "a": "INSERT", "w": "UPDATE", "d": "DELETE", "*": "ALL"}
_NAME = r'(?:"(?:[^"]|"")*"|[^\s".]+)'
_INDEX_HEAD = re.compile(rf"CREATE (?:UNIQUE )?INDEX {_NAME} ON (ONLY )?{_NAME}(?:\.{_NAME})? ")


def read(catalog: Catalog) -> None:
    """Take in what lives on the relations found before."""
    for row in catalog.query(_CONSTRAINTS):
        if relation := catalog.found((CLASS, row[1], 0)):
            _constraint(catalog, relation, row)
    for row in catalog.query(_INDEXES):
        if relation := catalog.found((CLASS, row[1], 0)):
            _index(catalog, relation, row)
    for oid, on, name, definition, enabled in catalog.query(_TRIGGERS):
        if relation := catalog.found((CLASS, on, 0)):
            values = _on(relation) | {"name": name, "definition": definition, "enabled": enabled}
            catalog.add(Trigger, (TRIGGER, oid, 0), **values)
    for oid, on, name, definition, enabled in catalog.query(_RULES):
        if relation := catalog.found((CLASS, on, 0)):
            values = _on(relation) | {"name": name, "definition": definition.rstrip(";"), "enabled": enabled}
            catalog.add(Rule, (REWRITE, oid, 0), **values)
    for row in catalog.query(_POLICIES):
        if relation := catalog.found((CLASS, row[1], 0)):
            _policy(catalog, relation, row)
    for oid, on, schema, name, definition, target, owner in catalog.query(_STATISTICS):
        relation = catalog.found((CLASS, on, 0))
        if relation is None:
            continue
        full = names.qualified(schema, name)
        if target is not None:
            definition += f";\nALTER STATISTICS {full} SET STATISTICS {target}"
        catalog.add(
            Other,
            (STATISTICS, oid, 0),
            variant="statistics",
            name=name,
            schema=schema,
            table=relation.values["name"] if schema == relation.values["schema"] else "",
            owner=owner,
            definition=definition,
            drop=f"DROP STATISTICS {full}",
        )


def _on(relation: Draft) -> dict[str, Any]:
    return {"schema": relation.values["schema"], "table": relation.values["name"]}


def _constraint(catalog: Catalog, relation: Draft, row: Row) -> None:
    (oid, _, name, kind, definition, columns, ref_schema, ref_table, ref_columns, on_delete, on_update,
     validated, local, cloned, index, with_, clustered, replica, tablespace, parent_index) = row  # fmt: skip
    options = dict(relation.values["options"])
    if kind == "c" and not local and "partition_of" not in options:
        return  # an inherited check comes with its parent's
    values = _on(relation) | {
        "name": name,
        "variant": _VARIANTS[kind],
        "definition": definition,
        "columns": tuple(columns or ()),
        "validated": validated,
        "options": _index_options(with_, clustered, replica, tablespace, parent_index),
    }
    if cloned or (kind == "c" and not local):
        values["options"] = (("inherited", "only"),)
    if kind == "f":
        values |= {
            "ref_schema": ref_schema,
            "ref_table": ref_table,
            "ref_columns": tuple(ref_columns or ()),
            "on_delete": _ACTIONS[on_delete],
            "on_update": _ACTIONS[on_update],
        }
    aliases = [(CLASS, index, 0)] if kind in ("p", "u", "x") else []
    catalog.add(Constraint, (CONSTRAINT, oid, 0), *aliases, **values)


def _index(catalog: Catalog, relation: Draft, row: Row) -> None:
    (oid, _, name, definition, unique, method, keys, _, parts, where, valid, clustered, replica, tablespace,
     parent_index, statistics) = row  # fmt: skip
    head = _INDEX_HEAD.match(definition)
    options = _index_options((), clustered, replica, tablespace, parent_index)
    if statistics:
        options += (("statistics", statistics),)
    values = _on(relation) | {
        "name": name,
        "unique": unique,
        "method": method,
        "parts": tuple(parts[:keys]),
        "include": tuple(parts[keys:]),
        "where": where,
        "definition": definition[head.end() :] if head else definition,
        "valid": valid,
        "options": tuple(sorted(options)),
    }
    catalog.add(Index, (CLASS, oid, 0), **values)


def _index_options(
    with_: list[str] | tuple[()] | None,
    clustered: bool,
    replica: bool,
    tablespace: str | None,
    parent: str | None,
) -> tuple[tuple[str, str], ...]:
    options = {
        "clustered": "yes" if clustered else "",
        "replica_identity": "yes" if replica else "",
        "partition_of": parent,
        "tablespace": tablespace,
        "with": ", ".join(with_ or ()),
    }
    return tuple((name, value) for name, value in options.items() if value)


def _policy(catalog: Catalog, relation: Draft, row: Row) -> None:
    oid, _, name, permissive, command, roles, using, check = row
    values = _on(relation) | {"name": name}
    definition = f"CREATE POLICY {names.quote(name)} ON {names.qualified(values['schema'], values['table'])}"
    definition += "" if permissive else " AS RESTRICTIVE"
    definition += "" if command == "*" else f" FOR {_COMMANDS[command]}"
    definition += "" if roles == "PUBLIC" else f" TO {roles}"
    definition += "" if using is None else f" USING ({using})"
    definition += "" if check is None else f" WITH CHECK ({check})"
    catalog.add(Policy, (POLICY, oid, 0), **values, definition=definition)
