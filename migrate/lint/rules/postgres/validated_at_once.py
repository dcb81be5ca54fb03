"""A constraint is added NOT VALID and validated in the same transaction.

Sees: a constraint that the same file added to a table which was there before became valid, in the same
transaction.

Hurts: the strong lock of ADD CONSTRAINT is held to the end of the transaction, so over the scan as well:
it is as if NOT VALID had never been said.

Instead: validate it in a later file.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.postgres import LATER, home
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.words import called, path, quoted
from migrate.schema.changes import Modify
from migrate.schema.model import Constraint


@rule("PG205", "validated-at-once", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for constraints that became valid in the transaction that made them."""
    for change in observed.changes:
        if not isinstance(change, Modify) or not observed.together:
            continue
        old, new = change.old, change.new
        if not isinstance(old, Constraint) or not isinstance(new, Constraint):
            continue
        table = home(new)
        if old.ident in observed.born and observed.is_old(table) and new.validated and not old.validated:
            sql = f"ALTER TABLE {path(table)} VALIDATE CONSTRAINT {quoted(new.name)}"
            yield Finding(
                observed,
                f"{new.name} was added in this transaction, so all of {called(table)} is read under the lock"
                " of ADD CONSTRAINT",
                table=table,
                lock=next((each for each in observed.effects.held if each.relation == table), None),
                instead=(LATER, f"{sql};"),
            )
