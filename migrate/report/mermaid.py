"""A schema as a Mermaid entity-relationship diagram, which code hosts render where they show Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable

from migrate.schema.model import Column, Constraint, Ident, Schema, Table


def mermaid(schema: Schema, *, only: frozenset[Ident] | None = None) -> str:
    """Return the text of an ``erDiagram``; ``only`` narrows it to these tables."""
    tables = [each for each in schema.tables() if only is None or each.ident in only]
    names = entity_names(tables)
    lines = ["erDiagram"]
    for table in tables:
        marks = _marks(schema, table)
        lines.append(f"    {names[table.ident]} {{")
        lines += [f"        {_attribute(column, marks.get(column.name, ()))}" for column in table.columns]
        lines.append("    }")
    for constraint in foreign_keys(schema):
        source = names.get(Ident("table", constraint.schema, constraint.table))
        goal = names.get(Ident("table", constraint.ref_schema, constraint.ref_table))
        if source and goal:
            ends = _cardinality(schema, constraint)
            lines.append(f'    {goal} {ends} {source} : "{_label(constraint.name)}"')
    return "\n".join(lines) + "\n"


def foreign_keys(schema: Schema) -> tuple[Constraint, ...]:
    """Return the foreign keys of a schema."""
    return tuple(
        each for each in schema.objects if isinstance(each, Constraint) and each.variant == "foreign"
    )


def entity_names(tables: Iterable[Table]) -> dict[Ident, str]:
    """Return a name for each table that Mermaid can read; the schema is named where there are several."""
    tables = tuple(tables)
    several = len({each.schema for each in tables}) > 1
    names: dict[Ident, str] = {}
    for each in tables:
        text = re.sub(r"\W", "_", f"{each.schema}.{each.name}" if several else each.name) or "_"
        while text in names.values():
            text += "_"
        names[each.ident] = text
    return names


def _marks(schema: Schema, table: Table) -> dict[str, tuple[str, ...]]:
    marks: dict[str, tuple[str, ...]] = {}
    words = {"primary": "PK", "foreign": "FK", "unique": "UK"}
    for each in schema.on(table.ident):
        if isinstance(each, Constraint) and each.variant in words:
            for column in each.columns:
                known = marks.get(column, ())
                if words[each.variant] not in known:
                    marks[column] = (*known, words[each.variant])
    return marks


def _attribute(column: Column, marks: tuple[str, ...]) -> str:
    type_name = re.sub(r"[^\w()\[\]-]+", "_", column.type).strip("_") or "any"
    if not type_name[0].isalpha():
        type_name = f"t{type_name}"
    name = re.sub(r"\W", "_", column.name)
    name = name if name[:1].isalpha() or name[:1] == "_" else f"_{name}"
    remark = "" if column.nullable else '"not null"'
    return " ".join(part for part in (type_name, name, ", ".join(marks), remark) if part)


def _cardinality(schema: Schema, constraint: Constraint) -> str:
    """Return the ends of a relationship: the referenced side first."""
    table = schema.by_ident().get(Ident("table", constraint.schema, constraint.table))
    optional = isinstance(table, Table) and any(
        (column := table.column(name)) is not None and column.nullable for name in constraint.columns
    )
    unique = any(
        isinstance(each, Constraint)
        and each.variant in ("primary", "unique")
        and set(each.columns) == set(constraint.columns)
        and (each.schema, each.table) == (constraint.schema, constraint.table)
        for each in schema.objects
    )
    return f"{'|o' if optional else '||'}--{'o|' if unique else 'o{'}"


def _label(name: str) -> str:
    return name.replace('"', "'")
