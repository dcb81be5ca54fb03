"""ATTACH PARTITION reads whole tables under ACCESS EXCLUSIVE to see that the rows belong there.

Sees: a table became a partition, and the statement read it, or the default partition, from end to end.

Hurts: nobody reads or writes that table, or the default partition, while every row is looked at.

Instead: first add a CHECK that says the bounds, NOT VALID and validated in a later file, and to the
default partition one that excludes them; with both as proof nothing is read.  Drop them afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.postgres import LATER
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.words import called, listed, path
from migrate.schema.changes import Modify
from migrate.schema.model import Table


@rule("PG318", "attach-scans", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for tables that became partitions and were read."""
    if not any(old.option("bound") is None and new.option("bound") for old, new in _tables(observed)):
        return
    scanned = [each for each in observed.effects.scanned if observed.is_old(each)]
    if scanned:
        names = listed([called(each) for each in scanned])
        yield Finding(
            observed,
            f"all of {names} is read under ACCESS EXCLUSIVE for ATTACH PARTITION, reads and writes wait",
            table=scanned[0],
            lock=observed.effects.lock_on(scanned[0]),
            instead=(
                f"ALTER TABLE {path(scanned[0])} ADD CONSTRAINT bounds CHECK (…) NOT VALID;",
                LATER,
                f"ALTER TABLE {path(scanned[0])} VALIDATE CONSTRAINT bounds;",
                LATER,
                f"{observed.text};",
            ),
        )


def _tables(observed: Observed) -> Iterator[tuple[Table, Table]]:
    for change in observed.changes:
        if isinstance(change, Modify) and isinstance(change.old, Table) and isinstance(change.new, Table):
            yield change.old, change.new
