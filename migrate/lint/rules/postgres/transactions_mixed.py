"""A file without a transaction holds statements that could have had one.

Sees: a file with `txmode none` of several statements, of which some stood alone because they have to, and
some only because of their neighbours.

Hurts: if one fails, what stands before it stays, and the file is half applied.

Instead: a file of its own for each statement that no transaction takes, and the others in one that has a
transaction.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import ObservedFile
from migrate.lint.postgres import facts
from migrate.lint.rule import POSTGRES, Finding, Findings, file_rule
from migrate.lint.words import listed


@file_rule("TX101", "transactions-mixed", Severity.WARNING, dialects=POSTGRES)
def check(file: ObservedFile) -> Findings:
    """Look for statements that lost their transaction to a neighbour."""
    if file.refused is not None:
        return
    alone = [each for each in file.statements if facts(each).alone]
    others = [each for each in file.statements if each.changes and not facts(each).alone]
    if alone and others:
        lines = listed([str(each.line) for each in others])
        yield Finding(
            alone[0],
            f"takes no transaction, so line{'s' if len(others) > 1 else ''} {lines} of the file"
            f" {'have' if len(others) > 1 else 'has'} none either",
            instead=("-- move this statement into a file of its own, with `-- migrate:txmode none`",),
        )
