"""A schema that was there before the file is dropped, with everything in it.

Sees: the schema is there before the statement and not behind the file.

Hurts: every table in it goes with its rows, and no way back brings them again.

Instead: drop what is in it piece by piece over releases, and the empty schema last; say that it is meant
with `-- migrate:data-loss-ok REASON` above the statement.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import ObservedFile
from migrate.lint.lost import lost
from migrate.lint.rule import Finding, Findings, file_rule
from migrate.lint.words import called, listed
from migrate.schema.model import Namespace


@file_rule("DS101", "drop-schema", Severity.ERROR)
def check(file: ObservedFile) -> Findings:
    """Look for schemas that went."""
    for observed, schema in lost(file, Namespace):
        if observed.said.data_loss_ok is None:
            tables = [each.name for each in observed.before.tables() if each.schema == schema.name]
            with_ = f" with its tables {listed(tables)}" if tables else ""
            yield Finding(observed, f"the schema {called(schema)} is dropped{with_}")
