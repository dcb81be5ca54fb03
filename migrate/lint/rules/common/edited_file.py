"""A file that was there before the branch is edited on it.

Sees: `--git-base` names a base, and the file has other bytes than where the branch left that base.

Hurts: where the file was applied, the edit never runs, and `migrate apply` stops there because the file is
not what was applied; where it was not, another schema comes out.

Instead: restore the file, and put the change into a new one.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Place, Severity
from migrate.lint.rule import Finding, Findings, standing_rule
from migrate.lint.standing import Standing


@standing_rule("HI101", "edited-file", Severity.ERROR)
def check(standing: Standing) -> Findings:
    """Look for old files with new contents."""
    branch = standing.chosen.branch
    for name in branch.edited if branch else ():
        assert branch is not None
        yield Finding(
            Place(name),
            f"{name} was edited since {branch.ref}: where it was applied, the edit never runs",
            instead=(f"-- git checkout {branch.commit[:12]} -- {name}",),
        )
