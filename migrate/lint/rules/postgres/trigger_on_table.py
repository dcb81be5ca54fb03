"""A trigger comes to a table that was there before the file.

Sees: a trigger was made on such a table, and the statement held SHARE ROW EXCLUSIVE on it.

Hurts: CREATE TRIGGER waits for every writer and every new one waits behind it; afterwards each write does
more, and fails if the trigger does.

Instead: set a lock_timeout, so that nobody waits long, and try again; see that the function is right
before it is on the way of every write.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.postgres import home, with_timeout
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.words import holds
from migrate.schema.model import Trigger


@rule("PG308", "trigger-on-table", Severity.INFO, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for triggers on old tables."""
    for trigger in observed.added(Trigger):
        table = home(trigger)
        lock = observed.effects.lock_on(table)
        if observed.is_old(table) and lock is not None:
            yield Finding(
                observed,
                f"{trigger.name} is made under {holds(lock)}, and each write does more from then on",
                table=table,
                lock=lock,
                instead=with_timeout(observed),
            )
