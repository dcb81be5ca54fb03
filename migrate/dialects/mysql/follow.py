"""Following the schema of a MySQL or MariaDB database: a statement changes what its text names.

Their catalogs do not say what changed, but nothing that a file can run reaches a table which it does not
name: routines and triggers cannot change the schema, and what a CALL runs is not followed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from migrate.dialects.mysql.inspect import read
from migrate.dialects.mysql.inspect.catalog import Catalog
from migrate.schema.homes import Homes, Key, by_home
from migrate.schema.making import making
from migrate.schema.model import Schema, SchemaObject

if TYPE_CHECKING:
    from migrate.dialects.base import Session
    from migrate.sql.statement import Statement

_OF_ROWS = frozenset(
    (
        *("COMMIT", "DELETE", "DO", "INSERT", "LOAD", "REPLACE", "ROLLBACK", "SAVEPOINT", "SELECT", "START"),
        *("UPDATE", "WITH"),
    )
)
_OF_OBJECTS = frozenset(("ALTER", "ANALYZE", "CREATE", "DROP", "OPTIMIZE", "RENAME", "TRUNCATE"))
_KIND = re.compile(
    r"\b(?:(?P<followed>TABLES?|INDEX|VIEW|TRIGGER|PROCEDURE|FUNCTION|EVENT)"
    r"|DATABASE|SCHEMA|SEQUENCE|PACKAGE|USER|ROLE|SERVER|TABLESPACE|LOGFILE)\b",
    re.IGNORECASE,
)
_HARMLESS_SET = re.compile(
    r"SET\s+(?:@\w+|(?:SESSION\s+|@@(?:SESSION\s*\.\s*)?)?(?:FOREIGN_KEY_CHECKS|UNIQUE_CHECKS|AUTOCOMMIT))"
    r"\s*:?=[^,;]*",
    re.IGNORECASE,
)
_QUOTES = frozenset("`\"'")


class MySqlFollower:
    """Reads again the tables that a statement names, and those with a foreign key to one that it names.

    Views and programs are read again whenever an object was made, changed or dropped.  Behind anything but
    plain DDL, questions and changes of rows everything is to be looked at.
    """

    def __init__(self, session: Session, exclude: tuple[str, ...]) -> None:
        self._session = session
        self._exclude = exclude
        self._marked: tuple[Schema, Statement] | None = None

    def mark(self, schema: Schema, statement: Statement) -> None:
        """Keep the schema and the statement."""
        self._marked = schema, statement

    def now(self) -> Schema | None:
        """Return the schema as it is now."""
        assert self._marked is not None, "a schema is marked before it is followed"
        schema, statement = self._marked
        if statement.keyword in _OF_ROWS or _HARMLESS_SET.fullmatch(statement.text):
            return schema
        kind = _KIND.search(statement.text) if statement.keyword in _OF_OBJECTS else None
        if kind is None or kind["followed"] is None:
            return None
        catalog = Catalog(self._session, self._exclude)
        homes = schema.homes()
        if (catalog.settings, catalog.origin) != (schema.settings, schema.origin) or _sequences(homes) != {
            *catalog.sequences
        }:
            return None
        named = _named(statement.text, homes, catalog, triggers=kind["followed"].upper() == "TRIGGER")
        catalog.choose(named)
        with making():
            there = by_home(read(catalog))
        tables = {about.table.name for about in homes.about() if about.table is not None}
        gone: dict[Key, list[SchemaObject]] = {
            key: [] for key in homes.places() if len(key) > 2 or key[1] not in tables or key[1] in named
        }
        return schema.moved({**gone, **there})


def _sequences(homes: Homes) -> set[str]:
    return {key[2] for key in homes.places() if key[0] == "sequence"}


def _named(text: str, homes: Homes, catalog: Catalog, *, triggers: bool) -> set[str]:
    """Return the tables, old and new, whose names stand in a text, and those that refer to such a name.

    A name that is written with a quote in it stands there in another form, and counts as named.
    """
    said = text.casefold()

    def says(name: str) -> bool:
        return name.casefold() in said or not _QUOTES.isdisjoint(name)

    homes_of = {about.table.name: about for about in homes.about() if about.table is not None}
    old, new = homes_of.keys(), set(catalog.tables)
    found = {name for name in old | new if says(name)} | (old ^ new)
    found |= {child.name for child, (_, parent) in homes.references() if says(parent)}
    if triggers:
        found |= {name for name, about in homes_of.items() if any(map(says, about.names.split("\0")))}
    return found
