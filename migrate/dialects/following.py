"""The seam of following a schema: behind a statement only what it may have changed is read again."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from migrate.dialects.base import Session
from migrate.schema.model import Schema
from migrate.sql.statement import Statement


class Follower(Protocol):
    """Follows the schema of one session from statement to statement."""

    def mark(self, schema: Schema, statement: Statement) -> None:
        """Take note of the database, whose schema this is, before a statement runs."""
        ...

    def now(self) -> Schema | None:
        """Return the schema behind the statement, the marked one itself if nothing changed.

        It is what a look at everything gives, and shares what the statement cannot have changed.  ``None``
        if only that look can tell.
        """
        ...


@runtime_checkable
class Follows(Protocol):
    """A dialect that can follow."""

    def follower(self, session: Session, *, exclude: tuple[str, ...] = ()) -> Follower:
        """Return what follows the schema that ``inspect`` tells."""
        ...

    def origin(self, session: Session) -> str:
        """Return what ``inspect`` calls the database of a session."""
        ...
