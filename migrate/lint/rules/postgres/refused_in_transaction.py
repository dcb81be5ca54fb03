"""A statement that no transaction takes stands in a file that runs in one.

Sees: the server refused the statement within the transaction of the file, and took it outside of one.

Hurts: the file fails when it is applied, at this statement.

Instead: put `-- migrate:txmode none` at the head of the file, and nothing else into it: outside of a
transaction, what stands before a statement that fails stays.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Fix, Part, Severity
from migrate.lint.facts import ObservedFile
from migrate.lint.postgres import NO_TRANSACTION
from migrate.lint.rule import POSTGRES, Finding, Findings, file_rule


@file_rule("PG103", "refused-in-transaction", Severity.ERROR, dialects=POSTGRES)
def check(file: ObservedFile) -> Findings:
    """Look for the statement that was refused."""
    if file.refused is not None and file.refused < len(file.statements):
        observed = file.statements[file.refused]
        yield Finding(
            observed,
            "the server takes this statement in no transaction, and the file runs in one",
            instead=(NO_TRANSACTION, f"{observed.text};"),
            fix=Fix((Part((observed.text,), alone=True),)),
        )
