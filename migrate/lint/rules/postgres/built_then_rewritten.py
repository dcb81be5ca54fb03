"""An index or a table is built in one file, and built again in a later one of the same deploy.

Sees: an index that one file made on a table with rows was given new files, or dropped, by a later file; or
a table that was there before got new files by more than one of the files.

Hurts: the work, and the lock it is done under, come twice.

Instead: change the table first and build the index afterwards; bring what writes a table anew into one
ALTER TABLE.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Deploy
from migrate.lint.postgres import home
from migrate.lint.rule import POSTGRES, Finding, Findings, deploy_rule
from migrate.lint.words import called
from migrate.schema.model import Ident, Index


@deploy_rule("DP102", "built-then-rewritten", Severity.WARNING, dialects=POSTGRES)
def check(deploy: Deploy) -> Findings:
    """Look for what files build that earlier files built."""
    built: dict[Ident, str] = {}
    for file in deploy:
        new: dict[Ident, str] = {}
        for observed in file.statements:
            gone = {index.ident for index in observed.dropped(Index)}
            for ident in (*observed.effects.rewritten, *gone):
                earlier = built.pop(ident, None)
                if earlier is not None and observed.is_old(ident):
                    does = "drops" if ident in gone else "builds"
                    yield Finding(
                        observed,
                        f"{does} {called(ident)}, for which {earlier} has done all the work already",
                        table=ident.parent or ident,
                    )
            new |= {each.ident: file.file for each in observed.added(Index) if observed.is_old(home(each))}
            rewritten = [each for each in observed.effects.rewritten if each.kind == "table"]
            new |= {each: file.file for each in rewritten if observed.is_old(each)}
        built |= new
