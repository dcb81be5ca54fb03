"""Reading a PostgreSQL database, 13 to 18: catalog queries in one round trip, however many tables."""

from __future__ import annotations

from collections.abc import Collection

from migrate.dialects.base import Session
from migrate.dialects.postgres.inspect import namespaces, onto, others, relations, routines, types
from migrate.dialects.postgres.inspect.catalog import Catalog, pinned
from migrate.schema.making import making
from migrate.schema.model import Schema

_READERS = (namespaces, types, relations, onto, routines, others)
OWN_TABLES = ("migrate_revisions", "migrate_history", "migrate_lock*", "migrate_lease*", "migrate_kept*")


def inspect(
    session: Session, *, exclude: tuple[str, ...] = (), only: Collection[int] | None = None
) -> Schema:
    """Return all user objects of the database as ``pg_dump --schema-only`` would print them.

    ``exclude`` are patterns of ``schema.name``, ``name`` or a schema.  What belongs to an extension and
    our own tables are not listed.  With ``only`` of all relations those of these oids are read, with what
    lives on them; what they depend on must be among them.
    """
    with pinned(session), making():
        catalog = Catalog(session, OWN_TABLES + exclude, only)
        for reader in _READERS:
            if reader is onto:
                catalog.part()
            reader.ask(catalog)
        with catalog.sent():
            for reader in _READERS:
                reader.read(catalog)
            return catalog.schema()
