"""Tables are made without STRICT: their columns take values of any type.

Sees: new tables that are there behind the file and are not STRICT, on SQLite 3.37 or later, with
`strict = true` in `[lint]`; one that takes the place of an old one is left as it is.

Hurts: text in a column of numbers is stored as it is, and shows when it is read.

Instead: STRICT behind the closing parenthesis, with the types INTEGER, REAL, TEXT, BLOB and ANY.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed, ObservedFile
from migrate.lint.rule import SQLITE, Finding, Findings, file_rule
from migrate.lint.words import called, listed, quoted
from migrate.schema.model import Table

_SINCE = (3, 37)


@file_rule("LT106", "table-not-strict", Severity.INFO, dialects=SQLITE)
def check(file: ObservedFile) -> Findings:
    """Look for new tables without it, one finding a file."""
    if not file.options.get("strict") or not file.statements or file.statements[0].version < _SINCE:
        return
    old, left = file.statements[0].before, file.statements[-1].after
    found: list[tuple[Observed, Table]] = [
        (observed, table)
        for observed in file.statements
        for table in observed.added(Table)
        if left.table(table.ident) and not old.table(table.ident) and table.option("strict") is None
    ]
    if found:
        (first, table), *_ = found
        names = listed([called(each) for _, each in found])
        yield Finding(
            first,
            f"{names} {'takes' if len(found) == 1 else 'take'} values of any type in every column",
            table.ident,
            instead=(f"CREATE TABLE {quoted(table.name, 'sqlite')} (…) STRICT;",),
        )
