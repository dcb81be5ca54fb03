"""A column has a date that is none for its default: `0000-00-00`.

Sees: such a default on a column that came or changed.

Hurts: a server in its default mode (NO_ZERO_DATE) refuses it, so the file depends on settings; and most
drivers cannot read it.

Instead: allow NULL, or a default that is a date.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import MYSQL, Finding, Findings, rule
from migrate.lint.words import called
from migrate.schema.changes import Add, Modify
from migrate.schema.model import Column, Table


@rule("MY104", "zero-date", Severity.WARNING, dialects=MYSQL)
def check(observed: Observed) -> Findings:
    """Look for dates that are none."""
    for change in observed.changes:
        match change:
            case Add(Table(columns=columns)):
                found = columns
            case Add(Column() as column) | Modify(_, Column() as column):
                found = (column,)
            case _:
                continue
        for column in found:
            if (column.default or "").startswith("'0000-00-00"):
                what = f"{called(column)} has the default {column.default}, which is no date"
                yield Finding(observed, what, column.ident.parent)
