"""A routine runs SQL that it puts together from its values without quoting them.

Sees: in the body of a routine an EXECUTE of pieces that `||` joins, none of which goes through `format`,
`quote_ident`, `quote_literal` or a cast to `regclass`; pieces that are all constants are not told of.

Hurts: who may choose a value chooses what runs, with the rights of the routine's owner if it is SECURITY
DEFINER.

Instead: values go behind USING, names through `format('… %I …', name)`.
"""

from __future__ import annotations

import re

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.words import called
from migrate.schema.changes import Add, Modify
from migrate.schema.model import Routine

_SKIPPED = re.compile(
    r"'(?:[^']|'')*'|--[^\n]*|/\*.*?\*/|\$(?!function|procedure)(?P<tag>\w*)\$.*?\$(?P=tag)\$", re.DOTALL
)
_EXECUTED = re.compile(r"\bEXECUTE\s+(?!FUNCTION\b|PROCEDURE\b)([^;]*)", re.IGNORECASE)
_BEHIND = re.compile(r"\b(?:USING|INTO)\b.*", re.IGNORECASE | re.DOTALL)
_QUOTES = re.compile(
    r"\b(?:format|quote_ident|quote_literal|quote_nullable)\s*\(|::\s*reg(?:class|type)\b", re.IGNORECASE
)
_NAME = re.compile(r"[A-Za-z_$]")


@rule("SA101", "dynamic-sql", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for SQL that is put together."""
    for change in observed.changes:
        match change:
            case Add(Routine() as each) | Modify(Routine(), Routine() as each) if joined := _joined(
                each.definition
            ):
                yield Finding(
                    observed,
                    f"{called(each)} executes SQL with values in it that nothing quotes: {joined}",
                    instead=("EXECUTE format('… %I …', name) USING value;",),
                )


def _joined(definition: str) -> str:
    """Return the expression that a routine executes and does not quote, ``""`` if there is none."""
    for found in _EXECUTED.finditer(_SKIPPED.sub(_blank, definition)):
        bare = _BEHIND.sub("", found[1])
        pieces = bare.split("||")
        if len(pieces) > 1 and not _QUOTES.search(bare) and any(_NAME.search(each) for each in pieces):
            start = found.start(1)
            return " ".join(definition[start : start + len(bare)].split())
    return ""


def _blank(found: re.Match[str]) -> str:
    """Keep the length, so that what is found stands at its place in the text."""
    return "0" * len(found[0])
