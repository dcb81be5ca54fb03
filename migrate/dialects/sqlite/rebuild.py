"""The rebuild of a table: what no ALTER TABLE does, done by a new table that takes over the rows.

The old table steps aside, the new one is made in the author's own words, rows and counters move over.
Renamed under ``legacy_alter_table`` the old one takes no references of views, triggers and foreign keys with
it; while ``foreign_keys`` is off its end deletes nothing elsewhere.
Sources: https://www.sqlite.org/lang_altertable.html#otheralter and #altertabrename.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from migrate.dialects.sqlite.parse import ParsedTable, parse_table
from migrate.dialects.sqlite.tokens import folded, literal, quoted
from migrate.dialects.sqlite.types import has_autoincrement, has_rowid, rowid_column, rowid_name

BEFORE = "PRAGMA legacy_alter_table = ON"
AFTER = "PRAGMA legacy_alter_table = OFF"
_ROWID = "migrate_rowid"
_SEQUENCE = "sqlite_sequence"


def renamed_aside(name: str, aside: str) -> str:
    """Return the statement by which a table steps aside."""
    return f"ALTER TABLE {quoted(name)} RENAME TO {quoted(aside)}"


def copied_aside(name: str, aside: str, old: str) -> Iterator[str]:
    """Yield what to do where SQLite refuses the rename, as for ``CHECK (users.age > 0)`` in table users."""
    table = parse_table(old)
    columns = [quoted(each.name) for each in table.columns]
    rowid = rowid_name(table) if has_rowid(table) else None
    if rowid is not None:
        columns.append(f"{rowid} AS {_ROWID}")
    yield f"CREATE TABLE {quoted(aside)} AS SELECT {', '.join(columns)} FROM {quoted(name)}"
    if has_autoincrement(table):
        yield f"UPDATE {_SEQUENCE} SET name = {literal(aside)} WHERE name = {literal(name)}"
    yield f"DROP TABLE {quoted(name)}"


def rebuilt(
    name: str, aside: str, old: str, creation: Sequence[str], sources: Mapping[str, str], *, copied: bool
) -> Iterator[str]:
    """Yield the statements that make ``name``, of the text ``old`` before, anew from the rows of ``aside``.

    ``creation`` is CREATE TABLE and what must follow it once the rows are there; ``sources`` maps columns
    of the new table, in lower case, to other names that they may have in the old one; ``copied`` says how it
    stepped aside.
    """
    new, *rest = creation
    before, after = parse_table(old), parse_table(new)
    yield new
    pairs = _columns(before, after, sources, rowid=_ROWID if copied else None)
    if pairs:
        goals, found = (", ".join(each) for each in zip(*pairs, strict=True))
        # OR ABORT: an ON CONFLICT REPLACE of the new table must not make rows disappear.
        yield f"INSERT OR ABORT INTO {quoted(name)} ({goals}) SELECT {found} FROM {quoted(aside)}"
    if has_autoincrement(before) and has_autoincrement(after):
        yield f"DELETE FROM {_SEQUENCE} WHERE name = {literal(name)}"
        yield (
            f"INSERT INTO {_SEQUENCE} (name, seq) SELECT {literal(name)}, seq FROM {_SEQUENCE}"
            f" WHERE name = {literal(aside)}"
        )
    if has_autoincrement(before) and copied:
        yield f"DELETE FROM {_SEQUENCE} WHERE name = {literal(aside)}"
    yield f"DROP TABLE {quoted(aside)}"
    yield from rest


def carries_rows(old: str, new: str, sources: Mapping[str, str]) -> bool:
    """Return whether there is anything, if only the rowid, by which rows of one are rows of the other."""
    return bool(_columns(parse_table(old), parse_table(new), sources, rowid=None))


def _columns(
    before: ParsedTable, after: ParsedTable, sources: Mapping[str, str], *, rowid: str | None
) -> list[tuple[str, str]]:
    """Return the columns to copy, each as it is called in the new table and in the one aside."""
    there = {folded(each.name): each.name for each in before.columns}
    pairs: list[tuple[str, str]] = []
    for column in after.columns:
        own = folded(column.name)
        source = there.get(folded(sources.get(own, own))) or there.get(own)
        if source is not None and column.clause("generated") is None:
            pairs.append((quoted(column.name), quoted(source)))
    if has_rowid(before) and has_rowid(after):
        goal = rowid_name(after)
        source = rowid or rowid_name(before)
        alias = rowid_column(after)
        known = alias is not None and any(name == quoted(alias) for name, _ in pairs)
        if goal is not None and source is not None and not known:
            pairs.insert(0, (goal, source))
    return pairs
