"""A table goes to another storage engine: it is copied.

Sees: the engine of a table from before the file is another one.

Hurts: writes wait until every row is copied; an engine without transactions or foreign keys loses them.

Instead: InnoDB from the beginning; for a big table let an online tool copy it.
"""

from __future__ import annotations

from migrate.lint.altering import Cause, altered
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import MYSQL, Findings, rule
from migrate.lint.words import called


@rule("MY138", "engine-change", Severity.WARNING, dialects=MYSQL)
def check(observed: Observed) -> Findings:
    """Look for it where it had its price."""
    for each in altered(observed, Cause.ENGINE):
        yield each.finding(
            f"{called(each.table)} goes to the engine {each.object.option('engine')}", each.online()
        )
