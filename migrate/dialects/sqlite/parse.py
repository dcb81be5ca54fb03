"""An exact parser of CREATE TABLE as ``sqlite_schema`` keeps it: what no pragma tells, in the author's words.

Grammar: https://www.sqlite.org/lang_createtable.html and ``parse.y``, of which this reads the outline and
leaves expressions as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from migrate.dialects.sqlite.tokens import Token, normal, tokens
from migrate.errors import PlanError

_TABLE_LEVEL = frozenset(("constraint", "primary", "unique", "check", "foreign"))
_COLUMN_LEVEL = frozenset(
    ("constraint", "primary", "unique", "check", "references", "not", "null", "default", "collate", "as")
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One constraint of a column or a table.

    ``variant`` is ``primary unique check foreign not null null default collate generated``; ``name`` stands
    behind CONSTRAINT or is ``""``; ``body`` is the tokens behind that; ``text`` the author's words.
    """

    variant: str
    name: str
    body: tuple[Token, ...]
    text: str
    columns: tuple[str, ...] = ()
    ref_table: str = ""
    ref_columns: tuple[str, ...] = ()
    on_delete: str = ""
    on_update: str = ""

    def has(self, *words: str) -> bool:
        """Return whether these keywords stand behind each other outside of parentheses."""
        flat = [token.keyword for token in _flat(self.body)]
        return any(tuple(flat[at : at + len(words)]) == words for at in range(len(flat)))

    @property
    def inside(self) -> tuple[Token, ...]:
        """Return the tokens in its first parentheses."""
        start = next((at for at, token in enumerate(self.body) if token.text == "("), len(self.body))
        return self.body[start + 1 : _closing(self.body, start)] if start < len(self.body) else ()


@dataclass(frozen=True, slots=True)
class ParsedColumn:
    """A column: ``definition`` is its tokens behind the name, ``text`` the author's words for all of it.

    ``end`` is where these end in the text of the table.
    """

    name: str
    type: str
    clauses: tuple[Clause, ...]
    definition: tuple[Token, ...]
    text: str
    end: int

    def clause(self, variant: str) -> Clause | None:
        """Return its last clause of a variant, which is the one that counts."""
        return next((each for each in reversed(self.clauses) if each.variant == variant), None)


@dataclass(frozen=True, slots=True)
class ParsedTable:
    """A table: columns, constraints of the table, options such as ``without rowid``."""

    columns: tuple[ParsedColumn, ...]
    clauses: tuple[Clause, ...]
    options: tuple[str, ...]


@lru_cache(maxsize=8)
def parse_table(sql: str) -> ParsedTable:
    """Return what a CREATE TABLE says.  Raises PlanError where the text is not one."""
    parts, rest = _outline(sql)
    columns: list[ParsedColumn] = []
    clauses: list[Clause] = []
    for read in (_read(part, sql) for part in parts):
        if isinstance(read, ParsedColumn):
            columns.append(read)
        else:
            clauses += read
    return ParsedTable(tuple(columns), tuple(clauses), _options(rest))


def split_table(sql: str) -> tuple[list[str], tuple[str, ...]]:
    """Return the texts between the commas of a CREATE TABLE, and its options.

    What :func:`parse_part` reads in these texts is what :func:`parse_table` reads in the whole.  Raises
    PlanError where the text is not one.
    """
    parts, rest = _outline(sql)
    return [_text(part, sql) for part in parts], _options(rest)


def parse_part(text: str) -> ParsedColumn | tuple[Clause, ...]:
    """Return what a text between commas says: a column, or constraints of the table."""
    return _read(tokens(text), text)


def split_index(sql: str) -> tuple[str, tuple[str, ...], str | None]:
    """Return of a CREATE INDEX the normal text behind the table's name, its parts and its WHERE."""
    found = tokens(sql)
    start = next(at for at, token in enumerate(found) if token.text == "(")
    end = _closing(found, start)
    rest = found[end + 1 :]
    where = normal(rest[1:]) if rest else None
    return normal(found[start:]), tuple(normal(part) for part in _split(found[start + 1 : end])), where


def _outline(sql: str) -> tuple[list[Sequence[Token]], Sequence[Token]]:
    """Return what stands between the commas of a CREATE TABLE, and behind its parentheses."""
    found = tokens(sql)
    start = next((at for at, token in enumerate(found) if token.text == "("), None)
    if start is None:
        raise PlanError(f"not the text of a table: {sql[:60]}")
    end = _closing(found, start)
    return _split(found[start + 1 : end]), found[end + 1 :]


def _options(rest: Sequence[Token]) -> tuple[str, ...]:
    return tuple(normal(part) for part in _split(rest))


def _read(part: Sequence[Token], sql: str) -> ParsedColumn | tuple[Clause, ...]:
    return tuple(_table_clauses(part, sql)) if part[0].keyword in _TABLE_LEVEL else _column(part, sql)


def _column(part: Sequence[Token], sql: str) -> ParsedColumn:
    at = 1
    while at < len(part) and part[at].keyword not in _COLUMN_LEVEL:
        if part[at].text == "(":
            at = _closing(part, at)
        at += 1
    type_end = at - 2 if [token.keyword for token in part[at - 2 : at]] == ["generated", "always"] else at
    name = part[0].name
    clauses = tuple(_column_clauses(part[type_end:], name, sql))
    return ParsedColumn(
        name, normal(part[1:type_end]), clauses, tuple(part[1:]), _text(part, sql), part[-1].end
    )


def _column_clauses(part: Sequence[Token], column: str, sql: str) -> Iterator[Clause]:
    at = 0
    while at < len(part):
        first = at
        name, at = _named(part, at)
        if at >= len(part):
            return
        end = _clause_end(part, at)
        yield _clause(part[at:end], name, _text(part[first:end], sql), (column,))
        at = end


def _clause_end(part: Sequence[Token], at: int) -> int:
    """Return where the clause that begins here ends: at the next that begins outside of parentheses."""
    word = part[at].keyword
    at += 1
    if word == "default" and at < len(part) and part[at].text in "+-":
        at += 1
    if word in ("default", "collate", "references", "not", "generated"):
        # The word behind these is theirs, also if it looks like the beginning of a clause.
        at = _closing(part, at) + 1 if at < len(part) and part[at].text == "(" else at + 1
    if word == "generated":
        at += 1
    while at < len(part):
        token = part[at]
        if token.text == "(":
            at = _closing(part, at)
        elif word == "references" and token.keyword == "on":
            at += _action_length(part, at) - 1
        elif word == "references" and token.keyword == "not" and _next(part, at) == "deferrable":
            at += 1
        elif token.keyword in _COLUMN_LEVEL or token.keyword == "generated":
            return at
        at += 1
    return at


def _action_length(part: Sequence[Token], at: int) -> int:
    """Return how many tokens ``ON DELETE SET NULL`` and its like have."""
    return 4 if at + 2 < len(part) and part[at + 2].keyword in ("set", "no") else 3


def _table_clauses(part: Sequence[Token], sql: str) -> Iterator[Clause]:
    """Yield the constraints of a part; SQLite wants no commas between them."""
    at = 0
    while at < len(part):
        first = at
        name, at = _named(part, at)
        if at >= len(part):
            return  # CONSTRAINT and a name, and nothing behind: SQLite takes it
        end = at + 1
        while end < len(part) and part[end].keyword not in _TABLE_LEVEL:
            end = _closing(part, end) + 1 if part[end].text == "(" else end + 1
        yield _clause(part[at:end], name, _text(part[first:end], sql), ())
        at = end


def _clause(body: Sequence[Token], name: str, text: str, columns: tuple[str, ...]) -> Clause:
    tokens_ = tuple(body)
    word = body[0].keyword
    if word in ("references", "foreign"):
        return _foreign(tokens_, name, text, columns)
    variant = {"not": "not null", "as": "generated"}.get(word, word)
    clause = Clause(variant, name, tokens_, text, columns)
    if not columns and variant in ("primary", "unique"):
        names = tuple(part[0].name for part in _split(clause.inside))
        clause = Clause(variant, name, tokens_, text, names)
    return clause


def _foreign(body: tuple[Token, ...], name: str, text: str, columns: tuple[str, ...]) -> Clause:
    at = next(place for place, token in enumerate(body) if token.keyword == "references")
    if not columns:
        columns = tuple(token.name for token in body[:at] if token.text not in ("(", ")", ","))[2:]
    ref_columns: tuple[str, ...] = ()
    if at + 2 < len(body) and body[at + 2].text == "(":
        inside = body[at + 3 : _closing(body, at + 2)]
        ref_columns = tuple(token.name for token in inside if token.text != ",")
    actions = {"delete": "", "update": ""}
    for place in range(at, len(body) - 2):
        if body[place].keyword == "on" and body[place + 1].keyword in actions:
            words = body[place + 2 : place + _action_length(body, place)]
            actions[body[place + 1].keyword] = normal(words)
    return Clause(
        "foreign",
        name,
        body,
        text,
        columns,
        body[at + 1].name,
        ref_columns,
        actions["delete"],
        actions["update"],
    )


def _named(part: Sequence[Token], at: int) -> tuple[str, int]:
    """Return the name of CONSTRAINT, if it stands here, and where the clause goes on."""
    name = ""
    while at < len(part) and part[at].keyword == "constraint":
        name = part[at + 1].name
        at += 2
    return name, at


def _split(found: Sequence[Token]) -> list[Sequence[Token]]:
    """Return the parts between the commas outside of parentheses."""
    parts: list[Sequence[Token]] = []
    first = at = 0
    while at < len(found):
        if found[at].text == "(":
            at = _closing(found, at)
        elif found[at].text == ",":
            parts.append(found[first:at])
            first = at + 1
        at += 1
    if found[first:]:
        parts.append(found[first:])
    return parts


def _closing(found: Sequence[Token], at: int) -> int:
    """Return where the parenthesis that opens here closes."""
    depth = 0
    for place in range(at, len(found)):
        text = found[place].text
        depth += (text == "(") - (text == ")")
        if not depth:
            return place
    raise PlanError(
        f"a parenthesis is never closed: {found[at].text} {found[at + 1].text if found[at + 1 :] else ''}"
    )


def _flat(found: Sequence[Token]) -> Iterator[Token]:
    at = 0
    while at < len(found):
        if found[at].text == "(":
            at = _closing(found, at)
        yield found[at]
        at += 1


def _next(part: Sequence[Token], at: int) -> str:
    return part[at + 1].keyword if at + 1 < len(part) else ""


def _text(part: Sequence[Token], sql: str) -> str:
    return sql[part[0].start : part[-1].end]
