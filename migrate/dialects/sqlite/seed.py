"""Rows for SQLite: values by affinity, of the class that STRICT tables ask for as well."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from migrate.dialects import constants
from migrate.dialects.base import Session
from migrate.dialects.sqlite.tokens import quoted
from migrate.dialects.sqlite.types import affinity
from migrate.errors import ServerError
from migrate.schema.model import Column, Ident, Schema


class SqliteSampler:
    """Makes rows."""

    def value(self, column: Column, number: int, schema: Schema) -> str | None:
        """Return SQL for a value; the numbers of rows count from 0, the values from 1."""
        counted = number + 1
        match affinity(column.type):
            case "text":
                return f"'{counted}'"
            case "blob" if column.type:
                return f"x'{counted:02x}'"
        return str(counted)

    def candidates(self, text: str, column: Column) -> Sequence[str]:
        """Return the constants of a condition that could be of the column's type, and their neighbours."""
        if affinity(column.type) == "text":
            return [*constants.strings(text), *constants.long(text, "printf('%.*c', {}, 'x')")]
        blobs = constants.long(text, "zeroblob({})") if affinity(column.type) == "blob" else []
        return constants.strings(text) + constants.around(text) + blobs

    def insert(self, session: Session, table: Ident, values: dict[str, str]) -> None:
        """Insert one row; SQLite takes back what a failed statement did."""
        columns = ", ".join(map(quoted, values))
        what = f"({columns}) values ({', '.join(values.values())})" if values else "default values"
        session.query(f"insert into {quoted(table.name)} {what}")

    def clear(self, session: Session, tables: Sequence[Ident]) -> None:
        """Delete the rows of all tables, those that refer to others first."""
        for table in reversed(tables):
            with suppress(ServerError):  # it may be gone by now
                session.query(f"delete from {quoted(table.name)}")
