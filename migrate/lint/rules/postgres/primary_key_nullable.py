"""A primary key over columns that may be NULL: the whole table is read under ACCESS EXCLUSIVE to forbid it.

Sees: a primary key came to a table that was there before the file, with a column that allowed NULL, and
the statement read the table from end to end.  That is so with USING INDEX, too.

Hurts: nobody reads or writes the table while every row is looked at.

Instead: make the columns NOT NULL first, with a CHECK that was validated as proof.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.postgres import added_constraints, home
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.words import called, listed, path, quoted
from migrate.schema.model import Column


@rule("PG304", "primary-key-nullable", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for keys that had to forbid NULL."""
    for each in added_constraints(observed, "primary"):
        table = home(each)
        if table not in observed.effects.scanned:
            continue
        nullable = [
            old.name
            for old, new in observed.modified(Column)
            if home(old) == table and old.nullable and not new.nullable and new.name in each.columns
        ]
        if nullable:
            yield Finding(
                observed,
                f"{listed(nullable)} may be NULL, so all of {called(table)} is read under ACCESS EXCLUSIVE"
                f" for the primary key {each.name}, reads and writes wait",
                table=table,
                lock=observed.effects.lock_on(table),
                instead=tuple(
                    f"ALTER TABLE {path(table)} ALTER COLUMN {quoted(name)} SET NOT NULL;  -- see PG303"
                    for name in nullable
                ),
            )
