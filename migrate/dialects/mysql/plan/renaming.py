"""What the server itself rewrites when a table or column gets another name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from migrate.dialects.mysql.plan.shape import Shape
from migrate.dialects.mysql.text import names, pieces, quote, unquote
from migrate.schema.model import Column, Constraint, Table


def in_text(text: str, renamed: Mapping[str, str]) -> str:
    """Return an expression or a list of names with columns under their new names."""
    if not renamed:
        return text
    return "".join(
        quote(renamed.get(unquote(each), unquote(each))) if each.startswith("`") else each
        for each in pieces(text)
    )


def columns(before: Shape, renamed: Mapping[str, str]) -> Shape:
    """Return a shape whose columns have their new names, wherever they are used."""
    if not renamed:
        return before
    options = tuple(
        (key, in_text(value, renamed)) if key in ("partition", "period", "period_system") else (key, value)
        for key, value in before.table.options
    )
    return Shape(
        replace(
            before.table,
            options=options,
            columns=tuple(_column(each, renamed) for each in before.table.columns),
        ),
        _constraint(before.primary, renamed) if before.primary else None,
        tuple(replace(each, definition=in_text(each.definition, renamed)) for each in before.keys),
        tuple(_constraint(each, renamed) for each in before.checks),
    )


def table(before: Shape, goal: Table) -> Shape:
    """Return a shape under the name of another table."""
    return Shape(
        replace(
            before.table,
            name=goal.name,
            columns=tuple(replace(each, table=goal.name) for each in before.table.columns),
        ),
        replace(before.primary, table=goal.name) if before.primary else None,
        tuple(replace(each, table=goal.name) for each in before.keys),
        tuple(replace(each, table=goal.name) for each in before.checks),
    )


def _column(column: Column, renamed: Mapping[str, str]) -> Column:
    return replace(
        column,
        name=renamed.get(column.name, column.name),
        default=in_text(column.default, renamed) if column.default else column.default,
        generated=in_text(column.generated, renamed) if column.generated else column.generated,
        options=tuple(
            (key, in_text(value, renamed) if key == "check" else value) for key, value in column.options
        ),
    )


def _constraint(constraint: Constraint, renamed: Mapping[str, str]) -> Constraint:
    definition = in_text(constraint.definition, renamed)
    kept = constraint.columns and names(definition[: definition.index(")")])
    return replace(constraint, definition=definition, columns=tuple(kept))
