"""Tells how large the tables of a database are, for ``migrate lint --stats``; reads the catalog only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from migrate.database.target import Target
from migrate.dialects.sizing import TableSize, TellsSizes
from migrate.errors import UsageError

FORMAT = "migrate-stats 1"


@dataclass(frozen=True, slots=True)
class StatsReport:
    """The tables by schema and name.  ``format`` names this form; it is what lint looks for."""

    format: str
    dialect: str
    at: datetime
    tables: tuple[TableSize, ...]


def stats(target: Target, *, now: datetime) -> StatsReport:
    """Return the sizes of all tables.  Raises ServerError."""
    dialect = target.session.dialect
    if not isinstance(dialect, TellsSizes):
        raise UsageError(f"{dialect.name} cannot tell how large its tables are")
    return StatsReport(FORMAT, dialect.name, now, dialect.sizes(target.session))
