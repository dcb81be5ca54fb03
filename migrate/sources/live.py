"""The schema of a database that is there."""

from __future__ import annotations

from dataclasses import dataclass

from migrate.dialects.base import Session
from migrate.dialects.registry import part_of
from migrate.schema.model import Schema


def inspect(session: Session, *, exclude: tuple[str, ...] = ()) -> Schema:
    """Return what is in the database of a session; our own tables and what is excluded never show."""
    schema: Schema = part_of(session.dialect, "inspect").inspect(session, exclude=exclude)
    return schema


@dataclass(frozen=True, slots=True)
class Live:
    """A live database; ``exclude`` are patterns of names that are not looked at."""

    session: Session
    exclude: tuple[str, ...] = ()

    def read(self) -> Schema:
        """Return the schema as it is now."""
        return inspect(self.session, exclude=self.exclude)
