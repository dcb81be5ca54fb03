"""What the inspector of PostgreSQL sees, and what it costs."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from migrate.dialects.postgres import Postgres
from migrate.dialects.postgres.inspect import inspect
from migrate.dialects.url import parse_url
from migrate.schema.model import Ident, Schema
from migrate.schema.model import Sequence as SequenceObject
from tests import clients

SERVERS = ("postgres", "postgres15")
Database = Callable[[str], str]


class Counting:
    """A session that counts the queries of the inspector."""

    def __init__(self, url: str) -> None:
        self.session = Postgres().connect(parse_url(url))
        self.version = self.session.version
        self.queries = 0

    def query(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Count and pass on."""
        self.queries += 1
        return self.session.query(sql, parameters)


def look(url: str, *exclude: str) -> Schema:
    """Return the schema of a database."""
    with contextlib.closing(Postgres().connect(parse_url(url))) as session:
        return Postgres().inspect(session, exclude=exclude)


def idents(schema: Schema) -> set[str]:
    """Return what is listed, but for the schema ``public``."""
    return {str(each.ident) for each in schema.objects} - {"schema public"}


@pytest.mark.parametrize("server", SERVERS)
def test_the_number_of_queries_does_not_grow_with_the_schema(server: str, database: Database) -> None:
    """An empty database and one of a hundred tables take the same number of round trips."""
    url = database(server)
    counted = []
    for sizes in (range(50), range(50, 100)):
        counting = Counting(url)
        with contextlib.closing(counting.session):
            inspect(counting)  # type: ignore[arg-type]
        counted.append(counting.queries)
        clients.plain_client(
            url,
            "\n".join(
                f"CREATE TABLE t{n} (id serial PRIMARY KEY, a text CHECK (a <> ''));"
                f"CREATE INDEX ON t{n} (a); CREATE VIEW v{n} AS SELECT a FROM t{n};"
                for n in sizes
            ),
        )

    assert counted[0] == counted[1]


@pytest.mark.parametrize("server", SERVERS)
def test_what_is_not_the_users_is_not_listed(server: str, database: Database) -> None:
    """An extension's objects, our own tables, temporary ones and identity sequences stay out."""
    url = database(server)
    clients.plain_client(
        url,
        """
        CREATE EXTENSION hstore;
        CREATE TABLE migrate_revisions (a serial);
        CREATE TABLE migrate_history (a int PRIMARY KEY);
        CREATE SCHEMA migrate_kept;
        CREATE TABLE migrate_kept.rows (a int);
        CREATE TABLE mine (a int GENERATED ALWAYS AS IDENTITY);
        """,
    )

    assert idents(look(url)) == {"extension hstore", "table public.mine"}


def test_patterns_leave_objects_out(database: Database) -> None:
    """By name, by schema and name, and by schema; what lives on a table goes with it."""
    url = database("postgres")
    clients.plain_client(
        url,
        """
        CREATE SCHEMA audit; CREATE TABLE audit.log (a int);
        CREATE TABLE tmp_one (a int PRIMARY KEY); CREATE INDEX ON tmp_one (a);
        CREATE TABLE kept (a int); CREATE VIEW other AS SELECT 1 AS x;
        """,
    )

    assert idents(look(url, "audit", "tmp_*", "public.other")) == {"table public.kept"}


def test_the_settings_of_the_session_stay(database: Database) -> None:
    """What the inspector sets to have everything printed in one way is put back."""
    url = database("postgres")
    clients.plain_client(url, "CREATE TABLE t (d date DEFAULT '2026-03-01')")

    with contextlib.closing(Postgres().connect(parse_url(url))) as session:
        session.query("SET search_path = nowhere, public")
        session.query("SET datestyle = 'German'")
        found = Postgres().inspect(session)
        settings = session.query("SELECT current_setting('search_path'), current_setting('datestyle')")

    assert settings == [("nowhere, public", "German, DMY")]
    assert [column.default for table in found.tables() for column in table.columns] == ["'2026-03-01'::date"]


def test_identity_outlives_a_rename(database: Database) -> None:
    """A table and a column keep their oid under another name, in the database they are of."""
    url = database("postgres")
    clients.plain_client(url, "CREATE TABLE a (x int)")
    before = look(url)
    clients.plain_client(url, "ALTER TABLE a RENAME TO b; ALTER TABLE b RENAME x TO y")
    after = look(url)
    (was,), (now,) = before.tables(), after.tables()

    assert before.origin == after.origin
    assert (was.oid, was.columns[0].oid) == (now.oid, now.columns[0].oid)
    assert look(database("postgres")).origin != before.origin


def test_dependencies_are_the_servers(database: Database) -> None:
    """A view needs the columns it reads, a default its sequence, a class its operator's function."""
    url = database("postgres")
    clients.plain_client(
        url,
        """
        CREATE TABLE t (id serial, b int);
        CREATE VIEW v AS SELECT b FROM t;
        CREATE MATERIALIZED VIEW m AS SELECT b FROM v;
        CREATE INDEX m_b ON m (b);
        """,
    )
    found = look(url).by_ident()
    table = Ident("table", "public", "t")
    view, sequence = Ident("view", "public", "v"), Ident("sequence", "public", "t_id_seq")

    assert found[view].depends == {table, Ident("column", "public", "b", "t")}
    assert found[Ident("view", "public", "m")].depends == {view}
    assert found[Ident("index", "public", "m_b", "m")].depends == {Ident("view", "public", "m")}
    assert found[Ident("column", "public", "id", "t")].depends == {sequence}
    owned = found[sequence]
    assert isinstance(owned, SequenceObject)
    assert owned.owned_by == Ident("column", "public", "id", "t")
    assert owned.depends == frozenset()
