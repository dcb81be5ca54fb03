"""Rows for PostgreSQL: values of every type, and inserts that no trigger of a user sees."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from migrate.dialects.postgres.names import literal, qualified, quote
from migrate.dialects.postgres.types import TypeText
from migrate.errors import ServerError
from migrate.schema.model import Column, Domain, Enum, Ident, Schema

if TYPE_CHECKING:
    from migrate.dialects.base import Session

_SAVEPOINT = "migrate_seed"
# Then neither the triggers of users nor those of foreign keys fire: the values fit by themselves.
_QUIET = "set local session_replication_role = replica"
_VALUES = {
    "boolean": "true",
    "date": "date '2024-01-01' + {n}",
    "timestamp": "timestamp '2024-01-01' + {n} * interval '1 day'",
    "timestamp with time zone": "timestamptz '2024-01-01 00:00Z' + {n} * interval '1 day'",
    "time": "time '00:00' + {n} * interval '1 minute'",
    "time with time zone": "timetz '00:00Z' + {n} * interval '1 minute'",
    "interval": "{n} * interval '1 day'",
    "bytea": "'\\x{n:02x}'",
    "uuid": "'00000000-0000-4000-8000-{n:012x}'",
    "json": "'{{}}'",
    "jsonb": "'{{\"n\": {n}}}'",
    "inet": "'10.0.0.{n}'",
    "cidr": "'10.0.0.{n}/32'",
    "macaddr": "'00:00:00:00:00:{n:02x}'",
    "macaddr8": "'00:00:00:00:00:00:00:{n:02x}'",
    "point": "'({n},{n})'",
    "box": "'({n},{n}),(0,0)'",
    "circle": "'<({n},{n}),1>'",
    "line": "'{{1,{n},1}}'",
    "lseg": "'(0,0),({n},{n})'",
    "path": "'(0,0),({n},{n})'",
    "polygon": "'(0,0),({n},{n})'",
    "xml": "'<a>{n}</a>'",
    "tsvector": "'word{n}'",
    "tsquery": "'word{n}'",
    "pg_lsn": "'0/{n}'",
    "bit": "",
    "bit varying": "",
    "int4range": "'[{n},{n}]'",
    "int8range": "'[{n},{n}]'",
    "numrange": "'[{n},{n}]'",
    "daterange": "daterange(date '2024-01-01' + {n}, date '2024-01-02' + {n})",
    "tsrange": "tsrange(timestamp '2024-01-01' + {n} * interval '1 day',"
    " timestamp '2024-01-02' + {n} * interval '1 day')",
    "tstzrange": "tstzrange(timestamptz '2024-01-01' + {n} * interval '1 day',"
    " timestamptz '2024-01-02' + {n} * interval '1 day')",
}
_NUMBERS = ("smallint", "integer", "bigint", "numeric", "real", "double precision", "money", "oid")
_TEXTS = ("text", "character varying", "character", "name", "bpchar", "citext", "public.citext", '"char"')
_STRING = re.compile(r"'((?:[^']|'')*)'")
_NUMBER = re.compile(r"(?<![\w.'])-?\d+(?:\.\d+)?(?![\w.'])")


class PostgresSampler:
    """Makes rows."""

    def value(self, column: Column, number: int, schema: Schema) -> str | None:
        """Return SQL for a value; the numbers of rows count from 0, the values from 1."""
        return _value(column.type, number, schema)

    def candidates(self, text: str, column: Column) -> Sequence[str]:
        """Return the constants of a condition that could be of the column's type, and their neighbours."""
        base = TypeText.of(column.type).base
        strings = [literal(each.replace("''", "'")) for each in _STRING.findall(text)]
        if base in _NUMBERS:
            numbers = [each for each in _NUMBER.findall(_STRING.sub(" ", text))]
            numbers += [each.strip("'") for each in strings if _NUMBER.fullmatch(each.strip("'"))]
            return [shape.format(each) for each in numbers for shape in ("{}", "({} + 1)", "({} - 1)")]
        if base in _TEXTS:
            return strings + [f"repeat('1', {each})" for each in _NUMBER.findall(_STRING.sub(" ", text))]
        return strings

    def insert(self, session: Session, table: Ident, values: dict[str, str]) -> None:
        """Insert one row under a savepoint, or in a transaction of its own."""
        columns = ", ".join(map(quote, values))
        what = (
            f"({columns}) overriding system value values ({', '.join(values.values())})"
            if values
            else "default values"
        )
        self._quietly(session, [f"insert into {qualified(table.schema, table.name)} {what}"])

    def clear(self, session: Session, tables: Sequence[Ident]) -> None:
        """Delete the rows of all tables, whatever refers to them."""
        for table in tables:
            with suppress(ServerError):  # it may be gone by now
                self._quietly(session, [f"delete from {qualified(table.schema, table.name)}"])

    def _quietly(self, session: Session, work: Sequence[str]) -> None:
        inside = session.in_transaction
        if inside:
            session.query(f"savepoint {_SAVEPOINT}")
        else:
            session.begin()
        try:
            self._without_triggers(session)
            for sql in work:
                session.query(sql)
        except ServerError:
            if inside:
                session.query(f"rollback to savepoint {_SAVEPOINT}")
                session.query(f"release savepoint {_SAVEPOINT}")
            else:
                session.rollback()
            raise
        if inside:
            session.query("set local session_replication_role = origin")
            session.query(f"release savepoint {_SAVEPOINT}")
        else:
            session.commit()

    def _without_triggers(self, session: Session) -> None:
        session.query(f"savepoint {_SAVEPOINT}_quiet")
        try:
            session.query(_QUIET)
        except ServerError:  # only a superuser may
            session.query(f"rollback to savepoint {_SAVEPOINT}_quiet")


def _value(type_: str, number: int, schema: Schema) -> str | None:
    text = TypeText.of(type_)
    counted = number + 1
    if text.array:
        inner = _value(type_.removesuffix("[]"), number, schema)
        return f"array[{inner}]::{type_}" if inner is not None else "'{}'"
    if text.base in _NUMBERS:
        scale = text.limits[1] if len(text.limits) > 1 else 0
        return str(counted) if not text.limits or text.limits[0] > scale else f"{counted} / 10.0 ^ {scale}"
    if text.base in _TEXTS:
        return literal(str(counted))
    if text.base in ("bit", "bit varying"):
        return f"{counted}::bit({text.limits[0] if text.limits else 8})"
    form = _VALUES.get(text.base + text.tail.replace(" without time zone", ""))
    if form is not None:
        return form.format(n=counted)
    for each in schema.homes().alone(Enum, Domain):
        if isinstance(each, (Enum, Domain)) and type_ in (
            each.name,
            f"{each.schema}.{each.name}",
            quote(each.name),
            qualified(each.schema, each.name),
        ):
            if isinstance(each, Domain):
                return _value(each.type, number, schema)
            return literal(each.values[min(number, len(each.values) - 1)]) if each.values else None
    return None
