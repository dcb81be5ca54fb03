"""The clauses of ALTER TABLE for columns, keys and checks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from migrate.dialects.mysql import keys
from migrate.dialects.mysql.features import Features
from migrate.dialects.mysql.plan.columns import definition
from migrate.dialects.mysql.plan.shape import Shape
from migrate.dialects.mysql.text import quote
from migrate.dialects.mysql.types import is_lob
from migrate.schema.diff import out_of_order
from migrate.schema.model import Column, Constraint, Index

Names = Mapping[str, str]

_UNSEEN = re.compile(r" (?:/\*!80000 )?(IGNORED|INVISIBLE)(?: \*/)?$")
"""How SHOW CREATE TABLE of MariaDB and of MySQL ends a key that the optimiser does not use."""


def drops(before: Shape, after: Shape, features: Features, renamed: Names) -> Iterator[str]:
    """Yield the clauses that drop: keys and checks before the columns they use."""
    if before.primary is not None and not _same_primary(before, after):
        yield "DROP PRIMARY KEY"
    kept = _kept_keys(before, after, renamed)
    gone = [key.name for key in before.keys if renamed.get(key.name, key.name) not in kept]
    yield from (f"DROP KEY {quote(name)}" for name in gone)
    checks = _kept_checks(before, after)
    word = "CONSTRAINT" if features.drop_constraint else "CHECK"
    yield from (f"DROP {word} {quote(each.name)}" for each in before.checks if each.name not in checks)
    there = {each.name for each in after.table.columns}
    yield from (f"DROP COLUMN {quote(each.name)}" for each in before.table.columns if each.name not in there)


def columns(before: Shape, after: Shape, features: Features) -> Iterator[str]:
    """Yield the clauses that add, change and move columns, from left to right."""
    was = {each.name: each for each in before.table.columns}
    collation = after.table.option("collation")
    inherited = collation if before.table.option("collation") == collation else None
    order = [each.name for each in after.table.columns]
    moved = out_of_order([name for name in was if name in order], [name for name in order if name in was])
    stay = [place for place, name in enumerate(order) if name in was and name not in moved]
    for place, column in enumerate(after.table.columns):
        source = was.get(column.name)
        clause = definition(column, inherited=inherited)
        at = f" AFTER {quote(order[place - 1])}" if place else " FIRST"
        if source is None:
            yield f"ADD COLUMN {clause}{at if stay and place < stay[-1] else ''}"
        elif column.name in moved or clause != definition(source, inherited=inherited):
            yield f"MODIFY COLUMN {clause}{at if column.name in moved else ''}"
        elif column.options == source.options:
            continue
        yield from no_default(column, features)


def adds(before: Shape, after: Shape, renamed: Names) -> Iterator[str]:
    """Yield the clauses that add keys and checks, and rename keys."""
    if after.primary is not None and not _same_primary(before, after):
        yield f"ADD {after.primary.definition}"
    kept = _kept_keys(before, after, renamed)
    pairs = [(source, goal) for source, goal in renamed.items() if goal in kept]
    yield from (f"RENAME KEY {quote(source)} TO {quote(goal)}" for source, goal in pairs)
    yield from (f"ADD {key_clause(key)}" for key in after.keys if key.name not in kept)
    was = {renamed.get(key.name, key.name): key for key in before.keys}
    for key in after.keys:
        words = _sight(was[key.name], key) if key.name in kept else None
        if words is not None:
            yield f"ALTER INDEX {quote(key.name)} {words}"
    checks = _kept_checks(before, after)
    yield from (f"ADD {constraint_clause(each)}" for each in after.checks if each.name not in checks)


def renames(before: Shape, renamed: Names, features: Features) -> Iterator[str]:
    """Yield the clauses that rename columns; the server renames them wherever they are used."""
    for source, goal in renamed.items():
        column = before.table.column(source)
        if column is None or features.rename_column:
            yield f"RENAME COLUMN {quote(source)} TO {quote(goal)}"
        else:
            yield f"CHANGE COLUMN {quote(source)} {definition(replace(column, name=goal), inherited=None)}"


def no_default(column: Column, features: Features) -> list[str]:
    """Return the clause for a nullable column that has not even NULL for a default."""
    if column.option("no_default") is None or (features.text_without_default and is_lob(column.type)):
        return []
    return [f"ALTER COLUMN {quote(column.name)} DROP DEFAULT"]


def key_clause(key: Index) -> str:
    """Return a key as it stands in a table's definition."""
    kind = "UNIQUE " if key.unique else "" if key.method == "btree" else f"{key.method.upper()} "
    return f"{kind}KEY {quote(key.name)} {key.definition}"


def constraint_clause(constraint: Constraint) -> str:
    """Return a constraint as it stands in a table's definition."""
    return f"CONSTRAINT {quote(constraint.name)} {constraint.definition}"


def _same_primary(before: Shape, after: Shape) -> bool:
    return bool(before.primary and after.primary and before.primary.definition == after.primary.definition)


def _kept_keys(before: Shape, after: Shape, renamed: Names) -> set[str]:
    """Return the keys, by their name after, that stay as they are."""
    now = tuple(replace(key, name=renamed.get(key.name, key.name)) for key in before.keys)
    same = {key.name for key in now if (goal := after.key(key.name)) is not None and _equal(key, goal)}
    return keys.stay(now, after.keys, same, after.table)


def _equal(key: Index, goal: Index) -> bool:
    """Return whether a key need not be made anew; whether the optimiser may use it is changed in place."""
    texts = [_UNSEEN.sub("", each.definition) for each in (key, goal)]
    return (key.unique, key.method, texts[0]) == (goal.unique, goal.method, texts[1])


def _sight(before: Index, after: Index) -> str | None:
    """Return the words that let the optimiser use a key, or not, if that is what differs."""
    was, now = (_UNSEEN.search(each.definition) for each in (before, after))
    if now is not None:
        return now[1] if was is None else None
    return was and {"IGNORED": "NOT IGNORED", "INVISIBLE": "VISIBLE"}[was[1]]


def _kept_checks(before: Shape, after: Shape) -> set[str]:
    """Return the checks that stay: a newcomer is listed last, so what must stand behind it comes again."""
    wanted = [each.name for each in after.checks]
    definitions = {each.name: each.definition for each in after.checks}
    stay = [each.name for each in before.checks if definitions.get(each.name) == each.definition]
    kept: set[str] = set()
    for one, other in zip(wanted, stay, strict=False):
        if one != other:
            break
        kept.add(one)
    return kept
