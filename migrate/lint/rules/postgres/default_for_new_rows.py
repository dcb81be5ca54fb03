"""A column that may be NULL gets a default of its own for each row, and the rows that are there get none.

Sees: SET DEFAULT with a volatile function, such as `gen_random_uuid()`, on a column of a table from before
that had no default; the column may still be NULL behind the last file, and no statement behind that one fills
it.

Hurts: only rows to come have a value; ADD COLUMN with the same default would have given one to each.

Instead: fill the rows that are there, in batches and in a file of its own; then forbid NULL, so that all have
one.
"""

from __future__ import annotations

import re

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Deploy, Observed
from migrate.lint.lost import followed
from migrate.lint.postgres import home
from migrate.lint.rule import POSTGRES, Finding, Findings, deploy_rule
from migrate.lint.steadiness import is_volatile
from migrate.lint.words import called, path, quoted
from migrate.schema.changes import Modify
from migrate.schema.model import Column

_FILLS = frozenset(("UPDATE", "MERGE", "WITH", "DO", "CALL"))


@deploy_rule("PG324", "default-for-new-rows", Severity.INFO, dialects=POSTGRES)
def check(deploy: Deploy) -> Findings:
    """Look for defaults that came to columns without values."""
    statements = [observed for file in deploy for observed in file.statements]
    found = [(at, column) for at, observed in enumerate(statements) for column in _given(observed)]
    last = statements[-1].after.by_ident() if found else {}
    for at, column in found:
        later = statements[at + 1 :]
        left = last.get(followed(column.ident, later))
        if isinstance(left, Column) and left.nullable and not any(_fills(each, column) for each in later):
            yield _finding(statements[at], column)


def _finding(observed: Observed, column: Column) -> Finding:
    table, name = home(column), quoted(column.name)
    return Finding(
        observed,
        f"rows of {called(table)} that are there get no value from {column.default}: {called(column)}"
        " stays NULL where it is",
        table=table,
        instead=(
            "-- in a later file, in batches:",
            f"UPDATE {path(table)} SET {name} = DEFAULT WHERE {name} IS NULL;",
        ),
    )


def _given(observed: Observed) -> list[Column]:
    """Return the columns of old tables that have a default for the first time, another one for each row."""
    return [
        change.new
        for change in observed.changes
        if isinstance(change, Modify) and isinstance(change.old, Column) and isinstance(change.new, Column)
        if change.old.default is None and change.new.default is not None
        if observed.is_old(home(change.new)) and is_volatile(change.new.default, observed.after)
    ]


def _fills(later: Observed, column: Column) -> bool:
    said = set(re.findall(r"\w+", later.text))
    return later.statement.keyword in _FILLS and {column.name, column.table} <= said
