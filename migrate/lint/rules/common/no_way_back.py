"""A file destroys data, and says neither how to come back nor that there is no way.

Sees: it drops tables or columns from before, empties or overwrites them; there is no down file beside it,
and no `-- migrate:irreversible` at its head.

Hurts: a computed way back brings the tables and columns again, but not what was in them; whoever goes back
at night learns that then.

Instead: `-- migrate:irreversible REASON` at the head of the file; or a down file that brings the data back.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed, ObservedFile
from migrate.lint.lost import lost_columns, lost_tables
from migrate.lint.rule import Finding, Findings, file_rule
from migrate.lint.text import table_after
from migrate.lint.words import called, listed

_OVERWRITES = {"UPDATE": "UPDATE", "DELETE": "FROM", "TRUNCATE": "TRUNCATE"}


@file_rule("DN101", "no-way-back", Severity.WARNING)
def check(file: ObservedFile) -> Findings:
    """Look for lost data where nothing is said."""
    if file.way_back is not None or file.cut.directives.irreversible is not None:
        return
    lost = [called(each) for _, each in lost_tables(file)] + [called(each) for _, each in lost_columns(file)]
    lost += [name for each in file.statements if (name := _overwritten(each))]
    if lost:
        what = listed(list(dict.fromkeys(lost)))
        yield Finding(
            file,
            f"no way back brings the data of {what} again",
            instead=("-- migrate:irreversible REASON",),
        )


def _overwritten(observed: Observed) -> str:
    """Return the table from before whose rows a statement changes or deletes."""
    word = _OVERWRITES.get(observed.statement.keyword)
    if word is None or observed.said.data_loss_ok is not None:
        return ""
    table = table_after(observed, word) or table_after(observed, "TABLE")
    return called(table) if table is not None and observed.is_old(table.ident) else ""
