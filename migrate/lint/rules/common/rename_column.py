"""A column that was there before the file has another name.

Sees: the same column, by the server's own identity or by the statement that renamed it, under another
name.  Where another column of the table has the old name behind the file, an UPDATE that speaks of the old
one is taken to bring its values over, and a column that is computed to be meant so.

Hurts: code that still runs and says the old name fails from this moment, or reads another column, and the
new code fails until it.

Instead: add the new column, write both from the code or a trigger, fill it in batches, let the code read
it, and drop the old one in a later release.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import ObservedFile
from migrate.lint.rule import Finding, Findings, file_rule
from migrate.lint.text import table_after, words
from migrate.lint.words import called, path, quoted
from migrate.schema.changes import Rename
from migrate.schema.model import Column


@file_rule("BC102", "rename-column", Severity.WARNING)
def check(file: ObservedFile) -> Findings:
    """Look for columns under another name."""
    found = [(observed, *pair) for observed in file.statements for pair in observed.renamed(Column)]
    left = file.statements[-1].after.by_ident() if found else {}
    first = file.statements[0].before.by_ident() if found else {}
    for observed, old, new in found:
        table = new.ident.parent
        assert table is not None
        if table in first and old.ident not in first:
            continue  # nobody else knows the name that the file gave it
        other = left.get(new.ident._replace(name=old.name))
        if isinstance(other, Column):
            if not (other.generated is not None or _is_back(file, old, new) or _is_copied(file, old, new)):
                yield Finding(
                    observed,
                    f"{called(old)} is renamed to {new.name}, and another column is called {old.name} then: "
                    f"code that says {old.name} reads that one",
                    table=table,
                    instead=(f"-- leave {old.name} as it is, and give the other column a name of its own",),
                )
            continue
        now = quoted(new.name, observed.dialect)
        yield Finding(
            observed,
            f"{called(old)} is renamed to {new.name}: code that still says {old.name} fails",
            table=table,
            instead=(
                f"ALTER TABLE {path(table, observed.dialect)} ADD COLUMN {now} {new.type};",
                f"-- write both, fill {now} in batches, read it; drop {old.name} in a later release",
            ),
        )


def _is_back(file: ObservedFile, old: Column, new: Column) -> bool:
    """Return whether the column has its old name again behind the file."""
    ident = new.ident
    for observed in file.statements:
        for each in observed.changes:
            if isinstance(each, Rename) and isinstance(each.old, Column) and each.old.ident == ident:
                ident = each.new.ident
    return ident.name == old.name


def _is_copied(file: ObservedFile, old: Column, new: Column) -> bool:
    """Return whether an UPDATE of the file speaks of the column."""
    names = {old.name.casefold(), new.name.casefold()}
    for observed in file.statements:
        if observed.statement.keyword != "UPDATE":
            continue
        table = table_after(observed, "UPDATE")
        said = {word.text.strip('"`[]').casefold() for word in words(observed)}
        if table is not None and table.ident == new.ident.parent and names & said:
            return True
    return False
