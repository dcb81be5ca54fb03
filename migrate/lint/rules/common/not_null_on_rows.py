"""A column that may hold NULL becomes NOT NULL.

Sees: a column that was there before the file and allowed NULL forbids it.  Where the server has the proof
that there is no NULL, a valid CHECK, it is not told of.

Hurts: it fails if a row has NULL, and that shows in production alone.

Instead: fill the rows with NULL first, in batches and in a migration before this one.
"""

from __future__ import annotations

from migrate.lint.dependence import Dependence, On, dependences, server_words
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import Finding, Findings, rule
from migrate.lint.words import called, path, quoted


@rule("MF104", "not-null-on-rows", Severity.WARNING)
def check(observed: Observed) -> Findings:
    """Look for it on tables that may have rows."""
    for each in dependences(observed):
        if each.on is On.NOT_NULL and not _proven(observed, each):
            table, dialect = path(each.table, observed.dialect), observed.dialect
            yield Finding(
                observed,
                f"{called(each.object)} becomes NOT NULL: fails if a row has NULL"
                + server_words(observed, each.on),
                table=each.table,
                instead=(
                    "-- before it, see that this finds nothing:",
                    f"SELECT count(*) FROM {table} WHERE {quoted(each.object.name, dialect)} IS NULL;",
                ),
            )


def _proven(observed: Observed, each: Dependence) -> bool:
    """Return whether PostgreSQL looked at no row, having the proof in a CHECK."""
    return observed.dialect == "postgres" and each.table not in observed.effects.scanned
