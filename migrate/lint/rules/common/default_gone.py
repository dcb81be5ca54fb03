"""A column that must have a value has no default behind the file, and had one before, or is new.

Sees: behind the file a column of a table that was there before forbids NULL and has no default; before the
file it had one, or the file added it with one and took that away.

Hurts: every INSERT of code that still runs and does not name the column fails.

Instead: leave the default until the last code that does not name the column is gone.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed, ObservedFile
from migrate.lint.lost import followed
from migrate.lint.rule import Finding, Findings, file_rule
from migrate.lint.words import called
from migrate.schema.changes import Modify
from migrate.schema.model import Column, SchemaObject


@file_rule("BC105", "default-gone", Severity.WARNING)
def check(file: ObservedFile) -> Findings:
    """Look for columns whose default went."""
    found = [(observed, new) for observed in file.statements for new in _without_default(observed)]
    if not found:
        return
    first, last = file.statements[0].before.by_ident(), file.statements[-1].after.by_ident()
    for observed, new in found:
        name = followed(new.ident, file.statements[observed.index :])
        if _is_required(first.get(name)) and name != new.ident:
            continue  # it takes the place of one that INSERTs had to name already
        if _is_required(last.get(name)) and observed.is_old(new.ident.parent):
            yield Finding(
                observed,
                f"{called(name)} is NOT NULL and has lost its default: INSERTs that do not name it fail",
                table=new.ident.parent,
            )


def _without_default(observed: Observed) -> list[Column]:
    return [
        change.new
        for change in observed.changes
        if isinstance(change, Modify)
        if isinstance(change.old, Column) and isinstance(change.new, Column)
        if change.old.default is not None and change.new.default is None
    ]


def _is_required(column: SchemaObject | None) -> bool:
    return isinstance(column, Column) and not (
        column.nullable or column.default or column.generated or column.identity
    )
