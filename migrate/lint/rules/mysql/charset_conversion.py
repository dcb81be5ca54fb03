"""A table or column is converted to another character set or collation: the table is copied.

Sees: the collation of a table or column from before the file is another one, and the server made the table
anew.  A new default for columns to come is not told of.

Hurts: writes wait until every row is converted; indexes may get too long, and unique values alike.

Instead: a second column of the new character set, filled in batches; or an online tool.
"""

from __future__ import annotations

from migrate.lint.altering import Cause, altered, online
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import MYSQL, Findings, rule
from migrate.lint.words import called
from migrate.schema.model import Column, Table


@rule("MY136", "charset-conversion", Severity.WARNING, dialects=MYSQL)
def check(observed: Observed) -> Findings:
    """Look for it where it had its price."""
    tables = observed.modified(Table)
    whole = [new.ident for old, new in tables if old.option("collation") != new.option("collation")]
    for each in altered(observed, Cause.CHARSET):
        if isinstance(each.object, Column) and each.table in whole:
            continue
        what = f"{called(each.object)} gets another character set or collation"
        yield each.finding(what, online(each.table))
