"""Removing every object of users from a development database."""

from __future__ import annotations

from migrate.dialects.base import Session
from migrate.dialects.postgres.inspect import inspect
from migrate.dialects.postgres.inspect.catalog import pinned
from migrate.dialects.postgres.plan import attached
from migrate.schema.model import Ident

# What initdb did not make has an oid of at least 16384.  The schema "public" stays the one that it made.
_OBJECTS = """
select 'drop ' || case o.type when 'composite type' then 'type' when 'statistics object' then 'statistics'
         when 'foreign-data wrapper' then 'foreign data wrapper' else o.type end
       || ' if exists ' || o.identity || ' cascade'
from (
  select 1 as turn, classid, objid from pg_catalog.pg_depend d
  join pg_catalog.pg_namespace n on d.refclassid = 2615 and d.refobjid = n.oid
  where d.deptype = 'n' and d.objid >= 16384 and n.nspname !~ '^pg_'
  union all select 0, 3466, oid from pg_catalog.pg_event_trigger
  union all select 0, 3079, oid from pg_catalog.pg_extension
  union all select 0, 6104, oid from pg_catalog.pg_publication
  union all select 2, 2605, oid from pg_catalog.pg_cast
  union all select 2, 3576, oid from pg_catalog.pg_transform
  union all select 2, 2612, oid from pg_catalog.pg_language
  union all select 2, 2601, oid from pg_catalog.pg_am
  union all select 2, 2328, oid from pg_catalog.pg_foreign_data_wrapper
  union all select 3, 2615, oid from pg_catalog.pg_namespace where nspname !~ '^pg_' and nspname <> 'public'
) found, pg_catalog.pg_identify_object(found.classid, found.objid, 0) o
where found.objid >= 16384 and o.type <> 'default acl'
order by found.turn, found.objid desc
"""
_LARGE_OBJECTS = "select pg_catalog.lo_unlink(oid) from pg_catalog.pg_largeobject_metadata"
_PUBLIC = """
select case when current_setting('server_version_num')::int >= 150000
  then 'create schema public authorization pg_database_owner; grant usage on schema public to public'
  else 'create schema public; grant all on schema public to public' end
where not exists (select from pg_catalog.pg_namespace where nspname = 'public')
"""


def wipe(session: Session) -> None:
    """Drop what users made, one object at a time; only ever in a development database."""
    with pinned(session):
        statements = [str(sql) for (sql,) in session.query(_OBJECTS)]
        for sql in statements:
            session.query(sql)
        session.query(_LARGE_OBJECTS)
        for (sql,) in session.query(_PUBLIC):
            for part in str(sql).split("; "):
                session.query(part)
        session.query("comment on schema public is 'standard public schema'")
    public = inspect(session).by_ident()[Ident("schema", "", "public")]
    for step in attached.privileges(public, public.privileges, ()):
        session.query(step.sql)
