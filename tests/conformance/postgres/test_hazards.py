"""The counts of what a plan would lose are those of the rows that are really lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from migrate.dialects.postgres import Postgres
from migrate.dialects.postgres.diff import RULES
from migrate.schema.diff import diff
from migrate.schema.plan import HazardKind
from tests import clients
from tests.conformance.postgres.test_inspect import look

Database = Callable[[str], str]
# The type before, the type after, values, and how many of them the change does not leave as they are.
CHANGES = [
    ("bigint", "integer", "(1), (-1), (NULL), (2147483648), (-2147483649)", 2),
    ("integer", "bigint", "(1), (NULL)", 0),
    ("integer", "smallint", "(0), (32768)", 1),
    ("numeric(10,3)", "numeric(6,2)", "(1.5), (1.001), (9999.99), (10000), (NULL)", 2),
    ("numeric", "integer", "(1), (1.5), (3000000000)", 2),
    ("double precision", "integer", "(1), (1.5), (1e10)", 2),
    ("text", "varchar(3)", "('abc'), ('äöü'), ('äöüß'), (NULL), ('')", 1),
    ("varchar(10)", "varchar(20)", "('abc')", 0),
    ("varchar(10)", "text", "('abc')", 0),
    ("timestamp", "date", "('2026-01-01 00:00'), ('2026-01-01 10:00'), (NULL)", 1),
    ("timestamptz(6)", "timestamptz(0)", "('2026-01-01 00:00:00'), ('2026-01-01 00:00:00.4')", 1),
    ("date", "timestamp", "('2026-01-01')", 0),
    ("integer", "text", "(1)", 0),
    ("text", "uuid", "('x'), (NULL)", 1),
    ("jsonb", "json", "('{}')", 0),
]


@pytest.mark.parametrize(("before", "after", "values", "expected"), CHANGES)
def test_a_narrower_column_counts_what_does_not_fit(
    before: str, after: str, values: str, expected: int, database: Database
) -> None:
    """The query of the hazard gives the rows that the change would cut or refuse."""
    old, new = database("postgres"), database("postgres")
    clients.plain_client(old, f"CREATE TABLE t (c {before}); INSERT INTO t VALUES {values}")
    clients.plain_client(new, f"CREATE TABLE t (c {after})")
    was, now = look(old), look(new)

    found = Postgres().plan(diff(was, now, RULES), was, now)

    counts = [each.count for each in found.hazards if each.kind is HazardKind.LOSES_DATA]
    assert sum(clients.rows(old, query)[0][0] for query in counts if query) == expected
    assert bool(counts) == bool(expected)


@pytest.mark.parametrize(
    ("sql", "subject", "expected"),
    [
        ("DROP TABLE t CASCADE", "t", 3),
        ("ALTER TABLE t DROP COLUMN b", "t.b", 2),
        ("DROP SCHEMA app CASCADE", "app.u", 1),
        ("DROP TABLE t CASCADE; DROP TYPE mood; CREATE TYPE mood AS ENUM ('ok')", "mood.bad", 3),
    ],
)
def test_what_is_dropped_is_counted(sql: str, subject: str, expected: int, database: Database) -> None:
    """Rows of a table, values of a column that are not NULL, rows that use a value of an enum."""
    schema = """
        CREATE TYPE mood AS ENUM ('bad', 'ok');
        CREATE TABLE t (a int, b text, m mood, many mood[]);
        CREATE SCHEMA app; CREATE TABLE app.u (a int);
    """
    rows = """
        INSERT INTO t VALUES (1, 'x', 'bad', '{}'), (2, NULL, 'ok', '{ok,bad}'), (3, '', 'bad', NULL);
        INSERT INTO app.u VALUES (1);
    """
    old, new = database("postgres"), database("postgres")
    clients.plain_client(old, schema + rows)
    clients.plain_client(new, schema + sql)
    was, now = look(old), look(new)

    hazards = Postgres().plan(diff(was, now, RULES), was, now).hazards

    counts = {each.subject: each.count for each in hazards if each.kind is HazardKind.LOSES_DATA}
    query = counts[subject]
    assert query is not None
    assert clients.rows(old, query) == [(expected,)]


def test_a_new_sequence_counts_on_from_the_rows(database: Database) -> None:
    """A column that becomes serial or an identity takes the next row without a conflict."""
    old, new = database("postgres"), database("postgres")
    clients.plain_client(old, "CREATE TABLE t (a int PRIMARY KEY, b int UNIQUE); INSERT INTO t VALUES (7, 9)")
    clients.plain_client(
        new, "CREATE TABLE t (a serial PRIMARY KEY, b int GENERATED ALWAYS AS IDENTITY UNIQUE)"
    )
    was, now = look(old), look(new)

    for step in Postgres().plan(diff(was, now, RULES), was, now).steps:
        clients.plain_client(old, step.sql)
    clients.plain_client(old, "INSERT INTO t DEFAULT VALUES")

    assert clients.rows(old, "SELECT a, b FROM t ORDER BY a") == [(7, 9), (8, 10)]
