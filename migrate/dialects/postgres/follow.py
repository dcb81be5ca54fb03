"""Following the schema of a PostgreSQL database: its catalogs tell which rows a transaction has written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from migrate.dialects.postgres import touched
from migrate.dialects.postgres.inspect import inspect
from migrate.dialects.postgres.inspect.catalog import CLASS
from migrate.errors import ServerError
from migrate.schema.homes import Home, Key, by_home
from migrate.schema.model import Schema, SchemaObject

if TYPE_CHECKING:
    from migrate.dialects.base import Session
    from migrate.sql.statement import Statement

# What these delete is an object with what depends on it, and the server locks the relations of all that; a
# DELETE could take rows out of a catalog by hand, and whoever calls a function, too.
_DELETES_OBJECTS = frozenset(
    ("ALTER", "CLUSTER", "COMMENT", "CREATE", "DROP", "GRANT", "REFRESH", "REINDEX", "REVOKE", "TRUNCATE")
)
_TAKES_BACK = ("ABORT", "ROLLBACK")


@dataclass(frozen=True, slots=True)
class _Mark:
    schema: Schema
    statement: Statement
    command: int
    state: touched.Written


class PostgresFollower:
    """Reads again the relations whose rows in the catalogs were written, and all that is no relation.

    Where a name changed, what depends on its bearer is read again as well, since it may say the name.  A
    statement that ran outside of a transaction, or wrote in catalogs that are not known here, is followed by
    a look at everything.
    """

    def __init__(self, session: Session, exclude: tuple[str, ...]) -> None:
        self._session = session
        self._exclude = exclude
        self._mark: _Mark | None = None

    def mark(self, schema: Schema, statement: Statement) -> None:
        """Note what the transaction has written so far."""
        self._mark, session = None, self._session
        if session.in_transaction:
            with suppress(ServerError):  # in a transaction that only reads
                command = touched.command(session)
                self._mark = _Mark(schema, statement, command, touched.written(session))

    def now(self) -> Schema | None:
        """Return the schema as it is now."""
        mark, session = self._mark, self._session
        if mark is None or not session.in_transaction or mark.statement.keyword in _TAKES_BACK:
            return None
        moved = mark.state.until(touched.written(session), mark.command)
        if moved is None or not moved.is_known():
            return None
        if not moved.rows:
            return mark.schema
        if moved.deleted and mark.statement.keyword not in _DELETES_OBJECTS:
            return None
        relations = touched.relations(session, moved)
        if relations is None:
            return None
        schema = self._again(mark.schema, relations)
        if schema is None:
            return None
        if _renamed(mark.schema, schema, relations):
            schema = self._again(mark.schema, relations | touched.dependents(session, relations))
        return schema

    def _again(self, schema: Schema, relations: frozenset[int]) -> Schema | None:
        """Read some relations again, and what is none; ``None`` if one of these has another name."""
        only = relations | touched.surroundings(self._session, relations)
        seen = inspect(self._session, exclude=self._exclude, only=only)
        there = dict(by_home(seen.objects))
        chosen = {f"{CLASS}.{oid}" for oid in relations}
        changed: dict[Key, list[SchemaObject]] = {}
        names: dict[str, Key] = {}
        for key, home in schema.homes().items():
            if _is_relation(key):
                if home.about.oid in chosen:
                    changed[key] = []
            else:
                changed[key] = []
                names[home.about.oid] = key
        for key, objects in there.items():
            oid = Home.of(objects).about.oid
            if not _is_relation(key):
                if names.get(oid, key) != key:
                    return None
                changed[key] = objects
            elif oid in chosen:
                changed[key] = objects
        return schema.moved(changed, settings=seen.settings)


def _is_relation(key: Key) -> bool:
    return len(key) == 2 or key[0] == "sequence"


def _renamed(old: Schema, new: Schema, relations: Iterable[int]) -> bool:
    """Return whether one of these relations, or anything on it, has another name now."""
    chosen = {f"{CLASS}.{oid}" for oid in relations}
    before, after = (_names(schema, chosen) for schema in (old, new))
    return any(after.get(oid, name) != name for oid, name in before.items())


def _names(schema: Schema, chosen: set[str]) -> Mapping[str, object]:
    homes = (home for _, home in schema.homes().items() if home.about.oid in chosen)
    return {each.oid: name for home in homes for name, each in home.named().items()}
