"""A row security policy that was there before the file is dropped and not made again.

Sees: the policy is there before the file and not behind it, and its table is.

Hurts: a permissive policy that goes hides rows from those it was for; a restrictive one that goes shows
them.

Instead: make its successor in the same file.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import ObservedFile
from migrate.lint.lost import lost
from migrate.lint.postgres import home
from migrate.lint.rule import POSTGRES, Finding, Findings, file_rule
from migrate.lint.words import called
from migrate.schema.model import Policy


@file_rule("DS113", "drop-policy", Severity.WARNING, dialects=POSTGRES)
def check(file: ObservedFile) -> Findings:
    """Look for policies that went."""
    for observed, each in lost(file, Policy):
        yield Finding(
            observed, f"the policy {each.name} of {called(home(each))} is dropped", table=home(each)
        )
