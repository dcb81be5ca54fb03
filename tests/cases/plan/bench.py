"""What a dialect brings to have its plan cases judged: databases to build, dumps to compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from migrate.schema.changes import Change
from migrate.schema.diff import DiffRules
from migrate.schema.model import Schema
from migrate.schema.plan import Plan


class Built(Protocol):
    """A real database of one case."""

    def inspect(self) -> Schema:
        """Return its schema, as the dialect's inspector sees it."""
        ...

    def dump(self) -> Mapping[str, str]:
        """Return its objects and their definitions by the server's own dump tool, normalised."""
        ...

    def run(self, plan: Plan) -> None:
        """Run the steps of a plan."""
        ...

    def ask(self, query: str) -> Sequence[tuple[object, ...]]:
        """Return the rows of a query."""
        ...


class Bench(Protocol):
    """A dialect under judgement."""

    @property
    def rules(self) -> DiffRules:
        """Return the rules of its diff."""
        ...

    def build(self, sql: str) -> Built:
        """Return a fresh database on which SQL text was run."""
        ...

    def plan(self, changes: tuple[Change, ...], old: Schema, new: Schema) -> Plan:
        """Return the dialect's plan."""
        ...

    def create(self, schema: Schema) -> Plan:
        """Return the plan that builds a schema from nothing."""
        ...
