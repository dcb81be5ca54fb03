"""What the server itself rewrites when a table or column gets another name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from migrate.dialects.mysql.plan.scope import Scope
from migrate.dialects.mysql.plan.shape import Shape
from migrate.dialects.mysql.text import NAME, NAMES, name_list, names, pieces, quote, unquote
from migrate.schema.model import Column, Constraint, Table

_AUTOMATIC = re.compile(r"(.*)_ibfk_(\d+)", re.DOTALL)
_REFERENCES = re.compile(rf"FOREIGN KEY \({NAMES}\) REFERENCES (?:{NAME}\.)?{NAME} \({NAMES}\)")


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


def foreign(constraint: Constraint, scope: Scope) -> Constraint:
    """Return a foreign key as it is once tables and columns have their new names.

    A name that the server made (``table_ibfk_1``) follows the table.
    """
    home = scope.renamed.get(constraint.table, constraint.table)
    target = constraint.ref_table
    schema = f"{quote(constraint.ref_schema)}." if constraint.ref_schema else ""
    if not schema:
        target = scope.renamed.get(target, target)
    own, other = scope.columns(home), scope.columns(target) if not schema else {}
    mine = tuple(own.get(each, each) for each in constraint.columns)
    theirs = tuple(other.get(each, each) for each in constraint.ref_columns)
    head = f"FOREIGN KEY ({_listed(mine)}) REFERENCES {schema}{quote(target)} ({_listed(theirs)})"
    automatic = _AUTOMATIC.fullmatch(constraint.name)
    follows = automatic is not None and automatic[1] == constraint.table
    return replace(
        constraint,
        name=f"{home}_ibfk_{automatic[2]}" if automatic and follows else constraint.name,
        table=home,
        columns=mine,
        ref_table=target,
        ref_columns=theirs,
        definition=_REFERENCES.sub(lambda _: head, constraint.definition, count=1),
    )


def _listed(columns: tuple[str, ...]) -> str:
    return name_list(columns).replace("`,`", "`, `")


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
