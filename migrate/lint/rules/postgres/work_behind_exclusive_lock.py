"""A statement works on while its transaction holds ACCESS EXCLUSIVE on a table that was there before.

Sees: the transaction of the file held ACCESS EXCLUSIVE on a table, and a later statement read a whole
table, built an index, wrote a table anew or changed rows.

Hurts: the table stays closed, for reads too, until all of it is done and committed.

Instead: put what takes long first or into a file of its own; let the statement that takes the lock be
last.
"""

from __future__ import annotations

from migrate.dialects.observing import Blocks, Lock
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed, ObservedFile
from migrate.lint.rule import POSTGRES, Finding, Findings, file_rule
from migrate.lint.words import called

_ROWS = frozenset(("INSERT", "UPDATE", "DELETE", "COPY", "MERGE"))


@file_rule("PG201", "work-behind-exclusive-lock", Severity.WARNING, dialects=POSTGRES)
def check(file: ObservedFile) -> Findings:
    """Look for work behind the first such lock of the transaction."""
    closed: dict[Lock, Observed] = {}
    for observed in file.statements:
        if not observed.together:
            return
        work = _work(observed)
        if work and closed:
            lock, since = next(iter(closed.items()))
            yield Finding(
                observed,
                f"{called(lock.relation)} is closed for reads and writes since line {since.line}"
                f" ({lock.mode}), and stays so while this {work}",
                table=lock.relation,
                lock=lock,
                instead=("-- move this statement into a file of its own",),
            )
        for lock in observed.effects.locks:
            if (
                lock.blocks is Blocks.EVERYTHING
                and lock.relation.kind == "table"
                and observed.is_old(lock.relation)
            ):
                closed.setdefault(lock, observed)


def _work(observed: Observed) -> str:
    """Return what a statement does that can take long, ``""`` for nothing."""
    effects = observed.effects
    if observed.statement.keyword in _ROWS:
        return f"runs {observed.statement.keyword}"
    if rewritten := [each for each in effects.rewritten if observed.is_old(each)]:
        table = next((each for each in rewritten if each.kind == "table"), rewritten[0])
        return f"writes {called(table)} anew"
    scanned = [each for each in effects.scanned if observed.is_old(each)]
    return f"reads all of {called(scanned[0])}" if scanned else ""
