"""The table of what migrations would have destroyed and was kept, a row for each item."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import Enum
from typing import Any

from migrate.database.history import now
from migrate.database.revisions import insert, read_all
from migrate.dialects.base import Command, Session
from migrate.dialects.keeping import Position
from migrate.errors import DatabaseError, ServerError

TABLE = "migrate_kept"

_COLUMNS = (
    "id",
    "version",
    "kind",
    "schema_name",
    "table_name",
    "column_names",
    "place",
    "row_count",
    "byte_count",
    "phase",
    "kept_at",
    "kept_by",
    "restored_at",
    "restored_by",
    "detail",
)
_CREATE = """
create table if not exists {table} (
    id bigint not null primary key,
    version varchar(255) not null,
    kind varchar(16) not null,
    schema_name varchar(255) not null,
    table_name varchar(255) not null,
    column_names {text} not null,
    place {text} not null,
    row_count bigint not null,
    byte_count bigint not null,
    phase varchar(16) not null,
    kept_at varchar(40) not null,
    kept_by varchar(255) not null,
    restored_at varchar(40),
    restored_by varchar(255),
    detail {text} not null
){options}
"""


class Kind(Enum):
    """What a file destroys."""

    TABLE = "table"
    """A table: all its rows are kept."""
    COLUMNS = "columns"
    """Columns of a table that stays: kept with the key of each row."""
    VALUES = "values"
    """Values that change with the type of their column: kept with the key, before and after."""
    REMADE = "remade"
    """A table that is dropped and made again: the rows that are not in the new one are kept."""


class Phase(Enum):
    """How far an item is."""

    COPYING = "copying"
    """The copy is being made; what a crash leaves is thrown away."""
    COPIED = "copied"
    """The copy is whole, the file is not done."""
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Kept:
    """One item: what was kept of a table, and where.

    ``columns`` are those that would be lost, in the names before the file; empty for a whole table.
    ``stored`` names all columns of the place, ``key`` those that find the row.  ``after`` is the place of the
    values as the file left them.  ``now`` has the names that table and columns got in the file.
    """

    id: int
    version: str
    kind: Kind
    schema: str
    table: str
    columns: tuple[str, ...]
    place: str
    stored: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    after: str | None = None
    positions: tuple[Position, ...] = ()
    rows: int = 0
    bytes: int = 0
    phase: Phase = Phase.COPYING
    kept_at: str = field(default_factory=now)
    kept_by: str = ""
    restored_at: str | None = None
    restored_by: str | None = None

    @property
    def subject(self) -> str:
        """Return what a person calls it: ``users``, ``users.email``, ``shop.users (name, email)``."""
        table = f"{self.schema}.{self.table}" if self.schema not in ("", "public") else self.table
        if len(self.columns) == 1:
            return f"{table}.{self.columns[0]}"
        return f"{table} ({', '.join(self.columns)})" if self.columns else table

    def held_in(self, place: str) -> tuple[str, ...]:
        """Return the columns of one of its tables."""
        return self.stored if place == self.place else (*self.key, *self.columns)

    @property
    def places(self) -> tuple[str, ...]:
        """Return the tables that hold it."""
        return (self.place, self.after) if self.after else (self.place,)


@dataclass(frozen=True, slots=True)
class KeptItems:
    """The table of one database; ``schema`` is where it stands, beside the revisions."""

    session: Session
    schema: str

    @property
    def table(self) -> str:
        """Return its qualified name."""
        quote = self.session.dialect.quote
        return f"{quote(self.schema)}.{quote(TABLE)}"

    @property
    def _its_id(self) -> str:
        return self.session.dialect.own_tables.equals.format("id")

    def create(self) -> None:
        """Make the table and the room for what it tells of, if they are not there.

        Raises DatabaseError if this user may not.
        """
        words = self.session.dialect.own_tables
        try:
            if not self._is_there():  # a server would remark that it is
                self.session.query(_CREATE.format(table=self.table, text=words.text, options=words.options))
            self.session.dialect.keeping.make_room(self.session, self.schema)
        except ServerError as error:
            raise DatabaseError(
                f"there is no place to keep rows in: {error.message}",
                hint="let this user create tables (PostgreSQL: and a schema), or apply without --keep-data",
            ) from None

    def _is_there(self) -> bool:
        try:
            self.session.query(f"select 1 from {self.table} limit 0")
        except ServerError as error:
            if self.session.dialect.lacks_table(error):
                return False
            raise
        return True

    def read(self) -> tuple[Kept, ...]:
        """Return all items, oldest first; none if there is no table."""
        rows = read_all(self.session, self.table, _COLUMNS, order="id") or ()
        try:
            return tuple(_kept(dict(zip(_COLUMNS, row, strict=True))) for row in rows)
        except (ValueError, TypeError, LookupError) as error:
            raise DatabaseError(
                f"{self.table} holds a row that is none of ours: {error}",
                hint="restore it from a backup; `migrate log` tells what was kept",
            ) from None

    def write(self, item: Kept) -> tuple[Command, ...]:
        """Put the item in the place of what stands there under its number."""
        values: dict[str, object] = {
            "id": item.id,
            "version": item.version,
            "kind": item.kind.value,
            "schema_name": item.schema,
            "table_name": item.table,
            "column_names": json.dumps(item.columns, ensure_ascii=False),
            "place": item.place,
            "row_count": item.rows,
            "byte_count": item.bytes,
            "phase": item.phase.value,
            "kept_at": item.kept_at,
            "kept_by": item.kept_by,
            "restored_at": item.restored_at,
            "restored_by": item.restored_by,
            "detail": json.dumps(_detail(item), ensure_ascii=False),
        }
        return (self.remove(item.id), insert(self.table, values, {}))

    def remove(self, number: int) -> Command:
        """Forget an item."""
        return Command(f"delete from {self.table} where {self._its_id}", (number,))

    def restored(self, number: int, who: str) -> Command:
        """Say that an item is back where it was."""
        return Command(
            f"update {self.table} set restored_at = %s, restored_by = %s where {self._its_id}",
            (now(), who, number),
        )

    def drop(self, item: Kept) -> None:
        """Drop the tables that hold an item."""
        self.session.dialect.keeping.do(
            self.session, *(f"drop table if exists {place}" for place in item.places)
        )


def _detail(item: Kept) -> dict[str, Any]:
    return {
        "stored": item.stored,
        "key": item.key,
        "after": item.after,
        "positions": [asdict(each) for each in item.positions],
    }


def _kept(row: Mapping[str, Any]) -> Kept:
    detail = json.loads(row["detail"])
    return Kept(
        id=int(row["id"]),
        version=row["version"],
        kind=Kind(row["kind"]),
        schema=row["schema_name"],
        table=row["table_name"],
        columns=tuple(json.loads(row["column_names"])),
        place=row["place"],
        stored=tuple(detail["stored"]),
        key=tuple(detail["key"]),
        after=detail["after"],
        positions=tuple(Position(**each) for each in detail["positions"]),
        rows=int(row["row_count"]),
        bytes=int(row["byte_count"]),
        phase=Phase(row["phase"]),
        kept_at=row["kept_at"],
        kept_by=row["kept_by"],
        restored_at=row["restored_at"],
        restored_by=row["restored_by"],
    )
