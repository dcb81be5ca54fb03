"""Which statements of one deploy lock which tables, as far as they need not."""

from __future__ import annotations

from collections.abc import Iterator

from migrate.dialects.observing import Blocks, Lock, strongest
from migrate.lint.facts import Deploy, Observed
from migrate.schema.changes import Add
from migrate.schema.model import Constraint, Ident


def stops(observed: Observed) -> Iterator[Lock]:
    """Yield the strongest lock on each table from before the file that stops readers or writers.

    A constraint that comes NOT VALID is passed over: without that short lock there is no safe form.  So is
    a table that the transaction keeps as many away from already: nobody waits for it again.
    """
    if observed.changes and all(_is_promise(each) for each in observed.changes):
        return
    for table in sorted({lock.relation for lock in observed.effects.locks}):
        lock = strongest(each for each in observed.effects.locks if each.relation == table)
        if lock is None or not lock.blocks.strong or table.kind != "table" or not observed.is_old(table):
            continue
        own = set(observed.effects.locks)
        before = strongest(
            each for each in observed.effects.held if each.relation == table and each not in own
        )
        if before is None or before.blocks not in (lock.blocks, Blocks.EVERYTHING):
            yield lock


def closings(deploy: Deploy) -> dict[Ident, dict[str, Observed]]:
    """Return the tables that several files close for reads and writes: the files, and where they do."""
    where: dict[Ident, dict[str, Observed]] = {}
    for file in deploy:
        for observed in file.statements:
            for lock in stops(observed):
                if lock.blocks is Blocks.EVERYTHING:
                    where.setdefault(lock.relation, {}).setdefault(file.file, observed)
    return {table: files for table, files in sorted(where.items()) if len(files) > 1}


def _is_promise(change: object) -> bool:
    return isinstance(change, Add) and isinstance(change.object, Constraint) and not change.object.validated
