"""Tells what a schema is, whatever it is the schema of."""

from __future__ import annotations

from dataclasses import dataclass

from migrate.dialects.base import Dialect
from migrate.schema.model import Schema
from migrate.schema.plan import Step
from migrate.sources.base import SchemaSource
from migrate.sql.rules import ScanRules


@dataclass(frozen=True, slots=True)
class InspectReport:
    """A schema, what it is of, and the dialect of its database."""

    source: str
    schema: Schema
    dialect: Dialect

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return the steps that build it in an empty database, in an order that works."""
        return self.dialect.create(self.schema).steps

    @property
    def rules(self) -> ScanRules:
        """Return the lexical rules of the SQL of the steps."""
        return self.dialect.scan_rules


def inspect(source: SchemaSource, dialect: Dialect, *, name: str = "") -> InspectReport:
    """Return the schema of a source; ``name`` is what the report calls it.

    Raises what the source raises: DatabaseError, StatementFailed with the place, UsageError.
    """
    return InspectReport(name, source.read(), dialect)
