"""What the texts of tables and indexes say, as objects that name no table yet: patterns to be copied.

To read a text costs twenty times what it costs to find out that it was read before, and in many tables many
columns are equal to the letter.  So a table is cut at its commas, and each part is read but once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from migrate.dialects.sqlite.parse import Clause, ParsedColumn, parse_part, split_index, split_table
from migrate.dialects.sqlite.tokens import folded, normal, tokens
from migrate.schema.making import copier
from migrate.schema.model import Column, Constraint, Index

_REMEMBERED = 1 << 15
_KEYS = ("primary", "unique", "check", "foreign")

# The names in these are what no other constraint or index has.
_WORD, _BLANKS = "[a-z_][a-z0-9_]*", r"[ \t\n\f\r]"
_NAMED = re.compile(
    rf"{_BLANKS}*(CONSTRAINT{_BLANKS}+({_WORD}){_BLANKS}+)(?=(?:PRIMARY|UNIQUE|CHECK|FOREIGN)[ (])",
    re.IGNORECASE | re.ASCII,
)
_HIDING = re.compile(r"""[(),'"`]""")
_INDEX = re.compile(rf"CREATE (UNIQUE )?INDEX (?ai:{_WORD}{_BLANKS}+ON{_BLANKS}+{_WORD}){_BLANKS}*(?=\()")
_renamed = copier(Constraint, "name", "text")
_unique = copier(Index, "unique")


class Pattern(NamedTuple):
    """The columns and constraints of a table or of a part of it, and the tables that it refers to.

    ``order`` has a line for each constraint of the table itself.
    """

    columns: tuple[Column, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    references: frozenset[str] = frozenset()
    order: tuple[str, ...] = ()


def of_table(sql: str) -> tuple[Pattern, tuple[str, ...]]:
    """Return what a CREATE TABLE says, and its options.  Raises PlanError where the text is not one."""
    columns: list[Column] = []
    constraints: list[Constraint] = []
    references: set[str] = set()
    order: list[str] = []
    texts, options = _cut(sql) or split_table(sql)
    for text in texts:
        named = _NAMED.match(text)
        part = _of_text(text) if named is None else _of_named(text, named)
        columns += part.columns
        constraints += part.constraints
        references |= part.references
        order += part.order
    return Pattern(tuple(columns), tuple(constraints), frozenset(references), tuple(order)), options


def _cut(sql: str) -> tuple[list[str], tuple[str, ...]] | None:
    """Return what :func:`split_table` does, at a tenth of its price; ``None`` if that is not sure.

    It is sure where quotes hide no comma, parenthesis or other quote, and there are no brackets and comments:
    then a part ends at the first comma before which as much was closed as opened, and the last parenthesis
    is the table's, since SQLite takes none behind it.
    """
    if "[" in sql or "--" in sql or "/*" in sql:
        return None
    for quote in "'\"`":
        if quote in sql and _HIDING.search("".join(sql.split(quote)[1::2])):
            return None
    _, _, inside = sql.partition("(")
    inside, _, behind = inside.rpartition(")")
    parts: list[str] = []
    begun = ""
    for piece in inside.split(","):
        part = f"{begun},{piece}" if begun else piece
        if ("(" in part or ")" in part) and part.count("(") != part.count(")"):
            begun = part
        else:
            parts.append(part)
            begun = ""
    if begun or not inside:
        return None
    return parts, tuple(map(normal, behind.split(","))) if behind.strip() else ()


def _of_named(text: str, named: re.Match[str]) -> Pattern:
    """Return the constraints in a text of which the first is named: no other has that name in it."""
    _, (first, *others), references, (line, *lines) = _of_text(text[named.end() :])
    first = _renamed(first, named[2], named[1] + first.text)
    return Pattern((), (first, *others), references, (f"constraint {folded(named[2])} {line}", *lines))


def of_index(sql: str) -> Index:
    """Return what a CREATE INDEX says."""
    head = _INDEX.match(sql)
    if head is None:
        return _unique(_of_index(sql), tokens(sql)[1].keyword == "unique")
    return _unique(_of_index(sql[head.end() :]), head[1] is not None)


@lru_cache(maxsize=_REMEMBERED)
def _of_index(text: str) -> Index:
    """Return what stands in and behind the first parentheses."""
    definition, parts, where = split_index(text)
    return Index(name="", parts=parts, where=where, definition=definition)


@lru_cache(maxsize=_REMEMBERED)
def _of_text(text: str) -> Pattern:
    read = parse_part(text)
    if isinstance(read, ParsedColumn):
        return Pattern((column(read),), *_constraints(read.clauses, of_column=True))
    constraints, references = _constraints(read, of_column=False)
    return Pattern((), constraints, references, tuple(map(_line, constraints)))


def _line(found: Constraint) -> str:
    """Return the normal text of a constraint of the table, which is its definition if it says no name."""
    return normal(found.text) if found.text[:10].lower() == "constraint" else found.definition


def column(parsed: ParsedColumn) -> Column:
    """Return the column that a text says, of no table and in no place."""
    default, collation, generated = (parsed.clause(each) for each in ("default", "collate", "generated"))
    return Column(
        name=parsed.name,
        type=parsed.type,
        nullable=parsed.clause("not null") is None,
        default=normal(default.body[1:]) if default else None,
        generated=normal(generated.inside) if generated else None,
        stored=generated is not None and generated.has("stored"),
        identity="autoincrement" if any(each.has("autoincrement") for each in parsed.clauses) else None,
        collation=normal(collation.body[1:]) if collation else None,
        options=(("definition", normal(parsed.definition)),),
        text=parsed.text,
    )


def _constraints(
    clauses: Sequence[Clause], *, of_column: bool
) -> tuple[tuple[Constraint, ...], frozenset[str]]:
    """Return the constraints among these clauses, and the tables that they refer to."""
    found = tuple(constraint(each, of_column=of_column) for each in clauses if each.variant in _KEYS)
    return found, frozenset(folded(each.ref_table) for each in found if each.variant == "foreign")


def constraint(clause: Clause, *, of_column: bool) -> Constraint:
    """Return the constraint that a clause says, of no table; a nameless one has its definition for a name."""
    definition = _definition(clause, of_column=of_column)
    return Constraint(
        name=clause.name or definition,
        variant=clause.variant,
        definition=definition,
        columns=clause.columns,
        ref_table=clause.ref_table,
        ref_columns=clause.ref_columns,
        on_delete=clause.on_delete,
        on_update=clause.on_update,
        options=(("level", "column"),) if of_column else (),
        text=clause.text,
    )


def _definition(clause: Clause, *, of_column: bool) -> str:
    """Return the clause as if it were one of the table."""
    body = normal(clause.body)
    if not of_column or clause.variant == "check":
        return body
    column = folded(clause.columns[0])
    if clause.variant == "foreign":
        return f"foreign key({column}) {body}"
    words = 2 if clause.variant == "primary" else 1
    return " ".join(filter(None, (f"{normal(clause.body[:words])}({column})", normal(clause.body[words:]))))
