"""What a change can cost, with the query that counts it on the live database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from migrate.dialects.mysql import narrowing
from migrate.dialects.mysql.plan.renaming import in_text
from migrate.dialects.mysql.plan.scope import Scope
from migrate.dialects.mysql.plan.shape import Shape
from migrate.dialects.mysql.text import enclosed, name_list, names, quote
from migrate.schema.model import Column, Constraint, Index, SchemaObject, Sequence, Table
from migrate.schema.plan import Hazard, HazardKind


def of_drop(table: Table) -> Hazard:
    """Return what dropping a table loses: its rows, the history of a versioned one included."""
    source = quote(table.name) + (" FOR SYSTEM_TIME ALL" if table.option("versioning") else "")
    return _loses(table.name, f"drops the table {table.name} and its rows", f"select count(*) from {source}")


def of_sequence(sequence: Sequence) -> Hazard:
    """Return what dropping a sequence loses: its position, if it was ever used."""
    return _loses(
        sequence.name,
        f"drops the sequence {sequence.name} and its position",
        f"select next_not_cached_value <> start_value from {quote(sequence.name)}",
    )


def of_remake(each: SchemaObject) -> Hazard:
    """Return what dropping a routine and making it again loses: the grants on it, and a moment."""
    message = f"drops {each.ident} and makes it again: grants on it are lost"
    return Hazard(HazardKind.RECREATES, each.name, message)


def of_alter(before: Shape, after: Shape, columns: Mapping[str, str]) -> Iterator[Hazard]:
    """Yield the dangers of bringing a table from one shape to another.

    The queries are of the table under its name before the plan: they run ahead of it.
    """
    table = quote(before.table.name)
    now = {each.name: each for each in after.table.columns}
    for column in before.table.columns:
        goal = now.get(columns.get(column.name, column.name))
        yield from _of_column(before.table.name, column, goal)
    if before.table.option("versioning") and not after.table.option("versioning"):
        history = f"(select count(*) from {table} for system_time all) - (select count(*) from {table})"
        yield _loses(after.table.name, f"forgets the history of {after.table.name}", f"select {history}")
    back = {goal: source for source, goal in columns.items()}
    yield from _of_keys(before, after, back)
    known = {each.definition for each in before.checks}
    for check in after.checks:
        if check.definition not in known:
            message = f"adds the check {check.name}, which rows may break"
            yield _may_fail(after.table.name, message, _breaking(before, check, back))


def of_foreign(constraint: Constraint, scope: Scope) -> Hazard:
    """Return what adding a foreign key can meet: rows without a partner."""
    message = (
        f"adds the foreign key {constraint.name} to {constraint.ref_table}, where rows may have no partner"
    )
    return _may_fail(constraint.table, message, _orphans(constraint, scope))


def _of_column(table: str, column: Column, goal: Column | None) -> Iterator[Hazard]:
    subject, name = f"{table}.{column.name}", quote(column.name)
    if goal is None:
        if column.generated is None:
            yield _loses(
                subject,
                f"drops the column {subject} and its values",
                f"select count(*) from {quote(table)} where {name} is not null",
            )
        return
    lost = narrowing.lost(column, goal)
    if lost is not None:
        yield _loses(
            subject,
            f"changes {subject} from {column.type} to {goal.type}, which some values may not fit",
            f"select count(*) from {quote(table)} where {lost}",
        )
    if column.nullable and not goal.nullable and column.generated is None:
        yield _may_fail(
            subject,
            f"makes {subject} NOT NULL",
            f"select count(*) from {quote(table)} where {name} is null",
        )


def _of_keys(before: Shape, after: Shape, back: Mapping[str, str]) -> Iterator[Hazard]:
    known = {key.definition for key in before.keys if key.unique}
    unique = [key for key in after.keys if key.unique and key.definition not in known]
    primary = after.primary
    if primary is not None and (before.primary is None or before.primary.definition != primary.definition):
        yield _may_fail(
            after.table.name, _unique_message(primary), _duplicates(before, primary.columns, back)
        )
    for key in unique:
        plain = names(key.definition) if "`(" not in key.definition else ()
        yield _may_fail(after.table.name, _unique_message(key), _duplicates(before, plain, back))


def _unique_message(key: Index | Constraint) -> str:
    return f"adds the unique key {key.name} on {key.table}, which rows may repeat"


def _duplicates(before: Shape, columns: tuple[str, ...], back: Mapping[str, str]) -> str | None:
    """Return the query that counts values that occur more than once, ``None`` where a column is new."""
    old = tuple(back.get(each, each) for each in columns)
    if not old or any(before.table.column(each) is None for each in old):
        return None
    present = " and ".join(f"{quote(each)} is not null" for each in old)
    grouped = f"select 1 from {quote(before.table.name)} where {present} group by {name_list(old)}"
    return f"select count(*) from ({grouped} having count(*) > 1) as repeated"


def _breaking(before: Shape, check: Constraint, back: Mapping[str, str]) -> str | None:
    """Return the query that counts rows that break a check, ``None`` where it uses a column that is new."""
    if any(before.table.column(back.get(each, each)) is None for each in names(check.definition)):
        return None
    expression = in_text(check.definition.removeprefix("CHECK "), back)
    expression = expression[: enclosed(expression, 0)]
    return f"select count(*) from {quote(before.table.name)} where not {expression}"


def _orphans(constraint: Constraint, scope: Scope) -> str | None:
    """Return the query that counts rows without a partner, ``None`` where a table or column is new."""
    ends = []
    for table, columns in (
        (constraint.table, constraint.columns),
        (constraint.ref_table, constraint.ref_columns),
    ):
        back = {goal: source for source, goal in scope.columns(table).items()}
        before = scope.before.get(scope.name_before(table))
        old = [back.get(each, each) for each in columns]
        if constraint.ref_schema or before is None or any(before.table.column(each) is None for each in old):
            return None
        ends.append((before.table.name, old))
    (one, mine), (other, theirs) = ends
    pairs = " and ".join(
        f"parent.{quote(their)} = child.{quote(my)}" for my, their in zip(mine, theirs, strict=True)
    )
    present = " and ".join(f"child.{quote(my)} is not null" for my in mine)
    partner = f"select 1 from {quote(other)} as parent where {pairs}"
    return f"select count(*) from {quote(one)} as child where {present} and not exists ({partner})"


def _loses(subject: str, message: str, count: str | None) -> Hazard:
    return Hazard(HazardKind.LOSES_DATA, subject, message, count)


def _may_fail(subject: str, message: str, count: str | None = None) -> Hazard:
    return Hazard(HazardKind.MAY_FAIL_ON_DATA, subject, message, count)
