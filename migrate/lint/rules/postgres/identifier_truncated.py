"""A name is longer than the server keeps: it is cut without an error.

Sees: the server remarked that an identifier will be truncated.

Hurts: the object has another name than the file says; two long names can become one, and fail, or mean the
wrong thing.

Instead: a name of at most 63 bytes.
"""

from __future__ import annotations

import re

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import POSTGRES, Finding, Findings, rule

_CUT = re.compile(r'identifier "(.*)" will be truncated to "(.*)"')


@rule("PG408", "identifier-truncated", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for the server's remark."""
    for notice in observed.effects.notices:
        if found := _CUT.search(notice):
            yield Finding(observed, f"{found[1]} is too long: the name is {found[2]}")
