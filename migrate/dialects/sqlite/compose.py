"""The text of a table: the author's own where it says what the model says, else put together of its parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from migrate.dialects.sqlite.parse import ParsedTable, parse_table
from migrate.dialects.sqlite.tokens import folded, normal, quoted, tokens
from migrate.schema.model import Column, Constraint, Table


def table_text(table: Table, constraints: Iterable[Constraint]) -> str:
    """Return CREATE TABLE for a table with these constraints.

    Where columns or constraints of two schemas were put together, no author wrote the whole: then it is made
    of the texts of its parts.
    """
    clauses = _clauses(table, constraints)
    if table.text and _says(table, clauses):
        return table.text
    parts = [_column(each) for each in table.columns] + [each.text for each in clauses]
    options = [key.replace("_", " ").upper() for key, _ in table.options if key != "constraints"]
    body = ",\n    ".join(parts)
    return f"CREATE TABLE {quoted(table.name)} (\n    {body}\n) {', '.join(options)}".rstrip()


def _clauses(table: Table, constraints: Iterable[Constraint]) -> list[Constraint]:
    """Return the constraints of the table itself, in the author's order as far as that is known."""
    order = (table.option("constraints") or "").split("\n")

    def place(each: Constraint) -> int:
        text, named = normal(each.text), normal(f"CONSTRAINT {quoted(each.name)}")
        found = (at for at, line in enumerate(order) if line == text or line.startswith(f"{named} "))
        return next(found, len(order))

    return sorted((each for each in constraints if each.option("level") != "column"), key=place)


def _says(table: Table, clauses: list[Constraint]) -> bool:
    """Return whether the table's own text has this name, these columns, constraints and options."""
    parsed = parse_table(table.text)
    return (
        folded(tokens(table.text)[2].name) == folded(table.name)
        and _columns(parsed)
        == [(folded(each.name), each.option("definition") or "") for each in table.columns]
        and Counter(normal(each.text) for each in parsed.clauses)
        == Counter(normal(each.text) for each in clauses)
        and sorted(parsed.options)
        == [key.replace("_", " ") for key, _ in table.options if key != "constraints"]
    )


def _columns(parsed: ParsedTable) -> list[tuple[str, str]]:
    return [(folded(each.name), normal(each.definition)) for each in parsed.columns]


def _column(column: Column) -> str:
    """Return the column's text; a column that has another name since gets it."""
    first = tokens(column.text)[0]
    if folded(first.name) == folded(column.name):
        return column.text
    return quoted(column.name) + column.text[first.end :]
