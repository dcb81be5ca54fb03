"""An ENUM or SET gets so many values that a row needs more bytes for it: every row is copied.

Sees: values come at the end, on a table from before the file, and the server copied the table all the
same: an ENUM has more than 255 values then, a SET more than 8, 16, 24 or 32.

Hurts: all rows are written anew, and writes wait meanwhile.

Instead: a table of the values, and a foreign key to it.
"""

from __future__ import annotations

from migrate.lint.altering import Cause, altered, appended
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import MYSQL, Findings, rule
from migrate.lint.words import called


@rule("MY113", "enum-grows", Severity.WARNING, dialects=MYSQL)
def check(observed: Observed) -> Findings:
    """Look for it where it had its price."""
    for each in altered(observed, Cause.VALUES_WIDER):
        yield each.finding(f"{called(each.object)} needs more bytes for its values", *appended(each))
