"""Removing every object of users from a development database."""

from __future__ import annotations

from migrate.dialects.base import Session

_SCHEMAS = """
select pg_catalog.quote_ident(nspname) from pg_catalog.pg_namespace
where nspname !~ '^pg_' and nspname <> 'information_schema'
"""
_EXTENSIONS = "select pg_catalog.quote_ident(extname) from pg_catalog.pg_extension where oid >= 16384"


def wipe(session: Session) -> None:
    """Drop all schemas and extensions and make ``public`` again; only ever for a development database."""
    for (name,) in session.query(_EXTENSIONS):
        session.query(f"drop extension if exists {name} cascade")
    for (name,) in session.query(_SCHEMAS):
        session.query(f"drop schema {name} cascade")
    session.query("create schema public")
    session.query("comment on schema public is 'standard public schema'")
