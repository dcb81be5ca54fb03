"""A table or column gets another collation of its character set: rows or indexes are written anew.

Sees: the collation of a table or column from before the file is another one, and the server made the table
anew or kept writers out.

Hurts: writes wait for as long as that takes, and values that were different may be alike then: a unique index
fails on them.

Instead: see that no values of a unique column become alike; a second column of the new collation, filled in
batches; or an online tool.
"""

from __future__ import annotations

from migrate.lint.altering import Cause, recoded
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import MYSQL, Findings, rule


@rule("MY148", "collation-change", Severity.WARNING, dialects=MYSQL)
def check(observed: Observed) -> Findings:
    """Look for it where it had its price."""
    return recoded(observed, Cause.COLLATION, "collation")
