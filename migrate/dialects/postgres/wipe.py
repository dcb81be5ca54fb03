"""Removing every object of users from a development database, so that it is as it was when it was made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migrate.dialects.base import Session

# What initdb made has an object id below 16384; public stays, and with it its place in pg_init_privs.
_OBJECTS = """
with found (class, id) as (
  select 'pg_event_trigger'::regclass, oid from pg_catalog.pg_event_trigger
  union all select 'pg_publication'::regclass, oid from pg_catalog.pg_publication
  union all select 'pg_extension'::regclass, oid from pg_catalog.pg_extension
  union all select 'pg_namespace'::regclass, oid from pg_catalog.pg_namespace
    where nspname <> 'public' and nspname !~ '^pg_(toast|temp)'
  union all select 'pg_foreign_data_wrapper'::regclass, oid from pg_catalog.pg_foreign_data_wrapper
  union all select 'pg_cast'::regclass, oid from pg_catalog.pg_cast
  union all select 'pg_transform'::regclass, oid from pg_catalog.pg_transform
  union all select 'pg_language'::regclass, oid from pg_catalog.pg_language
  union all select 'pg_am'::regclass, oid from pg_catalog.pg_am
  union all select classid, objid from pg_catalog.pg_depend
    where refclassid = 'pg_namespace'::regclass and objsubid = 0
    and refobjid = (select oid from pg_catalog.pg_namespace where nspname = 'public')
)
select o.type, o.identity from found, lateral pg_catalog.pg_identify_object(class, id, 0) o
where id >= 16384
order by o.type <> 'event trigger', o.type <> 'extension', o.type = 'cast', o.identity
"""
_WORDS = {
    "composite type": "type",
    "domain": "domain",
    "foreign-data wrapper": "foreign data wrapper",
    "statistics object": "statistics",
}
_DEFAULT_PRIVILEGES = """
select pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(d.defaclrole)),
  case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions'
    when 'T' then 'types' when 'n' then 'schemas' else 'large objects' end,
  {grants}
from pg_catalog.pg_default_acl d where d.defaclnamespace = 0
"""
_GRANTS = """
(select array_agg(array[a.privilege_type, case a.grantee when 0 then 'public'
   else pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(a.grantee)) end])
 from pg_catalog.aclexplode({acl}) a)
"""
_BORN = "pg_catalog.acldefault(case d.defaclobjtype when 'S' then 's' else d.defaclobjtype end, d.defaclrole)"
_PUBLIC = """
select {now}, {first}, pg_catalog.obj_description(n.oid, 'pg_namespace')
from pg_catalog.pg_namespace n
left join pg_catalog.pg_init_privs i on i.classoid = 'pg_namespace'::regclass and i.objoid = n.oid
where n.nspname = 'public'
"""
_SETTINGS = """
select case setrole when 0 then '' else pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(setrole)) end
from pg_catalog.pg_db_role_setting
where setdatabase = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())
"""


def wipe(session: Session) -> None:
    """Drop all objects and give ``public`` its first privileges; only ever for a development database."""
    for kind, identity in session.query(_OBJECTS):
        what = identity.replace(" on language ", " language ") if kind == "transform" else identity
        session.query(f"drop {_WORDS.get(kind, kind)} if exists {what} cascade")
    session.query("select pg_catalog.lo_unlink(oid) from pg_catalog.pg_largeobject_metadata")
    for sql in (*_default_privileges(session), *_public(session), *_settings(session)):
        session.query(sql)


def _default_privileges(session: Session) -> Iterator[str]:
    """Yield what brings the privileges of new objects back to those that the server is born with."""
    now, first = _GRANTS.format(acl="d.defaclacl"), _GRANTS.format(acl=_BORN)
    for role, objects, given, born in session.query(_DEFAULT_PRIVILEGES.format(grants=f"{now}, {first}")):
        change = f"alter default privileges for role {role}"
        yield from (f"{change} revoke all on {objects} from {who}" for _, who in given or ())
        yield from (f"{change} grant {right} on {objects} to {who}" for right, who in born or ())


def _public(session: Session) -> Iterator[str]:
    """Yield what makes ``public`` again, or brings back what it was made with."""
    now, first = _GRANTS.format(acl="n.nspacl"), _GRANTS.format(acl="i.initprivs")
    rows = session.query(_PUBLIC.format(now=now, first=first))
    if not rows:
        yield "create schema public"
        if session.version >= (15,):
            yield "alter schema public owner to pg_database_owner"
        yield f"grant {'usage' if session.version >= (15,) else 'all'} on schema public to public"
        yield "comment on schema public is 'standard public schema'"
    for given, born, comment in rows:
        if born and sorted(born) != sorted(given or ()):
            yield from (f"revoke all on schema public from {who}" for _, who in given or ())
            yield from (f"grant {right} on schema public to {who}" for right, who in born)
        if comment != "standard public schema":
            yield "comment on schema public is 'standard public schema'"


def _settings(session: Session) -> Iterator[str]:
    """Yield what forgets the settings that the database gives to sessions."""
    database = session.dialect.quote(session.facts.database)
    for (role,) in session.query(_SETTINGS):
        yield (
            f"alter role {role} in database {database} reset all"
            if role
            else (f"alter database {database} reset all")
        )
