"""Rows for MySQL and MariaDB: values of every type, and inserts that no foreign key minds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from migrate.dialects import constants
from migrate.dialects.base import Session
from migrate.dialects.mysql import types
from migrate.dialects.mysql.text import literal, quote
from migrate.errors import ServerError
from migrate.schema.model import Column, Ident, Schema

_NUMBERS = re.compile(r"(?:(?:tiny|small|medium|big)?int|integer|decimal|numeric|float|double|real)\Z")
_TEXTS = re.compile(r"(?:(?:var)?(?:char|binary)|(?:tiny|medium|long)?(?:text|blob)|json)\Z")
_VALUES = {
    "date": "'2024-01-{n:02}'",
    "datetime": "'2024-01-{n:02} 00:00:00'",
    "timestamp": "'2024-01-{n:02} 00:00:00'",
    "time": "'00:{n:02}:00'",
    "year": "{n} + 2000",
    "uuid": "'00000000-0000-4000-8000-{n:012x}'",
    "inet4": "'10.0.0.{n}'",
    "inet6": "'::{n:x}'",
    "geometry": "st_geomfromtext('POINT({n} {n})')",
    "point": "st_geomfromtext('POINT({n} {n})')",
    "linestring": "st_geomfromtext('LINESTRING(0 0,{n} {n})')",
    "polygon": "st_geomfromtext('POLYGON((0 0,{n} 0,{n} {n},0 0))')",
    "multipoint": "st_geomfromtext('MULTIPOINT({n} {n})')",
}


class MySqlSampler:
    """Makes rows."""

    def value(self, column: Column, number: int, schema: Schema) -> str | None:
        """Return SQL for a value; the numbers of rows count from 0, the values from 1."""
        base, arguments = types.base(column.type), types.arguments(column.type)
        counted = number + 1
        if _NUMBERS.match(base):
            scale = int(arguments[1]) if len(arguments) > 1 else 0
            return f"{counted} / pow(10, {scale})" if scale and int(arguments[0]) == scale else str(counted)
        if _TEXTS.match(base):
            return literal(str(counted))
        if base == "bit":
            return str(counted % 2 ** int(arguments[0] if arguments else 1))
        if base in ("enum", "set"):
            return literal(arguments[min(number, len(arguments) - 1)])
        form = _VALUES.get(base)
        return form.format(n=counted) if form is not None else None

    def candidates(self, text: str, column: Column) -> Sequence[str]:
        """Return the constants of a condition that could be of the column's type, and their neighbours."""
        base = types.base(column.type)
        if _NUMBERS.match(base):
            return constants.around(text)
        found = constants.strings(text)
        return found + constants.long(text, "repeat('1', {})") if _TEXTS.match(base) else found

    def insert(self, session: Session, table: Ident, values: dict[str, str]) -> None:
        """Insert one row."""
        columns = ", ".join(map(quote, values))
        sql = f"insert into {quote(table.name)} ({columns}) values ({', '.join(values.values())})"
        with _unchecked(session):
            session.query(sql)

    def clear(self, session: Session, tables: Sequence[Ident]) -> None:
        """Delete the rows of all tables, whatever refers to them."""
        with _unchecked(session):
            for table in tables:
                with suppress(ServerError):  # it may be gone by now
                    session.query(f"delete from {quote(table.name)}")


@contextmanager
def _unchecked(session: Session) -> Iterator[None]:
    """Leave foreign keys unchecked, then as they were."""
    checked = session.query("select @@session.foreign_key_checks")[0][0]
    session.query("set session foreign_key_checks = 0")
    try:
        yield
    finally:
        session.query(f"set session foreign_key_checks = {checked}")
