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

# Where a table is cut is told by characters alone: plain ones, quoted text, comments, and parentheses, of
# which four may stand in each other.  Of a constraint its name is cut off, which no other has.
_PLAIN = r"""(?>[^-/'"`\[\](),]++|'[^']*'|"[^"]*"|`[^`]*`|\[[^\]]*\]|--[^\n]*|-|/\*.*?\*/|/(?!\*))"""
_NESTED = r"(?!)"
for _ in range(4):
    _NESTED = rf"\((?:{_PLAIN}|,|{_NESTED}|(?!))*+\)"
_WORD, _BLANKS = "[a-z_][a-z0-9_]*", r"[ \t\n\f\r]"
_NAMED = (
    rf"(?ai:{_BLANKS}*CONSTRAINT{_BLANKS}+{_WORD}{_BLANKS}+(?=(?:PRIMARY|UNIQUE|CHECK|FOREIGN)[ (])|(?!))?+"
)
_HEAD = re.compile(rf"(?:{_PLAIN}|(?!))*+\(", re.DOTALL)
_PART = re.compile(rf"({_NAMED})((?:{_PLAIN}|{_NESTED}|(?!))*+)([,)]|\Z|.)", re.DOTALL)
_INDEX = re.compile(rf"CREATE (UNIQUE )?INDEX (?ai:{_WORD}{_BLANKS}+ON{_BLANKS}+{_WORD}){_BLANKS}*(?=\()")
_named = copier(Constraint, "name", "text")
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
    parts, options = _cut(sql)
    for name, text, _ in parts:
        part = _of_text(text) if not name else _with_name(name, _of_text(text))
        columns += part.columns
        constraints += part.constraints
        references |= part.references
        order += part.order
    return Pattern(tuple(columns), tuple(constraints), frozenset(references), tuple(order)), options


def _cut(sql: str) -> tuple[list[tuple[str, str, str]], tuple[str, ...]]:
    """Return what stands between the commas of a CREATE TABLE, and its options.

    Of a constraint CONSTRAINT and its name come first, then its text; last is the sign that ends it.
    """
    head = _HEAD.match(sql)
    found = _PART.findall(sql, head.end()) if head else []
    if "".join([end for _, _, end in found]).strip(",") != ")":  # deeper than four, or no table at all
        texts, options = split_table(sql)
        return [("", text, ",") for text in texts], options
    count = next(at for at, (_, _, end) in enumerate(found, 1) if end == ")")
    return found[:count], tuple(filter(None, [normal(text) for _, text, _ in found[count:] if text]))


def _with_name(text: str, part: Pattern) -> Pattern:
    """Return constraints with the name of the first, ``CONSTRAINT name``, given back to it."""
    (first, *others), (line, *lines) = part.constraints, part.order
    _, name = text.split()
    named = _named(first, name, text.lstrip() + first.text)
    return Pattern((), (named, *others), part.references, (f"constraint {folded(name)} {line}", *lines))


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
