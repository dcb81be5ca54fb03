"""Rows are changed, and a statement behind that in the same file changes the schema.

Sees: INSERT, UPDATE or DELETE on tables from before the file, and a later statement that is DDL.

Hurts: DDL commits what was done before it, and if it fails, the rows stay changed.

Instead: a file for the rows and a file for the schema.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed, ObservedFile
from migrate.lint.rule import MYSQL, Finding, Findings, file_rule
from migrate.lint.text import table_after
from migrate.lint.words import called
from migrate.schema.model import Table

_BEHIND = {"INSERT": "INTO", "REPLACE": "INTO", "UPDATE": "UPDATE", "DELETE": "FROM"}


@file_rule("MY202", "dml-before-ddl", Severity.WARNING, dialects=MYSQL)
def check(file: ObservedFile) -> Findings:
    """Look for the first DDL behind changed rows."""
    changed: tuple[Observed, Table] | None = None
    for observed in file.statements:
        word = _BEHIND.get(observed.statement.keyword)
        table = table_after(observed, word) if word else None
        if table is not None and observed.is_old(table.ident):
            changed = changed or (observed, table)
        elif changed is not None and observed.changes:
            first, table = changed
            yield Finding(
                observed,
                f"if this fails, the rows of {called(table)} that line {first.line} changed stay changed",
                table.ident,
                instead=("-- move this into a file of its own",),
            )
            return
