"""The seam of a dialect that can tell how large its tables are, as a rule without reading them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from migrate.dialects.base import Session


@dataclass(frozen=True, slots=True)
class TableSize:
    """A table, its rows (an estimate but on SQLite), its bytes on disk with indexes; ``None``: unknown."""

    schema: str
    name: str
    rows: int | None
    bytes: int | None


@runtime_checkable
class TellsSizes(Protocol):
    """A dialect that can tell."""

    def sizes(self, session: Session) -> tuple[TableSize, ...]:
        """Return all tables, by schema and name; whoever may log in may ask.

        Raises ServerError.
        """
        ...
