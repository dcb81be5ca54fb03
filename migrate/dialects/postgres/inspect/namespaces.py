"""Schemas and extensions."""

from __future__ import annotations

import re
from collections import defaultdict

from migrate.dialects.postgres import names
from migrate.dialects.postgres.inspect.catalog import EXTENSION, FIRST_USER_OID, NAMESPACE, Catalog
from migrate.dialects.postgres.inspect.privileges import privileges
from migrate.schema.model import Extension, Namespace

# initdb lets everyone use "public", up to version 14 also create there.
_NAMESPACES = """
select n.oid, n.nspname::text, pg_catalog.pg_get_userbyid(n.nspowner)::text, n.nspacl::text[],
       pg_catalog.acldefault('n', n.nspowner)::text[]
       || case when n.nspname = 'public' then array['=' || {public} || '/'] else array[]::text[] end
from pg_catalog.pg_namespace n
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
"""
_DEFAULT_PRIVILEGES = """
select coalesce(n.nspname::text, 'public'), d.defaclnamespace <> 0,
       pg_catalog.quote_ident(r.rolname), r.rolname::text, d.defaclobjtype::text, d.defaclacl::text[],
       case when d.defaclnamespace = 0 then pg_catalog.acldefault(
         case d.defaclobjtype when 'S' then 's' else d.defaclobjtype end, d.defaclrole)::text[] end
from pg_catalog.pg_default_acl d join pg_catalog.pg_roles r on r.oid = d.defaclrole
left join pg_catalog.pg_namespace n on n.oid = d.defaclnamespace
"""
_EXTENSIONS = """
select e.oid, e.extname::text, e.extversion, n.nspname::text, pg_catalog.pg_get_userbyid(e.extowner)::text
from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace
"""
_KINDS = {
    "r": "TABLES",
    "S": "SEQUENCES",
    "f": "FUNCTIONS",
    "T": "TYPES",
    "n": "SCHEMAS",
    "L": "LARGE OBJECTS",
}


def ask(catalog: Catalog) -> None:
    """Ask for the schemas and the extensions."""
    catalog.ask(
        default_privileges=_DEFAULT_PRIVILEGES,
        namespaces=_NAMESPACES.format(public=catalog.since(15, "'U'", "'UC'")),
        extensions=_EXTENSIONS,
    )


def read(catalog: Catalog) -> None:
    """Take in the schemas, ``public`` among them as long as it is there, and the extensions.

    Default privileges stand with the schema that they are for, those for all schemas with ``public``.
    """
    defaults = _default_privileges(catalog)
    for oid, name, owner, acl, default in catalog.rows("namespaces"):
        own = privileges(acl, default, owner)
        catalog.add(
            Namespace,
            (NAMESPACE, oid, 0),
            name=name,
            owner=owner,
            privileges=tuple(sorted((*own, *defaults.get(name, ())))),
        )
    for oid, name, version, schema, owner in catalog.rows("extensions"):
        if oid >= FIRST_USER_OID:
            catalog.add(
                Extension,
                (EXTENSION, oid, 0),
                name=name,
                version=version,
                owner=owner,
                options=(("schema", schema),),
            )


def _default_privileges(catalog: Catalog) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for schema, confined, role, owner, kind, acl, default in catalog.rows("default_privileges"):
        where = f" IN SCHEMA {names.quote(schema)}" if confined else ""
        head = f"ALTER DEFAULT PRIVILEGES FOR ROLE {role}{where} "
        for sentence in privileges(acl, default, owner):
            found[schema].append(head + _on(sentence, _KINDS[kind], role))
    return found


def _on(sentence: str, kinds: str, owner: str) -> str:
    """Return ``GRANT SELECT ON TABLES TO app`` of ``GRANT SELECT TO app``."""
    verb, right, role = re.fullmatch(r"(GRANT|REVOKE) (.+?) ((?:TO|FROM) .+)", sentence).groups()  # type: ignore[union-attr]
    return f"{verb} {right} ON {kinds} {role.replace('OWNER', owner, 1) if role.endswith(' OWNER') else role}"
