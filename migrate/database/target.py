"""One live target: a session, and where in its database our own tables stand."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING

from migrate.database import history, revisions
from migrate.database.history import History
from migrate.database.revisions import Revisions
from migrate.dialects.base import LEASE_TABLE
from migrate.dialects.registry import dialect_of
from migrate.dialects.url import DatabaseUrl, parse_url
from migrate.errors import ConnectError, DatabaseError, ServerError, UsageError

if TYPE_CHECKING:
    from migrate.database.kept import KeptItems
    from migrate.dialects.base import Dialect, Session


@dataclass(frozen=True, slots=True)
class Target:
    """A live database.  ``with connect(url) as target:`` closes it; its text never shows the password.

    ``schema`` is where the revisions, the history and the list of kept rows stand.
    """

    session: Session
    url: DatabaseUrl
    schema: str
    revisions: Revisions
    history: History

    def __str__(self) -> str:
        return str(self.url)

    def __enter__(self) -> Target:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def dialect(self) -> Dialect:
        """Return the dialect of the server."""
        return self.session.dialect

    @property
    def kept(self) -> KeptItems:
        """Return the list of kept rows."""
        from migrate.database.kept import KeptItems

        return KeptItems(self.session, self.schema)

    @property
    def applied_by(self) -> str:
        """Return who acts here, in a few words for the revisions table."""
        return str(self.history.who)[:255]

    def lock(self, *, timeout: float) -> AbstractContextManager[None]:
        """Hold the runner's lock of this database and revisions table.  Raises LockTaken."""
        return self.session.lock(self.revisions.table, timeout=timeout)

    def create_tables(self) -> None:
        """Make our own tables, and the schema they are to stand in; where the last is, all are.

        Raises DatabaseError if this user may not.
        """
        try:
            try:
                self.history.create()
            except ServerError as error:
                if not self.dialect.lacks_table(error):
                    raise
                self.session.query(f"create schema if not exists {self.dialect.quote(self.schema)}")
                self.history.create()
            self.revisions.create()
        except ServerError as error:
            raise DatabaseError(
                f"the tables {revisions.TABLE} and {history.TABLE} cannot be made in {self.schema}:"
                f" {error.message}",
                hint=error.hint
                or "let this user create tables there, or name another schema with --revisions-schema",
            ) from None

    def leftovers(self) -> tuple[str, ...]:
        """Return the names of some objects that the database holds besides our own tables."""
        return tuple(self.dialect.leftovers(self.session, (revisions.TABLE, history.TABLE, LEASE_TABLE)))

    def close(self) -> None:
        """Close the session."""
        self.session.close()


def connect(
    url: str | DatabaseUrl,
    *,
    revisions_schema: str | None = None,
    read_only: bool = False,
    must_exist: bool = False,
    timeout: float = 10.0,
    actor: str | None = None,
    commit: str | None = None,
) -> Target:
    """Open a target; ``timeout`` is in seconds, ``actor`` and ``commit`` are what the history is to name.

    A SQLite file that is not there is one to be made, and read as empty, unless it ``must_exist``.
    Raises UsageError for a URL that cannot be read, ConnectError for a server that cannot be reached.
    """
    parsed = parse_url(url) if isinstance(url, str) else url
    if revisions_schema is not None and parsed.dialect == "sqlite":
        raise UsageError(
            "SQLite has no schemas, so its revisions table has no other place",
            hint="leave --revisions-schema out",
        )
    if must_exist and parsed.dialect == "sqlite" and not _is_there(parsed.database):
        raise ConnectError(f"there is no database file {parsed.database}", hint="name one that is there")
    session = dialect_of(parsed).connect(parsed, timeout=timeout, read_only=read_only)
    schema = revisions_schema or session.facts.schema
    if schema is None:
        session.close()
        raise ConnectError(f"{parsed} names no place for tables", hint=_no_schema_hint(parsed))
    quote = session.dialect.quote
    return Target(
        session=session,
        url=parsed,
        schema=schema,
        revisions=Revisions(session, f"{quote(schema)}.{quote(revisions.TABLE)}"),
        history=History(session, f"{quote(schema)}.{quote(history.TABLE)}", actor, commit),
    )


def _is_there(file: str) -> bool:
    return file in ("", ":memory:") or os.path.exists(file)


def _no_schema_hint(url: DatabaseUrl) -> str:
    if url.dialect == "mysql":
        return "put the name of the database at the end of the URL"
    return "the search_path names no schema that exists: create it, or give --revisions-schema"
