"""The gaps between columns: what is computed of them is what PostgreSQL does."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence

import pytest

from migrate.dialects.base import Session
from migrate.dialects.postgres import Postgres
from migrate.dialects.postgres.alignment import STEP, extent, packed, wasted
from migrate.dialects.url import parse_url
from migrate.schema.model import Column, Schema, Table
from tests.clients import plain_client

ALIGNMENTS = {"c": 1, "s": 2, "i": 4, "d": 8}
VALUES = {
    "boolean": "true", "smallint": "1", "integer": "1", "date": "'2024-01-01'", "bigint": "1",
    "timestamp with time zone": "'2024-01-01'", "uuid": "gen_random_uuid()", "interval": "'1 day'",
    "macaddr": "'00:00:00:00:00:01'", "time with time zone": "'00:00Z'",
    "public.mood": "'sad'", "public.flag": "true",
}  # fmt: skip
TABLES = (
    "a boolean, b bigint, c boolean, d timestamptz, e int",
    "a smallint, b interval, c date, d uuid, e bigint, f smallint",
    "a macaddr, b timetz, c flag, d mood, e boolean, f bigint",
    "a mood, b mood, c flag, d bigint",
)


@pytest.fixture(params=["postgres", "postgres15"])
def session(request: pytest.FixtureRequest, database: Callable[[str], str]) -> Iterator[Session]:
    """Open a database with an enum and a domain."""
    url = database(request.param)
    plain_client(url, "create type mood as enum ('sad'); create domain flag as boolean;")
    with contextlib.closing(Postgres().connect(parse_url(url))) as opened:
        yield opened


def test_the_server_says_the_same_of_each_type(session: Session) -> None:
    """Every type of the server whose values have one length, but those that only its catalog has."""
    rows = session.query(
        "select pg_catalog.format_type(oid, null), typlen, typalign::text from pg_catalog.pg_type"
        " where typtype = 'b' and typlen > 0 and typnamespace = 'pg_catalog'::regnamespace"
        " and (typname !~ '^(reg|aclitem|pg_)' or typname = 'pg_lsn')"
    )

    said = {str(name): (length, ALIGNMENTS[align]) for name, length, align in rows}
    assert {name: extent(name, Schema("postgres")) for name in said} == said


@pytest.mark.parametrize("columns", TABLES)
def test_another_order_saves_what_is_said(session: Session, columns: str) -> None:
    """A row of each order is measured by the server."""
    session.query(f"create table t ({columns})")
    schema = session.dialect.inspect(session)
    (table,) = (each for each in schema.objects if isinstance(each, Table))
    best = packed(table.columns, schema)
    session.query(f"create table u ({', '.join(f'{each.name} {each.type}' for each in best)})")

    assert _size(session, "t", table.columns) - _size(session, "u", best) == wasted(table.columns, schema)


def _size(session: Session, table: str, columns: Sequence[Column]) -> int:
    values = ", ".join(VALUES[each.type] for each in columns)
    session.query(f"insert into {table} values ({values})")
    size = int(session.query(f"select pg_catalog.pg_column_size({table}) from {table}")[0][0])
    return -(-size // STEP) * STEP
