"""One table is written anew more than once by the files of one deploy.

Sees: two statements, in one file or in several, each of which wrote a table from before anew.

Hurts: each of them copies every row and builds every index, one time too many.

Instead: one ALTER TABLE with all actions: the table is written once.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Deploy, Observed
from migrate.lint.rule import MYSQL, POSTGRES, Finding, Findings, deploy_rule
from migrate.lint.words import called
from migrate.schema.model import Ident

_EMPTIES = "TRUNCATE"


@deploy_rule("DP102", "rewritten-again", Severity.WARNING, dialects=POSTGRES + MYSQL)
def check(deploy: Deploy) -> Findings:
    """Look for tables that were written anew before."""
    first: dict[Ident, Observed] = {}
    made: set[Ident] = set()
    for file in deploy:
        for observed in file.statements:
            made |= observed.born
            for table in observed.effects.rewritten:
                if table.kind != "table" or table in made or not observed.is_old(table):
                    continue
                if observed.statement.keyword == _EMPTIES:
                    continue
                before = first.setdefault(table, observed)
                if before is not observed:
                    already = f"{before.file}:{before.line}"
                    yield Finding(
                        observed,
                        f"{called(table)} is written anew here, and was by {already} already",
                        table,
                        instead=(f"-- one ALTER TABLE {called(table)} with both actions",),
                    )
