"""Objects that are known to be the same under another name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from migrate.dialects.postgres import names
from migrate.dialects.postgres.plan import attached, onto
from migrate.schema.model import Column, Constraint, Index, Policy, Rule, SchemaObject, Table, Trigger
from migrate.schema.plan import Step


def rename(old: SchemaObject, new: SchemaObject) -> Iterator[Step]:
    """Yield the steps that move and rename an object."""
    match old, new:
        case (Index(), Index()) | (Constraint(), Constraint()):
            yield from onto.rename(old, new)
        case Column(), Column():
            head = f"ALTER TABLE {names.home(new)} RENAME COLUMN"
            pair = names.quote(old.name), names.quote(new.name)
            yield Step(f"{head} {pair[0]} TO {pair[1]}", (f"{head} {pair[1]} TO {pair[0]}",))
        case _:
            if isinstance(old, (Trigger, Rule, Policy)):  # they have gone along with their table
                old = replace(old, schema=new.schema, table=new.table)
            if old.schema != new.schema:
                back = replace(old, schema=new.schema)
                yield Step(
                    f"ALTER {attached.designation(old)} SET SCHEMA {names.quote(new.schema)}",
                    (f"ALTER {attached.designation(back)} SET SCHEMA {names.quote(old.schema)}",),
                )
                old = back
            if old.name != new.name:
                names_ = [names.quote(each.name.partition("(")[0]) for each in (old, new)]
                yield Step(
                    f"ALTER {attached.designation(old)} RENAME TO {names_[1]}",
                    (f"ALTER {attached.designation(new)} RENAME TO {names_[0]}",),
                )


def not_nulls_renamed(old: SchemaObject, new: SchemaObject) -> Iterator[Step]:
    """Yield the steps by which NOT NULL constraints named after a table or column are called as it is now."""
    if isinstance(old, Table) and isinstance(new, Table):
        pairs = [(each, replace(each, schema=new.schema, table=new.name)) for each in old.columns]
    elif isinstance(old, Column) and isinstance(new, Column):
        pairs = [(replace(old, table=new.table), replace(old, table=new.table, name=new.name))]
    else:
        pairs = []
    for was, now in pairs:
        if not was.nullable and not was.option("not_null") and names.not_null(was) != names.not_null(now):
            head = f"ALTER TABLE {names.home(now)} RENAME CONSTRAINT"
            pair = names.quote(names.not_null(was)), names.quote(names.not_null(now))
            yield Step(f"{head} {pair[0]} TO {pair[1]}", (f"{head} {pair[1]} TO {pair[0]}",))
