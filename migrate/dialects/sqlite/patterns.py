"""What the texts of tables and indexes say, as objects that name no table yet: patterns to be copied.

To read a text costs twenty times what it costs to find out that it was read before, and in many tables many
columns are equal to the letter.  So a table is cut at its commas, and each part is read but once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from migrate.dialects.sqlite.parse import Clause, ParsedColumn, cut_table, parse_part, split_index
from migrate.dialects.sqlite.tokens import folded, normal, tokens
from migrate.schema.making import copier
from migrate.schema.model import Column, Constraint, Index

REMEMBERED = 1 << 15
"""How many texts of the last inspections are remembered: one is read once, not after each statement that is
watched."""

_KEYS = ("primary", "unique", "check", "foreign")
_WORD, _BLANKS = "[a-z_][a-z0-9_]*", "[ \t\n\f\r]+"
# The names in these are what no other constraint or index has.
_NAMED = re.compile(
    rf"(?:{_BLANKS})?(CONSTRAINT{_BLANKS}({_WORD}){_BLANKS})(?=(?:PRIMARY|UNIQUE|CHECK|FOREIGN)[ (])",
    re.IGNORECASE | re.ASCII,
)
_INDEX = re.compile(
    rf"CREATE (UNIQUE )?INDEX {_WORD}{_BLANKS}ON{_BLANKS}{_WORD}(?:{_BLANKS})?(?=\()",
    re.IGNORECASE | re.ASCII,
)
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


@lru_cache(maxsize=REMEMBERED)
def of_table(sql: str) -> tuple[Pattern, tuple[str, ...]]:
    """Return what a CREATE TABLE says, and its options."""
    texts, options = cut_table(sql)
    columns, constraints, references, order = zip(*map(_of_part, texts), strict=True)
    return (
        Pattern(
            tuple(chain.from_iterable(columns)),
            tuple(chain.from_iterable(constraints)),
            frozenset().union(*references),
            tuple(chain.from_iterable(order)),
        ),
        options,
    )


def of_index(sql: str) -> Index:
    """Return what a CREATE INDEX says."""
    head = _INDEX.match(sql)
    if head is None:
        return _unique(_of_index(sql), tokens(sql)[1].keyword == "unique")
    return _unique(_of_index(sql[head.end() :]), head[1] is not None)


@lru_cache(maxsize=REMEMBERED)
def _of_index(text: str) -> Index:
    """Return what stands in and behind the first parentheses."""
    definition, parts, where = split_index(text)
    return Index(name="", parts=parts, where=where, definition=definition)


@lru_cache(maxsize=REMEMBERED)
def _of_part(text: str) -> Pattern:
    named = _NAMED.match(text)
    if named is None:
        return _of_text(text)
    _, (first, *others), references, (line, *lines) = _of_text(text[named.end() :])
    first = _renamed(first, named[2], named[1] + first.text)
    line = f"constraint {folded(named[2])} {line}"
    return Pattern((), (first, *others), references, (line, *lines))


@lru_cache(maxsize=REMEMBERED)
def _of_text(text: str) -> Pattern:
    read = parse_part(text)
    if isinstance(read, ParsedColumn):
        return Pattern((column(read),), *_constraints(read.clauses, of_column=True))
    order = tuple(normal(each.text) for each in read)
    return Pattern((), *_constraints(read, of_column=False), order)


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
