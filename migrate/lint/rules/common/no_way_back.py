"""A file changes or destroys data, and says neither how to come back nor that there is no way.

Sees: rows from before are deleted or overwritten under a condition, or tables and columns are dropped with
`-- migrate:data-loss-ok`; there is no down file beside the file, and no `-- migrate:irreversible` at its
head.  What is lost without a word has rules of its own.

Hurts: a computed way back brings tables and columns again, but not what was in them; whoever goes back at
night learns that then.

Instead: `-- migrate:irreversible REASON` at the head of the file; or a down file that brings the data back.
"""

from __future__ import annotations

from collections.abc import Iterator

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed, ObservedFile
from migrate.lint.lost import lost_columns, lost_tables
from migrate.lint.rule import Finding, Findings, file_rule
from migrate.lint.text import assigned, table_after
from migrate.lint.words import called, listed

_NAMED_BEHIND = {"UPDATE": "UPDATE", "DELETE": "FROM"}


@file_rule("DN101", "no-way-back", Severity.INFO)
def check(file: ObservedFile) -> Findings:
    """Look for lost data where nothing is said, one finding a file."""
    if file.way_back is not None or file.cut.directives.irreversible is not None:
        return
    lost = list(_lost(file))
    if lost:
        names = listed(list(dict.fromkeys(name for _, name in lost)))
        yield Finding(
            min((observed for observed, _ in lost), key=lambda each: each.index),
            f"no way back brings the data of {names} again",
            instead=("-- at the head of the file:", "-- migrate:irreversible REASON"),
        )


def _lost(file: ObservedFile) -> Iterator[tuple[Observed, str]]:
    for dropped in (lost_tables(file), lost_columns(file)):
        for observed, each in dropped:
            if observed.said.data_loss_ok is not None:
                yield observed, called(each)
    for observed in file.statements:
        word = _NAMED_BEHIND.get(observed.statement.keyword)
        table = table_after(observed, word) if word else None
        if table is None or not observed.is_old(table.ident):
            continue
        names = {name.casefold() for name in assigned(observed)}
        columns = [each for each in table.columns if each.name.casefold() in names]
        if word == "FROM" or any(observed.is_old(each.ident) for each in columns):
            yield observed, called(table)
