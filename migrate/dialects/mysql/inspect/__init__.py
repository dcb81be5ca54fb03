"""Reading a MySQL or MariaDB database: what is there, its numbers, and one round trip a kind of object."""

from __future__ import annotations

from migrate.dialects.base import Session
from migrate.dialects.mysql.inspect import programs, sequences, tables, views
from migrate.dialects.mysql.inspect.catalog import Catalog
from migrate.schema.making import making
from migrate.schema.model import Schema, SchemaObject


def inspect(session: Session, *, exclude: tuple[str, ...] = ()) -> Schema:
    """Return all objects of the current database as ``mariadb-dump`` would print them.

    ``exclude`` are patterns of names (``fnmatch``), a table's covering what lives on it; our own tables are
    not listed.  Objects of the database are named without it, so that the same schema in two databases is
    equal.  The definer is the ``owner`` of views and programs.
    """
    catalog = Catalog(session, exclude)
    with making():
        return Schema.of(catalog.dialect, read(catalog), settings=catalog.settings, origin=catalog.origin)


def read(catalog: Catalog) -> list[SchemaObject]:
    """Return the objects of the database, of tables those that are chosen."""
    return [
        *tables.read(catalog),
        *sequences.read(catalog),
        *views.read(catalog),
        *programs.read(catalog),
    ]
