"""The order in which the server lists the keys of a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from migrate.dialects.mysql.text import enclosed, names
from migrate.schema.model import Index, Table


def rank(key: Index, table: Table) -> tuple[bool, ...]:
    """Return the class of a key: unique ones without NULL, with NULL, by hash, the others, fulltext ones.

    Within a class they stand as they came, those on whole columns before those on the first characters.  The
    server sorts when a key is added, and only then: where the NULL of a column changed since, another order
    stays until the next key comes.
    """
    if not key.unique:
        return (True, False, False, False, key.method == "fulltext")
    parts = key.definition[: enclosed(key.definition, 0)]
    columns = [table.column(name) for name in names(parts)]
    with_null = any(column is not None and column.nullable for column in columns)
    by_hash = "USING HASH" in key.definition[len(parts) :] and table.option("engine") != "MEMORY"
    return (False, by_hash, not by_hash and with_null, not by_hash and "`(" in parts, False)


def sorted_keys(keys: Iterable[Index], table: Table) -> tuple[Index, ...]:
    """Return the keys as the server sorts them."""
    return tuple(sorted(keys, key=lambda key: rank(key, table)))


def stay(before: Sequence[Index], wanted: Sequence[Index], same: set[str], table: Table) -> set[str]:
    """Return which of the keys that are the ``same`` can stay for the ``wanted`` order to come about.

    A newcomer is listed last of its class.  A key that must stand behind one is dropped and added in the
    same statement, which costs the server nothing.
    """
    kept: set[str] = set()
    order = [key.name for key in before if key.name in same]
    for kind in {rank(key, table) for key in wanted}:
        goal = [key.name for key in wanted if rank(key, table) == kind]
        for one, other in zip(goal, [name for name in order if name in goal], strict=False):
            if one != other:
                break
            kept.add(one)
    target = [key.name for key in wanted]
    if len(kept) == len(target) and [name for name in order if name in kept] != target:
        is_sorted = target == [key.name for key in sorted_keys(wanted, table)]
        return kept - {target[-1]} if is_sorted else kept
    return kept
