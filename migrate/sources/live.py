"""The schema of a database that is there."""

from __future__ import annotations

from dataclasses import dataclass

from migrate.dialects.base import Session
from migrate.schema.model import Schema


@dataclass(frozen=True, slots=True)
class Live:
    """A live database; ``exclude`` are patterns of names that are not looked at."""

    session: Session
    exclude: tuple[str, ...] = ()

    def read(self) -> Schema:
        """Return the schema as it is now."""
        return self.session.dialect.inspect(self.session, exclude=self.exclude)
