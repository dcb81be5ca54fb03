"""Schemas and extensions."""

from __future__ import annotations

from migrate.dialects.postgres.inspect.catalog import EXTENSION, FIRST_USER_OID, NAMESPACE, Catalog
from migrate.dialects.postgres.inspect.privileges import privileges
from migrate.schema.model import Extension, Namespace

_NAMESPACES = """
select n.oid, n.nspname::text, pg_catalog.pg_get_userbyid(n.nspowner)::text, n.nspacl::text[],
       case when n.oid = 2200 then (select i.initprivs::text[] from pg_catalog.pg_init_privs i
                                    where i.classoid = 2615 and i.objoid = n.oid) end,
       pg_catalog.acldefault('n', n.nspowner)::text[]
from pg_catalog.pg_namespace n
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
"""
_EXTENSIONS = """
select e.oid, e.extname::text, e.extversion, n.nspname::text, pg_catalog.pg_get_userbyid(e.extowner)::text
from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace
"""


def read(catalog: Catalog) -> None:
    """Take in the schemas, ``public`` among them as long as it is there, and the extensions."""
    for oid, name, owner, acl, initial, default in catalog.query(_NAMESPACES):
        catalog.add(
            Namespace,
            (NAMESPACE, oid, 0),
            name=name,
            owner=owner,
            privileges=privileges(acl, initial or default, owner),
        )
    for oid, name, version, schema, owner in catalog.query(_EXTENSIONS):
        if oid >= FIRST_USER_OID:
            catalog.add(
                Extension,
                (EXTENSION, oid, 0),
                name=name,
                version=version,
                owner=owner,
                options=(("schema", schema),),
            )
