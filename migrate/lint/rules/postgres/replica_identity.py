"""REPLICA IDENTITY FULL or NOTHING on a table.

Sees: the identity that the table gives to logical replication became FULL or NOTHING.

Hurts: with NOTHING, UPDATE and DELETE fail as soon as the table is published; with FULL every old row is
written to the log whole, and subscribers search by all columns.

Instead: a primary key, or REPLICA IDENTITY USING INDEX with a unique index over columns that are NOT NULL.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.words import called
from migrate.schema.model import Table


@rule("PG314", "replica-identity", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for tables that got such an identity."""
    for old, new in observed.modified(Table):
        identity = new.option("replica_identity")
        if identity is not None and identity != old.option("replica_identity"):
            does = (
                "every old row goes into the log whole"
                if identity == "FULL"
                else "UPDATE and DELETE fail once it is published"
            )
            yield Finding(observed, f"{called(new)} has REPLICA IDENTITY {identity}: {does}", table=new.ident)
