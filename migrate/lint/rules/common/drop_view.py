"""A view that was there before the file is dropped and not made again.

Sees: the view is there before the file and not behind it.

Hurts: code that still runs and reads it fails.

Instead: drop it in a release after the last code that reads it.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import ObservedFile
from migrate.lint.lost import lost
from migrate.lint.rule import Finding, Findings, file_rule
from migrate.lint.words import called
from migrate.schema.model import View


@file_rule("DS104", "drop-view", Severity.WARNING)
def check(file: ObservedFile) -> Findings:
    """Look for views that went."""
    for observed, view in lost(file, View):
        kind = "materialized view" if view.materialized else "view"
        yield Finding(observed, f"the {kind} {called(view)} is dropped; code that still reads it fails")
