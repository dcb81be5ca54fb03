"""One schema with some objects taken from another: what a database should be when its drift is left alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import replace

from migrate.schema.changes import Add, Change, Drop, Modify, Rename
from migrate.schema.identity import value
from migrate.schema.model import Column, Enum, Ident, Schema, SchemaObject, Table


def merged(base: Schema, other: Schema, taken: Set[Ident]) -> Schema:
    """Return ``base`` where each object called in ``taken`` is as it is in ``other``: added, changed or gone.

    A column is taken alone, in the place it has in ``other``; taking a table takes what it says of itself
    (options, comment), and its columns where ``base`` has no such table.  A table that ``base`` lacks
    and ``taken`` does not name takes what lives on it along into nothing.
    """
    ours = {each.ident: each for each in base.objects}
    theirs = {each.ident: each for each in other.objects}
    objects: list[SchemaObject] = []
    for ident in ours.keys() | theirs.keys():
        one, two = ours.get(ident), theirs.get(ident)
        if isinstance(one, Table) and isinstance(two, Table):
            source = two if ident in taken else one
            objects.append(replace(source, columns=_columns(one, two, taken)))
        elif (chosen := two if ident in taken else one) is not None:
            objects.append(chosen)
    tables = {each.ident for each in objects if isinstance(each, Table)}
    known = tables | {each.ident for each in other.tables()} | {each.ident for each in base.tables()}
    kept = [each for each in objects if each.ident.parent not in known - tables]
    return Schema.of(base.dialect, kept, settings=base.settings)


def renamed(schema: Schema, renames: Mapping[Ident, Ident]) -> Schema:
    """Return the schema with other names; definitions stay, since a server rewrites them by itself."""
    return replace(
        schema,
        objects=tuple(
            sorted((_named(each, renames) for each in schema.objects), key=lambda each: each.ident)
        ),
    )


def unowned(schema: Schema, *, owners: bool = True, privileges: bool = True) -> Schema:
    """Return the schema with nothing said of who owns it and who may do what: roles are not everywhere."""

    def bare(each: SchemaObject) -> SchemaObject:
        each = replace(each, owner=None) if owners else each
        return replace(each, privileges=()) if privileges else each

    def with_columns(each: SchemaObject) -> SchemaObject:
        if isinstance(each, Table):
            columns = (bare(column) for column in each.columns)
            each = replace(each, columns=tuple(each for each in columns if isinstance(each, Column)))
        return bare(each)

    return replace(schema, objects=tuple(map(with_columns, schema.objects)))


def concerned(changes: Iterable[Change]) -> frozenset[Ident]:
    """Return what the changes are about, by every name it has before and after."""
    idents: set[Ident] = set()
    for change in changes:
        match change:
            case Add(each) | Drop(each):
                idents.add(each.ident)
                if isinstance(each, Table):
                    idents.update(column.ident for column in each.columns)
            case Modify(old, new) | Rename(old, new):
                idents |= {old.ident, new.ident}
    return frozenset(idents)


def _columns(one: Table, two: Table, taken: Set[Ident]) -> tuple[Column, ...]:
    columns = [(two.column(each.name) if each.ident in taken else each) for each in one.columns]
    extra = [each for each in two.columns if each.ident in taken and one.column(each.name) is None]
    result = [each for each in columns if each is not None]
    for each in extra:
        result.insert(min(each.position - 1, len(result)), each)
    return tuple(replace(each, position=place) for place, each in enumerate(result, 1))


def _named(each: SchemaObject, renames: Mapping[Ident, Ident]) -> SchemaObject:
    home = renames.get(each.ident.parent) if each.ident.parent else None
    goal = renames.get(each.ident)
    if home is not None:
        each = replace(each, schema=home.schema, table=home.name)
    if isinstance(each, Table):
        place = goal or each.ident
        columns = tuple(
            replace(
                column,
                schema=place.schema,
                table=place.name,
                name=renames[column.ident].name if column.ident in renames else column.name,
            )
            for column in each.columns
        )
        each = replace(each, columns=columns)
    if isinstance(each, Enum):
        names = (renames.get(value(each.ident, name)) for name in each.values)
        each = replace(
            each, values=tuple(to.name if to else name for to, name in zip(names, each.values, strict=True))
        )
    return replace(each, name=goal.name, schema=goal.schema) if goal is not None else each
