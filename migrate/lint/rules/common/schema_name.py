"""A schema gets a name that does not fit the pattern of the project.

Sees: a name, new or of something old, that `schema` in `[lint.naming]` does not match as a whole.
Without a pattern there nothing is told.

Hurts: names that follow no rule are found by nobody, and made twice.

Instead: a name that fits; or another pattern.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import ObservedFile
from migrate.lint.naming import misnamed
from migrate.lint.rule import POSTGRES, Findings, file_rule


@file_rule("NM101", "schema-name", Severity.WARNING, dialects=POSTGRES)
def check(file: ObservedFile) -> Findings:
    """Look for names that do not fit."""
    return misnamed(file, "schema")
