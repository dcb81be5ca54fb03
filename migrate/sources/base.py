"""The seam of this room: whatever can say what a schema is."""

from __future__ import annotations

from typing import Protocol

from migrate.schema.model import Schema


class SchemaSource(Protocol):
    """Something that has a schema, or leads to one."""

    def read(self) -> Schema:
        """Return the schema.  Raises a DatabaseError of the database that had to be asked."""
        ...
