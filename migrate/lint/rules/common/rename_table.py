"""A table that was there before the file has another name or another schema.

Sees: the same table, by the server's own identity or by the statement that renamed it, under another
name.  One that takes the place of a table that was dropped, as in a rebuild, is not told of, nor one whose
old name is that of another table or view behind the file.

Hurts: code that still runs fails from this moment, and the new code fails until it.

Instead: leave a view under the old name until the last code that uses it is gone; a simple view takes
INSERT, UPDATE and DELETE, too.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed, ObservedFile
from migrate.lint.rule import Finding, Findings, file_rule
from migrate.lint.words import called, path
from migrate.schema.model import Ident, Schema, Table, View


@file_rule("BC101", "rename-table", Severity.WARNING)
def check(file: ObservedFile) -> Findings:
    """Look for tables under another name."""
    for observed in file.statements:
        for old, new in observed.renamed(Table):
            if not _is_there(file.statements[-1].after, old):
                yield _finding(observed, old, new)


def _is_there(schema: Schema, old: Table) -> bool:
    """Return whether the name of a table still means something that can be asked."""
    return any(Ident(kind, old.schema, old.name) in schema.by_ident() for kind in (Table.kind, View.kind))


def _finding(observed: Observed, old: Table, new: Table) -> Finding:
    was, now = path(old, observed.dialect), path(new, observed.dialect)
    return Finding(
        observed,
        f"{called(old)} is renamed to {called(new)}: code that still says {called(old)} fails",
        table=old.ident,
        instead=(
            f"{observed.text};",
            f"CREATE VIEW {was} AS SELECT * FROM {now};",
            "-- drop the view in a release after the last code that uses it",
        ),
    )
