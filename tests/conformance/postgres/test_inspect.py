"""What the inspector of PostgreSQL sees, and what it costs."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pytest

from migrate.dialects.base import Command
from migrate.dialects.postgres import Postgres, names
from migrate.dialects.postgres.inspect import inspect
from migrate.dialects.url import parse_url
from migrate.schema.model import Constraint, Ident, Index, Schema
from migrate.schema.model import Sequence as SequenceObject
from migrate.sql.statement import Statement
from tests import clients

SERVERS = ("postgres", "postgres15")
Database = Callable[[str], str]


class Counting:
    """A session that counts the queries of the inspector."""

    def __init__(self, url: str) -> None:
        self.session = Postgres().connect(parse_url(url))
        self.version = self.session.version
        self.queries = 0

    @property
    def in_transaction(self) -> bool:
        """Pass on."""
        return self.session.in_transaction

    def rollback(self) -> None:
        """Count and pass on."""
        self.queries += 1
        self.session.rollback()

    def execute(self, *work: Command | Statement) -> None:
        """Count and pass on."""
        self.queries += 1
        self.session.execute(*work)

    def query(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Count and pass on."""
        self.queries += 1
        return self.session.query(sql, parameters)

    def query_each(self, *parts: Sequence[str]) -> Iterable[list[tuple[Any, ...]]]:
        """Count each part and pass on."""
        self.queries += len(parts)
        return self.session.query_each(*parts)


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
def test_definitions_are_those_of_the_server(server: str, database: Database) -> None:
    """Keys and indexes that are written without asking the server read as it would write them."""
    url = database(server)
    clients.plain_client(
        url,
        """
        CREATE EXTENSION btree_gin;
        CREATE TYPE mood AS ENUM ('a', 'b');
        CREATE DOMAIN code AS varchar(9);
        CREATE COLLATION german FROM "C";
        CREATE SCHEMA "My Place";
        CREATE TABLE "My Place"."Order" (
          "Id" int, "select" int, plain int, "a ""b" text, PRIMARY KEY ("Id", "select"),
          UNIQUE (plain), CONSTRAINT late UNIQUE ("Id") DEFERRABLE INITIALLY DEFERRED,
          CONSTRAINT wide UNIQUE (plain, "Id") INCLUDE ("a ""b"));
        CREATE TABLE child (
          gone int, a int, "B" int, v varchar(30), t text COLLATE german, m mood, c code, n text[],
          i inet, ci cidr, x xml, j jsonb, z char(3), at timestamptz,
          FOREIGN KEY (a, "B") REFERENCES "My Place"."Order",
          FOREIGN KEY (a) REFERENCES "My Place"."Order" (plain) ON DELETE SET NULL ON UPDATE CASCADE,
          CONSTRAINT f1 FOREIGN KEY ("B") REFERENCES "My Place"."Order" (plain) ON DELETE RESTRICT,
          CONSTRAINT f2 FOREIGN KEY (a, "B") REFERENCES "My Place"."Order" MATCH FULL ON DELETE SET DEFAULT,
          CONSTRAINT f3 FOREIGN KEY (a, "B") REFERENCES "My Place"."Order" ON DELETE SET NULL (a),
          CONSTRAINT f4 FOREIGN KEY (a, "B") REFERENCES "My Place"."Order" DEFERRABLE,
          CONSTRAINT u1 UNIQUE NULLS NOT DISTINCT (a), CONSTRAINT u2 UNIQUE (a, v) WITH (fillfactor = 70),
          CHECK (a > 0 AND v <> ''), EXCLUDE USING gist (i inet_ops WITH &&));
        ALTER TABLE child DROP COLUMN gone, ADD CONSTRAINT f5 FOREIGN KEY (a, "B")
          REFERENCES "My Place"."Order" NOT VALID;
        CREATE TABLE parted (a int, b text, PRIMARY KEY (a)) PARTITION BY RANGE (a);
        CREATE TABLE part PARTITION OF parted FOR VALUES FROM (1) TO (9);
        CREATE INDEX ON parted (b);
        CREATE INDEX ON child (a, "B");
        CREATE INDEX ON child (v);
        CREATE INDEX ON child (v varchar_pattern_ops);
        CREATE INDEX ON child (v bpchar_ops);
        CREATE INDEX ON child USING gin (v, a);
        CREATE INDEX ON child USING hash (v);
        CREATE INDEX ON child USING brin (v);
        CREATE INDEX ON child USING spgist (v);
        CREATE INDEX ON child (t);
        CREATE INDEX ON child (t COLLATE "C");
        CREATE INDEX ON child (t text_pattern_ops);
        CREATE INDEX ON child (m);
        CREATE INDEX ON child (c);
        CREATE INDEX ON child USING gin (n);
        CREATE INDEX ON child (n);
        CREATE INDEX ON child (i);
        CREATE INDEX ON child (ci);
        CREATE INDEX ON child USING gin (j);
        CREATE INDEX ON child USING gin (j jsonb_path_ops);
        CREATE INDEX ON child (z);
        CREATE INDEX ON child (at DESC);
        CREATE INDEX ON child (at NULLS FIRST, a);
        CREATE INDEX ON child (a) INCLUDE (v);
        CREATE INDEX ON child (a) WITH (fillfactor = 60);
        CREATE INDEX ON child (a) WHERE a > 4;
        CREATE INDEX ON child (lower(v), a);
        CREATE UNIQUE INDEX ON child (a, at);
        CREATE UNIQUE INDEX ON child (at) NULLS NOT DISTINCT;
        CREATE INDEX ON child USING brin (a) WITH (pages_per_range = 4);
        """,
    )

    schema = look(url)
    with contextlib.closing(Postgres().connect(parse_url(url))) as session:
        session.query("set search_path = ''")
        constraints = session.query(
            "select conname::text, conrelid::regclass::text, pg_get_constraintdef(oid) from pg_constraint"
            " where conrelid >= 16384 and contype in ('p', 'u', 'c', 'f', 'x')"
        )
        indexes = session.query(
            "select relname::text, regexp_replace(pg_get_indexdef(oid), '^.*? USING ', 'USING '),"
            " array(select pg_get_indexdef(oid, k, false) from generate_series(1, relnatts) k)"
            " from pg_class c where relkind in ('i', 'I') and oid >= 16384 and relnamespace <> 99"
            " and not exists (select from pg_constraint where conindid = c.oid and contype <> 'f')"
        )

    written = {
        (each.name, names.home(each), each.definition)
        for each in schema.objects
        if isinstance(each, Constraint)
    }
    assert written == set(constraints)
    assert {
        (each.name, each.definition, *each.parts, *each.include)
        for each in schema.objects
        if isinstance(each, Index)
    } == {(name, definition, *parts) for name, definition, parts in indexes}


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
