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
    Relation,
)
from migrate.schema.making import copier
from migrate.schema.model import Constraint, Index, Options, Other, Policy, Rule, Trigger

# To write a definition the server opens the table or, for an index, looks for the usual operator classes,
# which costs more than all the rest.  So it is asked for what is unusual; the others are written here.
_CONSTRAINTS = """
select o.oid, o.conrelid, o.conname::text, o.contype::text,
       case when coalesce(u.unusual, true) then pg_catalog.pg_get_constraintdef(o.oid) end,
       o.conkey, f.oid, fn.nspname::text, f.relname::text,
       pg_catalog.quote_ident(fn.nspname) || '.' || pg_catalog.quote_ident(f.relname), o.confkey,
       o.confdeltype::text, o.confupdtype::text, o.convalidated, o.conindid,
       nullif(o.conislocal, true), nullif(o.contype = 'f' and o.conparentid <> 0, false), x.reloptions,
       nullif(i.indisclustered, false), nullif(i.indisreplident, false), s.spcname::text,
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
cross join lateral (
  select o.condeferrable or not o.convalidated or {period} or not {enforced} or case o.contype
    when 'p' then i.indnatts <> i.indnkeyatts
    when 'u' then i.indnatts <> i.indnkeyatts or {nulls_equal}
    when 'f' then o.confmatchtype <> 's' or {some_set}
    else true end unusual) u
where o.conrelid <> 0 and o.contype in ('p', 'u', 'c', 'f', 'x')
  and not exists (select from pg_catalog.pg_constraint up where up.oid = o.conparentid and o.contype = 'f'
                  and up.conrelid = o.conrelid)  -- one for each part of a partitioned table it refers to
  and o.conrelid >= 16384 {within}
"""
# What GetDefaultOpClass of the server finds is surely the default class of that very type; for varchar, which
# has none of its own, it is that of text.
_INDEXES = """
with i as materialized (
  select i.* from pg_catalog.pg_index i
  where i.indrelid >= 16384 {within} and not exists (
    select from pg_catalog.pg_constraint o where o.conindid = i.indexrelid and o.contype in ('p', 'u', 'x')))
select i.indexrelid, i.indrelid, x.relname::text, i.indisunique, am.amname::text, i.indisvalid,
       i.indkey::int2[], pg_catalog.quote_ident(am.amname),
       case when u.unusual then pg_catalog.pg_get_indexdef(i.indexrelid) end, i.indnkeyatts,
       case when u.unusual then (
         select pg_catalog.array_agg(pg_catalog.pg_get_indexdef(i.indexrelid, k, false) order by k)
         from pg_catalog.generate_series(1, i.indnatts) k) end,
       pg_catalog.pg_get_expr(i.indpred, i.indrelid, false), i.indisclustered, i.indisreplident,
       s.spcname::text, pg_catalog.quote_ident(xn.nspname) || '.' || pg_catalog.quote_ident(xp.relname),
       case when i.indexprs is not null then (
         select pg_catalog.string_agg(a.attnum || ' ' || a.attstattarget, ', ' order by a.attnum)
         from pg_catalog.pg_attribute a where a.attrelid = x.oid and a.attstattarget >= 0) end
from i
join pg_catalog.pg_class x on x.oid = i.indexrelid and x.relnamespace <> 99
join pg_catalog.pg_am am on am.oid = x.relam
left join pg_catalog.pg_tablespace s on s.oid = x.reltablespace
left join pg_catalog.pg_inherits h on h.inhrelid = x.oid
left join pg_catalog.pg_class xp on xp.oid = h.inhparent
left join pg_catalog.pg_namespace xn on xn.oid = xp.relnamespace
cross join lateral (
  select i.indexprs is not null or i.indpred is not null or i.indnatts <> i.indnkeyatts or {nulls_equal}
    or x.reloptions is not null or i.indoption::text ~ '[^0 ]'
    or exists (select from pg_catalog.pg_attribute a where a.attrelid = x.oid and a.attoptions is not null)
    or exists (
      select from unnest(i.indkey::int2[], i.indclass::oid[], i.indcollation::oid[])
        k (number, opclass, sorting)
      left join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
      left join pg_catalog.pg_opclass c on c.oid = k.opclass and c.opcdefault
        and c.opcintype = case when a.atttypid = 1043 and c.opcmethod not in (
          select d.opcmethod from pg_catalog.pg_opclass d where d.opcdefault and d.opcintype = 1043)
          then 25 else a.atttypid end
      where c.oid is null or k.sorting not in (0, a.attcollation)) unusual
  offset 0) u
"""
_TRIGGERS = """
select t.oid, t.tgrelid, t.tgname::text, pg_catalog.pg_get_triggerdef(t.oid), t.tgenabled::text
from pg_catalog.pg_trigger t
where not t.tgisinternal and t.tgrelid >= 16384 and t.tgparentid = 0 {within}
"""
_RULES = """
select r.oid, r.ev_class, r.rulename::text, pg_catalog.pg_get_ruledef(r.oid), r.ev_enabled::text
from pg_catalog.pg_rewrite r where r.rulename <> '_RETURN' and r.ev_class >= 16384 {within}
"""
_POLICIES = """
select p.oid, p.polrelid, p.polname::text, p.polpermissive, p.polcmd::text,
       (select pg_catalog.string_agg(case when r = 0 then 'PUBLIC'
          else pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(r)) end, ', ' order by place)
        from pg_catalog.unnest(p.polroles) with ordinality u (r, place)),
       pg_catalog.pg_get_expr(p.polqual, p.polrelid), pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid)
from pg_catalog.pg_policy p where true {within}
"""
_STATISTICS = """
select s.oid, s.stxrelid, n.nspname::text, s.stxname::text, pg_catalog.pg_get_statisticsobjdef(s.oid),
       nullif(s.stxstattarget, -1), pg_catalog.pg_get_userbyid(s.stxowner)::text
from pg_catalog.pg_statistic_ext s join pg_catalog.pg_namespace n on n.oid = s.stxnamespace
where true {within}
"""
_VARIANTS = {"p": "primary", "u": "unique", "c": "check", "f": "foreign", "x": "exclude", "n": "not null"}
_ACTIONS = {"a": "NO ACTION", "r": "RESTRICT", "c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT"}
_COMMANDS = {"r": "SELECT", "a": "INSERT", "w": "UPDATE", "d": "DELETE", "*": "ALL"}
_CONSTRAINT, _INDEX = Constraint(name=""), Index(name="")
_constraint_like = copier(
    Constraint,
    *(
        "name",
        "schema",
        "table",
        "variant",
        "definition",
        "columns",
        "ref_schema",
        "ref_table",
        "ref_columns",
    ),
    *("on_delete", "on_update", "validated", "options", "oid", "comment"),
)
_index_like = copier(
    Index,
    *("name", "schema", "table", "unique", "method", "parts", "include", "where", "definition", "valid"),
    *("options", "oid", "comment"),
)
_NAME = r'(?:"(?:[^"]|"")*"|[^\s".]+)'
_INDEX_HEAD = re.compile(rf"CREATE (?:UNIQUE )?INDEX {_NAME} ON (ONLY )?{_NAME}(?:\.{_NAME})? ")


def ask(catalog: Catalog) -> None:
    """Ask for what lives on relations."""
    nulls_equal = catalog.since(15, "i.indnullsnotdistinct", "false")
    catalog.ask(
        constraints=_CONSTRAINTS.format(
            nulls_equal=nulls_equal,
            some_set=catalog.since(15, "o.confdelsetcols is not null", "false"),
            enforced=catalog.since(18, "o.conenforced", "true"),
            period=catalog.since(18, "o.conperiod", "false"),
            within=catalog.within("o.conrelid"),
        ),
        indexes=_INDEXES.format(nulls_equal=nulls_equal, within=catalog.within("i.indrelid")),
        triggers=_TRIGGERS.format(within=catalog.within("t.tgrelid")),
        rules=_RULES.format(within=catalog.within("r.ev_class")),
        policies=_POLICIES.format(within=catalog.within("p.polrelid")),
        statistics=_STATISTICS.format(within=catalog.within("s.stxrelid")),
    )


def read(catalog: Catalog) -> None:
    """Take in what lives on the relations found before."""
    for row in catalog.rows("constraints"):
        if relation := catalog.relations.get(row[1]):
            _constraint(catalog, relation, row)
    for row in catalog.rows("indexes"):
        if relation := catalog.relations.get(row[1]):
            _index(catalog, relation, row)
    for oid, on, name, definition, enabled in catalog.rows("triggers"):
        if relation := catalog.relations.get(on):
            values = _on(relation) | {"name": name, "definition": definition, "enabled": enabled}
            catalog.add(Trigger, (TRIGGER, oid, 0), **values)
    for oid, on, name, definition, enabled in catalog.rows("rules"):
        if relation := catalog.relations.get(on):
            values = _on(relation) | {"name": name, "definition": definition.rstrip(";"), "enabled": enabled}
            catalog.add(Rule, (REWRITE, oid, 0), **values)
    for row in catalog.rows("policies"):
        if relation := catalog.relations.get(row[1]):
            _policy(catalog, relation, row)
    for oid, on, schema, name, definition, target, owner in catalog.rows("statistics"):
        relation = catalog.relations.get(on)
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
            table=relation.object.name if schema == relation.object.schema else "",
            owner=owner,
            definition=definition,
            drop=f"DROP STATISTICS {full}",
        )


def _on(relation: Relation) -> dict[str, Any]:
    return {"schema": relation.object.schema, "table": relation.object.name}


def _constraint(catalog: Catalog, relation: Relation, row: Row) -> None:
    (oid, on, name, kind, definition, columns, ref, ref_schema, ref_table, ref_name, ref_columns, on_delete,
     on_update, validated, index, *rare) = row  # fmt: skip
    not_local, cloned, *index_rare = rare
    one, key = relation.object, (CONSTRAINT, oid, 0)
    if kind == "c" and not_local is not None and one.option("partition_of") is None:
        return  # an inherited check comes with its parent's
    if not catalog.wanted(key, one.schema, name):
        return
    own = _named(catalog, on, columns)
    theirs = _named(catalog, ref, ref_columns) if kind == "f" else []
    if definition is None and kind == "f":
        definition = (
            f"FOREIGN KEY ({_listed(own)}) REFERENCES {ref_name}({_listed(theirs)})"
            + (f" ON UPDATE {_ACTIONS[on_update]}" if on_update != "a" else "")
            + (f" ON DELETE {_ACTIONS[on_delete]}" if on_delete != "a" else "")
        )
    elif definition is None:
        definition = f"{'PRIMARY KEY' if kind == 'p' else 'UNIQUE'} ({_listed(own)})"
    options: Options = ()
    if cloned or (kind == "c" and not_local is not None):
        options = (("inherited", "only"),)
    elif index_rare.count(None) < len(index_rare):
        options = _index_options(*index_rare)
    constraint = _constraint_like(
        _CONSTRAINT,
        name=name,
        schema=one.schema,
        table=one.name,
        variant=_VARIANTS[kind],
        definition=definition,
        columns=tuple([plain for plain, _ in own]),
        ref_schema=ref_schema or "",
        ref_table=ref_table or "",
        ref_columns=tuple([plain for plain, _ in theirs]),
        on_delete=_ACTIONS.get(on_delete, ""),
        on_update=_ACTIONS.get(on_update, ""),
        validated=validated,
        options=options,
        oid=f"{CONSTRAINT}.{oid}",
        comment=catalog.comment(key),
    )
    aliases = ((CLASS, index, 0),) if kind in ("p", "u", "x") else ()
    catalog.take(constraint, key, *aliases)


def _index(catalog: Catalog, relation: Relation, row: Row) -> None:
    (oid, on, name, unique, method, valid, numbers, using, definition, keys, parts, where, *rare,
     statistics) = row  # fmt: skip
    one, key = relation.object, (CLASS, oid, 0)
    if not catalog.wanted(key, one.schema, name):
        return
    if definition is None:
        parts = [quoted for _, quoted in _named(catalog, on, numbers)]
        definition = f"USING {using} ({', '.join(parts)})"
    elif head := _INDEX_HEAD.match(definition):
        definition = definition[head.end() :]
    options = _index_options(None, *rare)
    if statistics:
        options += (("statistics", statistics),)
    index = _index_like(
        _INDEX,
        name=name,
        schema=one.schema,
        table=one.name,
        unique=unique,
        method=method,
        parts=tuple(parts[:keys]),
        include=tuple(parts[keys:]),
        where=where,
        definition=definition,
        valid=valid,
        options=tuple(sorted(options)),
        oid=f"{CLASS}.{oid}",
        comment=catalog.comment(key),
    )
    catalog.take(index, key)


def _named(catalog: Catalog, relation: int, numbers: list[int] | None) -> list[tuple[str, str]]:
    """Return columns by name, plain and as SQL; an expression has the number 0 and no name."""
    columns = catalog.columns[relation]
    return [columns[number] for number in numbers or () if number in columns]


def _listed(columns: list[tuple[str, str]]) -> str:
    return ", ".join([quoted for _, quoted in columns])


def _index_options(
    with_: list[str] | None,
    clustered: bool | None,
    replica: bool | None,
    tablespace: str | None,
    parent: str | None,
) -> tuple[tuple[str, str], ...]:
    if not (with_ or clustered or replica or tablespace or parent):
        return ()
    options = {
        "clustered": "yes" if clustered else "",
        "replica_identity": "yes" if replica else "",
        "partition_of": parent,
        "tablespace": tablespace,
        "with": ", ".join(with_ or ()),
    }
    return tuple((name, value) for name, value in options.items() if value)


def _policy(catalog: Catalog, relation: Relation, row: Row) -> None:
    oid, _, name, permissive, command, roles, using, check = row
    values = _on(relation) | {"name": name}
    definition = f"CREATE POLICY {names.quote(name)} ON {names.qualified(values['schema'], values['table'])}"
    definition += "" if permissive else " AS RESTRICTIVE"
    definition += "" if command == "*" else f" FOR {_COMMANDS[command]}"
    definition += "" if roles == "PUBLIC" else f" TO {roles}"
    definition += "" if using is None else f" USING ({using})"
    definition += "" if check is None else f" WITH CHECK ({check})"
    catalog.add(Policy, (POLICY, oid, 0), **values, definition=definition)
