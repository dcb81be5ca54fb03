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
    """A schema, what it is of, and the steps that build it in an empty database, in an order that works.

    ``rules`` are those of the SQL of the steps.
    """

    source: str
    schema: Schema
    steps: tuple[Step, ...]
    rules: ScanRules


def inspect(source: SchemaSource, dialect: Dialect, *, name: str = "") -> InspectReport:
    """Return the schema of a source; ``name`` is what the report calls it.

    Raises what the source raises: DatabaseError, StatementFailed with the place, UsageError.
    """
    schema = source.read()
    return InspectReport(name, schema, dialect.create(schema).steps, dialect.scan_rules)
