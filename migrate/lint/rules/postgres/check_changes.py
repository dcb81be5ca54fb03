"""A CHECK on what is different tomorrow: the time, the user, chance.

Sees: a check constraint whose condition calls a function that is not immutable, the server's or one of the
schema, or asks for the current date, time or user.

Hurts: the server looks when a row is written and never again, so rows stay that break the condition; a backup
with such rows cannot be read back, and the next UPDATE of one fails.

Instead: a trigger that looks when a row is written, or a CHECK between columns of the row.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.postgres import home
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.steadiness import changes
from migrate.lint.words import called
from migrate.schema.model import Constraint


@rule("PG410", "check-changes", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for conditions that are not of the row alone."""
    for each in observed.added(Constraint):
        copied = each.option("inherited") or each.option("partition_of")
        if each.variant == "check" and not copied and changes(each.definition, observed.after):
            yield Finding(
                observed,
                f"{each.name} of {called(home(each))} may be true of a row today and false tomorrow:"
                f" {each.definition}",
                table=home(each),
            )
