"""SET NOT NULL reads the whole table under ACCESS EXCLUSIVE.

Sees: a column of a table that was there before the file forbids NULL, and the statement read the table from
end to end, for a column that the same file added as well.  With a valid CHECK that proves it the server reads
nothing, and nothing is told.

Hurts: nobody reads or writes the table while every row is looked at.

Instead: add the condition NOT VALID, validate it in a later file under a lock that lets reads and writes
pass, then SET NOT NULL, which takes the proof.  From PostgreSQL 18 NOT NULL itself can be NOT VALID.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Fix, Part, Severity
from migrate.lint.facts import Observed
from migrate.lint.postgres import LATER, home, is_one_action, not_null_steps
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.words import called
from migrate.schema.changes import Modify
from migrate.schema.model import Column, Constraint


@rule("PG303", "set-not-null-scan", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for columns that forbid NULL by a scan."""
    for new in _forbid_null(observed):
        table = home(new)
        if not observed.is_old(table) or table not in observed.effects.scanned:
            continue
        if any(each.variant == "primary" and new.name in each.columns for each in observed.added(Constraint)):
            continue
        steps = not_null_steps(observed, new)
        lines = [line for step in steps for line in (LATER, *(f"{sql};" for sql in step))]
        yield Finding(
            observed,
            f"all of {called(table)} is read for NULL in {new.name} under ACCESS EXCLUSIVE,"
            " reads and writes wait",
            table=table,
            lock=observed.effects.lock_on(table),
            instead=tuple(lines[1:]),
            fix=Fix(tuple(Part(step) for step in steps)) if is_one_action(observed) else None,
        )


def _forbid_null(observed: Observed) -> list[Column]:
    return [
        change.new
        for change in observed.changes
        if isinstance(change, Modify) and isinstance(change.old, Column) and isinstance(change.new, Column)
        if change.old.nullable and not change.new.nullable
    ]
