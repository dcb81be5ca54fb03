"""A foreign key comes without an index on its columns.

Sees: a new foreign key, and no index or key that begins with its columns at the end of the file.  MySQL and
MariaDB make one by themselves.

Hurts: deleting or changing a row of the parent reads the whole table for rows that refer to it, and does so
under locks.

Instead: an index on the columns, before the foreign key.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import ObservedFile
from migrate.lint.keys import is_found
from migrate.lint.postgres import NO_TRANSACTION
from migrate.lint.rule import POSTGRES, SQLITE, Finding, Findings, file_rule
from migrate.lint.words import called, columns, invented, listed, path, quoted
from migrate.schema.model import Constraint


@file_rule("SC102", "foreign-key-without-index", Severity.WARNING, dialects=POSTGRES + SQLITE)
def check(file: ObservedFile) -> Findings:
    """Look for new foreign keys that nothing finds."""
    if not file.statements:
        return
    last = file.statements[-1].after
    there = last.by_ident()
    for observed in file.statements:
        for key in observed.added(Constraint):
            table = key.ident.parent
            if key.variant != "foreign" or table is None or key.ident not in there or key.option("inherited"):
                continue
            if not is_found(last, table, key.columns):
                dialect, beside = observed.dialect, last.homes().names(table.schema)
                name = quoted(invented("_".join((key.table, *key.columns)), "idx", taken=beside), dialect)
                on = f"{name} ON {path(table, dialect)} ({columns(key.columns, dialect)})"
                busy = dialect == "postgres" and observed.is_old(table)
                yield Finding(
                    observed,
                    f"no index finds the rows of {called(table)} by {listed(key.columns)}: deleting from"
                    f" {key.ref_table} reads all of them",
                    table,
                    instead=(NO_TRANSACTION, f"CREATE INDEX CONCURRENTLY {on};")
                    if busy
                    else (f"CREATE INDEX {on};",),
                )
