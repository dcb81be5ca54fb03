"""An object is made by a name without its schema.

Sees: a new table, view, routine, sequence or type that the statement does not name with its schema; only
with `qualify = true` in `[lint]`.

Hurts: where it lands depends on the search_path of whoever runs the file.

Instead: schema.name.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.text import words
from migrate.schema.model import Enum, Routine, SchemaObject, Sequence, Table, View

_KINDS: tuple[type[SchemaObject], ...] = (Table, View, Routine, Sequence, Enum)


@rule("SC106", "name-without-schema", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for new objects, if that is asked for."""
    if not observed.options.get("qualify") or observed.statement.keyword != "CREATE":
        return
    said = [word.text.strip('"').casefold() for word in words(observed)]
    for kind in _KINDS:
        for each in observed.added(kind):
            name = each.name.partition("(")[0].casefold()
            if name not in said:
                continue  # a sequence of a column: nobody named it
            at = said.index(name)
            if said[at - 2 : at] != [each.schema.casefold(), "."]:
                yield Finding(
                    observed,
                    f"the {each.kind} {each.name} is named without its schema and lands in {each.schema}",
                    each.ident,
                    instead=(f"{each.schema}.{each.name.partition('(')[0]}",),
                )
