"""A column that was there before the file has another name.

Sees: the same column, by the server's own identity or by the statement that renamed it, under another
name, and behind the file none of the table has the old one.

Hurts: code that still runs and says the old name fails from this moment, and the new code fails until it.

Instead: add the new column, write both from the code or a trigger, fill it in batches, let the code read
it, and drop the old one in a later release.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import ObservedFile
from migrate.lint.rule import Finding, Findings, file_rule
from migrate.lint.words import called, path, quoted
from migrate.schema.model import Column


@file_rule("BC102", "rename-column", Severity.WARNING)
def check(file: ObservedFile) -> Findings:
    """Look for columns under another name."""
    found = [(observed, *pair) for observed in file.statements for pair in observed.renamed(Column)]
    left = file.statements[-1].after.by_ident() if found else {}
    for observed, old, new in found:
        table = new.ident.parent
        assert table is not None
        if new.ident._replace(name=old.name) in left:
            continue
        now = quoted(new.name, observed.dialect)
        yield Finding(
            observed,
            f"{called(old)} is renamed to {new.name}: code that still says {old.name} fails",
            table=table,
            instead=(
                f"ALTER TABLE {path(table, observed.dialect)} ADD COLUMN {now} {new.type};",
                f"-- write both, fill {now} in batches, read it; drop {old.name} in a later release",
            ),
        )
