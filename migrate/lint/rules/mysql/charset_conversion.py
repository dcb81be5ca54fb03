"""A table or column is converted to another character set: the table is copied.

Sees: the character set of a table or column from before the file is another one, and the server made the
table anew.  A new default for columns to come is not told of.

Hurts: writes wait until every row is converted; indexes may get too long, and unique values alike.

Instead: a second column of the new character set, filled in batches; or an online tool.
"""

from __future__ import annotations

from migrate.lint.altering import Cause, recoded
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import MYSQL, Findings, rule


@rule("MY136", "charset-conversion", Severity.WARNING, dialects=MYSQL)
def check(observed: Observed) -> Findings:
    """Look for it where it had its price."""
    return recoded(observed, Cause.CHARSET, "character set")
