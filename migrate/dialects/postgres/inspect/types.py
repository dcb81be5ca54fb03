"""Types of users and collations: enums, domains, composite and range types."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from migrate.dialects.postgres.inspect.catalog import CLASS, COLLATION, CONSTRAINT, TYPE, Catalog
from migrate.dialects.postgres.inspect.privileges import privileges
from migrate.schema.model import Collation, Composite, Domain, Enum, Range

_TYPES = """
select t.oid, n.nspname::text, t.typname::text, t.typtype::text, pg_catalog.pg_get_userbyid(t.typowner)::text,
       t.typacl::text[],
       case when t.typacl is not null then pg_catalog.acldefault('T', t.typowner)::text[] end,
       t.typarray, t.typrelid, pg_catalog.format_type(t.typbasetype, t.typtypmod), t.typnotnull,
       coalesce(pg_catalog.pg_get_expr(t.typdefaultbin, 0), t.typdefault),
       case when t.typtype = 'd' and t.typcollation <> b.typcollation then
         (select pg_catalog.quote_ident(cn.nspname) || '.' || pg_catalog.quote_ident(co.collname)
          from pg_catalog.pg_collation co join pg_catalog.pg_namespace cn on cn.oid = co.collnamespace
          where co.oid = t.typcollation) end
from pg_catalog.pg_type t
join pg_catalog.pg_namespace n on n.oid = t.typnamespace
left join pg_catalog.pg_type b on b.oid = t.typbasetype
left join pg_catalog.pg_class c on c.oid = t.typrelid
where t.typtype in ('e', 'd', 'r', 'c') and (t.typtype <> 'c' or c.relkind = 'c')
  and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
"""
_VALUES = """
select enumtypid, enumlabel::text, oid::text from pg_catalog.pg_enum order by enumtypid, enumsortorder
"""
_CHECKS = """
select oid, contypid, conname::text, pg_catalog.pg_get_constraintdef(oid) from pg_catalog.pg_constraint
where contypid <> 0 and contype = 'c' and oid >= 16384
"""
_FIELDS = """
select a.attrelid, a.attnum, a.attname::text, pg_catalog.format_type(a.atttypid, a.atttypmod),
       case when a.attcollation <> t.typcollation then
         (select pg_catalog.quote_ident(cn.nspname) || '.' || pg_catalog.quote_ident(co.collname)
          from pg_catalog.pg_collation co join pg_catalog.pg_namespace cn on cn.oid = co.collnamespace
          where co.oid = a.attcollation) end
from pg_catalog.pg_attribute a
join pg_catalog.pg_class c on c.oid = a.attrelid and c.relkind = 'c'
join pg_catalog.pg_type t on t.oid = a.atttypid
where a.attnum > 0 and not a.attisdropped and c.oid >= 16384
order by a.attrelid, a.attnum
"""
_RANGES = """
select r.rngtypid, pg_catalog.format_type(r.rngsubtype, null), o.opcname::text, opn.nspname::text,
       o.opcdefault,
       case when r.rngcollation <> s.typcollation then
         (select pg_catalog.quote_ident(cn.nspname) || '.' || pg_catalog.quote_ident(co.collname)
          from pg_catalog.pg_collation co join pg_catalog.pg_namespace cn on cn.oid = co.collnamespace
          where co.oid = r.rngcollation) end,
       nullif(r.rngcanonical, 0)::regproc::text, nullif(r.rngsubdiff, 0)::regproc::text, {multirange}
from pg_catalog.pg_range r
join pg_catalog.pg_type s on s.oid = r.rngsubtype
join pg_catalog.pg_opclass o on o.oid = r.rngsubopc
join pg_catalog.pg_namespace opn on opn.oid = o.opcnamespace
where r.rngtypid >= 16384
"""
_COLLATIONS = """
select c.oid, n.nspname::text, c.collname::text, pg_catalog.pg_get_userbyid(c.collowner)::text,
       c.collprovider::text, c.collisdeterministic, c.collcollate::text, c.collctype::text, {locale}, {rules}
from pg_catalog.pg_collation c join pg_catalog.pg_namespace n on n.oid = c.collnamespace
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and c.oid >= 16384
"""
_PROVIDERS = {"c": "libc", "i": "icu", "b": "builtin"}


def ask(catalog: Catalog) -> None:
    """Ask for the types."""
    multirange = "r.rngmultitypid, pg_catalog.format_type(r.rngmultitypid, null)"
    older = catalog.since(15, "c.colliculocale", "null")
    catalog.ask(
        enum_values=_VALUES,
        domain_checks=_CHECKS,
        fields=_FIELDS,
        ranges=_RANGES.format(multirange=catalog.since(14, multirange, "0, ''")),
        types=_TYPES,
        collations=_COLLATIONS.format(
            locale=catalog.since(17, "c.colllocale", older),
            rules=catalog.since(16, "c.collicurules", "null"),
        ),
    )


def read(catalog: Catalog) -> None:
    """Take in the types; a table's row type and the array types are not listed by themselves."""
    values: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for oid, label, own in catalog.rows("enum_values"):
        values[oid].append((label, own))
    checks: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    for constraint, oid, name, definition in catalog.rows("domain_checks"):
        checks[oid].append((constraint, name, definition))
    fields: dict[int, list[tuple[int, str, str, str]]] = defaultdict(list)
    for oid, number, name, type_, collation in catalog.rows("fields"):
        fields[oid].append((number, name, type_, collation or ""))
    ranges = {oid: rest for oid, *rest in catalog.rows("ranges")}
    for row in catalog.rows("types"):
        (
            oid,
            schema,
            name,
            kind,
            owner,
            acl,
            default_acl,
            array,
            relation,
            base,
            not_null,
            default,
            collation,
        ) = row
        common: dict[str, Any] = {
            "name": name,
            "schema": schema,
            "owner": owner,
            "privileges": privileges(acl, default_acl, owner),
        }
        key, arrays = (TYPE, oid, 0), (TYPE, array, 0)
        match kind:
            case "e":
                catalog.add(
                    Enum,
                    key,
                    arrays,
                    **common,
                    values=tuple(each for each, _ in values[oid]),
                    value_oids=tuple(own for _, own in values[oid]),
                )
            case "d":
                own = checks[oid]
                common |= {"type": base, "default": default, "nullable": not not_null, "collation": collation}
                common["checks"] = tuple(sorted((name, definition) for _, name, definition in own))
                noted = [(name, catalog.comment((CONSTRAINT, each, 0))) for each, name, _ in own]
                common["options"] = tuple(
                    sorted((f"comment on {name}", text) for name, text in noted if text)
                )
                catalog.add(Domain, key, arrays, *((CONSTRAINT, each, 0) for each, _, _ in own), **common)
            case "c":
                own_fields = fields[relation]
                common["fields"] = tuple(each[1:] for each in own_fields)
                noted = [(each[1], catalog.comment((CLASS, relation, each[0]))) for each in own_fields]
                common["options"] = tuple(
                    sorted((f"comment on {name}", text) for name, text in noted if text)
                )
                catalog.add(Composite, key, arrays, (CLASS, relation, 0), **common)
            case _:
                _range(catalog, oid, common, arrays, ranges[oid])
    _collations(catalog)


def _range(
    catalog: Catalog, oid: int, common: dict[str, Any], arrays: tuple[int, int, int], row: list[Any]
) -> None:
    (
        subtype,
        opclass,
        opclass_schema,
        is_default,
        collation,
        canonical,
        subdiff,
        multirange,
        multirange_name,
    ) = row
    options = {
        "subtype": subtype,
        "subtype_opclass": "" if is_default else f"{opclass_schema}.{opclass}",
        "collation": collation,
        "canonical": canonical,
        "subtype_diff": subdiff,
        "multirange_type_name": multirange_name,
    }
    common["options"] = tuple(sorted((name, value) for name, value in options.items() if value))
    catalog.add(Range, (TYPE, oid, 0), arrays, (TYPE, multirange, 0), **common)


def _collations(catalog: Catalog) -> None:
    for row in catalog.rows("collations"):
        oid, schema, name, owner, provider, deterministic, collate, ctype, locale, rules = row
        options = {
            "provider": _PROVIDERS.get(provider, provider),
            "deterministic": "" if deterministic else "false",
            "locale": locale or (collate if collate == ctype else ""),
            "lc_collate": "" if locale or collate == ctype else collate,
            "lc_ctype": "" if locale or collate == ctype else ctype,
            "rules": rules,
        }
        catalog.add(
            Collation,
            (COLLATION, oid, 0),
            name=name,
            schema=schema,
            owner=owner,
            options=tuple(sorted((key, value) for key, value in options.items() if value)),
        )
