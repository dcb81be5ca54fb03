"""A file changes settings of the session and leaves them changed.

Sees: behind the file the session has other settings than before: by SET without LOCAL, or by set_config(…,
false).

Hurts: `migrate` brings them back after each file; by another runner, or by hand, they hold for whatever
comes next: a search_path or a role in the wrong place.

Instead: SET LOCAL, which ends with the transaction.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import ObservedFile
from migrate.lint.postgres import facts
from migrate.lint.rule import POSTGRES, Finding, Findings, file_rule
from migrate.lint.words import listed


@file_rule("TX301", "settings-left-behind", Severity.INFO, dialects=POSTGRES)
def check(file: ObservedFile) -> Findings:
    """Look for settings that outlive the file."""
    if file.left_behind and file.statements:
        cause = next(
            (
                each
                for each in file.statements
                if {name for name, _ in facts(each).settings} & set(file.left_behind)
            ),
            file.statements[0],
        )
        stay = "stays" if len(file.left_behind) == 1 else "stay"
        yield Finding(cause, f"{listed(file.left_behind)} {stay} changed for what the session runs next")
