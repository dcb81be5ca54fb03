"""Rows come with numbers of their own, and the sequence that numbers the others does not know.

Sees: an INSERT or COPY that gives values to a column which a sequence fills, identity or serial, and no
statement of the deploy behind it that moves the sequence.  DEFAULT, and numbers below 1, are in nobody's way.

Hurts: the sequence goes on from where it was and gives numbers that are there already: the next INSERT of the
application fails on its primary key, once for each row.

Instead: leave the column out; where the numbers matter, move the sequence behind the last of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from migrate.dialects.postgres.names import literal
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Deploy, Observed
from migrate.lint.rule import POSTGRES, Finding, Findings, deploy_rule
from migrate.lint.text import inserted, table_after, top_words, words
from migrate.lint.words import called, path, quoted
from migrate.schema.changes import Rename
from migrate.schema.model import Column, Ident, Table

_MOVES = frozenset(("SETVAL", "NEXTVAL", "RESTART"))
_HARMLESS = re.compile(r"DEFAULT|0|-\s*\d+", re.IGNORECASE)
_NAMED = re.compile(r"nextval\('(?:.*\.)?\"?(\w+)")


@deploy_rule("PG409", "sequence-left-behind", Severity.WARNING, dialects=POSTGRES)
def check(deploy: Deploy) -> Findings:
    """Look for numbers that no sequence gave; of many statements the last one is told."""
    statements = [observed for file in deploy for observed in file.statements]
    last: dict[Ident, tuple[int, Table, Column]] = {}
    for at, observed in enumerate(statements):
        table = _target(observed)
        if table is not None:
            last |= {each.ident: (at, table, each) for each in _given(observed, table)}
    for at, table, column in last.values():
        if _moved(statements[at:], table, column):
            continue
        name, where = quoted(column.name), path(table)
        yield Finding(
            statements[at],
            f"{called(column)} gets numbers that its sequence does not know: it will give them again",
            table=table.ident,
            instead=(
                "-- behind it:",
                f"SELECT setval(pg_get_serial_sequence({literal(where)}, {literal(column.name)}),"
                f" max({name})) FROM {where};",
            ),
        )


def _target(observed: Observed) -> Table | None:
    """Return the table that gets rows."""
    match observed.statement.keyword:
        case "INSERT" | "WITH":
            return table_after(observed, "INTO")
        case "COPY" if "FROM" in top_words(observed):
            return table_after(observed, "COPY")
    return None


def _given(observed: Observed, table: Table) -> Sequence[Column]:
    """Return the columns with a sequence that get values; without a list of names all columns get some."""
    head, rows = inserted(observed, table)
    names = [name.strip('"').casefold() for name in head or [column.name for column in table.columns]]
    found = []
    for column in table.columns:
        if column.name.casefold() in names and (column.identity or "nextval(" in (column.default or "")):
            at = names.index(column.name.casefold())
            values = [row[at] for row in rows if at < len(row)]
            if not values or not all(_HARMLESS.fullmatch(value) for value in values):
                found.append(column)
    return found


def _moved(later: Sequence[Observed], table: Table, column: Column) -> bool:
    """Return whether a statement moves the sequence: it names it, or the table as it is called by then."""
    names = {table.name.casefold()}
    if sequence := _NAMED.search(column.default or ""):
        names.add(sequence[1].casefold())
    for observed in later:
        text = observed.text.casefold()
        if _MOVES & {word.text for word in words(observed)} and any(name in text for name in names):
            return True
        for change in observed.changes:
            if isinstance(change, Rename) and change.old.name.casefold() in names:
                names.add(change.new.name.casefold())
    return False
