"""The counts of what a plan would lose are those of the rows that are really lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from migrate.dialects.mysql.mariadb import MariaDb
from migrate.schema.diff import diff
from migrate.schema.plan import HazardKind
from tests import clients
from tests.conformance.mysql.test_inspect import look

# The type before, the type after, values, and how many of them the change does not leave as they are.
CHANGES = [
    ("bigint", "int", "(1), (-1), (NULL), (2147483648), (-2147483649)", 2),
    ("int", "int unsigned", "(0), (5), (-1), (NULL)", 1),
    ("int unsigned", "tinyint", "(0), (127), (128)", 1),
    ("varchar(10)", "varchar(3)", "('abc'), ('äöü'), ('äöüß'), (NULL), ('')", 1),
    ("text", "tinytext", "('a'), (repeat('ä', 127)), (repeat('ä', 128))", 1),
    ("varchar(10)", "varbinary(3)", "('abc'), ('äb'), ('äöü')", 1),
    ("varchar(10)", "varchar(10) CHARACTER SET latin1", "('abc'), ('äöü'), ('日本'), (NULL)", 1),
    ("enum('a','b','c')", "enum('c','a')", "('a'), ('b'), ('b'), ('c'), (NULL)", 2),
    ("set('a','b','c')", "set('a','c')", "('a'), ('a,b'), ('b'), ('')", 2),
    ("decimal(10,3)", "decimal(6,2)", "(1.5), (1.001), (9999.99), (10000), (NULL)", 2),
    ("decimal(10,3)", "decimal(10,3) unsigned", "(1.5), (-1), (0)", 1),
    ("datetime(6)", "datetime(3)", "('2000-01-01 00:00:00.001'), ('2000-01-01 00:00:00.0001'), (NULL)", 1),
    ("date", "datetime", "('2000-01-01'), (NULL)", 0),
    ("int", "varchar(3)", "(1), (-99), (999), (1000), (-100)", 2),
    ("blob", "mediumblob", "('a'), (repeat('a', 300)), (NULL)", 0),
    ("varbinary(3)", "varbinary(6)", "('abc'), (NULL)", 0),
    ("varbinary(6)", "varbinary(3)", "('abc'), ('abcd'), (NULL)", 1),
]


@pytest.mark.parametrize(("before", "after", "values", "expected"), CHANGES)
def test_a_narrower_column_counts_what_does_not_fit(
    before: str,
    after: str,
    values: str,
    expected: int,
    database: Callable[[str], str],
    plain_client: Callable[[str, str], str],
) -> None:
    """The query of the hazard gives the rows that a lax server would cut, and a strict one refuses."""
    old, new = database("mariadb"), database("mariadb")
    plain_client(old, f"CREATE TABLE t (c {before}); INSERT INTO t VALUES {values}")
    plain_client(new, f"CREATE TABLE t (c {after})")
    found = look(old)

    plan = MariaDb().plan(diff(found, look(new), MariaDb().diff_rules), found, look(new))
    counts = [each.count for each in plan.hazards if each.kind is HazardKind.LOSES_DATA]
    counted = sum(int(clients.rows(old, query)[0][0]) for query in counts if query is not None)

    assert counted == expected
    plain_client(
        old,
        "CREATE TABLE kept AS SELECT cast(c AS char CHARACTER SET utf8mb4) AS c FROM t; SET sql_mode = '';"
        + plan.steps[0].sql,
    )
    rows = (
        clients.rows(old, "SELECT c FROM kept"),
        clients.rows(old, "SELECT cast(c AS char CHARACTER SET utf8mb4) FROM t"),
    )
    if before != "date":
        pairs = list(zip(*rows, strict=True))
        assert sum(_number(one) != _number(other) for (one,), (other,) in pairs) == expected


@pytest.mark.parametrize(
    ("old", "rows", "new", "subject", "expected"),
    [
        ("CREATE TABLE t (a int)", "INSERT INTO t VALUES (1), (2)", "CREATE TABLE k (a int)", "t", 2),
        (
            "CREATE TABLE t (a int, b int)",
            "INSERT INTO t VALUES (1, 1), (2, NULL)",
            "CREATE TABLE t (a int)",
            "t.b",
            1,
        ),
        (
            "CREATE TABLE t (a int) WITH SYSTEM VERSIONING",
            "INSERT INTO t VALUES (1), (2); UPDATE t SET a = 3; DELETE FROM t WHERE a = 3 LIMIT 1",
            "CREATE TABLE t (a int)",
            "t",
            3,
        ),
        (
            "CREATE TABLE t (a int) WITH SYSTEM VERSIONING",
            "INSERT INTO t VALUES (1); UPDATE t SET a = 3",
            "CREATE TABLE k (a int)",
            "t",
            2,
        ),
        ("CREATE SEQUENCE s", "SELECT nextval(s)", "CREATE TABLE k (a int)", "s", 1),
        ("CREATE SEQUENCE s", "SELECT 1", "CREATE TABLE k (a int)", "s", 0),
        (
            "CREATE TABLE t (a int, b int)",
            "INSERT INTO t VALUES (1, 1), (1, 1), (1, NULL), (1, NULL), (2, 1), (3, 1), (3, 1)",
            "CREATE TABLE t (a int, b int, UNIQUE KEY (a, b))",
            "t",
            2,
        ),
        (
            "CREATE TABLE t (a int, b int)",
            "INSERT INTO t VALUES (1, 1), (-1, 1), (NULL, 1), (5, -1)",
            "CREATE TABLE t (a int, b int, CONSTRAINT c CHECK (a > 0 AND (b > 0)))",
            "t",
            2,
        ),
        (
            "CREATE TABLE p (a int, b int, KEY (a, b)); CREATE TABLE t (a int, b int)",
            "INSERT INTO p VALUES (1, 1), (1, NULL); INSERT INTO t VALUES (1, 1), (1, 2), (1, NULL), (2, 1)",
            "CREATE TABLE p (a int, b int, KEY (a, b)); "
            "CREATE TABLE t (a int, b int, FOREIGN KEY (a, b) REFERENCES p (a, b))",
            "t",
            2,
        ),
        (
            "CREATE TABLE t (a int)",
            "INSERT INTO t VALUES (1), (NULL), (NULL)",
            "CREATE TABLE t (a int NOT NULL)",
            "t.a",
            2,
        ),
    ],
)
def test_what_goes_is_counted(
    old: str,
    rows: str,
    new: str,
    subject: str,
    expected: int,
    database: Callable[[str], str],
    plain_client: Callable[[str, str], str],
) -> None:
    """Tables count their rows, history included, columns their values, sequences whether they were used."""
    here, there = database("mariadb"), database("mariadb")
    plain_client(here, f"{old}; {rows}")
    plain_client(there, new)
    found = look(here)

    plan = MariaDb().plan(diff(found, look(there), MariaDb().diff_rules), found, look(there))

    (hazard,) = [each for each in plan.hazards if each.subject == subject]
    assert hazard.count is not None
    assert int(clients.rows(here, hazard.count)[0][0]) == expected


def _number(text: str | None) -> object:
    """Return the number that a text says, for ``1.50`` and ``1.500`` are one; another text as it is."""
    try:
        return None if text is None else float(text)
    except ValueError:
        return text.rstrip("0").rstrip(".") if "." in text else text
