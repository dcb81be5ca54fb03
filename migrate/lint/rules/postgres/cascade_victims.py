"""CASCADE takes along what the statement does not name.

Sees: objects that were there before the file went with a statement that says CASCADE, and it does not name
them.

Hurts: what goes is decided by what the database holds on that day; in production it can be more than here.

Instead: drop each of them by name first, and then without CASCADE: the server then refuses if anything
else depends on it.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.text import says, words
from migrate.lint.words import called, listed
from migrate.schema.changes import Drop
from migrate.schema.model import Constraint, Ident, Index, SchemaObject, Sequence


@rule("PG407", "cascade-victims", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for what went unnamed."""
    if not says(observed, "CASCADE") or observed.statement.keyword not in ("DROP", "ALTER"):
        return
    said = {word.text.strip('"').casefold() for word in words(observed)}
    victims = [
        f"{each.kind} {called(each)}"
        if each.kind != "constraint"
        else f"{each.kind} {each.name} of {each.table}"
        for each in observed.dropped(SchemaObject)
        if each.name.partition("(")[0].casefold() not in said and not _goes_along(observed, each)
    ]
    if victims:
        yield Finding(observed, f"CASCADE takes along {listed(victims)}")


def _goes_along(observed: Observed, each: SchemaObject) -> bool:
    """Return whether it would go without CASCADE as well: what lives on a table or column that is dropped."""
    gone = {change.ident for change in observed.changes if isinstance(change, Drop)}
    if isinstance(each, (Index, Constraint)):
        names = each.columns if isinstance(each, Constraint) else each.parts
        return any(Ident("column", each.schema, name, each.table) in gone for name in names)
    return isinstance(each, Sequence) and each.owned_by in gone
