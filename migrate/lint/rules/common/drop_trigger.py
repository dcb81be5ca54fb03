"""A trigger that was there before the file is dropped and not made again.

Sees: the trigger is there before the file and not behind it, and its table is.

Hurts: what it kept, a log or a derived column, is not kept any more, and nothing makes up for it
afterwards.

Instead: make its successor in the same file; or drop it in a release after the last code that needs what
it does.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import ObservedFile
from migrate.lint.lost import lost
from migrate.lint.rule import Finding, Findings, file_rule
from migrate.lint.words import called
from migrate.schema.model import Trigger


@file_rule("DS114", "drop-trigger", Severity.WARNING)
def check(file: ObservedFile) -> Findings:
    """Look for triggers that went."""
    for observed, each in lost(file, Trigger):
        table = each.ident.parent
        on = f" of {called(table)}" if table else ""
        yield Finding(observed, f"the trigger {each.name}{on} is dropped", table=table)
