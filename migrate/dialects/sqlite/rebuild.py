"""The rebuild of a table: what no ALTER TABLE does, done by a new table that takes over the rows.

The old table steps aside, the new one is made in the author's own words, rows and counters move over.
Renamed under ``legacy_alter_table`` the old one takes no references of views, triggers and foreign keys with
it; while ``foreign_keys`` is off its end deletes nothing elsewhere.
Sources: https://www.sqlite.org/lang_altertable.html#otheralter and #altertabrename.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from migrate.dialects.sqlite.parse import parse_table
from migrate.dialects.sqlite.tokens import folded, literal, quoted
from migrate.dialects.sqlite.types import has_autoincrement, has_rowid, rowid_column, rowid_name

BEFORE = "PRAGMA legacy_alter_table = ON"
AFTER = "PRAGMA legacy_alter_table = OFF"


def rebuild(
    name: str, aside: str, old: str, creation: Sequence[str], sources: Mapping[str, str]
) -> Iterator[str]:
    """Yield the statements that make ``name``, now of the text ``old``, anew.

    ``aside`` is a free name; ``creation`` is CREATE TABLE and what must follow it once the rows are there;
    ``sources`` maps columns of the new table, in lower case, to other names that they have in the old one.
    """
    new, *rest = creation
    yield f"ALTER TABLE {quoted(name)} RENAME TO {quoted(aside)}"
    yield new
    yield from _copy(name, aside, old, new, sources)
    yield f"DROP TABLE {quoted(aside)}"
    yield from rest


def _copy(name: str, aside: str, old: str, new: str, sources: Mapping[str, str]) -> Iterator[str]:
    before, after = parse_table(old), parse_table(new)
    there = {folded(column.name): column.name for column in before.columns}
    pairs: list[tuple[str, str]] = []
    for column in after.columns:
        source = there.get(folded(sources.get(folded(column.name), column.name)))
        if source is not None and column.clause("generated") is None:
            pairs.append((quoted(column.name), quoted(source)))
    if has_rowid(before) and has_rowid(after):
        rowid = rowid_name(before, after)
        alias = rowid_column(after)
        if rowid is not None and (alias is None or all(goal != quoted(alias) for goal, _ in pairs)):
            pairs.insert(0, (rowid, rowid))
    if not pairs:
        return
    goals, found = (", ".join(each) for each in zip(*pairs, strict=True))
    # OR ABORT: an ON CONFLICT REPLACE of the new table must not make rows disappear.
    yield f"INSERT OR ABORT INTO {quoted(name)} ({goals}) SELECT {found} FROM {quoted(aside)}"
    if has_autoincrement(before) and has_autoincrement(after):
        yield f"DELETE FROM sqlite_sequence WHERE name = {literal(name)}"
        yield (
            f"INSERT INTO sqlite_sequence (name, seq) SELECT {literal(name)}, seq FROM sqlite_sequence"
            f" WHERE name = {literal(aside)}"
        )
