"""Plans: what must change between two schemas as statements in an order that works."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from migrate.dialects.postgres.diff import RULES
from migrate.dialects.postgres.plan.work import Work
from migrate.schema.changes import Change
from migrate.schema.diff import diff
from migrate.schema.model import Ident, Namespace, Schema
from migrate.schema.plan import Plan
from migrate.schema.stored import fingerprint

EMPTY = Schema.of("postgres", [Namespace(name="public", comment="standard public schema")])


def create(schema: Schema) -> Plan:
    """Return the plan that builds the schema in an empty database."""
    public = schema.by_ident().get(Ident("schema", "", "public"))
    base = replace(public, comment="standard public schema", privileges=()) if public is not None else None
    empty = Schema.of("postgres", [base] if base is not None else EMPTY.objects)
    return plan(diff(empty, schema, RULES, privileges=True), empty, schema, privileges=True)


def plan(
    changes: Iterable[Change], old: Schema, new: Schema, *, owners: bool = False, privileges: bool = False
) -> Plan:
    """Return the steps for the changes.

    ``owners`` and ``privileges`` are as the diff had them; without, what is made again keeps those it had.
    """
    steps = Work(old, new, owners, privileges).steps(tuple(changes))
    return Plan(tuple(steps), fingerprint(old), fingerprint(new))
