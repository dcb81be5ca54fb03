"""A primary key takes NULL, as often as one likes.

Sees: a new table whose primary key is not INTEGER PRIMARY KEY and whose columns are not NOT NULL; a table
WITHOUT ROWID or STRICT forbids it by itself.

Hurts: rows without a key, and as many of them as there are mistakes.

Instead: say NOT NULL.
"""

from __future__ import annotations

from migrate.dialects.sqlite.parse import parse_table
from migrate.dialects.sqlite.types import rowid_column
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import SQLITE, Finding, Findings, rule
from migrate.lint.words import called, listed, quoted
from migrate.schema.model import Column, Constraint, Table


@rule("LT108", "primary-key-takes-null", Severity.WARNING, dialects=SQLITE)
def check(observed: Observed) -> Findings:
    """Look for new keys that do."""
    for table in observed.added(Table):
        parsed = parse_table(table.text)
        if table.option("without_rowid") or table.option("strict") or rowid_column(parsed):
            continue
        inline = {each.name for each in parsed.columns if each.clause("primary")}
        for key in observed.after.on(table.ident):
            if not isinstance(key, Constraint) or key.variant != "primary":
                continue
            found = [each for name in key.columns if (each := table.column(name)) and each.nullable]
            if found:
                yield Finding(
                    observed,
                    f"the primary key of {called(table)} takes NULL: {listed([each.name for each in found])}",
                    table.ident,
                    instead=tuple(_declared(each, inline=each.name in inline) for each in found),
                )


def _declared(column: Column, *, inline: bool) -> str:
    return f"{quoted(column.name, 'sqlite')} {column.type} NOT NULL{' PRIMARY KEY' if inline else ''}"
