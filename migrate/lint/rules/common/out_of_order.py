"""A new file stands before one that was there already.

Sees: `--git-base` names a base, and a file that the branch adds has a lower version than one of the base.

Hurts: databases that are further have passed its place: `migrate apply` stops there unless it is told to
run files out of order, and then they have run in another order than here.

Instead: give the file a newer version, then run `migrate hash`.
"""

from __future__ import annotations

from migrate.directory.naming import version_key
from migrate.lint.diagnostic import Place, Severity
from migrate.lint.rule import Finding, Findings, standing_rule
from migrate.lint.standing import Standing


@standing_rule("HI103", "out-of-order", Severity.ERROR)
def check(standing: Standing) -> Findings:
    """Look for new files before old ones."""
    chosen = standing.chosen
    if chosen.branch is None:
        return
    old = [file for file in chosen.files if file.name in chosen.branch.old]
    for file in chosen.told:
        behind = [each.name for each in old if version_key(each.version) > version_key(file.version)]
        if behind:
            yield Finding(
                Place(file.name),
                f"{file.name} is new and stands before {behind[-1]}, which is in {chosen.branch.ref} already",
            )
