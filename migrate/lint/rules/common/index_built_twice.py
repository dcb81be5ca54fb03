"""An index is built, and then its table is written anew in the same deploy: it is built a second time.

Sees: a new index on a table from before, and a later statement that writes the table anew.

Hurts: the first building was for nothing, with its locks and its load.

Instead: write the table anew first.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Deploy, Observed
from migrate.lint.rule import MYSQL, POSTGRES, Finding, Findings, deploy_rule
from migrate.lint.words import called
from migrate.schema.model import Constraint, Ident, Index


@deploy_rule("DP103", "index-built-twice", Severity.WARNING, dialects=POSTGRES + MYSQL)
def check(deploy: Deploy) -> Findings:
    """Look for tables that are written anew behind their new indexes."""
    built: dict[Ident, tuple[Observed, Index]] = {}
    for file in deploy:
        for observed in file.statements:
            for table in observed.effects.rewritten:
                if table in built and observed.statement.keyword != "TRUNCATE":
                    where, index = built.pop(table)
                    yield Finding(
                        observed,
                        f"{called(table)} is written anew here, and {index.name} with it, which"
                        f" {where.file}:{where.line} built",
                        table,
                        instead=(_otherwise(observed, where, index),),
                    )
            for index in observed.added(Index):
                home = index.ident.parent
                if home is not None and observed.is_old(home):
                    built.setdefault(home, (observed, index))


def _otherwise(observed: Observed, where: Observed, index: Index) -> str:
    """Return what builds the index once: a foreign key needs it, and would else bring one of its own."""
    parts = tuple(part.strip("`") for part in index.parts)
    for key in observed.added(Constraint):
        same = key.ident.parent == index.ident.parent and parts[: len(key.columns)] == key.columns
        if same and key.variant == "foreign":
            return f"-- one ALTER TABLE {index.table} that adds the index and the foreign key"
    return f"-- let {where.file}:{where.line} stand behind this"
