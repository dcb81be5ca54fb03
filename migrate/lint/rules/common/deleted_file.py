"""A file that was there before the branch is deleted, or has another name, on it.

Sees: `--git-base` names a base, and a file that was there where the branch left it is not there now.

Hurts: databases that have run it hold a version that the directory does not know; new ones never run it.

Instead: restore the file; what it did is taken back by a new one.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Place, Severity
from migrate.lint.rule import Finding, Findings, standing_rule
from migrate.lint.standing import Standing


@standing_rule("HI102", "deleted-file", Severity.ERROR)
def check(standing: Standing) -> Findings:
    """Look for old files that are gone."""
    branch = standing.chosen.branch
    for name in branch.deleted if branch else ():
        assert branch is not None
        yield Finding(
            Place(name),
            f"{name} is gone since {branch.ref}: databases that have run it do not fit the directory",
            instead=(f"-- git checkout {branch.commit[:12]} -- {name}",),
        )
