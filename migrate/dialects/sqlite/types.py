"""Types of SQLite: affinities, what counts as constant, which column is the rowid.

Source: https://www.sqlite.org/datatype3.html and https://www.sqlite.org/lang_createtable.html#rowid.
"""

from __future__ import annotations

from itertools import pairwise

from migrate.dialects.sqlite.parse import ParsedTable
from migrate.dialects.sqlite.tokens import folded, tokens

_ROWID_NAMES = ("rowid", "_rowid_", "oid")


def affinity(type_: str) -> str:
    """Return ``integer text blob real numeric`` for a declared type."""
    name = folded(type_)
    for found, parts in (
        ("integer", ("int",)),
        ("text", ("char", "clob", "text")),
        ("blob", ("blob",)),
        ("real", ("real", "floa", "doub")),
    ):
        if any(part in name for part in parts):
            return found
    return "numeric" if name else "blob"


def is_constant(default: str | None) -> bool:
    """Return whether a default can be given to rows that are there: a literal, not an expression."""
    if default is None:
        return True
    every = tokens(default)
    if any(one.kind == "word" and other.text == "(" for one, other in pairwise(every)):
        return False
    found = [token for token in every if token.text not in ("(", ")", "+", "-")]
    if len(found) == 2 and found[0].keyword == "x" and found[1].kind == "string":
        return True
    return len(found) == 1 and not found[0].keyword.startswith("current_")


def has_rowid(table: ParsedTable) -> bool:
    """Return whether its rows have a rowid."""
    return "without rowid" not in table.options


def rowid_column(table: ParsedTable) -> str | None:
    """Return the column that is the rowid under another name, ``None`` if there is none."""
    if not has_rowid(table):
        return None
    for column in table.columns:
        primary = column.clause("primary")
        if primary is not None:
            return column.name if column.type == "integer" and not primary.has("desc") else None
    primary = next((each for each in table.clauses if each.variant == "primary"), None)
    if primary is None or len(primary.columns) != 1:
        return None
    (name,) = primary.columns
    found = next((each for each in table.columns if folded(each.name) == folded(name)), None)
    return found.name if found is not None and found.type == "integer" else None


def rowid_name(*tables: ParsedTable) -> str | None:
    """Return a name that means the rowid in all these tables, ``None`` if columns took all three."""
    taken = {folded(column.name) for table in tables for column in table.columns}
    return next((name for name in _ROWID_NAMES if name not in taken), None)


def has_autoincrement(table: ParsedTable) -> bool:
    """Return whether the table's counter is kept in ``sqlite_sequence``."""
    clauses = [each for column in table.columns for each in column.clauses] + list(table.clauses)
    return any(
        each.variant == "primary" and any(token.keyword == "autoincrement" for token in each.body)
        for each in clauses
    )
