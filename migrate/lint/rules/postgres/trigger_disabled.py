"""Triggers are switched off: what they guard is not guarded.

Sees: a trigger that was there before the file is disabled, or session_replication_role is set, with which
none fires, not even those of foreign keys.

Hurts: rows that are written meanwhile are not checked or logged, and nothing makes up for it afterwards.

Instead: leave them on; if a backfill has to go without, set session_replication_role with SET LOCAL around
it alone.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.postgres import facts, home
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.words import called
from migrate.schema.model import Trigger


@rule("PG406", "trigger-disabled", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for triggers that do not fire any more."""
    for old, new in observed.modified(Trigger):
        if new.enabled == "D" and old.enabled != "D":
            yield Finding(
                observed, f"the trigger {new.name} of {called(home(new))} is disabled", table=home(new)
            )
    role = dict(facts(observed).settings).get("session_replication_role", "origin")
    if role != "origin":
        yield Finding(
            observed, f"session_replication_role is {role}: no trigger and no foreign key is heeded"
        )
