"""A CHECK that is held against all rows under ACCESS EXCLUSIVE.

Sees: the constraint came to a table that was there before the file, without NOT VALID, and the statement
read the table from end to end.

Hurts: nobody reads or writes the table while every row is looked at.

Instead: add it NOT VALID, which looks at new rows alone, and validate it in a later file under a lock that
lets reads and writes pass.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Fix, Part, Severity
from migrate.lint.facts import Observed
from migrate.lint.postgres import LATER, added_constraints, adding, columns_first, home, is_one_action
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.words import called, path, quoted


@rule("PG305", "check-validates", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for checks that read all rows."""
    for each in added_constraints(observed, "check"):
        table = home(each)
        if table not in observed.effects.scanned:
            continue
        add = adding(observed, each, f"{each.definition} NOT VALID")
        validate = f"ALTER TABLE {path(table)} VALIDATE CONSTRAINT {quoted(each.name)}"
        yield Finding(
            observed,
            f"{each.name} reads all of {called(table)} under ACCESS EXCLUSIVE, reads and writes wait",
            table=table,
            lock=observed.effects.lock_on(table),
            instead=(*columns_first(observed, each), f"{add};", LATER, f"{validate};"),
            fix=Fix((Part((add,)), Part((validate,)))) if is_one_action(observed) else None,
        )
