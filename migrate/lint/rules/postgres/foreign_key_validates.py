"""A foreign key that is held against all rows while writes to both tables wait.

Sees: the constraint came to a table that was there before the file, without NOT VALID, and the server said
that it validates it.

Hurts: SHARE ROW EXCLUSIVE is held on the table and on the one it refers to while both are read: writes to
both wait.

Instead: add it NOT VALID, which looks at new rows alone, and validate it in a later file under a lock that
lets reads and writes pass.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Fix, Part, Severity
from migrate.lint.facts import Observed
from migrate.lint.postgres import LATER, added_constraints, home, is_one_action, is_partitioned, validates
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.words import called, path, quoted
from migrate.schema.model import Ident


@rule("PG306", "foreign-key-validates", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for foreign keys that read all rows."""
    for each in added_constraints(observed, "foreign"):
        table, parent = home(each), Ident("table", each.ref_schema, each.ref_table)
        if not validates(observed, each.name) or is_partitioned(observed, table):
            continue
        alter, name = f"ALTER TABLE {path(table)}", quoted(each.name)
        add = f"{alter} ADD CONSTRAINT {name} {each.definition} NOT VALID"
        validate = f"{alter} VALIDATE CONSTRAINT {name}"
        both = called(table) if table == parent else f"{called(table)} and {called(parent)}"
        yield Finding(
            observed,
            f"{each.name} reads all of {called(table)} under SHARE ROW EXCLUSIVE on {both}: writes wait",
            table=table,
            lock=observed.effects.lock_on(table),
            instead=(f"{add};", LATER, f"{validate};"),
            fix=Fix((Part((add,)), Part((validate,)))) if is_one_action(observed) else None,
        )
