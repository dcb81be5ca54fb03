"""A table is made without a primary key.

Sees: a new table that has none at the end of the file.

Hurts: its rows cannot be told apart; replication by rows searches the whole table for each of them, and most
tools that copy or compare tables refuse it.

Instead: a primary key: a column that counts by itself, or the columns that make a row what it is.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import ObservedFile
from migrate.lint.rule import Finding, Findings, file_rule
from migrate.lint.words import called
from migrate.schema.model import Constraint, Table

_IN_PLACE_OF = ("partition_of", "inherits", "foreign_server")


@file_rule("SC101", "no-primary-key", Severity.WARNING)
def check(file: ObservedFile) -> Findings:
    """Look for new tables without one."""
    if not file.statements:
        return
    last = file.statements[-1].after
    for observed in file.statements:
        for made in observed.added(Table):
            table = last.table(made.ident)
            if table is None or any(table.option(name) for name in _IN_PLACE_OF):
                continue
            lives = last.on(table.ident)
            if not any(isinstance(each, Constraint) and each.variant == "primary" for each in lives):
                yield Finding(observed, f"{called(table)} has no primary key", table.ident)
