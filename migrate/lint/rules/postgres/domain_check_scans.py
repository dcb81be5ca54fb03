"""A condition on a domain is held against all rows of every table that uses it.

Sees: a domain that was there before the file got a condition, and the statement read tables from end to
end.

Hurts: SHARE is held on each of these tables while it is read: writes wait.

Instead: add it NOT VALID, which locks nothing, and validate it in a later file; better still, a CHECK on
the table.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.postgres import LATER
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.words import called, listed, path
from migrate.schema.model import Domain


@rule("PG322", "domain-check-scans", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for domains whose tables were read."""
    for _, new in observed.modified(Domain):
        tables = [each for each in observed.effects.scanned if observed.is_old(each)]
        if not tables:
            continue
        lock = observed.effects.lock_on(tables[0])
        names = listed([called(each) for each in tables])
        yield Finding(
            observed,
            f"the domain {called(new)} is used by {names}: all of that is read under"
            f" {lock.mode if lock else 'a lock'}, writes wait",
            table=tables[0],
            lock=lock,
            instead=(
                f"{observed.text} NOT VALID;",
                LATER,
                f"ALTER DOMAIN {path(new)} VALIDATE CONSTRAINT …;",
            ),
        )
