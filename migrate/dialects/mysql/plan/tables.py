"""CREATE TABLE and ALTER TABLE: all that changes on one table in as few statements as the server takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from migrate.dialects.mysql import keys
from migrate.dialects.mysql.features import Features
from migrate.dialects.mysql.plan.columns import definition
from migrate.dialects.mysql.plan.shape import Shape
from migrate.dialects.mysql.text import literal, names, quote
from migrate.dialects.mysql.types import character_set, is_lob
from migrate.schema.diff import out_of_order
from migrate.schema.model import Column, Constraint, Index, Table

_UNSET = {
    "comment": "''",
    "checksum": "0",
    "delay_key_write": "0",
    "max_rows": "0",
    "min_rows": "0",
    "avg_row_length": "0",
    "key_block_size": "0",
    "connection": "''",
    "insert_method": "NO",
    "union": "()",
}
_APART = ("partition", "versioning", "period", "period_system")


def create(shape: Shape, foreign: Sequence[Constraint], features: Features) -> list[str]:
    """Return the statements that make a table, its foreign keys included."""
    table = shape.table
    collation = table.option("collation")
    late = _made_null_later(shape)
    items = [
        definition(replace(column, nullable=column.nullable and column.name not in late), inherited=collation)
        for column in table.columns
    ]
    items += [f"PERIOD FOR {value}" for key, value in table.options if key in ("period", "period_system")]
    items += [shape.primary.definition] if shape.primary else []
    items += [key_clause(key) for key in shape.keys]
    items += [constraint_clause(each) for each in (*foreign, *shape.checks)]
    body = ",\n".join(f"  {item}" for item in items)
    sql = f"CREATE TABLE {quote(table.name)} (\n{body}\n){_tail(table)}"
    clauses = [
        f"MODIFY COLUMN {definition(column, inherited=None)}"
        for column in table.columns
        if column.name in late
    ]
    clauses += [clause for column in table.columns for clause in _no_default(column, features)]
    return [sql, _statement(quote(table.name), clauses)] if clauses else [sql]


def alter(
    before: Shape,
    after: Shape,
    features: Features,
    *,
    columns: Mapping[str, str],
    key_names: Mapping[str, str],
) -> list[str]:
    """Return the statements that bring a table from one shape to another, of the same name.

    ``columns`` and ``key_names`` name those that are the same under another name: before to after.
    """
    name = quote(after.table.name)
    old, new = dict(before.table.options), dict(after.table.options)
    statements: list[str] = []
    if "partition" in old and "partition" not in new:
        statements.append(f"ALTER TABLE {name} REMOVE PARTITIONING")
    clauses = [
        *_drops(before, after, features, columns, key_names),
        *_columns(before, after, features, columns),
        *_adds(before, after, key_names),
        *_options(before.table, after.table),
    ]
    if clauses:
        statements.append(_statement(name, clauses))
    if "partition" in new and old.get("partition") != new["partition"]:
        statements.append(f"ALTER TABLE {name} {new['partition']}")
    return statements


def key_clause(key: Index) -> str:
    """Return a key as it stands in a table's definition."""
    kind = "UNIQUE " if key.unique else "" if key.method == "btree" else f"{key.method.upper()} "
    return f"{kind}KEY {quote(key.name)} {key.definition}"


def constraint_clause(constraint: Constraint) -> str:
    """Return a constraint as it stands in a table's definition."""
    return f"CONSTRAINT {quote(constraint.name)} {constraint.definition}"


def _statement(name: str, clauses: Iterable[str]) -> str:
    return f"ALTER TABLE {name}\n" + ",\n".join(f"  {clause}" for clause in clauses)


def _drops(
    before: Shape, after: Shape, features: Features, columns: Mapping[str, str], key_names: Mapping[str, str]
) -> Iterator[str]:
    if before.primary is not None and not _same(before.primary, after.primary):
        yield "DROP PRIMARY KEY"
    kept = _kept_keys(before, after, key_names)
    dropped = [key.name for key in before.keys if key_names.get(key.name, key.name) not in kept]
    yield from (f"DROP KEY {quote(name)}" for name in dropped)
    checks = _kept_checks(before, after)
    word = "CONSTRAINT" if features.drop_constraint else "CHECK"
    yield from (f"DROP {word} {quote(each.name)}" for each in before.checks if each.name not in checks)
    there = {each.name for each in after.table.columns}
    for column in before.table.columns:
        if columns.get(column.name, column.name) not in there:
            yield f"DROP COLUMN {quote(column.name)}"


def _columns(before: Shape, after: Shape, features: Features, renamed: Mapping[str, str]) -> Iterator[str]:
    was = {renamed.get(each.name, each.name): each for each in before.table.columns}
    old_collation, collation = before.table.option("collation"), after.table.option("collation")
    inherited = collation if old_collation == collation else None
    order = [each.name for each in after.table.columns]
    moved = out_of_order([name for name in was if name in order], [name for name in order if name in was])
    last_kept = max(
        (place for place, name in enumerate(order) if name in was and name not in moved), default=-1
    )
    for place, column in enumerate(after.table.columns):
        source = was.get(column.name)
        clause = definition(column, inherited=inherited)
        at = f" AFTER {quote(order[place - 1])}" if place else " FIRST"
        if source is None:
            yield f"ADD COLUMN {clause}{at if place < last_kept else ''}"
        elif source.name != column.name:
            yield f"CHANGE COLUMN {quote(source.name)} {clause}{at if column.name in moved else ''}"
        elif column.name in moved or clause != definition(source, inherited=inherited):
            yield f"MODIFY COLUMN {clause}{at if column.name in moved else ''}"
        else:
            if column.options != source.options:
                yield from _no_default(column, features)
            continue
        yield from _no_default(column, features)


def _adds(before: Shape, after: Shape, key_names: Mapping[str, str]) -> Iterator[str]:
    if after.primary is not None and not _same(before.primary, after.primary):
        yield f"ADD {after.primary.definition}"
    kept = _kept_keys(before, after, key_names)
    for source, goal in key_names.items():
        if goal in kept:
            yield f"RENAME KEY {quote(source)} TO {quote(goal)}"
    yield from (f"ADD {key_clause(key)}" for key in after.keys if key.name not in kept)
    checks = _kept_checks(before, after)
    yield from (f"ADD {constraint_clause(each)}" for each in after.checks if each.name not in checks)


def _options(before: Table, after: Table) -> Iterator[str]:
    old, new = dict(before.options), dict(after.options)
    if old.get("engine") != new.get("engine"):
        yield f"ENGINE={new.get('engine', 'InnoDB')}"
    if old.get("collation") != new.get("collation"):
        yield _collation(new["collation"])
    for key in sorted(_plain(old) | _plain(new)):
        if old.get(key) != new.get(key):
            yield f"{_word(key)}={new.get(key, _UNSET.get(key, 'DEFAULT'))}"
    if before.comment != after.comment:
        yield f"COMMENT={literal(after.comment or '')}"
    for key in ("period_system", "period"):
        if key in old and old[key] != new.get(key):
            yield f"DROP PERIOD FOR {old[key].rpartition(' (')[0]}"
    if "versioning" in old and "versioning" not in new:
        yield "DROP SYSTEM VERSIONING"
    for key in ("period_system", "period"):
        if key in new and old.get(key) != new[key]:
            yield f"ADD PERIOD FOR {new[key]}"
    if "versioning" in new and "versioning" not in old:
        yield "ADD SYSTEM VERSIONING"


def _tail(table: Table) -> str:
    options = dict(table.options)
    words = [f"ENGINE={options['engine']}"] if "engine" in options else []
    words += [_collation(options["collation"])] if "collation" in options else []
    words += [f"{_word(key)}={options[key]}" for key in sorted(_plain(options))]
    words += [f"COMMENT={literal(table.comment)}"] if table.comment is not None else []
    words += [options["versioning"]] if "versioning" in options else []
    words += [f"\n{options['partition']}"] if "partition" in options else []
    return "".join(f" {word}" if not word.startswith("\n") else word for word in words)


def _plain(options: Mapping[str, str]) -> set[str]:
    named = {"engine", "collation", "key_order", "check_order", "trigger_order", "keys_listed", *_APART}
    return options.keys() - named


def _word(key: str) -> str:
    return key if key.startswith("`") else key.upper()


def _collation(collation: str) -> str:
    return f"DEFAULT CHARSET={character_set(collation)} COLLATE={collation}"


def _made_null_later(shape: Shape) -> set[str]:
    """Return the columns to be NOT NULL at first, for unique keys that are not listed in the sorted order."""
    if shape.keys == keys.sorted_keys(shape.keys, shape.table):
        return set()
    unique = {name for key in shape.keys if key.unique for name in names(key.definition)}
    return {
        column.name
        for column in shape.table.columns
        if column.nullable and column.generated is None and column.name in unique
    }


def _no_default(column: Column, features: Features) -> list[str]:
    """Return the clause for a nullable column that has not even NULL for a default."""
    if column.option("no_default") is None or (features.text_without_default and is_lob(column.type)):
        return []
    return [f"ALTER COLUMN {quote(column.name)} DROP DEFAULT"]


def _same(one: Constraint | None, other: Constraint | None) -> bool:
    return one is not None and other is not None and one.definition == other.definition


def _kept_keys(before: Shape, after: Shape, renamed: Mapping[str, str]) -> set[str]:
    """Return the keys, by their name after, that stay as they are."""
    now = tuple(replace(key, name=renamed.get(key.name, key.name)) for key in before.keys)
    same = {key.name for key in now if (goal := after.key(key.name)) is not None and _equal(key, goal)}
    return keys.stay(now, after.keys, same, after.table)


def _equal(key: Index, goal: Index) -> bool:
    return (key.unique, key.method, key.definition) == (goal.unique, goal.method, goal.definition)


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
