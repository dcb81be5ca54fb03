"""A foreign key that is held against all rows while writes to both tables wait.

Sees: the constraint came to a table that was there before the file, without NOT VALID, and the server said
that it validates it.

Hurts: SHARE ROW EXCLUSIVE is held on the table and on the one it refers to while both are read: writes to
both wait.

Instead: add it NOT VALID, which looks at new rows alone, and validate it in a later file under a lock that
lets reads and writes pass.
"""

from __future__ import annotations

from migrate.dialects.observing import Blocks
from migrate.lint.diagnostic import Fix, Part, Severity
from migrate.lint.facts import Observed
from migrate.lint.postgres import (
    LATER,
    added_constraints,
    adding,
    columns_first,
    home,
    is_one_action,
    is_partitioned,
    validates,
)
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.words import called, listed, path, quoted
from migrate.schema.model import Ident


@rule("PG306", "foreign-key-validates", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for foreign keys that read all rows."""
    for each in added_constraints(observed, "foreign"):
        table, parent = home(each), Ident("table", each.ref_schema, each.ref_table)
        if not validates(observed, each.name) or is_partitioned(observed, table):
            continue
        add = adding(observed, each, f"{each.definition} NOT VALID")
        validate = f"ALTER TABLE {path(table)} VALIDATE CONSTRAINT {quoted(each.name)}"
        held = {one: observed.effects.lock_on(one) for one in (table, parent) if observed.is_old(one)}
        closed = [one for one, lock in held.items() if lock and lock.blocks is Blocks.EVERYTHING]
        mode, who = ("ACCESS EXCLUSIVE", "reads and writes") if closed else ("SHARE ROW EXCLUSIVE", "writes")
        both = listed([called(one) for one in (closed or held)])
        yield Finding(
            observed,
            f"{each.name} reads all of {called(table)} under {mode} on {both}: {who} wait",
            table=table,
            lock=held[table],
            instead=(*columns_first(observed, each), f"{add};", LATER, f"{validate};"),
            fix=Fix((Part((add,)), Part((validate,)))) if is_one_action(observed) else None,
        )
